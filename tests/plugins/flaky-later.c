/* flaky-later.c: the plugin “flaky” as it might be one day
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>

/* flaky.try (n TEXT): is always done; its parameters are no longer those of flaky.c. */
static FanfoldStatus
try_it (FanfoldCall *call)
{
  return FANFOLD_OK;
}

FANFOLD_PLUGIN (.id = "flaky",
                .label = "Flaky",
                .functions = (const FanfoldFunctionDesc[]){
                    { .id = "try",
                      .label = "Try",
                      .run = try_it,
                      .params = (const FanfoldParamDesc[]){ { .id = "n", .label = "Name" },
                                                            { 0 } } },
                    { 0 } });
