/* fanfold-input-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input-rows.h"
#include "fanfold-template-editor.h"

#include <glib/gi18n.h>

static gboolean
is_template (FanfoldParamRow *row)
{
  return fanfold_param_row_get_kind (row) == FANFOLD_INPUT_TEMPLATE;
}

/* Whether a template can be made of it: it has an input, or waits for one. */
static gboolean
is_usable (FanfoldParamRow *row)
{
  g_autoptr (FanfoldInput) input = NULL;

  if (is_template (row))
    return FALSE;

  if (fanfold_param_row_is_varying (row) || fanfold_param_row_is_free (row))
    return TRUE;

  input = fanfold_param_row_dup_input (row);

  return input != NULL;
}

static gboolean
is_used (GPtrArray *rows, FanfoldParamRow *free_row, const char *wanted)
{
  const char *name = fanfold_param_row_get_name (free_row);

  if (g_str_equal (name, wanted))
    return TRUE;

  for (guint i = 0; i < rows->len; i++)
    {
      FanfoldInputEditor *editor = fanfold_param_row_get_editor (rows->pdata[i]);

      if (FANFOLD_IS_TEMPLATE_EDITOR (editor) &&
          fanfold_template_editor_uses (FANFOLD_TEMPLATE_EDITOR (editor), name))
        return TRUE;
    }

  return FALSE;
}

void
fanfold_input_rows_update_templates (GPtrArray *rows)
{
  g_autoptr (GArray) inputs = g_array_new (FALSE, FALSE, sizeof (FanfoldTemplateInput));

  g_return_if_fail (rows != NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      FanfoldParamRow *row = rows->pdata[i];
      FanfoldTemplateInput input = { fanfold_param_row_get_name (row),
                                     !fanfold_param_row_is_varying (row) ||
                                         fanfold_param_row_get_kind (row) == FANFOLD_INPUT_BLOCKS };

      if (is_usable (row))
        g_array_append_val (inputs, input);
    }

  for (guint i = 0; i < rows->len; i++)
    fanfold_param_row_set_inputs (
        rows->pdata[i], (const FanfoldTemplateInput *) (gpointer) inputs->data, inputs->len);
}

gboolean
fanfold_input_rows_is_taken (GPtrArray *rows, FanfoldParamRow *row, const char *name)
{
  g_return_val_if_fail (rows != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  for (guint i = 0; i < rows->len; i++)
    if (rows->pdata[i] != row && g_str_equal (fanfold_param_row_get_name (rows->pdata[i]), name))
      return TRUE;

  return FALSE;
}

gboolean
fanfold_input_rows_is_left_out (GPtrArray *rows, FanfoldParamRow *row, const char *wanted)
{
  g_return_val_if_fail (rows != NULL, FALSE);
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (row), FALSE);

  return fanfold_param_row_is_free (row) && fanfold_param_row_get_kind (row) == FANFOLD_INPUT_CSV &&
         !is_used (rows, row, wanted);
}

/* What still has to be done at @row, or NULL. (transfer full) */
static char *
describe_lack (GPtrArray *rows, FanfoldParamRow *row, const char *wanted, gboolean locked)
{
  const char *label = fanfold_param_row_get_label (row);
  gboolean is_free = fanfold_param_row_is_free (row);

  if (fanfold_param_row_is_missing (row))
    return is_free && !is_used (rows, row, wanted)
               ? NULL
               : g_strdup_printf (_ ("“%s” needs a value"), label);

  if (!is_free || locked || is_used (rows, row, wanted) ||
      fanfold_input_rows_is_left_out (rows, row, wanted))
    return NULL;

  return g_strdup_printf (
      _ ("“%s” is no parameter, and no template uses the input yet: write {%s} into one"),
      label,
      label);
}

char *
fanfold_input_rows_describe_gap (GPtrArray *rows,
                                 const char *wanted,
                                 gboolean locked,
                                 gboolean *wrong)
{
  g_return_val_if_fail (rows != NULL, NULL);
  g_return_val_if_fail (wanted != NULL, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      FanfoldParamRow *row = rows->pdata[i];

      if (wrong != NULL)
        *wrong = fanfold_param_row_get_error (row) != NULL;
      if (fanfold_param_row_get_error (row) != NULL)
        return g_strdup_printf (_ ("There is a mistake in “%s”"),
                                fanfold_param_row_get_label (row));
    }

  for (guint i = 0; i < rows->len; i++)
    {
      char *lack = describe_lack (rows, rows->pdata[i], wanted, locked);

      if (lack != NULL)
        return lack;
    }

  return NULL;
}

FanfoldParamRow *
fanfold_input_rows_find (GPtrArray *rows, const char *name)
{
  g_return_val_if_fail (rows != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (fanfold_param_row_get_name (rows->pdata[i]), name))
      return rows->pdata[i];

  return NULL;
}

gboolean
fanfold_input_rows_needs_files (FanfoldFunction *function)
{
  GPtrArray *params;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), FALSE);

  params = fanfold_function_get_params (function);
  for (guint i = 0; i < params->len; i++)
    if (fanfold_param_get_param_type (params->pdata[i]) == FANFOLD_PARAM_TYPE_COMMAND)
      return fanfold_function_get_each_param (function) == NULL;

  return FALSE;
}

FanfoldParamRow *
fanfold_input_rows_find_files (GPtrArray *rows, FanfoldFunction *function)
{
  GPtrArray *params;
  FanfoldParam *each;
  FanfoldParamRow *row;

  g_return_val_if_fail (rows != NULL, NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  params = fanfold_function_get_params (function);
  each = fanfold_function_get_each_param (function);
  row = each != NULL ? fanfold_input_rows_find (rows, fanfold_param_get_id (each)) : NULL;
  if (row != NULL && fanfold_param_row_has_kind (row, FANFOLD_INPUT_FILES))
    return row;

  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = params->pdata[i];

      row = fanfold_input_rows_find (rows, fanfold_param_get_id (param));
      if (fanfold_param_row_has_kind (row, FANFOLD_INPUT_FILES) &&
          (fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_OUTPUT) == 0 &&
          (!fanfold_input_rows_needs_files (function) ||
           (fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_REQUIRED) != 0))
        return row;
    }

  for (guint i = 0; i < rows->len; i++)
    if (fanfold_param_row_is_free (rows->pdata[i]) &&
        fanfold_param_row_get_kind (rows->pdata[i]) == FANFOLD_INPUT_FILES)
      return rows->pdata[i];

  return NULL;
}
