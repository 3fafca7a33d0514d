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

char *
fanfold_input_rows_describe_lack (GPtrArray *rows,
                                  FanfoldParamRow *row,
                                  const char *wanted,
                                  gboolean locked)
{
  const char *label;
  gboolean is_free;

  g_return_val_if_fail (rows != NULL, NULL);
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (row), NULL);

  label = fanfold_param_row_get_label (row);
  is_free = fanfold_param_row_is_free (row);

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
