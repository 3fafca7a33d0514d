/* test-memo-index.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-memo-index.h"
#include "memo-fixture.h"

static GPtrArray *
list_functions (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *functions = fanfold_memo_list_functions (fixture->memo, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (functions);

  return functions;
}

static GPtrArray *
list_entries (Fixture *fixture, guint limit)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = fanfold_memo_list_entries (fixture->memo, "test.pure", limit, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (entries);

  return entries;
}

static void
set_last_use (Fixture *fixture, const char *key, gint64 seconds)
{
  g_autofree char *path = dup_entry_path (fixture, key);
  const struct timespec times[] = { { seconds, 0 }, { seconds, 0 } };

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) functions = list_functions (fixture);
  g_autoptr (GPtrArray) entries = list_entries (fixture, 0);

  g_assert_cmpuint (functions->len, ==, 0);
  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
}

static void
test_functions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) other = make_function ("another", 1, 0);
  g_autofree char *large = g_strnfill (100 * 1000, '1');
  g_autofree char *foreign = g_build_filename (fixture->folder, "not a function", NULL);
  g_autoptr (GPtrArray) functions = NULL;
  FanfoldMemoFunction *function;

  store (fixture, KEY_A, large);
  store (fixture, KEY_B, "1");
  set_last_use (fixture, KEY_A, 1000);
  set_last_use (fixture, KEY_B, 2000);
  g_assert_true (fanfold_memo_store (fixture->memo, other, KEY_C, "{}", "1", NULL, 1, NULL));
  g_assert_cmpint (g_mkdir (foreign, 0700), ==, 0);

  functions = list_functions (fixture);
  g_assert_cmpuint (functions->len, ==, 2);
  function = g_ptr_array_index (functions, 0);
  g_assert_cmpstr (function->function_id, ==, "test.another");
  g_assert_cmpuint (function->n_entries, ==, 1);

  function = g_ptr_array_index (functions, 1);
  g_assert_cmpstr (function->function_id, ==, "test.pure");
  g_assert_cmpuint (function->n_entries, ==, 2);
  g_assert_cmpuint (function->n_stale, ==, 0);
  g_assert_cmpuint (function->bytes, >=, 100 * 1000);
  g_assert_cmpuint (function->bytes, <, 1000 * 1000);
  g_assert_cmpint (function->last_used_usec, ==, 2000 * G_USEC_PER_SEC);
  g_assert_cmpuint (function->n_hits, ==, 0);
}

static void
test_counters (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) functions = NULL;
  FanfoldMemoFunction *function;

  store (fixture, KEY_A, "1");
  assert_found (fixture, KEY_A, "1");
  fanfold_memo_flush_counts (fixture->memo);

  functions = list_functions (fixture);
  function = g_ptr_array_index (functions, 0);
  g_assert_cmpuint (function->n_hits, ==, 1);
  g_assert_cmpfloat (function->seconds_saved, ==, 2.5);
}

static void
test_entries (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (100 * 1000, '1');
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) newest = NULL;
  FanfoldMemoEntry *entry;

  store (fixture, KEY_A, "1");
  store (fixture, KEY_B, large);
  store (fixture, KEY_C, "3");
  set_last_use (fixture, KEY_A, 1000);
  set_last_use (fixture, KEY_B, 3000);
  set_last_use (fixture, KEY_C, 2000);

  entries = list_entries (fixture, 0);
  g_assert_cmpuint (entries->len, ==, 3);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->key, ==, KEY_B);
  g_assert_null (entry->result_json);
  g_assert_true (entry->apart);
  g_assert_cmpuint (entry->result_bytes, ==, 100 * 1000);
  g_assert_cmpuint (entry->bytes, >=, 100 * 1000);
  entry = g_ptr_array_index (entries, 1);
  g_assert_cmpstr (entry->key, ==, KEY_C);
  g_assert_cmpstr (entry->result_json, ==, "3");
  g_assert_cmpint (entry->last_used_usec, ==, 2000 * G_USEC_PER_SEC);
  entry = g_ptr_array_index (entries, 2);
  g_assert_cmpstr (entry->key, ==, KEY_A);

  newest = list_entries (fixture, 1);
  g_assert_cmpuint (newest->len, ==, 1);
  entry = g_ptr_array_index (newest, 0);
  g_assert_cmpstr (entry->key, ==, KEY_B);
}

/* A list neither shows nor touches what is broken, and does not count against its limit. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = dup_entry_path (fixture, KEY_A);
  g_autoptr (FanfoldMemoEntry) broken = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) functions = NULL;
  FanfoldMemoFunction *function;

  store (fixture, KEY_A, "1");
  store (fixture, KEY_B, "2");
  g_assert_true (g_file_set_contents (path, "[Entry]\n", -1, NULL));
  set_last_use (fixture, KEY_B, 1000);

  entries = list_entries (fixture, 1);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));

  broken = fanfold_memo_look_up (fixture->memo, fixture->function, KEY_A, NULL);
  g_assert_null (broken);
  functions = list_functions (fixture);
  function = g_ptr_array_index (functions, 0);
  g_assert_cmpuint (function->n_entries, ==, 1);
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *parent = g_path_get_dirname (fixture->folder);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;

  none = fanfold_memo_list_entries (fixture->memo, "../cache", 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);

  store (fixture, KEY_A, "1");
  g_cancellable_cancel (cancellable);
  g_assert_null (fanfold_memo_list_functions (fixture->memo, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (fanfold_memo_list_entries (fixture->memo, "test.pure", 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  remove_tree (parent);
  g_assert_true (g_file_set_contents (parent, "", 0, NULL));
  g_assert_null (fanfold_memo_list_functions (fixture->memo, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_MEMO);
  g_assert_nonnull (strstr (error->message, fixture->folder));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                        \
  g_test_add ("/memo-index/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("empty", test_empty);
  ADD ("functions", test_functions);
  ADD ("counters", test_counters);
  ADD ("entries", test_entries);
  ADD ("broken", test_broken);
  ADD ("errors", test_errors);

  return g_test_run ();
}
