/* fanfold-images-picture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-images-picture.h"

#include "fanfold-images-jpeg-end.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define CHUNK_BYTES (64 * 1024)

/* Of the whole job. */
#define READING_SHARE 0.6

static FanfoldStatus
fail (FanfoldCall *call, const char *path, const char *what, const char *why)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *message = g_strdup_printf ("%s %s: %s", name, what, why);

  return call->fail (call, message);
}

static FanfoldStatus
open_file (FanfoldImagesPicture *self, FanfoldCall *call, int *fd)
{
  /* A pipe would keep the job waiting for somebody to write to it. */
  *fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (*fd < 0 || fstat (*fd, &self->file) != 0)
    return fail (call, self->path, "cannot be read", g_strerror (errno));
  if (!S_ISREG (self->file.st_mode))
    return fail (call, self->path, "cannot be read", "This is not a regular file.");
  if (self->file.st_size == 0)
    return fail (call, self->path, "is not a picture", "The file is empty.");

  return FANFOLD_OK;
}

/* What is known of a picture on the way. */
typedef struct
{
  int enough;
  int n_rows; /* that have come */
  FanfoldImagesJpegEnd jpeg_end;
} Reading;

static gboolean
is_format (GdkPixbufLoader *loader, const char *wanted)
{
  GdkPixbufFormat *format = gdk_pixbuf_loader_get_format (loader);
  g_autofree char *name = format != NULL ? gdk_pixbuf_format_get_name (format) : NULL;

  return g_strcmp0 (name, wanted) == 0;
}

/* JPEG alone is quicker to read when it is made smaller on the way. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  int enough = ((Reading *) data)->enough;
  int divisor = 1;

  if (enough <= 0 || !is_format (loader, "jpeg"))
    return;

  while (divisor < 8 && MIN (width, height) / (divisor * 2) >= enough * 2)
    divisor *= 2;
  if (divisor > 1)
    gdk_pixbuf_loader_set_size (
        loader, (width + divisor - 1) / divisor, (height + divisor - 1) / divisor);
}

static void
area_updated_cb (GdkPixbufLoader *loader, int x, int y, int width, int height, gpointer data)
{
  Reading *reading = data;

  reading->n_rows = MAX (reading->n_rows, y + height);
}

/* Hands the whole file to @loader, which is closed in any case. */
static FanfoldStatus
feed (FanfoldImagesPicture *self,
      FanfoldCall *call,
      int fd,
      GdkPixbufLoader *loader,
      Reading *reading)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  double total = (double) self->file.st_size;
  gint64 done = 0;
  gssize n;
  int code;

  while ((n = read (fd, chunk, CHUNK_BYTES)) > 0)
    {
      done += n;
      fanfold_images_jpeg_end_feed (&reading->jpeg_end, chunk, (gsize) n);
      if (!gdk_pixbuf_loader_write (loader, chunk, (gsize) n, &error))
        break;
      if (!call->progress (call, MIN (1.0, (double) done / total) * READING_SHARE, NULL))
        {
          gdk_pixbuf_loader_close (loader, NULL);
          return FANFOLD_CANCELLED;
        }
    }

  code = errno;
  gdk_pixbuf_loader_close (loader, error == NULL ? &error : NULL);
  if (n < 0)
    return fail (call, self->path, "cannot be read", g_strerror (code));
  if (error != NULL)
    return fail (call, self->path, "is not a picture that can be read", error->message);

  return FANFOLD_OK;
}

/* The readers of PNG and JPEG take a file that was cut off for a whole one. */
static gboolean
is_cut_off (GdkPixbufLoader *loader, const Reading *reading, int height)
{
  if (is_format (loader, "jpeg"))
    return !reading->jpeg_end.found;

  return is_format (loader, "png") && reading->n_rows < height;
}

static FanfoldStatus
take_pixbuf (FanfoldImagesPicture *self,
             FanfoldCall *call,
             GdkPixbufLoader *loader,
             const Reading *reading)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);

  if (pixbuf == NULL)
    return fail (call, self->path, "is not a picture that can be read", "It holds no pixels.");
  if (is_cut_off (loader, reading, gdk_pixbuf_get_height (pixbuf)))
    return fail (call, self->path, "cannot be read", "The file ends before the picture does.");

  self->icc_profile = g_strdup (gdk_pixbuf_get_option (pixbuf, "icc-profile"));
  self->pixbuf = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  if (self->pixbuf == NULL)
    return fail (call, self->path, "cannot be turned upright", "There is not enough memory.");

  return FANFOLD_OK;
}

FanfoldStatus
fanfold_images_picture_read (FanfoldImagesPicture *self,
                             FanfoldCall *call,
                             const char *path,
                             int enough)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  Reading reading = { .enough = enough };
  FanfoldStatus status;
  int fd = -1;

  self->path = path;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &reading);
  g_signal_connect (loader, "area-updated", G_CALLBACK (area_updated_cb), &reading);

  status = open_file (self, call, &fd);
  if (status == FANFOLD_OK)
    status = feed (self, call, fd, loader, &reading);
  else
    gdk_pixbuf_loader_close (loader, NULL);
  if (status == FANFOLD_OK)
    status = take_pixbuf (self, call, loader, &reading);
  if (fd >= 0)
    close (fd);

  return status;
}

void
fanfold_images_picture_clear (FanfoldImagesPicture *self)
{
  g_clear_object (&self->pixbuf);
  g_clear_pointer (&self->icc_profile, g_free);
}
