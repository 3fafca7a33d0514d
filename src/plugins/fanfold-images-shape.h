/* fanfold-images-shape.h: which part of a picture goes into how large a one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_IMAGES_INSIDE, /* all of it, as large as the box allows */
  FANFOLD_IMAGES_COVER,  /* fills the box; what stands out is cut off at both sides */
  FANFOLD_IMAGES_STRETCH /* fills the box; all of it, out of shape */
} FanfoldImagesFit;

typedef struct
{
  int x; /* the part that is taken */
  int y;
  int part_width;
  int part_height;
  int width; /* what it becomes */
  int height;
} FanfoldImagesShape;

/* For a picture of @width times @height and a box, of which one side may be 0: any. Nothing grows
 * unless @enlarge. */
FanfoldImagesShape fanfold_images_shape (
    int width, int height, int box_width, int box_height, FanfoldImagesFit fit, gboolean enlarge);

G_END_DECLS
