/* bad-json.c: results that are no JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <string.h>

/* bad_json.result (json TEXT = "{"): gives that text as its result, and OK whatever the answer. */
static FanfoldStatus
result (FanfoldCall *call)
{
  call->result (call, call->get_text (call, "json"));

  return FANFOLD_OK;
}

/* bad_json.put (json TEXT = "{"; output value JSON): puts that text, and fails where it is "fail",
 * after a program that ended with status 3, or "impossible", with status 999. */
static FanfoldStatus
put (FanfoldCall *call)
{
  const char *text = call->get_text (call, "json");

  if (strcmp (text, "fail") == 0 || strcmp (text, "impossible") == 0)
    {
      call->ended (call, strcmp (text, "fail") == 0 ? 3 : 999);
      return call->fail (call, "as told");
    }
  call->put_text (call, "value", text);

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
                    { .id = "put",
                      .label = "Put",
                      .run = put,
                      .isolation = FANFOLD_THREAD_SAFE,
                      .params = (const FanfoldParamDesc[]){ { .id = "json",
                                                              .label = "JSON",
                                                              .initial = "{",
                                                              .flags = FANFOLD_PARAM_EACH },
                                                            { 0 } },
                      .outputs =
                          (const FanfoldOutputDesc[]){
                              { .id = "value", .label = "Value", .type = FANFOLD_JSON }, { 0 } } },
                    { 0 } });
