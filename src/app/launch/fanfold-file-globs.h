/* fanfold-file-globs.h: files and folders that a person gave, as globs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* [any] The glob that matches the file at @path alone, or (@folder) all files in and below it.
 * (transfer full) */
char *fanfold_file_globs_make (const char *path, gboolean folder);

/* [main] Finds out, off the main thread, which of @files (of GFile) are folders. What is not on
 * this machine is left out. The finish gives a glob for each, in their order. (transfer full) */
void fanfold_file_globs_async (GListModel *files,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GStrv fanfold_file_globs_finish (GAsyncResult *result, GError **error);

G_END_DECLS
