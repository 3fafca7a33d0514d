/* fanfold-record-finder.h: finds where in a file a record ends and the next one begins
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads where it is asked to look, a few KiB at first, and no more than it needs. */
typedef struct _FanfoldRecordFinder FanfoldRecordFinder;

/* [any] @fd: of a regular file, stays the caller's, and @size what counts of it. (transfer full) */
FanfoldRecordFinder *fanfold_record_finder_new (int fd, guint64 size);
void fanfold_record_finder_free (FanfoldRecordFinder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldRecordFinder, fanfold_record_finder_free)

/* [any] Where @between, which is not empty, begins for the @n-th time, at @from or behind it; each
 * further one is looked for @step bytes behind the beginning of the one before. The size of the
 * file where there are fewer. FALSE with the error of reading, FANFOLD_ERROR_INVALID where the file
 * has become shorter, or G_IO_ERROR_CANCELLED. */
gboolean fanfold_record_finder_find (FanfoldRecordFinder *self,
                                     GBytes *between,
                                     guint64 from,
                                     gsize step,
                                     guint64 n,
                                     guint64 *found,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
