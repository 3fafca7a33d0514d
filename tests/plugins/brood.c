/* brood.c: leaves children behind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <stdio.h>
#include <unistd.h>

/* Closes nothing: the child keeps its parent's stdout, as a careless one does. */
static pid_t
leave_child (int own_session, unsigned seconds)
{
  pid_t child = fork ();

  if (child == 0)
    {
      if (own_session)
        setsid ();
      sleep (seconds);
      _exit (0);
    }

  return child;
}

/* brood.leave (seconds INT = 60): leaves two children that sleep as long, the second in a session
 * and process group of its own; outputs first INT, second INT: their process ids. */
static FanfoldStatus
leave (FanfoldCall *call)
{
  unsigned seconds = (unsigned) call->get_int (call, "seconds");
  pid_t first;
  pid_t second;

  fflush (stdout);
  first = leave_child (0, seconds);
  second = leave_child (1, seconds);
  if (first < 0 || second < 0)
    return call->fail (call, "No child can be started");
  call->put_int (call, "first", first);
  call->put_int (call, "second", second);

  return FANFOLD_OK;
}

static const FanfoldParamDesc params[] = {
  { .id = "seconds", .label = "Time", .unit = "s", .initial = "60", .type = FANFOLD_INT },
  { 0 },
};

static const FanfoldOutputDesc outputs[] = {
  { .id = "first", .label = "First", .type = FANFOLD_INT },
  { .id = "second", .label = "Second", .type = FANFOLD_INT },
  { 0 },
};

FANFOLD_PLUGIN (
        .id = "brood",
        .label = "Brood",
        .functions = (const FanfoldFunctionDesc[]){
            { .id = "leave", .label = "Leave", .run = leave, .params = params, .outputs = outputs },
            { 0 } });
