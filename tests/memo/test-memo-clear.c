/* test-memo-clear.c: clearing removes what is the cache's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "memo-fixture.h"

#include "fanfold-error.h"

static void
touch (Fixture *fixture, const char *below, gint64 age_seconds)
{
  g_autofree char *path = dup_path (fixture, below);
  g_autofree char *parent = g_path_get_dirname (path);
  gint64 then = g_get_real_time () / G_USEC_PER_SEC - age_seconds;
  const struct timespec times[] = { { then, 0 }, { then, 0 } };

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

static gboolean
is_there (Fixture *fixture, const char *below)
{
  g_autofree char *path = dup_path (fixture, below);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
clear (Fixture *fixture, const char *function_id, guint64 expected)
{
  g_autoptr (GError) error = NULL;
  guint64 n_removed = 99;

  g_assert_true (fanfold_memo_clear (fixture->memo, function_id, NULL, &n_removed, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_removed, ==, expected);
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (100 * 1000, '1');

  clear (fixture, NULL, 0);
  clear (fixture, "test.pure", 0);
  store (fixture, KEY_A, large);
  store (fixture, KEY_B, "1");
  store (fixture, KEY_C, "1");
  clear (fixture, "test.other", 0);
  assert_found (fixture, KEY_A, large);

  clear (fixture, "test.pure", 3);
  assert_found (fixture, KEY_A, NULL);
  g_assert_false (is_there (fixture, NULL));

  store (fixture, KEY_A, "1");
  clear (fixture, NULL, 1);
  g_assert_false (is_there (fixture, NULL));
  g_assert_true (g_file_test (fixture->folder, G_FILE_TEST_IS_DIR));
}

static void
test_clear_leaves_what_is_not_ours (Fixture *fixture, gconstpointer data)
{
  const char *ours[] = { "3f/" KEY_A ".memo",        "3f/" KEY_A ".memo.broken",
                         "3f/" KEY_B ".blob",        "3f/" KEY_B ".blob.broken",
                         "3f/" KEY_A ".memo.Ab12Cd", "3f/" KEY_A ".blob.000000" };
  const char *foreign[] = { "notes.txt",
                            "3f/notes.memo",
                            "3f/" KEY_C ".memo",
                            "3f/" KEY_A ".memo.bak",
                            "3f/" KEY_A ".text",
                            "3F/" KEY_A ".memo",
                            "3f/x" KEY_A ".memo",
                            "abc/" KEY_A ".memo",
                            "3f/" KEY_A ".memo.a-cdef",
                            ".git/3f/" KEY_A ".memo" };
  g_autofree char *outside = g_build_filename (fixture->root, "outside", NULL);
  g_autofree char *victim = g_build_filename (outside, KEY_C ".memo", NULL);
  g_autofree char *link = dup_path (fixture, "00");
  g_autofree char *beside = g_build_filename (fixture->folder, "photos", "3f", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    touch (fixture, ours[i], 2 * 24 * 60 * 60);
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    touch (fixture, foreign[i], 2 * 24 * 60 * 60);
  touch (fixture, "3f/" KEY_B ".memo.Ab12Cd", 60);
  g_assert_cmpint (g_mkdir_with_parents (outside, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (beside, 0700), ==, 0);
  g_assert_true (g_file_set_contents (victim, "", 0, NULL));
  g_assert_cmpint (symlink (outside, link), ==, 0);

  clear (fixture, NULL, 1);
  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    g_assert_false (is_there (fixture, ours[i]));
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    g_assert_true (is_there (fixture, foreign[i]));
  g_assert_true (is_there (fixture, "3f/" KEY_B ".memo.Ab12Cd"));
  g_assert_true (g_file_test (victim, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (beside, G_FILE_TEST_EXISTS));
}

static void
test_clear_refuses (Fixture *fixture, gconstpointer data)
{
  const char *ids[] = { "", "..", "../cache", "test", "a/b.c", ".git" };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_false (fanfold_memo_clear (fixture->memo, ids[i], NULL, NULL, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
      g_clear_error (&error);
    }

  store (fixture, KEY_A, "1");
  g_cancellable_cancel (cancellable);
  g_assert_false (fanfold_memo_clear (fixture->memo, NULL, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_found (fixture, KEY_A, "1");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/memo/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("clear", test_clear);
  ADD ("clear-leaves-what-is-not-ours", test_clear_leaves_what_is_not_ours);
  ADD ("clear-refuses", test_clear_refuses);

  return g_test_run ();
}
