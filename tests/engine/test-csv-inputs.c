/* test-csv-inputs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "described.h"
#include "fanfold-batch-csv.h"
#include "fanfold-csv-tables.h"
#include "fanfold-error.h"
#include "file-tree.h"
#include "isolated.h"

#include <string.h>

static const char params[] =
    "[{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>, 'flags': <uint32 1>},"
    " {'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>},"
    " {'id': <'word'>, 'label': <'Word'>, 'type': <uint32 0>}]";

typedef struct
{
  char *root;
  FanfoldFunction *function;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strdup_printf (
      "{'id': <'job'>, 'label': <'Job'>, 'params': <@aa{sv} %s>, 'outputs': <@aa{sv} []>}", params);
  g_autoptr (GVariant) description =
      g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("fanfold-csv-XXXXXX", NULL);
  fixture->function =
      fanfold_function_new_from_variant (description, "test", "/nowhere/test.so", "b1", &error);
  g_assert_no_error (error);
  file_tree_write (fixture->root, "t.csv", "word,note,x,n\na,1,0.5,1\nb,2,1e3,2\nc,3,-1,3\n");
  file_tree_write (fixture->root, "u.csv", "n\n7\n8\n");
  file_tree_write (fixture->root, "bad.csv", "x;n\n1;1\n2;\"3\n4\"\n");
  file_tree_write (fixture->root, "bare.csv", "x,n\n");
  file_tree_write (fixture->root, "other.csv", "a,b\n1,2\n");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  file_tree_remove (fixture->root);
  g_free (fixture->root);
  g_object_unref (fixture->function);
}

static void
add (FanfoldBatch *batch, const char *name, const char *path, const char *header, guint group)
{
  const char *const texts[] = { path, header, NULL };
  g_autoptr (FanfoldInput) input = fanfold_input_new (name, FANFOLD_INPUT_CSV, texts);
  g_autoptr (FanfoldInput) grouped = fanfold_input_with_group (input, group);

  g_assert_true (fanfold_batch_add_input (batch, grouped, NULL));
}

static void
add_list (FanfoldBatch *batch, const char *name, const char *values, guint group)
{
  g_autofree char *text = g_strdup_printf ("%s=%s", name, values);
  g_autoptr (FanfoldInput) input = fanfold_input_parse (FANFOLD_INPUT_LIST, text, NULL);
  g_autoptr (FanfoldInput) grouped = fanfold_input_with_group (input, group);

  g_assert_true (fanfold_batch_add_input (batch, grouped, NULL));
}

static FanfoldBatch *
new_batch (Fixture *fixture)
{
  FanfoldBatch *batch = fanfold_batch_new ("test.job");

  fanfold_batch_set_folder (batch, fixture->root);
  return batch;
}

/* The jobs' arguments, one text. */
static void
assert_jobs (Fixture *fixture, FanfoldBatch *batch, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCombine) combine =
      fanfold_batch_expand (batch, fixture->function, NULL, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint64 i = 0; i < fanfold_combine_get_n_jobs (combine); i++)
    {
      g_autoptr (GVariant) args = fanfold_combine_get_args (combine, i);
      g_autofree char *text = g_variant_print (args, FALSE);

      g_string_append (found, text);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_refused (Fixture *fixture, FanfoldBatch *batch, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_batch_expand (batch, fixture->function, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, words));
}

/* Wherever they stand: what is between them is combined with their rows. */
static void
test_in_step (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldBatch) batch = new_batch (fixture);
  g_autoptr (FanfoldBatch) mixed = new_batch (fixture);
  g_autoptr (FanfoldBatch) both = new_batch (fixture);
  g_autoptr (FanfoldBatch) product = new_batch (fixture);

  add (batch, "x", "t.csv", "x", 0);
  add (batch, "n", "t.csv", "n", 0);
  add (batch, "word", "./t.csv", "word", 0);
  assert_jobs (fixture, batch, "(0.5, 1, 'a')(1000.0, 2, 'b')(-1.0, 3, 'c')");

  add (mixed, "n", "t.csv", "n", 0);
  add_list (mixed, "word", "p,q", 0);
  add (mixed, "x", "t.csv", "x", 0);
  assert_jobs (fixture,
               mixed,
               "(0.5, 1, 'p')(0.5, 1, 'q')(1000.0, 2, 'p')(1000.0, 2, 'q')(-1.0, 3, 'p')"
               "(-1.0, 3, 'q')");

  /* A group that a column is in goes with the others. */
  add (both, "n", "t.csv", "n", 0);
  add (both, "x", "t.csv", "x", 4);
  add_list (both, "word", "p,q,r", 4);
  assert_jobs (fixture, both, "(0.5, 1, 'p')(1000.0, 2, 'q')(-1.0, 3, 'r')");

  add (product, "x", "t.csv", "x", 0);
  add (product, "n", "u.csv", "n", 0);
  assert_jobs (fixture,
               product,
               "(0.5, 7, '')(0.5, 8, '')(1000.0, 7, '')(1000.0, 8, '')(-1.0, 7, '')(-1.0, 8, '')");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    const char *header;
    const char *words;
  } cases[] = {
    { "bad.csv", "n", "The parameter “n”: Line 3, column 3 of the CSV file “" },
    { "t.csv", "word", "Line 2, column 1 of" },
    { "t.csv", "m", "has no column “m”; it has “word”, “note”, “x” and “n”" },
    { "bare.csv", "n", "has a header and no rows" },
    { "missing.csv", "n", "cannot be read: No such file" },
    { ".", "n", "Is a directory" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FanfoldBatch) batch = new_batch (fixture);

      add (batch, "n", cases[i].path, cases[i].header, 0);
      add_list (batch, "x", "1", 0);
      assert_refused (fixture, batch, cases[i].words);
    }
}

