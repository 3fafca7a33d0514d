/* hello.c: a greeting, without declared outputs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <stdio.h>

/* hello.greet (name TEXT = "world"): a log line of each level, result {"greeting":"Hello, NAME"}.
 */
static FanfoldStatus
greet (FanfoldCall *call)
{
  char json[256];

  call->log (call, FANFOLD_LEVEL_DEBUG, "a debug line");
  call->log (call, FANFOLD_LEVEL_INFO, "an info line");
  call->log (call, FANFOLD_LEVEL_WARNING, "a warning line");
  call->log (call, FANFOLD_LEVEL_ERROR, "an error line");
  snprintf (json, sizeof json, "{\"greeting\":\"Hello, %.100s\"}", call->get_text (call, "name"));

  return call->result (call, json);
}

/* hello.fail (message TEXT = "no"): fails with that message. */
static FanfoldStatus
fail (FanfoldCall *call)
{
  return call->fail (call, call->get_text (call, "message"));
}

/* hello.where (): result {"index":…,"slot":…,"attempt":…}. */
static FanfoldStatus
where (FanfoldCall *call)
{
  char json[128];

  snprintf (json,
            sizeof json,
            "{\"index\":%llu,\"slot\":%u,\"attempt\":%u}",
            (unsigned long long) call->index,
            call->slot,
            call->attempt);

  return call->result (call, json);
}

FANFOLD_PLUGIN (
        .id = "hello",
        .label = "Hello",
        .version = "1.2",
        .functions = (const FanfoldFunctionDesc[]){
            { .id = "greet",
              .label = "Greet",
              .summary = "Says hello.",
              .run = greet,
              .isolation = FANFOLD_THREAD_SAFE,
              .params = (const FanfoldParamDesc[]){ { .id = "name",
                                                      .label = "Name",
                                                      .initial = "world",
                                                      .flags = FANFOLD_PARAM_EACH },
                                                    { 0 } } },
            { .id = "fail",
              .label = "Fail",
              .run = fail,
              .isolation = FANFOLD_THREAD_SAFE,
              .params =
                  (const FanfoldParamDesc[]){
                      { .id = "message", .label = "Message", .initial = "no" }, { 0 } } },
            { .id = "where", .label = "Where", .run = where, .isolation = FANFOLD_THREAD_SAFE },
            { 0 } });
