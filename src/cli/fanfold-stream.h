/* fanfold-stream.h: text for people on a descriptor that may be closed, full or blocked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Never waits and never fails: what cannot be written at once is kept and written by the main loop
 * as soon as there is room. Main thread alone. */
typedef struct _FanfoldStream FanfoldStream;

/* The open file of @fd keeps its mode: it may be shared with others. (transfer full) */
FanfoldStream *fanfold_stream_new (int fd);

/* Waits for a reader as long as it goes on reading, two seconds at most where it does not; then
 * what is left is dropped. */
void fanfold_stream_free (FanfoldStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldStream, fanfold_stream_free)

/* Text that stays, whole lines; the status gives way. */
void fanfold_stream_print (FanfoldStream *self, const char *text);

/* One line that is drawn over the last one of its kind; NULL: none any more. On a terminal only. */
void fanfold_stream_set_status (FanfoldStream *self, const char *text);

/* Bytes of which none may be lost: how many of them there was room for, 0: none now; -1 with errno:
 * it can be written no more. The status gives way. */
gssize fanfold_stream_write (FanfoldStream *self, const char *bytes, gsize length);

/* What to wait for room on. */
int fanfold_stream_get_fd (FanfoldStream *self);

/* Columns of the terminal; 80 where there is none. */
guint fanfold_stream_get_width (FanfoldStream *self);

G_END_DECLS
