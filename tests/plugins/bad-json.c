/* bad-json.c: results that are no JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>

/* bad_json.result (json TEXT = "{"): gives that text as its result, and OK whatever the answer. */
static FanfoldStatus
result (FanfoldCall *call)
{
  call->result (call, call->get_text (call, "json"));

  return FANFOLD_OK;
}

FANFOLD_PLUGIN (.id = "bad_json",
                .label = "Bad JSON",
                .functions = (const FanfoldFunctionDesc[]){
                    { .id = "result",
                      .label = "Result",
                      .run = result,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params = (const FanfoldParamDesc[]){ { .id = "json",
                                                              .label = "JSON",
                                                              .initial = "{",
                                                              .flags = FANFOLD_PARAM_EACH },
                                                            { 0 } } },
                    { 0 } });
