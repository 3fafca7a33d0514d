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
      g_assert_cmpfloat (fanfold_block_get_cpu_seconds (block, i), >=, 0);
      g_assert_cmpuint (fanfold_block_get_peak_bytes (block, i), <=, G_MAXINT64);
      g_assert_cmpint (fanfold_block_get_end (block, i), <=, FANFOLD_JOB_END_EXIT_0);
      if (message != NULL)
        g_assert_true (g_utf8_validate (message, -1, NULL));
    }
}

/* A part of it, and copies of one of its jobs, are blocks as good. */
static void
check_parts (FanfoldBlock *block)
{
  guint n = fanfold_block_get_n_jobs (block);
  g_autoptr (FanfoldBlock) slice = fanfold_block_slice (block, n / 2, n - n / 2);
  g_autoptr (FanfoldBlock) copies = fanfold_block_new_copies (block, n - 1, 0, 3, 1);

  check_jobs (slice);
  check_jobs (copies);
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
    {
      check_jobs (block);
      check_parts (block);
    }

  return 0;
}
