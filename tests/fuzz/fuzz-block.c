/* fuzz-block.c: any bytes as a block of jobs, from a worker or the history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-block.h"
#include "fuzz.h"

#define OUTPUT "[{'id': <'square'>, 'label': <'Square'>, 'type': <uint32 3>}]"

static void
check_jobs (FanfoldBlock *block)
{
  guint n = fanfold_block_get_n_jobs (block);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      const char *message = fanfold_block_get_error (block, i);

      fanfold_block_append_result (block, json, i);
      fuzz_check_json (json->str);
      g_assert_cmpint (fanfold_block_get_state (block, i), >, FANFOLD_JOB_RUNNING);
      g_assert_cmpint (fanfold_block_get_state (block, i), <, FANFOLD_N_JOB_STATES);
      g_assert_cmpint (fanfold_block_get_started (block, i), >=, 0);
      g_assert_cmpfloat (fanfold_block_get_seconds (block, i), >=, 0);
      if (message != NULL)
        g_assert_true (g_utf8_validate (message, -1, NULL));
    }
}

/* The first byte says what the function returns. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static FanfoldFunction *functions[3];
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (FanfoldBlock) block = NULL;

  if (functions[0] == NULL)
    {
      functions[0] = fuzz_function ("[]", "[]");
      functions[1] = fuzz_function ("[]", OUTPUT);
      functions[2] = fuzz_function ("[]", FUZZ_FIELDS);
    }

  if (size == 0)
    return 0;

  variant = fuzz_variant (FANFOLD_BLOCK_VARIANT_TYPE, data + 1, size - 1);
  block = fanfold_block_new_from_variant (
      functions[data[0] % G_N_ELEMENTS (functions)], variant, &error);
  fuzz_check_refusal (block, error);
  if (block != NULL)
    check_jobs (block);

  return 0;
}
