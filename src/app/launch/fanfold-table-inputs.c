/* fanfold-table-inputs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-table-inputs.h"
#include "fanfold-error.h"
#include "fanfold-words.h"

#include <glib/gi18n.h>

static gboolean
has_command (FanfoldFunction *function)
{
  GPtrArray *params = fanfold_function_get_params (function);

  for (guint i = 0; i < params->len; i++)
    if (fanfold_param_get_param_type (params->pdata[i]) == FANFOLD_PARAM_TYPE_COMMAND)
      return TRUE;

  return FALSE;
}

static gboolean
is_usable (FanfoldFunction *function, const char *header)
{
  return header[0] != '\0' &&
         (has_command (function) || fanfold_function_find_param (function, header, NULL) != NULL);
}

static guint
find_free_group (FanfoldBatch *batch)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  guint group = 0;

  for (guint i = 0; i < inputs->len; i++)
    group = MAX (group, fanfold_input_get_group (inputs->pdata[i]));

  return group + 1;
}

static gboolean
refuse (FanfoldFunction *function, const char *path, const char *const *header, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *columns = g_strjoinv ("”, “", (GStrv) header);
  g_autofree char *valid = g_utf8_make_valid (columns, -1);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("“%s” has the columns “%s”, and none of them is a parameter of “%s”: the first "
                  "line of the file is to name them"),
               name,
               valid,
               fanfold_words_function_label (function));
  return FALSE;
}

/* Takes over everything that the table does not bring, and says what it brings. */
static GPtrArray *
choose_columns (FanfoldBatch *batch,
                FanfoldBatch *copy,
                FanfoldFunction *function,
                const char *const *header)
{
  GPtrArray *columns = g_ptr_array_new ();
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);

  for (; *header != NULL; header++)
    if (is_usable (function, *header))
      g_ptr_array_add (columns, (gpointer) *header);

  for (guint i = 0; i < inputs->len; i++)
    {
      const char *name = fanfold_input_get_name (inputs->pdata[i]);

      if (!g_ptr_array_find_with_equal_func (columns, name, g_str_equal, NULL))
        fanfold_batch_add_input (copy, inputs->pdata[i], NULL);
    }

  return columns;
}

FanfoldBatch *
fanfold_table_inputs_add (FanfoldBatch *batch,
                          FanfoldFunction *function,
                          const char *path,
                          const char *const *header,
                          GError **error)
{
  g_autoptr (FanfoldBatch) copy = NULL;
  g_autoptr (GPtrArray) columns = NULL;
  guint group;

  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (header != NULL, NULL);

  copy = fanfold_batch_new (fanfold_batch_get_function_id (batch));
  fanfold_batch_copy_labels (copy, batch);
  fanfold_batch_set_folder (copy, fanfold_batch_get_folder (batch));
  fanfold_batch_set_settings (copy, fanfold_batch_get_settings (batch));
  columns = choose_columns (batch, copy, function, header);
  if (columns->len == 0)
    {
      refuse (function, path, header, error);
      return NULL;
    }

  group = find_free_group (batch);
  for (guint i = 0; i < columns->len; i++)
    {
      const char *name = columns->pdata[i];
      g_autoptr (FanfoldInput) input =
          fanfold_input_new (name, FANFOLD_INPUT_CSV, (const char *[]){ path, name, NULL });
      g_autoptr (FanfoldInput) grouped = fanfold_input_with_group (input, group);

      fanfold_batch_add_input (copy, grouped, NULL);
    }

  return g_steal_pointer (&copy);
}
