/* test-order.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-args.h"
#include "fanfold-batch.h"
#include "fanfold-error.h"
#include "fanfold-order.h"
#include "described.h"
#include "file-tree.h"
#include "isolated.h"

#include <string.h>

static const char params[] =
    "[{'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>, 'flags': <uint32 64>},"
    " {'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>}]";
static const char files[] = "[{'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>}]";
static const char words[] = "[{'id': <'word'>, 'label': <'Word'>, 'type': <uint32 0>}]";

static FanfoldCombine *
new_combine (const char *params_text, FanfoldInputKind kind, const char *input_text)
{
  g_autoptr (FanfoldFunction) function = described_function (params_text, FALSE);
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("test.job");
  g_autoptr (FanfoldInput) input = fanfold_input_parse (kind, input_text, NULL);
  g_autoptr (GError) error = NULL;
  FanfoldCombine *combine;

  g_assert_true (fanfold_batch_add_input (batch, input, NULL));
  combine = fanfold_batch_expand (batch, function, NULL, &error);
  g_assert_no_error (error);

  return combine;
}

/* The values of the first parameter, one text. */
static void
assert_order (FanfoldCombine *combine,
              const FanfoldSettings *settings,
              const char *folder,
              FanfoldOrderSecondsFunc seconds,
              const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCombine) ordered =
      fanfold_order_apply (combine, settings, folder, seconds, NULL, NULL, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint64 i = 0; i < fanfold_combine_get_n_jobs (ordered); i++)
    {
      g_autoptr (GVariant) args = fanfold_combine_get_args (ordered, i);
      g_autoptr (GVariant) value = g_variant_get_child_value (args, 0);
      g_autofree char *text = g_variant_print (value, FALSE);

      g_string_append_printf (found, "%s ", text);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_refused (FanfoldCombine *combine, const FanfoldSettings *settings, const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_order_apply (combine, settings, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, reason));
}

static void
test_given (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autoptr (FanfoldCombine) combine = new_combine (params, FANFOLD_INPUT_RANGE, "n=0:5");
  g_autoptr (FanfoldCombine) same = NULL;
  g_autoptr (FanfoldCombine) all = NULL;

  same = fanfold_order_apply (combine, &settings, NULL, NULL, NULL, NULL, NULL);
  g_assert_true (same == combine);
  settings.sample = 7;
  all = fanfold_order_apply (combine, &settings, NULL, NULL, NULL, NULL, NULL);
  g_assert_true (all == combine);
}

/* A sample stays in order, and is the beginning of what is shuffled with that seed. */
static void
test_sample (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autoptr (FanfoldCombine) combine = new_combine (params, FANFOLD_INPUT_RANGE, "n=0:100000000");
  g_autoptr (FanfoldCombine) some = NULL;
  g_autoptr (FanfoldCombine) shuffled = NULL;
  gint64 before = -1;
  gint64 start = g_get_monotonic_time ();
  gint64 sum = 0;

  settings.sample = 10;
  settings.seed = 3;
  some = fanfold_order_apply (combine, &settings, NULL, NULL, NULL, NULL, NULL);
  settings.order = FANFOLD_ORDER_SHUFFLED;
  shuffled = fanfold_order_apply (combine, &settings, NULL, NULL, NULL, NULL, NULL);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC / 2);
  g_assert_cmpuint (fanfold_combine_get_n_jobs (some), ==, 10);
  g_assert_cmpuint (fanfold_combine_get_n_jobs (shuffled), ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GVariant) args = fanfold_combine_get_args (some, i);
      g_autoptr (GVariant) other_args = fanfold_combine_get_args (shuffled, i);
      gint64 value, other;

      g_variant_get_child (args, 0, "x", &value);
      g_variant_get_child (other_args, 0, "x", &other);
      g_assert_cmpint (value, >, before);
      before = value;
      sum += value - other;
    }
  g_assert_cmpint (sum, ==, 0);
}

static void
test_cost (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autoptr (FanfoldCombine) combine = new_combine (params, FANFOLD_INPUT_LIST, "n=5,1,9,1,7");

  settings.order = FANFOLD_ORDER_LARGEST_FIRST;
  assert_order (combine, &settings, NULL, NULL, "9 7 5 1 1 ");
  settings.order = FANFOLD_ORDER_SMALLEST_FIRST;
  assert_order (combine, &settings, NULL, NULL, "1 1 5 7 9 ");
}

static void
test_files (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autofree char *root = g_dir_make_tmp ("fanfold-order-XXXXXX", NULL);
  g_autoptr (FanfoldCombine) combine =
      new_combine (files, FANFOLD_INPUT_LIST, "file=two,gone,five,one,five");
  g_autoptr (FanfoldCombine) none = new_combine (files, FANFOLD_INPUT_LIST, "file=gone,lost");
  g_autoptr (FanfoldCombine) text = new_combine (words, FANFOLD_INPUT_LIST, "word=a,b");

  file_tree_write (root, "one", "1");
  file_tree_write (root, "two", "22");
  file_tree_write (root, "five", "55555");
  settings.order = FANFOLD_ORDER_LARGEST_FIRST;
  assert_order (combine, &settings, root, NULL, "b'five' b'five' b'two' b'one' b'gone' ");
  assert_refused (none, &settings, "no job has one");
  settings.order = FANFOLD_ORDER_SMALLEST_FIRST;
  assert_order (combine, &settings, root, NULL, "b'one' b'two' b'five' b'five' b'gone' ");
  assert_refused (text, &settings, "“smallest-first” is by size");
  file_tree_remove (root);
}

static double
seconds_cb (guint64 args_hash, gpointer user_data)
{
  g_autoptr (GVariant) slow =
      g_variant_ref_sink (g_variant_new ("(x@ay)", (gint64) 1, g_variant_new_bytestring ("")));
  g_autoptr (GVariant) quick =
      g_variant_ref_sink (g_variant_new ("(x@ay)", (gint64) 2, g_variant_new_bytestring ("")));

  if (args_hash == fanfold_args_hash (slow))
    return 10;

  return args_hash == fanfold_args_hash (quick) ? 0.1 : -1;
}

static void
test_longest (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autoptr (FanfoldCombine) combine = new_combine (params, FANFOLD_INPUT_LIST, "n=2,3,1,4");

  settings.order = FANFOLD_ORDER_LONGEST_FIRST;
  assert_order (combine, &settings, NULL, seconds_cb, "3 4 1 2 ");
  assert_order (combine, &settings, NULL, NULL, "2 3 1 4 ");
}

static void
test_refused (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autoptr (FanfoldCombine) stream = new_combine (words, FANFOLD_INPUT_LINES, "word=-");
  g_autoptr (FanfoldCombine) combine = new_combine (params, FANFOLD_INPUT_RANGE, "n=0:5");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  settings.sample = 3;
  assert_refused (stream, &settings, "leave out the sample");
  settings.sample = 0;
  settings.order = FANFOLD_ORDER_SHUFFLED;
  assert_refused (stream, &settings, "leave out the order");

  settings.order = FANFOLD_ORDER_LARGEST_FIRST;
  g_cancellable_cancel (cancellable);
  g_assert_null (fanfold_order_apply (combine, &settings, NULL, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/order/given", test_given);
  g_test_add_func ("/order/sample", test_sample);
  g_test_add_func ("/order/cost", test_cost);
  g_test_add_func ("/order/files", test_files);
  g_test_add_func ("/order/longest", test_longest);
  g_test_add_func ("/order/refused", test_refused);

  return g_test_run ();
}
