/* fanfold-file-globs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-file-globs.h"
#include "fanfold-task.h"

char *
fanfold_file_globs_make (const char *path, gboolean folder)
{
  GString *glob;

  g_return_val_if_fail (path != NULL, NULL);

  glob = g_string_new (NULL);
  for (const char *p = path; *p != '\0'; p++)
    {
      if (strchr ("*?[]\\", *p) != NULL)
        g_string_append_c (glob, '\\');
      g_string_append_c (glob, *p);
    }

  if (folder)
    g_string_append (glob, g_str_has_suffix (glob->str, "/") ? "**" : "/**");

  return g_string_free (glob, FALSE);
}

static void
globs_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GPtrArray *files = task_data;
  g_autoptr (GPtrArray) globs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < files->len; i++)
    {
      GFile *file = files->pdata[i];
      const char *path = g_file_peek_path (file);

      if (g_task_return_error_if_cancelled (task))
        return;

      if (path == NULL)
        continue;

      g_ptr_array_add (globs,
                       fanfold_file_globs_make (path, g_file_test (path, G_FILE_TEST_IS_DIR)));
    }

  g_ptr_array_add (globs, NULL);
  g_task_return_pointer (
      task, g_ptr_array_free (g_steal_pointer (&globs), FALSE), (GDestroyNotify) g_strfreev);
}

void
fanfold_file_globs_async (GListModel *files,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GPtrArray *copies;
  guint n;

  g_return_if_fail (G_IS_LIST_MODEL (files));

  n = g_list_model_get_n_items (files);
  copies = g_ptr_array_new_full (n, g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (copies, g_list_model_get_item (files, i));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_file_globs_async);
  g_task_set_task_data (task, copies, (GDestroyNotify) g_ptr_array_unref);
  fanfold_task_run (task, globs_thread);
}

GStrv
fanfold_file_globs_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  fanfold_take_over (result);

  return g_task_propagate_pointer (G_TASK (result), error);
}
