/* fanfold-images-resize.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-images-resize.h"

#include "fanfold-images-output.h"

#include <glib/gi18n.h>

static const FanfoldChoiceDesc fit_choices[] = {
  { "inside", N_ ("Inside the box") },
  { "cover", N_ ("Fill the box, cut the rest") },
  { "stretch", N_ ("Stretch to the box") },
  { NULL, NULL },
};

const FanfoldParamDesc fanfold_images_resize_params[] = {
  { .id = "file",
    .label = N_ ("Picture"),
    .help = N_ ("The picture to make smaller. It stays as it is."),
    .type = FANFOLD_FILE,
    .flags = FANFOLD_PARAM_REQUIRED | FANFOLD_PARAM_EACH | FANFOLD_PARAM_COST },
  { .id = "width",
    .label = N_ ("Width"),
    .help = N_ ("Of the box that it is to fit; 0: as the height gives it."),
    .unit = "px",
    .initial = "1600",
    .minimum = 0,
    .maximum = 65535,
    .step = 100,
    .type = FANFOLD_INT },
  { .id = "height",
    .label = N_ ("Height"),
    .help = N_ ("Of the box that it is to fit; 0: as the width gives it."),
    .unit = "px",
    .initial = "0",
    .minimum = 0,
    .maximum = 65535,
    .step = 100,
    .type = FANFOLD_INT },
  { .id = "fit",
    .label = N_ ("Fit"),
    .help = N_ ("What happens to a picture of another shape than the box."),
    .initial = "inside",
    .choices = fit_choices,
    .type = FANFOLD_CHOICE },
  { .id = "enlarge",
    .label = N_ ("Enlarge"),
    .help = N_ ("Make small pictures larger, too."),
    .initial = "false",
    .type = FANFOLD_BOOL },
  FANFOLD_IMAGES_QUALITY,
  FANFOLD_IMAGES_OUTPUT,
  FANFOLD_IMAGES_OVERWRITE,
  { 0 },
};

static FanfoldImagesFit
read_fit (FanfoldCall *call)
{
  const char *fit = call->get_text (call, "fit");

  if (g_str_equal (fit, "cover"))
    return FANFOLD_IMAGES_COVER;
  return g_str_equal (fit, "stretch") ? FANFOLD_IMAGES_STRETCH : FANFOLD_IMAGES_INSIDE;
}

/* "-1600", "-x1200" or "-1600x1200": (transfer full) */
static char *
dup_suffix (int width, int height)
{
  g_autofree char *across = width > 0 ? g_strdup_printf ("%d", width) : g_strdup ("");
  g_autofree char *down = height > 0 ? g_strdup_printf ("x%d", height) : g_strdup ("");

  return g_strconcat ("-", across, down, NULL);
}

FanfoldStatus
fanfold_images_resize_run (FanfoldCall *call)
{
  const char *path = call->get_text (call, "file");
  int width = (int) call->get_int (call, "width");
  int height = (int) call->get_int (call, "height");
  g_autofree char *suffix = dup_suffix (width, height);
  g_autofree char *name = fanfold_images_output_dup_path (call, path, suffix, NULL);
  g_auto (FanfoldImagesPicture) picture = { 0 };
  FanfoldImagesOutput output = { .path = name, .overwrite = call->get_bool (call, "overwrite") };
  FanfoldImagesShape shape;
  FanfoldStatus status;

  if (width == 0 && height == 0)
    return call->fail (call, "Width and height are both 0. Give one of them.");

  status = fanfold_images_output_check (&output, call, path);
  if (status == FANFOLD_OK)
    status = fanfold_images_picture_read (&picture, call, path, MAX (width, height));
  if (status != FANFOLD_OK)
    return status;

  shape = fanfold_images_shape (gdk_pixbuf_get_width (picture.pixbuf),
                                gdk_pixbuf_get_height (picture.pixbuf),
                                width,
                                height,
                                read_fit (call),
                                call->get_bool (call, "enlarge"));
  return fanfold_images_output_write (&output, call, &picture, &shape);
}
