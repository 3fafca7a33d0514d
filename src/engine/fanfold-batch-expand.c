/* fanfold-batch-expand.c: what a batch asks for, checked and looked up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch-private.h"

#include "fanfold-error.h"
#include "fanfold-input-groups.h"
#include "fanfold-input-lines.h"
#include "fanfold-n-jobs.h"
#include "fanfold-template.h"
#include "fanfold-weight.h"

#include <glib/gi18n-lib.h>

static void
set_unknown_error (GError **error, FanfoldFunction *function, const char *name)
{
  g_autoptr (GString) known = g_string_new (NULL);
  GPtrArray *params = fanfold_function_get_params (function);

  for (guint i = 0; i < params->len; i++)
    g_string_append_printf (
        known, "%s%s", i > 0 ? ", " : "", fanfold_param_get_id (params->pdata[i]));

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_UNKNOWN,
               _ ("%s has no parameter “%s”; it has %s"),
               fanfold_function_get_id (function),
               name,
               known->len > 0 ? known->str : _ ("none"));
}

gboolean
fanfold_batch_check_settings (FanfoldBatch *self, FanfoldFunction *function, GError **error)
{
  FanfoldCpu cpu;
  guint n_slots;

  g_return_val_if_fail (FANFOLD_IS_BATCH (self), FALSE);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), FALSE);

  if (self->settings.backend == FANFOLD_BACKEND_THREADS &&
      !fanfold_function_is_thread_safe (function))
    {
      g_set_error (
          error,
          FANFOLD_ERROR,
          FANFOLD_ERROR_INVALID,
          _ ("%s cannot run in threads: its plugin does not declare it thread-safe; use the "
             "backend processes"),
          fanfold_function_get_id (function));
      return FALSE;
    }

  fanfold_cpu_get (&cpu);
  n_slots = fanfold_n_jobs_effective (self->settings.n_jobs, cpu.n_usable);

  return fanfold_settings_check (&self->settings, MIN (n_slots, FANFOLD_MAX_SLOTS), error);
}

/* What templates may use: everything but templates, the defaults too. Names are borrowed. */
static GArray *
list_names (FanfoldBatch *self, FanfoldFunction *function)
{
  GPtrArray *params = fanfold_function_get_params (function);
  GArray *names = g_array_new (FALSE, FALSE, sizeof (FanfoldTemplateInput));

  for (guint i = 0; i < self->inputs->len; i++)
    {
      FanfoldInputKind kind = fanfold_input_get_kind (self->inputs->pdata[i]);
      FanfoldTemplateInput name = {
        fanfold_input_get_name (self->inputs->pdata[i]),
        kind == FANFOLD_INPUT_VALUE || kind == FANFOLD_INPUT_TEMPLATE ||
            kind == FANFOLD_INPUT_BLOCKS,
      };

      g_array_append_val (names, name);
    }
  for (guint i = 0; i < params->len; i++)
    {
      FanfoldTemplateInput name = { fanfold_param_get_id (params->pdata[i]), TRUE };
      gboolean fed = FALSE;

      for (guint k = 0; k < self->inputs->len && !fed; k++)
        fed = g_str_equal (fanfold_input_get_name (self->inputs->pdata[k]), name.name);
      if (!fed)
        g_array_append_val (names, name);
    }

  return names;
}

static gboolean
check_template (
    FanfoldInput *input, FanfoldFunction *function, GArray *names, gboolean *used, GError **error)
{
  const char *name = fanfold_input_get_name (input);
  FanfoldParam *param = fanfold_function_find_param (function, name, NULL);
  const char *const *texts = fanfold_input_get_texts (input);
  gboolean is_command;
  g_autoptr (FanfoldTemplate) template = NULL;

  if (param == NULL)
    {
      set_unknown_error (error, function, name);
      return FALSE;
    }
  if (texts[0] == NULL || texts[1] != NULL)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("The template of “%s” is %s: give one"),
                   name,
                   texts[0] == NULL ? _ ("missing") : _ ("more than one"));
      return FALSE;
    }

  is_command = fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_COMMAND;
  template = fanfold_template_new (texts[0],
                                   is_command ? FANFOLD_TEMPLATE_COMMAND : FANFOLD_TEMPLATE_TEXT,
                                   (const FanfoldTemplateInput *) (gpointer) names->data,
                                   names->len,
                                   error);
  if (template == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }

  for (guint i = 0; i < names->len; i++)
    used[i] = used[i] || fanfold_template_uses (template, i);

  return TRUE;
}

