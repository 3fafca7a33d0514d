/* fanfold-images-picture.h: a picture read from a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <fanfold.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <sys/stat.h>

G_BEGIN_DECLS

typedef struct
{
  const char *path;
  struct stat file;
  GdkPixbuf *pixbuf; /* upright */
  char *icc_profile; /* its colours' meaning, in base64; or NULL */
} FanfoldImagesPicture;

/* Reads the file at @path, which must outlive @self; of several frames, the first. One that is
 * larger than @enough pixels in both directions twice over may be read at a half, a quarter or an
 * eighth of its size, where its format does that quickly; 0: never. FANFOLD_OK, or what the job is
 * to return. */
FanfoldStatus fanfold_images_picture_read (FanfoldImagesPicture *self,
                                           FanfoldCall *call,
                                           const char *path,
                                           int enough);

void fanfold_images_picture_clear (FanfoldImagesPicture *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FanfoldImagesPicture, fanfold_images_picture_clear)

G_END_DECLS
