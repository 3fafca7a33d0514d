/* fanfold-images-jpeg-end.h: whether a JPEG file comes to its end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Walks over the file's segments; all zero at first. */
typedef struct
{
  guint step;
  gsize left;     /* of the segment, which holds anything, whole pictures too */
  gboolean found; /* the mark that ends the picture, whatever follows it */
} FanfoldImagesJpegEnd;

void fanfold_images_jpeg_end_feed (FanfoldImagesJpegEnd *self, const guint8 *bytes, gsize n_bytes);

G_END_DECLS
