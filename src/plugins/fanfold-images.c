/* fanfold-images.c: the plugin images: work on pictures, one a job
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-images-convert.h"
#include "fanfold-images-output.h"
#include "fanfold-images-resize.h"
#include "fanfold-images-thumbnail.h"

#include <glib/gi18n.h>

static const FanfoldFunctionDesc functions[] = {
  { .id = "resize",
    .label = N_ ("Resize"),
    .summary = N_ ("Makes a smaller picture from a picture."),
    .params = fanfold_images_resize_params,
    .outputs = fanfold_images_outputs,
    .run = fanfold_images_resize_run,
    .cache_version = 1,
    .isolation = FANFOLD_THREAD_SAFE },
  { .id = "convert",
    .label = N_ ("Convert"),
    .summary = N_ ("Writes a picture in another format."),
    .params = fanfold_images_convert_params,
    .outputs = fanfold_images_outputs,
    .run = fanfold_images_convert_run,
    .cache_version = 1,
    .isolation = FANFOLD_THREAD_SAFE },
  { .id = "thumbnail",
    .label = N_ ("Thumbnail"),
    .summary = N_ ("Makes a small picture for a list or a page."),
    .params = fanfold_images_thumbnail_params,
    .outputs = fanfold_images_outputs,
    .run = fanfold_images_thumbnail_run,
    .cache_version = 1,
    .isolation = FANFOLD_THREAD_SAFE },
  { 0 },
};

FANFOLD_PLUGIN (.id = "images",
                .label = N_ ("Images"),
                .version = "1",
                .gettext_domain = "fanfold",
                .functions = functions);
