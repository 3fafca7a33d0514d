/* fanfold-compress.h: the function files.compress
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <fanfold.h>

extern const FanfoldParamDesc fanfold_compress_params[];
extern const FanfoldOutputDesc fanfold_compress_outputs[];

FanfoldStatus fanfold_compress_run (FanfoldCall *call);
