/* words.c: a cheap function of a text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <string.h>

/* words.length (text TEXT): the output length, in bytes. */
static FanfoldStatus
length (FanfoldCall *call)
{
  call->put_int (call, "length", (int64_t) strlen (call->get_text (call, "text")));

  return FANFOLD_OK;
}

FANFOLD_PLUGIN (.id = "words",
                .label = "Words",
                .functions = (const FanfoldFunctionDesc[]){
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
                    { 0 } });
