/* fanfold-images-output.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-images-output.h"

#include "fanfold-new-file.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#define READ_AND_SCALED 0.8

const FanfoldOutputDesc fanfold_images_outputs[] = {
  { .id = "file",
    .label = N_ ("File"),
    .help = N_ ("The picture that was made."),
    .type = FANFOLD_FILE },
  { .id = "width", .label = N_ ("Width"), .unit = "px", .type = FANFOLD_INT },
  { .id = "height", .label = N_ ("Height"), .unit = "px", .type = FANFOLD_INT },
  { .id = "bytes", .label = N_ ("Size"), .unit = "B", .type = FANFOLD_INT },
  { 0 },
};

/* Where a write goes, and why it ended. */
typedef struct
{
  FanfoldCall *call;
  int fd;
  gboolean cancelled;
} Sink;

static const char *
find_extension (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash != NULL ? slash + 1 : path;
  const char *point = strrchr (name, '.');

  return point != NULL && point != name ? point + 1 : "";
}

/* The format of files whose names end so, if it can be written. (transfer full) (nullable) */
static char *
dup_format (const char *extension)
{
  g_autofree char *wanted = g_ascii_strdown (extension, -1);
  g_autoptr (GSList) formats = gdk_pixbuf_get_formats ();

  for (GSList *l = formats; l != NULL; l = l->next)
    {
      g_auto (GStrv) extensions = gdk_pixbuf_format_get_extensions (l->data);

      if (gdk_pixbuf_format_is_writable (l->data) &&
          g_strv_contains ((const char *const *) extensions, wanted))
        return gdk_pixbuf_format_get_name (l->data);
    }

  return NULL;
}

static char *
dup_name (const char *path, const char *suffix, const char *extension)
{
  g_autofree char *name = g_path_get_basename (path);
  const char *own = find_extension (name);
  g_autofree char *format = dup_format (own);
  g_autofree char *stem = NULL;

  stem = *own != '\0' ? g_strndup (name, (gsize) (own - name - 1)) : g_strdup (name);
  if (extension == NULL)
    extension = format != NULL ? own : "png";

  return g_strconcat (stem, suffix, ".", extension, NULL);
}

char *
fanfold_images_output_dup_path (FanfoldCall *call,
                                const char *path,
                                const char *suffix,
                                const char *extension)
{
  const char *wanted = call->get_text (call, "output");
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;

  if (*wanted != '\0' && !g_str_has_suffix (wanted, "/") &&
      !g_file_test (wanted, G_FILE_TEST_IS_DIR))
    return g_strdup (wanted);

  name = dup_name (path, suffix, extension);
  if (*wanted != '\0')
    return g_build_filename (wanted, name, NULL);
  if (strchr (path, '/') == NULL)
    return g_steal_pointer (&name);

  folder = g_path_get_dirname (path);
  return g_build_filename (folder, name, NULL);
}

gboolean
fanfold_images_output_is_format (const char *path, const char *format)
{
  g_autofree char *own = dup_format (find_extension (path));

  return g_strcmp0 (own, format) == 0;
}

static FanfoldStatus
fail (FanfoldCall *call, const char *path, const char *why)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *message = g_strdup_printf ("%s %s", name, why);

  return call->fail (call, message);
}

/* On white where the format has no transparency. (transfer full) (nullable) */
static GdkPixbuf *
dup_for_format (GdkPixbuf *pixbuf, const char *format)
{
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);

  if (!gdk_pixbuf_get_has_alpha (pixbuf) ||
      (!g_str_equal (format, "jpeg") && !g_str_equal (format, "bmp")))
    return g_object_ref (pixbuf);

  return gdk_pixbuf_composite_color_simple (
      pixbuf, width, height, GDK_INTERP_NEAREST, 255, 16, 0xffffff, 0xffffff);
}

static gboolean
write_cb (const char *bytes, gsize n_bytes, GError **error, gpointer data)
{
  Sink *sink = data;

  while (n_bytes > 0)
    {
      gssize n = write (sink->fd, bytes, n_bytes);

      if (n < 0 && errno != EINTR)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (errno));
          return FALSE;
        }
      bytes += MAX (n, 0);
      n_bytes -= (gsize) MAX (n, 0);
    }

  sink->cancelled = sink->call->cancelled (sink->call);
  if (sink->cancelled)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");

  return !sink->cancelled;
}

