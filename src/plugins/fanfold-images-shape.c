/* fanfold-images-shape.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-images-shape.h"

#include <math.h>

static int
to_pixels (double length)
{
  return (int) MAX (1.0, round (length));
}

static void
fit_inside (FanfoldImagesShape *shape, double scale)
{
  shape->width = to_pixels (shape->part_width * scale);
  shape->height = to_pixels (shape->part_height * scale);
}

/* Cuts the part down to the box's own shape, about its middle. */
static void
cut (FanfoldImagesShape *shape, int box_width, int box_height)
{
  double scale =
      MIN ((double) shape->part_width / box_width, (double) shape->part_height / box_height);
  int width = MIN (shape->part_width, to_pixels (box_width * scale));
  int height = MIN (shape->part_height, to_pixels (box_height * scale));

  shape->x = (shape->part_width - width) / 2;
  shape->y = (shape->part_height - height) / 2;
  shape->part_width = width;
  shape->part_height = height;
}

FanfoldImagesShape
fanfold_images_shape (
    int width, int height, int box_width, int box_height, FanfoldImagesFit fit, gboolean enlarge)
{
  FanfoldImagesShape shape = { 0, 0, width, height, width, height };
  double across = box_width > 0 ? (double) box_width / width : INFINITY;
  double down = box_height > 0 ? (double) box_height / height : INFINITY;
  double limit = enlarge ? INFINITY : 1;

  if (isinf (across) || isinf (down) || fit == FANFOLD_IMAGES_INSIDE)
    {
      fit_inside (&shape, MIN (limit, MIN (across, down)));
      return shape;
    }

  if (fit == FANFOLD_IMAGES_STRETCH)
    {
      shape.width = to_pixels (width * MIN (limit, across));
      shape.height = to_pixels (height * MIN (limit, down));
      return shape;
    }

  cut (&shape, box_width, box_height);
  if (enlarge || (shape.part_width >= box_width && shape.part_height >= box_height))
    {
      shape.width = box_width;
      shape.height = box_height;
    }
  else
    fit_inside (&shape, 1);

  return shape;
}
