/* fanfold-images-thumbnail.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-images-thumbnail.h"

#include "fanfold-images-output.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

static const FanfoldChoiceDesc shape_choices[] = {
  { "fit", N_ ("All of the picture") },
  { "square", N_ ("A square from its middle") },
  { NULL, NULL },
};

static const FanfoldChoiceDesc place_choices[] = {
  { "beside", N_ ("Beside the picture, or where output says") },
  { "desktop", N_ ("Where the desktop looks for thumbnails") },
  { NULL, NULL },
};

const FanfoldParamDesc fanfold_images_thumbnail_params[] = {
  { .id = "file",
    .label = N_ ("Picture"),
    .help = N_ ("The picture to make a thumbnail of. It stays as it is."),
    .type = FANFOLD_FILE,
    .flags = FANFOLD_PARAM_REQUIRED | FANFOLD_PARAM_EACH | FANFOLD_PARAM_COST },
  { .id = "size",
    .label = N_ ("Size"),
    .help = N_ ("How wide and how high it is at most. The desktop has 128, 256, 512 and 1024."),
    .unit = "px",
    .initial = "256",
    .minimum = 1,
    .maximum = 4096,
    .step = 32,
    .type = FANFOLD_INT },
  { .id = "shape",
    .label = N_ ("Shape"),
    .initial = "fit",
    .choices = shape_choices,
    .type = FANFOLD_CHOICE },
  { .id = "place",
    .label = N_ ("Place"),
    .help = N_ ("Where it is written."),
    .initial = "beside",
    .choices = place_choices,
    .type = FANFOLD_CHOICE },
  FANFOLD_IMAGES_QUALITY,
  FANFOLD_IMAGES_OUTPUT,
  FANFOLD_IMAGES_OVERWRITE,
  { 0 },
};

static const struct
{
  int size;
  const char *folder;
} desktop_sizes[] = {
  { 128, "normal" },
  { 256, "large" },
  { 512, "x-large" },
  { 1024, "xx-large" },
};

static FanfoldStatus
make (FanfoldCall *call, const char *path, const FanfoldImagesOutput *output)
{
  int size = (int) call->get_int (call, "size");
  gboolean square = g_str_equal (call->get_text (call, "shape"), "square");
  FanfoldImagesFit fit = square ? FANFOLD_IMAGES_COVER : FANFOLD_IMAGES_INSIDE;
  g_auto (FanfoldImagesPicture) picture = { 0 };
  FanfoldImagesShape shape;
  FanfoldStatus status = fanfold_images_output_check (output, call, path);

  if (status == FANFOLD_OK)
    status = fanfold_images_picture_read (&picture, call, path, size);
  if (status != FANFOLD_OK)
    return status;

  shape = fanfold_images_shape (gdk_pixbuf_get_width (picture.pixbuf),
                                gdk_pixbuf_get_height (picture.pixbuf),
                                size,
                                size,
                                fit,
                                FALSE);
  return fanfold_images_output_write (output, call, &picture, &shape);
}

static const char *
find_desktop_folder (int size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (desktop_sizes); i++)
    if (desktop_sizes[i].size == size)
      return desktop_sizes[i].folder;

  return NULL;
}

/* The name that the desktops agreed upon, which comes from the picture's URI. (transfer full) */
static char *
dup_desktop_path (const char *folder, const char *uri)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_MD5, uri, -1);
  g_autofree char *name = g_strconcat (digest, ".png", NULL);

  return g_build_filename (g_get_user_cache_dir (), "thumbnails", folder, name, NULL);
}

static FanfoldStatus
make_for_desktop (FanfoldCall *call, const char *path)
{
  const char *const keys[] = { "tEXt::Thumb::URI", "tEXt::Thumb::MTime", NULL };
  const char *folder = find_desktop_folder ((int) call->get_int (call, "size"));
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (absolute, NULL, NULL);
  g_autofree char *mtime = NULL;
  g_autofree char *name = NULL;
  GStatBuf info = { 0 };

  if (folder == NULL)
    return call->fail (call, "The desktop's thumbnails have a size of 128, 256, 512 or 1024.");
  if (g_str_equal (call->get_text (call, "shape"), "square"))
    return call->fail (call, "The desktop's thumbnails show all of the picture: choose shape fit.");
  if (*call->get_text (call, "output") != '\0')
    return call->fail (call, "The desktop names its thumbnails: leave output empty.");

  /* Before the picture is read: if it changes meanwhile, the thumbnail is known to be old. */
  g_stat (path, &info);
  mtime = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) info.st_mtime);
  name = dup_desktop_path (folder, uri);
  return make (call,
               path,
               &(FanfoldImagesOutput){ .path = name,
                                       .keys = keys,
                                       .values = (const char *const[]){ uri, mtime, NULL },
                                       .overwrite = TRUE });
}

FanfoldStatus
fanfold_images_thumbnail_run (FanfoldCall *call)
{
  const char *path = call->get_text (call, "file");
  g_autofree char *name = NULL;

  if (g_str_equal (call->get_text (call, "place"), "desktop"))
    return make_for_desktop (call, path);

  name = fanfold_images_output_dup_path (call, path, "-thumbnail", NULL);
  return make (
      call,
      path,
      &(FanfoldImagesOutput){ .path = name, .overwrite = call->get_bool (call, "overwrite") });
}