static FanfoldStatus
encode (const FanfoldImagesOutput *self,
        FanfoldCall *call,
        const FanfoldImagesPicture *picture,
        GdkPixbuf *pixbuf,
        const char *format,
        int fd)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *quality = g_strdup_printf ("%d", (int) call->get_int (call, "quality"));
  g_autofree char *why = NULL;
  Sink sink = { call, fd, FALSE };

  if (g_str_equal (format, "jpeg"))
    {
      g_ptr_array_add (keys, (gpointer) "quality");
      g_ptr_array_add (values, quality);
    }
  if (picture->icc_profile != NULL && !g_str_equal (format, "bmp") && !g_str_equal (format, "ico"))
    {
      g_ptr_array_add (keys, (gpointer) "icc-profile");
      g_ptr_array_add (values, picture->icc_profile);
    }
  for (gsize i = 0; self->keys != NULL && self->keys[i] != NULL; i++)
    {
      g_ptr_array_add (keys, (gpointer) self->keys[i]);
      g_ptr_array_add (values, (gpointer) self->values[i]);
    }
  g_ptr_array_add (keys, NULL);
  g_ptr_array_add (values, NULL);

  if (gdk_pixbuf_save_to_callbackv (
          pixbuf, write_cb, &sink, format, (char **) keys->pdata, (char **) values->pdata, &error))
    return FANFOLD_OK;
  if (sink.cancelled)
    return FANFOLD_CANCELLED;

  why = g_strdup_printf ("cannot be written: %s", error->message);
  return fail (call, self->path, why);
}

static void
put_outputs (FanfoldCall *call, const FanfoldNewFile *file, GdkPixbuf *pixbuf)
{
  struct stat made;

  call->put_text (call, "file", file->path);
  call->put_int (call, "width", gdk_pixbuf_get_width (pixbuf));
  call->put_int (call, "height", gdk_pixbuf_get_height (pixbuf));
  if (fstat (file->fd, &made) == 0)
    call->put_int (call, "bytes", made.st_size);
}

static FanfoldStatus
write_as (const FanfoldImagesOutput *self,
          FanfoldCall *call,
          const FanfoldImagesPicture *picture,
          GdkPixbuf *pixbuf,
          const char *format)
{
  g_autoptr (GdkPixbuf) plain = dup_for_format (pixbuf, format);
  g_auto (FanfoldNewFile) file = FANFOLD_NEW_FILE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (self->path);
  FanfoldStatus status;

  if (plain == NULL)
    return fail (call, self->path, "cannot be made: there is not enough memory.");
  if (g_mkdir_with_parents (folder, 0777) != 0)
    return fail (call, folder, g_strerror (errno));
  if (!fanfold_new_file_begin (&file, self->path, 0666, &error))
    return call->fail (call, error->message);

  status = encode (self, call, picture, plain, format, file.fd);
  if (status != FANFOLD_OK)
    return status;
  if (!fanfold_new_file_finish (&file, self->overwrite, &error))
    return call->fail (call, error->message);

  put_outputs (call, &file, plain);
  return FANFOLD_OK;
}

/* (transfer full) (nullable) */
static GdkPixbuf *
dup_shaped (GdkPixbuf *pixbuf, const FanfoldImagesShape *shape)
{
  g_autoptr (GdkPixbuf) part = NULL;

  part =
      gdk_pixbuf_new_subpixbuf (pixbuf, shape->x, shape->y, shape->part_width, shape->part_height);
  if (shape->width == shape->part_width && shape->height == shape->part_height)
    return g_steal_pointer (&part);

  /* Downwards this takes the mean of all pixels that a new one covers. */
  return gdk_pixbuf_scale_simple (part, shape->width, shape->height, GDK_INTERP_BILINEAR);
}

FanfoldStatus
fanfold_images_output_check (const FanfoldImagesOutput *self, FanfoldCall *call, const char *path)
{
  g_autofree char *format = dup_format (find_extension (self->path));
  g_autoptr (GError) error = NULL;
  struct stat there, picture;

  if (format == NULL)
    return fail (call,
                 self->path,
                 "cannot be written as a picture: its name should end in .jpg, .png, .tiff or "
                 ".bmp.");
  if (stat (self->path, &there) != 0)
    return FANFOLD_OK;
  if (stat (path, &picture) == 0 && there.st_dev == picture.st_dev &&
      there.st_ino == picture.st_ino)
    return fail (call,
                 self->path,
                 "is the picture itself, which is never replaced. Give the output another name.");
  if (self->overwrite)
    return FANFOLD_OK;

  fanfold_new_file_set_exists (self->path, &error);
  return call->fail (call, error->message);
}

FanfoldStatus
fanfold_images_output_write (const FanfoldImagesOutput *self,
                             FanfoldCall *call,
                             const FanfoldImagesPicture *picture,
                             const FanfoldImagesShape *shape)
{
  g_autofree char *format = dup_format (find_extension (self->path));
  g_autoptr (GdkPixbuf) shaped = dup_shaped (picture->pixbuf, shape);

  g_return_val_if_fail (format != NULL, FANFOLD_FAILED);

  if (shaped == NULL)
    return fail (call, self->path, "cannot be made: there is not enough memory.");
  if (!call->progress (call, READ_AND_SCALED, NULL))
    return FANFOLD_CANCELLED;

  return write_as (self, call, picture, shaped, format);
}
