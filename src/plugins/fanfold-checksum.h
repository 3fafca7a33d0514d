/* fanfold-checksum.h: the function files.checksum
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <fanfold.h>

extern const FanfoldParamDesc fanfold_checksum_params[];
extern const FanfoldOutputDesc fanfold_checksum_outputs[];

FanfoldStatus fanfold_checksum_run (FanfoldCall *call);
