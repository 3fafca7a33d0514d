/* fanfold-csv-header.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-csv-header.h"
#include "fanfold-table-reader.h"
#include "fanfold-task.h"

static void
header_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldTableReader) reader = fanfold_table_reader_open (task_data, &error);

  if (reader == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_pointer (task,
                         g_strdupv ((GStrv) fanfold_table_reader_get_header (reader)),
                         (GDestroyNotify) g_strfreev);
}

void
fanfold_csv_header_async (const char *path,
                          const char *folder,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (path != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_csv_header_async);
  g_task_set_task_data (
      task, folder != NULL ? g_canonicalize_filename (path, folder) : g_strdup (path), g_free);
  fanfold_task_run (task, header_thread);
}

GStrv
fanfold_csv_header_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  fanfold_take_over (result);

  return g_task_propagate_pointer (G_TASK (result), error);
}