static gboolean
check_kinds (FanfoldBatch *self, FanfoldFunction *function, GError **error)
{
  for (guint i = 0; i < self->inputs->len; i++)
    {
      FanfoldInput *input = self->inputs->pdata[i];
      FanfoldParam *param =
          fanfold_function_find_param (function, fanfold_input_get_name (input), NULL);

      if (!fanfold_input_check_param (input, param, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_inputs (FanfoldBatch *self, FanfoldFunction *function, GError **error)
{
  g_autoptr (GArray) names = list_names (self, function);
  g_autofree gboolean *used = g_new0 (gboolean, names->len + 1);

  gboolean has_template = FALSE;

  for (guint i = 0; i < self->inputs->len; i++)
    {
      if (fanfold_input_get_kind (self->inputs->pdata[i]) != FANFOLD_INPUT_TEMPLATE)
        continue;
      if (!check_template (self->inputs->pdata[i], function, names, used, error))
        return FALSE;
      has_template = TRUE;
    }

  for (guint i = 0; i < self->inputs->len; i++)
    {
      const char *name = fanfold_input_get_name (self->inputs->pdata[i]);
      gboolean is_used = used[i] || (has_template && fanfold_template_is_place (name)) ||
                         g_str_equal (name, self->settings.weight_name);

      if (!is_used && fanfold_function_find_param (function, name, NULL) == NULL &&
          (self->parent == NULL || !fanfold_batch_parent_has_input (self->parent, name)))
        {
          if (has_template)
            fanfold_template_set_unused_error (error, name);
          else
            set_unknown_error (error, function, name);
          return FALSE;
        }
    }

  return TRUE;
}

/* What can be said against it without a look at its inputs' values. */
static gboolean
check (FanfoldBatch *self, FanfoldFunction *function, GError **error)
{
  return check_kinds (self, function, error) && check_inputs (self, function, error) &&
         fanfold_batch_check_settings (self, function, error);
}

/* In step with all others where they are those of a run of before. */
static FanfoldSource *
expand_input (FanfoldBatch *self,
              FanfoldInput *input,
              FanfoldParam *param,
              const FanfoldInputContext *context,
              guint *group,
              GError **error)
{
  FanfoldInputKind kind = fanfold_input_get_kind (input);

  if (self->parent == NULL || !fanfold_batch_parent_has_kind (kind))
    return fanfold_input_expand_in (input, param, context, error);

  *group = 1;
  return fanfold_batch_parent_get_source (self->parent, input, param, context->cancellable, error);
}

static void
clear_item (gpointer data)
{
  FanfoldCombineItem *item = data;

  g_clear_pointer (&item->source, fanfold_source_unref);
  g_clear_object (&item->free);
}

/* What each input feeds; its values come later, so that a CSV file is read once, for all of its
 * columns. */
static GArray *
list_items (FanfoldBatch *self, FanfoldFunction *function, const FanfoldInputContext *context)
{
  g_autofree guint *groups = fanfold_input_groups_new (self->inputs, self->folder);
  GArray *items = g_array_new (FALSE, TRUE, sizeof (FanfoldCombineItem));

  g_array_set_clear_func (items, clear_item);
  for (guint i = 0; i < self->inputs->len; i++)
    {
      FanfoldInput *input = self->inputs->pdata[i];
      FanfoldInputKind kind = fanfold_input_get_kind (input);
      FanfoldCombineItem item = {
        .name = fanfold_input_get_name (input),
        .group = groups[i],
        .constant = kind == FANFOLD_INPUT_VALUE,
        .by_name = kind == FANFOLD_INPUT_BLOCKS,
      };
      FanfoldParam *param = fanfold_function_find_param (function, item.name, &item.param);

      if (param == NULL)
        {
          item.param = FANFOLD_COMBINE_FREE;
          item.free = param = fanfold_input_create_free_param (input);
          item.kept = self->parent != NULL || g_str_equal (item.name, self->settings.weight_name);
        }
      if (kind == FANFOLD_INPUT_TEMPLATE)
        item.template = fanfold_input_get_texts (input)[0];
      else
        fanfold_input_announce (input, param, context);
      g_array_append_val (items, item);
    }

  return items;
}

static gboolean
expand_items (FanfoldBatch *self,
              FanfoldFunction *function,
              GArray *items,
              const FanfoldInputContext *context,
              GError **error)
{
  for (guint i = 0; i < items->len; i++)
    {
      FanfoldCombineItem *item = &g_array_index (items, FanfoldCombineItem, i);
      FanfoldParam *param = item->free;

      if (item->template != NULL)
        continue;

      if (param == NULL)
        param = fanfold_function_get_params (function)->pdata[item->param];
      item->source =
          expand_input (self, self->inputs->pdata[i], param, context, &item->group, error);
      if (item->source == NULL)
        return FALSE;
    }

  return TRUE;
}

FanfoldCombine *
fanfold_batch_expand (FanfoldBatch *self,
                      FanfoldFunction *function,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (FanfoldCsvTables) tables = fanfold_csv_tables_new ();
  const FanfoldInputContext context = { self->folder, cancellable, self->progress, tables };
  g_autoptr (GArray) items = NULL;
  g_autoptr (GBytes) numbers = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;

  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  if (!check (self, function, error))
    return NULL;

  items = list_items (self, function, &context);
  if (!expand_items (self, function, items, &context, error))
    return NULL;

  if (self->parent != NULL)
    numbers = fanfold_batch_parent_get_numbers (self->parent);

  combine = fanfold_combine_new_numbered (
      function, (const FanfoldCombineItem *) (gpointer) items->data, items->len, numbers, error);
  if (combine == NULL ||
      !fanfold_weight_check_settings (&self->settings, combine, cancellable, error))
    return NULL;

  return g_steal_pointer (&combine);
}

/* The input that feeds the parameter which the stream of @combine feeds. (transfer none) */
static FanfoldInput *
find_stream_input (FanfoldBatch *self, FanfoldCombine *combine)
{
  FanfoldParam *param = fanfold_combine_get_stream_param (combine);

  for (guint i = 0; i < self->inputs->len && param != NULL; i++)
    {
      FanfoldInput *input = self->inputs->pdata[i];

      if (g_str_equal (fanfold_input_get_name (input), fanfold_param_get_id (param)))
        return input;
    }

  return NULL;
}

int
fanfold_batch_open_stream (FanfoldBatch *self, FanfoldCombine *combine, char **name, GError **error)
{
  FanfoldInput *input;

  g_return_val_if_fail (FANFOLD_IS_BATCH (self), -1);
  g_return_val_if_fail (combine != NULL, -1);
  g_return_val_if_fail (name != NULL, -1);

  input = find_stream_input (self, combine);
  g_return_val_if_fail (input != NULL, -1);

  return fanfold_input_open_lines (input, self->folder, name, error);
}
