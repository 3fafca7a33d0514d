/* sleeper.c: sleeps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <unistd.h>

/* sleeper.sleep (msec INT = 100, n INT = 0): in steps of 10 ms with progress; ends when cancelled.
 */
static FanfoldStatus
nap (FanfoldCall *call)
{
  int64_t msec = call->get_int (call, "msec");

  for (int64_t done = 0; done < msec; done += 10)
    {
      if (!call->progress (call, (double) done / (double) msec, "sleeping"))
        return FANFOLD_CANCELLED;
      usleep (10 * 1000);
    }

  return FANFOLD_OK;
}

FANFOLD_PLUGIN (.id = "sleeper",
                .label = "Sleeper",
                .functions = (const FanfoldFunctionDesc[]){
                    { .id = "sleep",
                      .label = "Sleep",
                      .run = nap,
                      .load = FANFOLD_IO_BOUND,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params = (const FanfoldParamDesc[]){ { .id = "msec",
                                                              .label = "Time",
                                                              .unit = "ms",
                                                              .initial = "100",
                                                              .type = FANFOLD_INT },
                                                            { .id = "n",
                                                              .label = "Number",
                                                              .initial = "0",
                                                              .type = FANFOLD_INT,
                                                              .flags = FANFOLD_PARAM_EACH },
                                                            { 0 } } },
                    { 0 } });
