/* fanfold-leave-out-task.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-leave-out-task.h"
#include "fanfold-leave-out.h"
#include "fanfold-task.h"

typedef struct
{
  FanfoldPreflight *preflight;
  char *name;
  FanfoldFindingKind kind;
} Request;

static void
request_free (Request *self)
{
  fanfold_preflight_unref (self->preflight);
  g_free (self->name);
  g_free (self);
}

static void
leave_out_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Request *request = task_data;
  GError *error = NULL;
  GStrv globs = fanfold_leave_out_find (
      request->preflight, request->name, request->kind, cancellable, &error);

  if (globs != NULL)
    g_task_return_pointer (task, globs, (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

const char *
fanfold_leave_out_task_find_input (FanfoldBatch *batch)
{
  GPtrArray *inputs;
  const char *name = NULL;

  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);

  inputs = fanfold_batch_get_inputs (batch);
  for (guint i = 0; i < inputs->len; i++)
    {
      if (fanfold_input_get_kind (inputs->pdata[i]) != FANFOLD_INPUT_FILES)
        continue;
      if (name != NULL)
        return NULL;
      name = fanfold_input_get_name (inputs->pdata[i]);
    }

  return name;
}

void
fanfold_leave_out_task_async (FanfoldPreflight *preflight,
                              const char *name,
                              FanfoldFindingKind kind,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Request *request;

  g_return_if_fail (preflight != NULL);
  g_return_if_fail (name != NULL);

  request = g_new0 (Request, 1);
  request->preflight = fanfold_preflight_ref (preflight);
  request->name = g_strdup (name);
  request->kind = kind;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_leave_out_task_async);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  fanfold_task_run (task, leave_out_thread);
}

GStrv
fanfold_leave_out_task_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  fanfold_take_over (result);

  return g_task_propagate_pointer (G_TASK (result), error);
}
