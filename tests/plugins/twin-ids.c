/* twin-ids.c: two functions of one id
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>

static FanfoldStatus
run (FanfoldCall *call)
{
  return FANFOLD_OK;
}

FANFOLD_PLUGIN (.id = "twin_ids",
                .label = "Twin ids",
                .functions = (const FanfoldFunctionDesc[]){
                    { .id = "same", .label = "Same", .run = run },
                    { .id = "same", .label = "Same again", .run = run },
                    { 0 } });
