/* fanfold-images-convert.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-images-convert.h"

#include "fanfold-images-output.h"

#include <glib/gi18n.h>

static const FanfoldChoiceDesc format_choices[] = {
  { "jpeg", "JPEG" }, { "png", "PNG" }, { "tiff", "TIFF" }, { "bmp", "BMP" }, { NULL, NULL },
};

const FanfoldParamDesc fanfold_images_convert_params[] = {
  { .id = "file",
    .label = N_ ("Picture"),
    .help = N_ ("The picture to write in another format. It stays as it is. Of several frames, the "
                "first is taken."),
    .type = FANFOLD_FILE,
    .flags = FANFOLD_PARAM_REQUIRED | FANFOLD_PARAM_EACH | FANFOLD_PARAM_COST },
  { .id = "format",
    .label = N_ ("Format"),
    .help = N_ ("JPEG and BMP have no transparency: it becomes white."),
    .initial = "jpeg",
    .choices = format_choices,
    .type = FANFOLD_CHOICE },
  FANFOLD_IMAGES_QUALITY,
  FANFOLD_IMAGES_OUTPUT,
  FANFOLD_IMAGES_OVERWRITE,
  { 0 },
};

FanfoldStatus
fanfold_images_convert_run (FanfoldCall *call)
{
  const char *path = call->get_text (call, "file");
  const char *format = call->get_text (call, "format");
  const char *extension = g_str_equal (format, "jpeg") ? "jpg" : format;
  g_autofree char *name = fanfold_images_output_dup_path (call, path, "", extension);
  g_auto (FanfoldImagesPicture) picture = { 0 };
  FanfoldImagesOutput output = { .path = name, .overwrite = call->get_bool (call, "overwrite") };
  FanfoldImagesShape shape;
  FanfoldStatus status;

  if (!fanfold_images_output_is_format (name, format))
    {
      g_autofree char *shown = g_filename_display_name (name);
      g_autofree char *message = NULL;

      message = g_strdup_printf (
          "%s does not end as a file of the format %s does, as .%s.", shown, format, extension);
      return call->fail (call, message);
    }

  status = fanfold_images_output_check (&output, call, path);
  if (status == FANFOLD_OK)
    status = fanfold_images_picture_read (&picture, call, path, 0);
  if (status != FANFOLD_OK)
    return status;

  shape = fanfold_images_shape (gdk_pixbuf_get_width (picture.pixbuf),
                                gdk_pixbuf_get_height (picture.pixbuf),
                                0,
                                0,
                                FANFOLD_IMAGES_INSIDE,
                                FALSE);
  return fanfold_images_output_write (&output, call, &picture, &shape);
}
