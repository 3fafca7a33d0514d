/* fanfold-cache-loader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cache-loader.h"
#include "fanfold-task.h"

/* What a loader thread is given, and what it found. */
typedef struct
{
  FanfoldMemo *memo;
  char *function_id;
  guint limit;
  guint64 n_removed;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  fanfold_memo_unref (order->memo);
  g_free (order->function_id);
  g_free (order);
}

static GTask *
new_task (FanfoldMemo *memo,
          const char *function_id,
          guint limit,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Order *order = g_new0 (Order, 1);

  order->memo = fanfold_memo_ref (memo);
  order->function_id = g_strdup (function_id);
  order->limit = limit;
  g_task_set_task_data (task, order, order_free);

  return task;
}

static void
return_array (GTask *task, GPtrArray *array, GError *error)
{
  if (array != NULL)
    g_task_return_pointer (task, array, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
list_functions_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  GError *error = NULL;

  return_array (task, fanfold_memo_list_functions (order->memo, cancellable, &error), error);
}

static void
list_entries_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  GPtrArray *entries;
  GError *error = NULL;

  entries = fanfold_memo_list_entries (
      order->memo, order->function_id, order->limit, cancellable, &error);
  return_array (task, entries, error);
}

static void
clear_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  GError *error = NULL;

  if (fanfold_memo_clear (order->memo, order->function_id, cancellable, &order->n_removed, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
fanfold_cache_list_functions_async (FanfoldMemo *memo,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (memo != NULL);

  task = new_task (memo, NULL, 0, cancellable, callback, user_data);
  fanfold_task_run (task, list_functions_thread);
}

GPtrArray *
fanfold_cache_list_functions_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
fanfold_cache_list_entries_async (FanfoldMemo *memo,
                                  const char *function_id,
                                  guint limit,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (memo != NULL);
  g_return_if_fail (function_id != NULL);

  task = new_task (memo, function_id, limit, cancellable, callback, user_data);
  fanfold_task_run (task, list_entries_thread);
}

GPtrArray *
fanfold_cache_list_entries_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
fanfold_cache_clear_async (FanfoldMemo *memo,
                           const char *function_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (memo != NULL);

  task = new_task (memo, function_id, 0, cancellable, callback, user_data);
  fanfold_task_run (task, clear_thread);
}

gboolean
fanfold_cache_clear_finish (GAsyncResult *result, guint64 *n_removed, GError **error)
{
  Order *order;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  order = g_task_get_task_data (G_TASK (result));
  if (n_removed != NULL)
    *n_removed = order->n_removed;

  return g_task_propagate_boolean (G_TASK (result), error);
}
