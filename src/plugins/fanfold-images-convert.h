/* fanfold-images-convert.h: the function images.convert
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <fanfold.h>

extern const FanfoldParamDesc fanfold_images_convert_params[];

FanfoldStatus fanfold_images_convert_run (FanfoldCall *call);
