/* fanfold-batch-defaults.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch-defaults.h"

static gboolean
is_default (FanfoldInput *input, FanfoldFunction *function)
{
  FanfoldParam *param;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) initial = NULL;

  if (fanfold_input_get_kind (input) != FANFOLD_INPUT_VALUE || fanfold_input_get_group (input) != 0)
    return FALSE;

  param = fanfold_function_find_param (function, fanfold_input_get_name (input), NULL);
  if (param == NULL)
    return FALSE;

  value = fanfold_param_parse (param, fanfold_input_get_texts (input)[0], NULL);
  initial = fanfold_param_dup_default (param, NULL);

  return value != NULL && initial != NULL && g_variant_equal (value, initial);
}

void
fanfold_batch_drop_defaults (FanfoldBatch *batch, FanfoldFunction *function)
{
  GPtrArray *inputs;

  g_return_if_fail (FANFOLD_IS_BATCH (batch));
  g_return_if_fail (FANFOLD_IS_FUNCTION (function));

  inputs = fanfold_batch_get_inputs (batch);
  for (guint i = inputs->len; i > 0; i--)
    if (is_default (inputs->pdata[i - 1], function))
      g_ptr_array_remove_index (inputs, i - 1);
}
