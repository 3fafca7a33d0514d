/* fanfold-line-reader.h: the lines of a descriptor, as values of a parameter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-param.h"

G_BEGIN_DECLS

#define FANFOLD_LINE_MAX_BYTES ((gsize) 1024 * 1024)

/* A line ends with \n or \r\n, the last one need not; an empty one is a value, too. One thread's
 * alone. */
typedef struct _FanfoldLineReader FanfoldLineReader;

/* [any] @fd: (transfer full); may be regular, a pipe, a terminal; blocking or not. @name: as
 * messages call it. (transfer full) */
FanfoldLineReader *fanfold_line_reader_new (FanfoldParam *param, int fd, const char *name);
void fanfold_line_reader_free (FanfoldLineReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldLineReader, fanfold_line_reader_free)

/* [any] Waits for lines and gives at most @max_values of them, checked: an array of the parameter's
 * type. What comes slowly is given at once, what comes quickly some 10 ms of it or 256 KiB. NULL at
 * the end; with FANFOLD_ERROR_INVALID where the next line is no value, holds a NUL or is longer
 * than FANFOLD_LINE_MAX_BYTES (its number is named), or with the error of reading, also when it is
 * called again; with G_IO_ERROR_CANCELLED at once when @cancellable says so. (transfer full)
 * (nullable), not floating */
GVariant *fanfold_line_reader_read (FanfoldLineReader *self,
                                    guint64 max_values,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
