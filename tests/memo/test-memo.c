/* test-memo.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "memo-fixture.h"

#include "fanfold-error.h"
#include "fanfold-memo-counters.h"
#include "fanfold-memo-folder.h"

static void
test_miss_touches_nothing (Fixture *fixture, gconstpointer data)
{
  assert_found (fixture, KEY_A, NULL);
  fanfold_memo_flush_counts (fixture->memo);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  assert_counts (fixture, 0, 1, 0, 0, 0);
}

static void
test_store_and_hit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldMemoEntry) entry = NULL;
  g_autofree char *path = dup_entry_path (fixture, KEY_A);
  const char *result = "{\"y\":0.1,\"text\":\"käse; [Entry]\\n\\\\ =\"}";
  gint64 now = g_get_real_time ();

  store (fixture, KEY_A, result);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));

  entry = fanfold_memo_look_up (fixture->memo, fixture->function, KEY_A, NULL);
  g_assert_nonnull (entry);
  g_assert_cmpstr (entry->key, ==, KEY_A);
  g_assert_cmpstr (entry->function_id, ==, "test.pure");
  g_assert_cmpstr (entry->version, ==, "v1");
  g_assert_cmpstr (entry->arguments_json, ==, "{\"x\":1.0}");
  g_assert_cmpstr (entry->result_json, ==, result);
  g_assert_cmpstr (entry->machine, ==, g_get_host_name ());
  g_assert_cmpuint (entry->outputs->len, ==, 0);
  g_assert_cmpfloat (entry->seconds, ==, 2.5);
  g_assert_cmpuint (entry->bytes, >, 0);
  g_assert_cmpint (ABS (entry->created_usec - now), <, 10 * G_USEC_PER_SEC);
  g_assert_cmpint (ABS (entry->last_used_usec - now), <, 10 * G_USEC_PER_SEC);
  assert_found (fixture, KEY_B, NULL);
  assert_counts (fixture, 1, 1, 1, 0, 0);
}

static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  store (fixture, KEY_A, "1");
  store (fixture, KEY_A, "2");
  store (fixture, KEY_B, "3");
  assert_found (fixture, KEY_A, "2");
  assert_found (fixture, KEY_B, "3");
}

/* The last use is the file's mtime; the entry itself is never rewritten. */
static void
test_last_use (Fixture *fixture, gconstpointer data)
{
  const struct timespec old[] = { { 1000, 0 }, { 1000, 0 } };
  g_autofree char *path = dup_entry_path (fixture, KEY_A);
  struct stat before, after;

  store (fixture, KEY_A, "1");
  g_assert_cmpint (utimensat (AT_FDCWD, path, old, 0), ==, 0);
  g_assert_cmpint (stat (path, &before), ==, 0);
  assert_found (fixture, KEY_A, "1");
  g_assert_cmpint (stat (path, &after), ==, 0);
  g_assert_cmpint (after.st_mtime, >, before.st_mtime);
  g_assert_cmpuint (after.st_ino, ==, before.st_ino);
}

