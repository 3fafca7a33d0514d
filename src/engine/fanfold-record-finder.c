/* fanfold-record-finder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-record-finder.h"

#include "fanfold-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_BYTES ((gsize) 16 * 1024)
#define MOST_BYTES ((gsize) 1024 * 1024)

struct _FanfoldRecordFinder
{
  int fd;
  guint64 size;

  char *bytes;
  guint64 first; /* of the bytes, in the file */
  gsize n_bytes;
  gsize n_next; /* how many are read next: more, where one read goes on where the last one ended */
};

FanfoldRecordFinder *
fanfold_record_finder_new (int fd, guint64 size)
{
  FanfoldRecordFinder *self;

  g_return_val_if_fail (fd >= 0, NULL);

  self = g_new0 (FanfoldRecordFinder, 1);
  self->fd = fd;
  self->size = size;
  self->bytes = g_malloc (MOST_BYTES);
  self->n_next = FIRST_BYTES;

  return self;
}

void
fanfold_record_finder_free (FanfoldRecordFinder *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->bytes);
  g_free (self);
}

static gboolean
set_error (GError **error, int number)
{
  g_set_error_literal (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_INVALID,
                       number != 0 ? g_strerror (number)
                                   : _ ("it became shorter while it was looked through"));
  return FALSE;
}

/* So that the bytes begin at @from, which is before the end. At least @n_least are wanted; there
 * are fewer at the end of the file. */
static gboolean
read_bytes (FanfoldRecordFinder *self, guint64 from, gsize n_least, GError **error)
{
  gsize n_wanted;

  if (from >= self->first && from <= self->first + self->n_bytes && self->n_bytes > 0)
    self->n_next = MIN (2 * self->n_next, MOST_BYTES);
  else
    self->n_next = FIRST_BYTES;

  n_wanted = (gsize) MIN (MAX (self->n_next, n_least), self->size - from);
  self->first = from;
  self->n_bytes = 0;
  while (self->n_bytes < n_wanted)
    {
      gssize n = pread (self->fd,
                        self->bytes + self->n_bytes,
                        n_wanted - self->n_bytes,
                        (off_t) (from + self->n_bytes));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return set_error (error, n < 0 ? errno : 0);
      self->n_bytes += (gsize) n;
    }

  return TRUE;
}

/* In the bytes that are there; NULL: not there. */
static const char *
search (FanfoldRecordFinder *self, const char *needle, gsize length, guint64 from)
{
  const char *first = self->bytes + (from - self->first);
  gsize n = self->n_bytes - (gsize) (from - self->first);

  return length == 1 ? memchr (first, *needle, n) : memmem (first, n, needle, length);
}

gboolean
fanfold_record_finder_find (FanfoldRecordFinder *self,
                            GBytes *between,
                            guint64 from,
                            gsize step,
                            guint64 n,
                            guint64 *found,
                            GCancellable *cancellable,
                            GError **error)
{
  const char *needle;
  gsize length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (between != NULL, FALSE);
  g_return_val_if_fail (step > 0 && n > 0, FALSE);
  g_return_val_if_fail (found != NULL, FALSE);

  needle = g_bytes_get_data (between, &length);
  g_return_val_if_fail (length > 0 && length <= MOST_BYTES / 2, FALSE);

  while (from < self->size && self->size - from >= length)
    {
      gboolean is_here = from >= self->first && from + length <= self->first + self->n_bytes;
      const char *at = is_here ? search (self, needle, length, from) : NULL;

      if (at != NULL)
        {
          *found = self->first + (guint64) (at - self->bytes);
          if (--n == 0)
            return TRUE;
          from = *found + step;
          continue;
        }

      /* What begins before the end of these bytes may end behind it. */
      if (is_here)
        from = self->first + self->n_bytes - (length - 1);
      if (from >= self->size || self->size - from < length)
        break;
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !read_bytes (self, from, length, error))
        return FALSE;
    }

  *found = self->size;
  return TRUE;
}
