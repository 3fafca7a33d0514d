/* fanfold-images-resize.h: the function images.resize
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <fanfold.h>

extern const FanfoldParamDesc fanfold_images_resize_params[];

FanfoldStatus fanfold_images_resize_run (FanfoldCall *call);