static void
test_large_result (Fixture *fixture, gconstpointer data)
{
  g_autofree char *filling = g_strnfill (64 * 1024, 'x');
  g_autofree char *large = g_strconcat ("\"", filling, "\"", NULL);
  g_autofree char *blob = dup_path (fixture, "3f/" KEY_A ".blob");
  g_autofree char *entry_path = dup_entry_path (fixture, KEY_A);
  g_autofree char *note = NULL;
  g_autofree char *text = NULL;
  g_autoptr (FanfoldMemoEntry) entry = NULL;

  store (fixture, KEY_A, large);
  assert_found (fixture, KEY_A, large);
  g_assert_true (g_file_get_contents (blob, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, large);

  text[77] = 'y';
  g_assert_true (g_file_set_contents (blob, text, -1, NULL));
  entry = fanfold_memo_look_up (fixture->memo, fixture->function, KEY_A, &note);
  g_assert_null (entry);
  g_assert_nonnull (note);
  g_assert_false (g_file_test (entry_path, G_FILE_TEST_EXISTS));
  assert_found (fixture, KEY_A, NULL);

  store (fixture, KEY_A, large);
  g_assert_cmpint (g_unlink (blob), ==, 0);
  g_clear_pointer (&note, g_free);
  entry = fanfold_memo_look_up (fixture->memo, fixture->function, KEY_A, &note);
  g_assert_null (entry);
  g_assert_nonnull (note);

  store (fixture, KEY_A, large);
  store (fixture, KEY_A, "1");
  g_assert_false (g_file_test (blob, G_FILE_TEST_EXISTS));
  assert_found (fixture, KEY_A, "1");
}

static void
test_outputs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = g_build_filename (fixture->root, "one;x", NULL);
  g_autofree char *two = g_build_filename (fixture->root, "tw\xffo", NULL);
  const char *outputs[] = { one, two, NULL };
  g_autoptr (GError) error = NULL;
  struct stat status;

  g_assert_true (g_file_set_contents (one, "1", -1, NULL));
  g_assert_true (g_file_set_contents (two, "2", -1, NULL));
  g_assert_true (
      fanfold_memo_store (fixture->memo, fixture->function, KEY_A, "{}", "1", outputs, 1, &error));
  g_assert_no_error (error);
  assert_found (fixture, KEY_A, "1");

  g_assert_cmpint (stat (two, &status), ==, 0);
  g_assert_true (g_file_set_contents (two, "22", -1, NULL));
  assert_found (fixture, KEY_A, NULL);
  {
    const struct timespec times[] = { { 0, UTIME_OMIT }, status.st_mtim };

    g_assert_true (g_file_set_contents (two, "3", -1, NULL));
    g_assert_cmpint (utimensat (AT_FDCWD, two, times, 0), ==, 0);
    assert_found (fixture, KEY_A, "1");
  }
  g_assert_cmpint (g_unlink (one), ==, 0);
  assert_found (fixture, KEY_A, NULL);

  g_assert_false (
      fanfold_memo_store (fixture->memo, fixture->function, KEY_B, "{}", "1", outputs, 1, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_MEMO);
  g_assert_nonnull (strstr (error->message, one));
  assert_counts (fixture, 2, 2, 1, 0, 1);
}

static void
test_which_outputs (Fixture *fixture, gconstpointer data)
{
  g_autofree char *made = g_build_filename (fixture->root, "made", NULL);
  g_autofree char *to = g_build_filename (fixture->root, "to", NULL);
  g_autoptr (GVariant) args = g_variant_ref_sink (g_variant_new ("(d^ay)", 1.0, "to"));
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) after = NULL;
  g_auto (GStrv) odd = NULL;

  before = fanfold_memo_dup_outputs (
      fixture->function, args, fixture->root, "{\"y\":1.0,\"made\":\"made\"}");
  g_assert_cmpuint (g_strv_length (before), ==, 1);
  g_assert_cmpstr (before[0], ==, made);

  g_assert_true (g_file_set_contents (to, "", 0, NULL));
  after = fanfold_memo_dup_outputs (
      fixture->function, args, fixture->root, "{\"y\":1.0,\"made\":null}");
  g_assert_cmpuint (g_strv_length (after), ==, 1);
  g_assert_cmpstr (after[0], ==, to);

  odd = fanfold_memo_dup_outputs (fixture->function, args, fixture->root, "nonsense");
  g_assert_cmpuint (g_strv_length (odd), ==, 1);
}

static void
get_counters (Fixture *fixture, FanfoldMemoCounters *counters)
{
  g_autofree char *folder = dup_path (fixture, NULL);

  g_assert_true (fanfold_memo_counters_read (folder, "test.pure", counters));
}

static void
test_counters (Fixture *fixture, gconstpointer data)
{
  FanfoldMemoCounters counters;
  g_autofree char *path = dup_path (fixture, "function.ini");
  g_autofree char *text = NULL;

  store (fixture, KEY_A, "1");
  get_counters (fixture, &counters);
  g_assert_cmpuint (counters.n_stores, ==, 0);

  assert_found (fixture, KEY_A, "1");
  assert_found (fixture, KEY_A, "1");
  assert_found (fixture, KEY_B, NULL);
  fanfold_memo_flush_counts (fixture->memo);
  fanfold_memo_flush_counts (fixture->memo);
  get_counters (fixture, &counters);
  g_assert_cmpuint (counters.n_hits, ==, 2);
  g_assert_cmpuint (counters.n_misses, ==, 1);
  g_assert_cmpuint (counters.n_stores, ==, 1);
  g_assert_cmpfloat (counters.seconds_saved, ==, 5);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "id=test.pure"));
  g_assert_nonnull (strstr (text, "version=v1"));
  g_assert_nonnull (strstr (text, "parameters=x;to;"));

  g_assert_true (g_file_set_contents (path, "garbage", -1, NULL));
  assert_found (fixture, KEY_A, "1");
  fanfold_memo_flush_counts (fixture->memo);
  get_counters (fixture, &counters);
  g_assert_cmpuint (counters.n_hits, ==, 1);
}

