/* fanfold-read-ahead.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-read-ahead.h"

#include "fanfold-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define READ_BYTES ((gsize) 256 * 1024)

void
fanfold_read_ahead_init (FanfoldReadAhead *self, int fd, const char *name)
{
  g_return_if_fail (fd >= 0);
  g_return_if_fail (name != NULL);

  *self = (FanfoldReadAhead){ .fd = fd, .name = g_strdup (name), .capacity = READ_BYTES + 1 };
  self->bytes = g_malloc (self->capacity);
}

void
fanfold_read_ahead_clear (FanfoldReadAhead *self)
{
  close (self->fd);
  g_free (self->name);
  g_free (self->bytes);
}

gboolean
fanfold_read_ahead_fill (FanfoldReadAhead *self, gsize n, GError **error)
{
  gssize length;

  g_return_val_if_fail (n <= self->end, FALSE);

  self->end -= n;
  if (n > 0)
    memmove (self->bytes, self->bytes + n, self->end);
  if (self->capacity < 2 * self->end + READ_BYTES + 1)
    {
      self->capacity = 2 * self->end + READ_BYTES + 1;
      self->bytes = g_realloc (self->bytes, self->capacity);
    }

  do
    length = read (self->fd, self->bytes + self->end, self->capacity - self->end - 1);
  while (length < 0 && errno == EINTR);
  if (length < 0)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   g_io_error_from_errno (errno),
                   _ ("Reading %s failed: %s"),
                   self->name,
                   g_strerror (errno));
      return FALSE;
    }

  self->end += (gsize) length;
  self->at_end = length == 0;
  return TRUE;
}

gboolean
fanfold_read_ahead_begin (FanfoldReadAhead *self, gsize *at, GError **error)
{
  while (self->end < 3 && !self->at_end)
    if (!fanfold_read_ahead_fill (self, 0, error))
      return FALSE;

  if (self->end >= 2 &&
      (memcmp (self->bytes, "\xff\xfe", 2) == 0 || memcmp (self->bytes, "\xfe\xff", 2) == 0))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("Line 1, column 1 of %s: It is encoded in UTF-16: save it as UTF-8"),
                   self->name);
      return FALSE;
    }

  *at = self->end >= 3 && memcmp (self->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  return TRUE;
}
