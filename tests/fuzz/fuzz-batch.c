/* fuzz-batch.c: any bytes as a batch file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch.h"
#include "fuzz.h"

static void
check_same_input (FanfoldInput *first, FanfoldInput *second)
{
  const char *const *texts = fanfold_input_get_texts (first);
  const char *const *others = fanfold_input_get_texts (second);
  const char *const *exclude = fanfold_input_get_exclude (first);

  g_assert_cmpstr (fanfold_input_get_name (first), ==, fanfold_input_get_name (second));
  g_assert_cmpint (fanfold_input_get_kind (first), ==, fanfold_input_get_kind (second));
  g_assert_cmpuint (fanfold_input_get_group (first), ==, fanfold_input_get_group (second));
  g_assert_cmpstrv ((gpointer) texts, (gpointer) others);
  g_assert_cmpstrv ((gpointer) exclude, (gpointer) fanfold_input_get_exclude (second));
}

static void
check_same (FanfoldBatch *first, FanfoldBatch *second)
{
  const FanfoldSettings *settings = fanfold_batch_get_settings (first);
  const FanfoldSettings *others = fanfold_batch_get_settings (second);
  GPtrArray *inputs = fanfold_batch_get_inputs (first);

  g_assert_cmpstr (
      fanfold_batch_get_function_id (first), ==, fanfold_batch_get_function_id (second));
  g_assert_cmpstr (fanfold_batch_get_name (first), ==, fanfold_batch_get_name (second));
  g_assert_cmpstr (fanfold_batch_get_note (first), ==, fanfold_batch_get_note (second));
  g_assert_cmpuint (inputs->len, ==, fanfold_batch_get_inputs (second)->len);
  for (guint i = 0; i < inputs->len; i++)
    check_same_input (inputs->pdata[i], fanfold_batch_get_inputs (second)->pdata[i]);

  for (const char *const *name = fanfold_settings_get_names (); *name != NULL; name++)
    {
      g_autofree char *text = fanfold_settings_dup_text (settings, *name);
      g_autofree char *other = fanfold_settings_dup_text (others, *name);

      g_assert_cmpstr (text, ==, other);
    }
  g_assert_cmpint (settings->cache, ==, others->cache);
  g_assert_cmpint (settings->no_cache, ==, others->no_cache);
}

/* What is written of it is read as the same batch. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *given = size > 0 ? (const char *) data : "";
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (FanfoldBatch) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *note = NULL;
  g_autofree char *text_again = NULL;

  batch = fanfold_batch_new_from_text (given, (gssize) size, &error);
  fuzz_check_refusal (batch, error);
  if (batch == NULL)
    return 0;

  text = fanfold_batch_to_text (batch);
  again = fanfold_batch_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  check_same (batch, again);
  note = fanfold_batch_read_note (text);
  g_assert_cmpstr (note, ==, fanfold_batch_get_note (batch));
  text_again = fanfold_batch_to_text (again);
  g_assert_cmpstr (text, ==, text_again);

  return 0;
}