static gpointer
add_counts_cb (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (FanfoldMemo) memo = fanfold_memo_new (fixture->folder);
      g_autoptr (FanfoldMemoEntry) entry =
          fanfold_memo_look_up (memo, fixture->function, KEY_A, NULL);

      g_assert_nonnull (entry);
      fanfold_memo_flush_counts (memo);
    }

  return NULL;
}

/* Each as a program of its own would: no count is lost. */
static void
test_counters_of_many (Fixture *fixture, gconstpointer data)
{
  FanfoldMemoCounters counters;
  GThread *threads[4];

  store (fixture, KEY_A, "1");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("counter", add_counts_cb, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  get_counters (fixture, &counters);
  g_assert_cmpuint (counters.n_hits, ==, 80);
}

static void
test_applies (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) unclean = make_function ("unclean", 0, 0);
  g_autoptr (FanfoldFunction) cheap = make_function ("cheap", 1, 1);

  g_assert_true (fanfold_memo_applies (fixture->function));
  g_assert_false (fanfold_memo_applies (unclean));
  g_assert_false (fanfold_memo_applies (cheap));
}

static gpointer
use_and_clear_cb (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (FanfoldMemo) memo = fanfold_memo_new (fixture->folder);
  const char *keys[] = { KEY_A, KEY_B, KEY_C };

  for (guint i = 0; i < 300; i++)
    {
      const char *key = keys[i % 3];
      g_autoptr (FanfoldMemoEntry) entry = NULL;
      g_autofree char *note = NULL;

      entry = fanfold_memo_look_up (memo, fixture->function, key, &note);
      g_assert_null (note);
      if (entry != NULL)
        g_assert_cmpstr (entry->result_json, ==, key);
      else
        fanfold_memo_store (memo, fixture->function, key, "{}", key, NULL, 1, NULL);
      if (i % 50 == 49)
        g_assert_true (fanfold_memo_clear (memo, NULL, NULL, NULL, NULL));
    }

  return NULL;
}

static void
test_all_at_once (Fixture *fixture, gconstpointer data)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("user", use_and_clear_cb, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  store (fixture, KEY_A, "1");
  assert_found (fixture, KEY_A, "1");
}

static void
test_speed (Fixture *fixture, gconstpointer data)
{
  guint n = g_test_perf () ? 5000 : 500;
  double usec;

  store (fixture, KEY_A, "{\"y\":0.1,\"made\":null}");
  g_test_timer_start ();
  for (guint i = 0; i < n; i++)
    assert_found (fixture, KEY_A, "{\"y\":0.1,\"made\":null}");
  usec = g_test_timer_elapsed () * 1e6 / n;
  g_test_minimized_result (usec, "a hit takes %.1f µs", usec);

  g_test_timer_start ();
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strdup_printf ("%08x%056x", i * 0x9e3779b9u, 0);

      store (fixture, key, "{\"y\":0.1,\"made\":null}");
    }
  usec = g_test_timer_elapsed () * 1e6 / n;
  g_test_minimized_result (usec, "a store takes %.1f µs", usec);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/memo/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("miss-touches-nothing", test_miss_touches_nothing);
  ADD ("store-and-hit", test_store_and_hit);
  ADD ("replaced", test_replaced);
  ADD ("last-use", test_last_use);
  ADD ("large-result", test_large_result);
  ADD ("outputs", test_outputs);
  ADD ("which-outputs", test_which_outputs);
  ADD ("counters", test_counters);
  ADD ("counters-of-many", test_counters_of_many);
  ADD ("applies", test_applies);
  ADD ("all-at-once", test_all_at_once);
  ADD ("speed", test_speed);

  return g_test_run ();
}
