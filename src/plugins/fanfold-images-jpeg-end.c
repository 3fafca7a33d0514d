/* fanfold-images-jpeg-end.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-images-jpeg-end.h"

#include <string.h>

enum
{
  SEEK_MARK,
  CODE,
  LENGTH_HIGH,
  LENGTH_LOW,
  SEGMENT
};

/* Codes that stand alone: stuffing, TEM, RSTn, SOI; all others but EOI and fill have a length. */
static gboolean
is_alone (guint8 code)
{
  return code <= 0x01 || (code >= 0xd0 && code <= 0xd8);
}

static guint
step_after_code (FanfoldImagesJpegEnd *self, guint8 code)
{
  if (code == 0xff)
    return CODE;

  self->found |= code == 0xd9;
  return self->found || is_alone (code) ? SEEK_MARK : LENGTH_HIGH;
}

static void
feed_byte (FanfoldImagesJpegEnd *self, guint8 byte)
{
  switch (self->step)
    {
    case CODE:
      self->step = step_after_code (self, byte);
      break;

    case LENGTH_HIGH:
      self->left = (gsize) byte << 8;
      self->step = LENGTH_LOW;
      break;

    case LENGTH_LOW:
      self->left = MAX (self->left + byte, 2) - 2;
      self->step = self->left > 0 ? SEGMENT : SEEK_MARK;
      break;

    default:
      g_assert_not_reached ();
    }
}

void
fanfold_images_jpeg_end_feed (FanfoldImagesJpegEnd *self, const guint8 *bytes, gsize n_bytes)
{
  const guint8 *end = bytes + n_bytes;

  while (bytes < end && !self->found)
    if (self->step == SEEK_MARK)
      {
        const guint8 *mark = memchr (bytes, 0xff, (gsize) (end - bytes));

        if (mark == NULL)
          return;
        bytes = mark + 1;
        self->step = CODE;
      }
    else if (self->step == SEGMENT)
      {
        gsize n = MIN (self->left, (gsize) (end - bytes));

        bytes += n;
        self->left -= n;
        if (self->left == 0)
          self->step = SEEK_MARK;
      }
    else
      feed_byte (self, *bytes++);
}
