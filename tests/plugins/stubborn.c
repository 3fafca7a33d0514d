/* stubborn.c: does not end when asked to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <signal.h>
#include <unistd.h>

/* stubborn.stay (seconds INT = 60): ignores cancel and SIGTERM. */
static FanfoldStatus
stay (FanfoldCall *call)
{
  int64_t left = call->get_int (call, "seconds");

  signal (SIGTERM, SIG_IGN);
  for (; left > 0; left--)
    sleep (1);

  return FANFOLD_OK;
}

/* stubborn.linger (seconds INT = 60): ignores cancel, but SIGTERM ends it. */
static FanfoldStatus
linger (FanfoldCall *call)
{
  int64_t left = call->get_int (call, "seconds");

  for (; left > 0; left--)
    sleep (1);

  return FANFOLD_OK;
}

/* stubborn.tarry (seconds INT = 60): takes a grace of half a second, uses it up, and is ended. */
static FanfoldStatus
tarry (FanfoldCall *call)
{
  call->grace (call, 0.5);

  return linger (call);
}

/* stubborn.spin: computes for ever and ignores cancel and SIGTERM. */
static FanfoldStatus
spin (FanfoldCall *call)
{
  volatile uint64_t n = call->index;

  signal (SIGTERM, SIG_IGN);
  while (n + 1 != 0)
    n = n / 2;

  return FANFOLD_OK;
}

/* stubborn.refuse: fails in its own words when it is asked to end. */
static FanfoldStatus
refuse (FanfoldCall *call)
{
  while (!call->cancelled (call))
    usleep (1000);

  return call->fail (call, "I do not want to");
}

static const FanfoldParamDesc params[] = {
  { .id = "seconds", .label = "Time", .unit = "s", .initial = "60", .type = FANFOLD_INT },
  { 0 },
};

FANFOLD_PLUGIN (.id = "stubborn",
                .label = "Stubborn",
                .functions = (const FanfoldFunctionDesc[]){
                    { .id = "stay", .label = "Stay", .run = stay, .params = params },
                    { .id = "linger", .label = "Linger", .run = linger, .params = params },
                    { .id = "tarry", .label = "Tarry", .run = tarry, .params = params },
                    { .id = "spin", .label = "Spin", .run = spin },
                    { .id = "refuse", .label = "Refuse", .run = refuse },
                    { 0 } });
