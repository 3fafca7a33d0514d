/* fuzz-parallel-line.c: any bytes as a line for GNU parallel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-command-line.h"
#include "fanfold-parallel-line.h"
#include "fuzz.h"

static void
check_batch (FanfoldBatch *batch)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) again = NULL;
  g_autofree char *text = fanfold_batch_to_text (batch);
  g_autofree char *text_again = NULL;
  g_autofree char *line = fanfold_command_line_new (batch);
  g_auto (GStrv) words = NULL;

  again = fanfold_batch_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  text_again = fanfold_batch_to_text (again);
  g_assert_cmpstr (text, ==, text_again);

  if (line == NULL)
    return;

  g_assert_cmpuint (strlen (line), <=, FANFOLD_COMMAND_LINE_MAX_BYTES);
  g_assert_true (g_shell_parse_argv (line, NULL, &words, &error));
  g_assert_no_error (error);
}

/* What is made of it can be saved, read and said as a line again. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *line = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;
  g_auto (GStrv) notes = NULL;

  batch = fanfold_parallel_line_parse (line, &notes, &error);
  fuzz_check_refusal (batch, error);
  if (batch == NULL)
    return 0;

  g_assert_nonnull (notes);
  for (guint i = 0; notes[i] != NULL; i++)
    g_assert_true (g_utf8_validate (notes[i], -1, NULL));
  check_batch (batch);

  return 0;
}
