/* bench.c: the functions that the benches run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <string.h>
#include <time.h>

#include "burn.h"
#include "capture.h"

/* bench.burn (n INT, steps INT): work of a known size. */
static FanfoldStatus
burn_steps (FanfoldCall *call)
{
  call->put_int (call, "sum", (int64_t) (burn ((uint64_t) call->get_int (call, "steps")) >> 1));
  return FANFOLD_OK;
}

/* bench.length (text TEXT): how long it is. */
static FanfoldStatus
length (FanfoldCall *call)
{
  call->put_int (call, "length", (int64_t) strlen (call->get_text (call, "text")));
  return FANFOLD_OK;
}

/* bench.fail (n INT): every second one. */
static FanfoldStatus
fail_by_half (FanfoldCall *call)
{
  return call->get_int (call, "n") % 2 == 0 ? FANFOLD_OK : call->fail (call, "odd");
}

/* bench.capture (n INT): a process that does nothing, and what it prints. */
static FanfoldStatus
capture_true (FanfoldCall *call)
{
  char text[2][CAPTURE_BYTES];

  if (capture ("/bin/true", text) != 0)
    return call->fail (call, "no process");

  call->put_text (call, "out", text[0]);
  call->put_text (call, "err", text[1]);
  return FANFOLD_OK;
}

/* bench.sleep (n INT, msec INT): in steps of 10 ms at most; ends when cancelled. */
static FanfoldStatus
nap (FanfoldCall *call)
{
  for (int64_t left = call->get_int (call, "msec"); left > 0; left -= 10)
    {
      struct timespec step = { 0, (left < 10 ? left : 10) * 1000 * 1000 };

      nanosleep (&step, NULL);
      if (call->cancelled (call))
        return FANFOLD_CANCELLED;
    }

  return FANFOLD_OK;
}

/* bench.progress (calls INT): what a call of progress () takes, in ns. */
static FanfoldStatus
progress (FanfoldCall *call)
{
  int64_t n_calls = call->get_int (call, "calls");
  struct timespec begin;
  struct timespec end;

  clock_gettime (CLOCK_MONOTONIC, &begin);
  for (int64_t i = 0; i < n_calls; i++)
    call->progress (call, (double) i / (double) n_calls, NULL);
  clock_gettime (CLOCK_MONOTONIC, &end);

  call->put_real (
      call,
      "nsec",
      ((double) (end.tv_sec - begin.tv_sec) * 1e9 + (double) (end.tv_nsec - begin.tv_nsec)) /
          (double) n_calls);
  return FANFOLD_OK;
}

FANFOLD_PLUGIN (.id = "bench",
                .label = "Bench",
                .functions = (const FanfoldFunctionDesc[]){
                    { .id = "burn",
                      .label = "Burn",
                      .run = burn_steps,
                      .cache_version = 1,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params = (const FanfoldParamDesc[]){ { .id = "n",
                                                              .label = "Number",
                                                              .type = FANFOLD_INT,
                                                              .flags = FANFOLD_PARAM_EACH },
                                                            { .id = "steps",
                                                              .label = "Steps",
                                                              .type = FANFOLD_INT },
                                                            { 0 } },
                      .outputs =
                          (const FanfoldOutputDesc[]){
                              { .id = "sum", .label = "Sum", .type = FANFOLD_INT }, { 0 } } },
                    { .id = "length",
                      .label = "Length",
                      .run = length,
                      .cache_version = 1,
                      .flags = FANFOLD_CHEAP,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params = (const FanfoldParamDesc[]){ { .id = "text",
                                                              .label = "Text",
                                                              .flags = FANFOLD_PARAM_EACH },
                                                            { 0 } },
                      .outputs =
                          (const FanfoldOutputDesc[]){
                              { .id = "length", .label = "Length", .type = FANFOLD_INT }, { 0 } } },
                    { .id = "fail",
                      .label = "Fail",
                      .run = fail_by_half,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params = (const FanfoldParamDesc[]){ { .id = "n",
                                                              .label = "Number",
                                                              .type = FANFOLD_INT,
                                                              .flags = FANFOLD_PARAM_EACH },
                                                            { 0 } } },
                    { .id = "capture",
                      .label = "Capture",
                      .run = capture_true,
                      .params = (const FanfoldParamDesc[]){ { .id = "n",
                                                              .label = "Number",
                                                              .type = FANFOLD_INT,
                                                              .flags = FANFOLD_PARAM_EACH },
                                                            { 0 } },
                      .outputs =
                          (const FanfoldOutputDesc[]){
                              { .id = "out", .label = "Output", .type = FANFOLD_TEXT },
                              { .id = "err", .label = "Errors", .type = FANFOLD_TEXT },
                              { 0 } } },
                    { .id = "sleep",
                      .label = "Sleep",
                      .run = nap,
                      .load = FANFOLD_IO_BOUND,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params =
                          (const FanfoldParamDesc[]){
                              { .id = "n",
                                .label = "Number",
                                .type = FANFOLD_INT,
                                .flags = FANFOLD_PARAM_EACH },
                              { .id = "msec", .label = "Time", .unit = "ms", .type = FANFOLD_INT },
                              { 0 } } },
                    { .id = "progress",
                      .label = "Progress",
                      .run = progress,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params = (const FanfoldParamDesc[]){ { .id = "calls",
                                                              .label = "Calls",
                                                              .type = FANFOLD_INT,
                                                              .flags = FANFOLD_PARAM_EACH },
                                                            { 0 } },
                      .outputs =
                          (const FanfoldOutputDesc[]){
                              { .id = "nsec", .label = "ns", .type = FANFOLD_REAL }, { 0 } } },
                    { 0 } });
