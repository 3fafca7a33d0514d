/* fanfold-input-check.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input-check.h"
#include "fanfold-task.h"

typedef struct
{
  GPtrArray *inputs;
  GPtrArray *params;
  char *folder;
  GError *error;
} Check;

static void
check_free (Check *self)
{
  g_ptr_array_unref (self->inputs);
  g_ptr_array_unref (self->params);
  g_free (self->folder);
  g_clear_error (&self->error);
  g_free (self);
}

static void
check_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Check *self = task_data;

  for (guint i = 0; i < self->inputs->len; i++)
    {
      g_autoptr (FanfoldSource) values = fanfold_input_expand (
          self->inputs->pdata[i], self->params->pdata[i], self->folder, cancellable, &self->error);

      if (g_task_return_error_if_cancelled (task))
        return;

      if (values == NULL)
        {
          g_task_return_pointer (
              task, g_strdup (fanfold_input_get_name (self->inputs->pdata[i])), g_free);
          return;
        }
    }

  g_task_return_pointer (task, NULL, NULL);
}

void
fanfold_input_check_async (GPtrArray *inputs,
                           GPtrArray *params,
                           const char *folder,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Check *self;

  g_return_if_fail (inputs != NULL && params != NULL);
  g_return_if_fail (inputs->len == params->len);

  self = g_new0 (Check, 1);
  self->inputs = g_ptr_array_ref (inputs);
  self->params = g_ptr_array_ref (params);
  self->folder = g_strdup (folder);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_input_check_async);
  g_task_set_task_data (task, self, (GDestroyNotify) check_free);
  fanfold_task_run (task, check_thread);
}

char *
fanfold_input_check_finish (GAsyncResult *result, GError **error)
{
  Check *self;
  char *name;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  self = g_task_get_task_data (G_TASK (result));
  name = g_task_propagate_pointer (G_TASK (result), error);
  if (name != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));

  return name;
}
