/* fanfold-added-inputs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-added-inputs.h"
#include "fanfold-error.h"
#include "fanfold-pasted-lines.h"

#include <glib/gi18n.h>

/* (transfer full) */
static FanfoldParam *
dup_param (FanfoldInput *input, FanfoldFunction *function)
{
  FanfoldParam *param =
      fanfold_function_find_param (function, fanfold_input_get_name (input), NULL);

  return param != NULL ? g_object_ref (param) : fanfold_input_create_free_param (input);
}

static gboolean
takes_files (FanfoldInput *input, FanfoldFunction *function)
{
  g_autoptr (FanfoldParam) param = dup_param (input, function);
  FanfoldParamType type = fanfold_param_get_param_type (param);

  return (type == FANFOLD_PARAM_TYPE_FILE || type == FANFOLD_PARAM_TYPE_FOLDER) &&
         (fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_OUTPUT) == 0;
}

/* (nullable) (transfer none) */
static FanfoldInput *
find_main (FanfoldBatch *batch, FanfoldFunction *function, gboolean files)
{
  FanfoldParam *each = fanfold_function_get_each_param (function);
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  FanfoldInput *found = NULL;

  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];

      if (!fanfold_batch_parent_has_kind (fanfold_input_get_kind (input)) ||
          (files && !takes_files (input, function)))
        continue;
      if (each != NULL && g_str_equal (fanfold_param_get_id (each), fanfold_input_get_name (input)))
        return input;
      if (found == NULL)
        found = input;
    }

  return found;
}

/* Whether two inputs go in step; the columns of one CSV file do. */
static gboolean
are_in_step (FanfoldInput *one, FanfoldInput *other)
{
  gboolean csv = fanfold_input_get_kind (one) == FANFOLD_INPUT_CSV &&
                 fanfold_input_get_kind (other) == FANFOLD_INPUT_CSV;

  if (csv && g_str_equal (fanfold_input_get_texts (one)[0], fanfold_input_get_texts (other)[0]))
    return TRUE;

  return fanfold_batch_parent_has_kind (fanfold_input_get_kind (other)) &&
         fanfold_input_get_group (one) != 0 &&
         fanfold_input_get_group (one) == fanfold_input_get_group (other);
}

static gboolean
check_alone (FanfoldBatch *batch, FanfoldInput *main_input, GError **error)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);

  for (guint i = 0; i < inputs->len; i++)
    {
      if (inputs->pdata[i] == main_input || !are_in_step (main_input, inputs->pdata[i]))
        continue;

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("“%s” goes in step with “%s”, which has to get as many values: use Add "
                      "Inputs…"),
                   fanfold_input_get_name (main_input),
                   fanfold_input_get_name (inputs->pdata[i]));
      return FALSE;
    }

  return TRUE;
}

static gboolean
refuse (gboolean files, GError **error)
{
  g_set_error_literal (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_INVALID,
                       files ? _ ("No input of the run that differs from job to job takes files")
                             : _ ("All inputs of the run are the same in all of its jobs, so "
                                  "there is nothing to add to"));
  return FALSE;
}

/* Empty, of a kind that can be filled in by hand. (transfer full) */
static FanfoldInput *
empty (FanfoldInput *input)
{
  FanfoldInputKind kind = fanfold_input_get_kind (input) == FANFOLD_INPUT_FILES
                              ? FANFOLD_INPUT_FILES
                              : FANFOLD_INPUT_LIST;

  return fanfold_input_new (fanfold_input_get_name (input), kind, (const char *[]){ NULL });
}

/* (transfer full) */
static FanfoldBatch *
replace (FanfoldBatch *batch, FanfoldInput *main_input, FanfoldInputKind kind, GStrv texts)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  FanfoldBatch *copy = fanfold_batch_new (fanfold_batch_get_function_id (batch));
  FanfoldSettings settings = *fanfold_batch_get_settings (batch);
  const char *name = fanfold_input_get_name (main_input);

  settings.sample = 0;
  fanfold_batch_set_settings (copy, &settings);
  fanfold_batch_set_folder (copy, fanfold_batch_get_folder (batch));
  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      g_autoptr (FanfoldInput) made = NULL;
      g_autoptr (FanfoldInput) grouped = NULL;

      if (texts != NULL && input == main_input)
        made = fanfold_input_new_take (name, kind, g_steal_pointer (&texts));
      else if (input == main_input || are_in_step (main_input, input))
        made = empty (input);
      if (made != NULL)
        grouped = fanfold_input_with_group (made, fanfold_input_get_group (input));
      fanfold_batch_add_input (copy, grouped != NULL ? grouped : input, NULL);
    }

  return copy;
}

FanfoldBatch *
fanfold_added_inputs_new_batch (FanfoldBatch *batch,
                                FanfoldFunction *function,
                                FanfoldInputKind kind,
                                GStrv texts,
                                GError **error)
{
  g_auto (GStrv) owned = texts;
  gboolean files = texts != NULL && kind == FANFOLD_INPUT_FILES;
  FanfoldInput *main_input;

  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  main_input = find_main (batch, function, files);
  if (main_input == NULL)
    {
      refuse (files, error);
      return NULL;
    }
  if (texts != NULL && !check_alone (batch, main_input, error))
    return NULL;

  return replace (batch, main_input, kind, g_steal_pointer (&owned));
}

FanfoldBatch *
fanfold_added_inputs_new_batch_of_lines (FanfoldBatch *batch,
                                         FanfoldFunction *function,
                                         const char *text,
                                         GError **error)
{
  g_autoptr (FanfoldParam) param = NULL;
  FanfoldInput *main_input;

  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  main_input = find_main (batch, function, FALSE);
  if (main_input == NULL)
    {
      refuse (FALSE, error);
      return NULL;
    }

  param = dup_param (main_input, function);

  return fanfold_added_inputs_new_batch (
      batch, function, FANFOLD_INPUT_LIST, fanfold_pasted_lines_split (text, param), error);
}
