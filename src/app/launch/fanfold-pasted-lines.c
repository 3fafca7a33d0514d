/* fanfold-pasted-lines.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-pasted-lines.h"
#include "fanfold-input-editor.h"
#include "fanfold-input-kind.h"
#include "fanfold-task.h"

typedef struct
{
  char *text;
  FanfoldInput *input;
  FanfoldParam *param;
  GError *wrong;
} Lines;

static void
lines_free (Lines *self)
{
  g_free (self->text);
  g_clear_pointer (&self->input, fanfold_input_unref);
  g_object_unref (self->param);
  g_clear_error (&self->wrong);
  g_free (self);
}

GStrv
fanfold_pasted_lines_split (const char *text, FanfoldParam *param)
{
  FanfoldParamType type = fanfold_param_get_param_type (param);
  gboolean paths = type == FANFOLD_PARAM_TYPE_FILE || type == FANFOLD_PARAM_TYPE_FOLDER;
  GStrv lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);

  for (guint i = 0; i < n; i++)
    {
      gsize length = strlen (lines[i]);
      g_autofree char *line = NULL;

      if (length > 0 && lines[i][length - 1] == '\r')
        lines[i][length - 1] = '\0';
      if (!paths || !g_str_has_prefix (lines[i], "~/"))
        continue;

      line = g_steal_pointer (&lines[i]);
      lines[i] = fanfold_input_editor_expand_home (line);
    }

  if (n > 0 && lines[n - 1][0] == '\0')
    g_clear_pointer (&lines[n - 1], g_free);

  return lines;
}

static void
lines_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Lines *self = task_data;

  if (self->input == NULL)
    self->input = fanfold_input_new_take (
        "list", FANFOLD_INPUT_LIST, fanfold_pasted_lines_split (self->text, self->param));

  if (g_task_return_error_if_cancelled (task))
    return;

  fanfold_input_kind_check (
      FANFOLD_INPUT_LIST, self->param, fanfold_input_get_texts (self->input), &self->wrong);
  g_task_return_pointer (
      task, fanfold_input_ref (self->input), (GDestroyNotify) fanfold_input_unref);
}

void
fanfold_pasted_lines_async (char *text,
                            FanfoldInput *input,
                            FanfoldParam *param,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Lines *self;

  g_return_if_fail ((text == NULL) != (input == NULL));
  g_return_if_fail (FANFOLD_IS_PARAM (param));

  self = g_new0 (Lines, 1);
  self->text = text;
  self->input = input != NULL ? fanfold_input_ref (input) : NULL;
  self->param = g_object_ref (param);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, fanfold_pasted_lines_async);
  g_task_set_task_data (task, self, (GDestroyNotify) lines_free);
  fanfold_task_run (task, lines_thread);
}

FanfoldInput *
fanfold_pasted_lines_finish (GAsyncResult *result, GError **wrong)
{
  FanfoldInput *input;
  Lines *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  fanfold_take_over (result);
  self = g_task_get_task_data (G_TASK (result));
  input = g_task_propagate_pointer (G_TASK (result), NULL);
  if (input != NULL && self->wrong != NULL)
    g_propagate_error (wrong, g_steal_pointer (&self->wrong));

  return input;
}
