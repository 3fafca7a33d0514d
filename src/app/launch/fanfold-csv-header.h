/* fanfold-csv-header.h: reads which columns a CSV or JSON file has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* [main] Off the main thread: the header of the file at @path, below @folder (nullable). The finish
 * gives the names, (transfer full), or an error, which names the file. */
void fanfold_csv_header_async (const char *path,
                               const char *folder,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GStrv fanfold_csv_header_finish (GAsyncResult *result, GError **error);

G_END_DECLS