/* Once for all that was wanted, and again for what was not. */
static void
test_read_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->root, "t.csv", NULL);
  g_autoptr (FanfoldCsvTables) tables = fanfold_csv_tables_new ();
  g_autoptr (FanfoldExpansionProgress) progress = fanfold_expansion_progress_new ();
  FanfoldParam *x = fanfold_function_find_param (fixture->function, "x", NULL);
  FanfoldParam *n = fanfold_function_find_param (fixture->function, "n", NULL);
  g_autoptr (FanfoldSource) first = NULL;
  g_autoptr (FanfoldSource) second = NULL;
  g_autoptr (FanfoldSource) again = NULL;
  g_autoptr (FanfoldSource) later = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_csv_tables_want (tables, path, "x", x);
  fanfold_csv_tables_want (tables, path, "n", n);
  first = fanfold_csv_tables_take (tables, path, "x", x, progress, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fanfold_expansion_progress_get_n_values (progress), ==, 3);
  second = fanfold_csv_tables_take (tables, path, "n", n, progress, NULL, &error);
  again = fanfold_csv_tables_take (tables, path, "x", x, progress, NULL, &error);
  g_assert_true (again == first);
  g_assert_cmpuint (fanfold_source_get_size (second), ==, 3);
  g_assert_cmpuint (fanfold_expansion_progress_get_n_values (progress), ==, 3);

  later = fanfold_csv_tables_take (tables, path, "note", n, progress, NULL, &error);
  g_assert_nonnull (later);
  g_assert_cmpuint (fanfold_expansion_progress_get_n_values (progress), ==, 6);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("x\n");
  g_autoptr (FanfoldBatch) batch = new_batch (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append (text, "1\n");
  file_tree_write (fixture->root, "long.csv", text->str);
  add (batch, "x", "long.csv", "x", 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (fanfold_batch_expand (batch, fixture->function, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Those that feed a parameter, and those that a template names. */
static void
test_find_inputs (Fixture *fixture, gconstpointer data)
{
  static const char *const template[] = { "{note.}-{words}", NULL };
  g_autoptr (GPtrArray) inputs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_input_unref);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  g_ptr_array_add (inputs, fanfold_input_new ("word", FANFOLD_INPUT_TEMPLATE, template));
  found = fanfold_batch_csv_find_inputs (
      "t.csv", fixture->root, fixture->function, inputs, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      FanfoldInput *input = found->pdata[i];

      g_assert_cmpint (fanfold_input_get_kind (input), ==, FANFOLD_INPUT_CSV);
      g_assert_cmpstr (fanfold_input_get_texts (input)[0], ==, "t.csv");
      g_assert_cmpstr (fanfold_input_get_texts (input)[1], ==, fanfold_input_get_name (input));
      g_string_append_printf (names, "%s ", fanfold_input_get_name (input));
    }
  g_assert_cmpstr (names->str, ==, "note x n ");

  none = fanfold_batch_csv_find_inputs (
      "other.csv", fixture->root, fixture->function, inputs, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "it has “a” and “b”, and test.job has the parameters"));
  g_assert_nonnull (strstr (error->message, "“x”, “n” and “word”"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/csv-inputs/in-step", test_in_step);
  ADD ("/csv-inputs/refused", test_refused);
  ADD ("/csv-inputs/read-once", test_read_once);
  ADD ("/csv-inputs/cancelled", test_cancelled);
  ADD ("/csv-inputs/find-inputs", test_find_inputs);
#undef ADD

  return g_test_run ();
}
