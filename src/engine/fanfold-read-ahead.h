/* fanfold-read-ahead.h: a text file that is read from its beginning to its end, piece by piece
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One thread's alone. What was read and not yet dropped is bytes[0] to bytes[end - 1]; one byte
 * more may be written to. */
typedef struct
{
  int fd;
  char *name;
  char *bytes;
  gsize end;
  gsize capacity;
  gboolean at_end; /* there is no more in the file */
} FanfoldReadAhead;

/* [any] @fd: (transfer full). @name: as messages call it. */
void fanfold_read_ahead_init (FanfoldReadAhead *self, int fd, const char *name);
void fanfold_read_ahead_clear (FanfoldReadAhead *self);

/* [any] Reads the beginning; *@at gets where the text begins behind a byte order mark. False with
 * FANFOLD_ERROR_INVALID for UTF-16, or with the error of reading. */
gboolean fanfold_read_ahead_begin (FanfoldReadAhead *self, gsize *at, GError **error);

/* [any] Reads some more: at least a byte, but at the end. The first @n bytes are dropped, and what
 * is behind them moves to the front. False with the error of reading. */
gboolean fanfold_read_ahead_fill (FanfoldReadAhead *self, gsize n, GError **error);

G_END_DECLS
