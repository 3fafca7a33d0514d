/* fanfold-images-thumbnail.h: the function images.thumbnail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <fanfold.h>

extern const FanfoldParamDesc fanfold_images_thumbnail_params[];

FanfoldStatus fanfold_images_thumbnail_run (FanfoldCall *call);
