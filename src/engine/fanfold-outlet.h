/* fanfold-outlet.h: a file, pipe or terminal that results are written to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Never waits for a reader unless asked to. One thread at a time. */
typedef struct _FanfoldOutlet FanfoldOutlet;

/* [any] To @path, which is made or emptied, or "-" for standard output (as it was before
 * fanfold_outlet_protect_stdout ()). NULL with errno. (transfer full) */
FanfoldOutlet *fanfold_outlet_new (const char *path);
void fanfold_outlet_free (FanfoldOutlet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldOutlet, fanfold_outlet_free)

/* [any] Moves the program's standard output away. Once. */
void fanfold_outlet_protect_stdout (void);

/* Writes as much as there is room for now; a file always has room. -1 with errno: EAGAIN where
 * there is none, EPIPE where nobody reads any more. */
gssize fanfold_outlet_write (FanfoldOutlet *self, const char *bytes, gsize length);

/* Waits for room, -1: as long as it takes. False: there was none in that time. */
gboolean fanfold_outlet_wait (FanfoldOutlet *self, int msec);

/* False with errno: some file systems tell only here that the room was not there. */
gboolean fanfold_outlet_close (FanfoldOutlet *self);

G_END_DECLS
