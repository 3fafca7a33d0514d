/* fanfold-table-file.h: a file of values, as it is opened for reading
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define FANFOLD_TABLE_MAX_BYTES ((guint64) 1024 * 1024 * 1024)

/* [any] Waits for the disk, but for no pipe or device. -1 with an error that begins with @name:
 * what is no regular file of up to FANFOLD_TABLE_MAX_BYTES is refused. */
int fanfold_table_file_open (const char *path, const char *name, GError **error);

G_END_DECLS
