/* test-memo-damage.c: entries that are torn or foreign, and disks that take none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "memo-fixture.h"

#include "fanfold-error.h"

#include <signal.h>
#include <sys/resource.h>

/* A miss and a note; then, as it was set aside, a miss without one. */
static void
assert_broken (Fixture *fixture, const char *key)
{
  g_autoptr (FanfoldMemoEntry) entry = NULL;
  g_autofree char *note = NULL;
  g_autofree char *path = dup_entry_path (fixture, key);
  g_autofree char *aside = g_strconcat (path, ".broken", NULL);
  struct stat status;

  entry = fanfold_memo_look_up (fixture->memo, fixture->function, key, &note);
  g_assert_null (entry);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, path));
  g_assert_cmpint (lstat (aside, &status), ==, 0);
  assert_found (fixture, key, NULL);
}

static void
test_cut_off_anywhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = dup_entry_path (fixture, KEY_A);
  g_autofree char *text = NULL;
  gsize length;

  store (fixture, KEY_A, "{\"y\":1.0,\"made\":null}");
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));

  /* Without its last newline alone it is still whole. */
  for (gsize i = 0; i < length - 1; i++)
    {
      g_assert_true (g_file_set_contents (path, text, (gssize) i, NULL));
      assert_broken (fixture, KEY_A);
    }
  assert_counts (fixture, 0, 2 * ((guint) length - 1), 1, (guint) length - 1, 0);

  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
  assert_found (fixture, KEY_A, "{\"y\":1.0,\"made\":null}");
}

/* Whichever bit turns, the answer is right or none. */
static void
test_turned_bits (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = dup_entry_path (fixture, KEY_A);
  g_autofree char *text = NULL;
  gsize length;

  store (fixture, KEY_A, "{\"y\":1.0}");
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (gsize i = 0; i < length * 8; i += 3)
    {
      g_autoptr (FanfoldMemoEntry) entry = NULL;

      text[i / 8] ^= (char) (1 << (i % 8));
      g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
      text[i / 8] ^= (char) (1 << (i % 8));

      entry = fanfold_memo_look_up (fixture->memo, fixture->function, KEY_A, NULL);
      if (entry != NULL)
        g_assert_cmpstr (entry->result_json, ==, "{\"y\":1.0}");
    }
}

static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = dup_entry_path (fixture, KEY_A);
  g_autofree char *nested = g_build_filename (path, "something", NULL);
  const char zeros[5000] = { 0 };

  store (fixture, KEY_A, "1");
  g_assert_true (g_file_set_contents (path, zeros, sizeof zeros, NULL));
  assert_broken (fixture, KEY_A);
  g_assert_true (g_file_set_contents (path, "\xff\xfe[Entry]\nkey=1\n", -1, NULL));
  assert_broken (fixture, KEY_A);
  g_assert_true (g_file_set_contents (path, "[Desktop Entry]\nName=1\n", -1, NULL));
  assert_broken (fixture, KEY_A);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_broken (fixture, KEY_A);
  g_assert_cmpint (symlink ("/dev/zero", path), ==, 0);
  assert_broken (fixture, KEY_A);
  g_assert_cmpint (symlink (path, path), ==, 0);
  assert_broken (fixture, KEY_A);
  g_assert_cmpint (g_mkdir_with_parents (nested, 0700), ==, 0);
  {
    g_autofree char *aside = g_strconcat (path, ".broken", NULL);

    g_assert_cmpint (g_unlink (aside), ==, 0);
  }
  assert_broken (fixture, KEY_A);
}

static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) newer = make_function ("pure", 2, 0);
  g_autoptr (FanfoldFunction) function = NULL;
  g_autofree char *path_a = dup_entry_path (fixture, KEY_A);
  g_autofree char *path_b = dup_entry_path (fixture, KEY_B);
  g_autofree char *text = NULL;

  store (fixture, KEY_A, "1");
  g_assert_true (g_file_get_contents (path_a, &text, NULL, NULL));
  g_assert_true (g_file_set_contents (path_b, text, -1, NULL));
  assert_broken (fixture, KEY_B);

  /* The version is in the key, so that one of another version under it is no entry of ours. */
  function = g_steal_pointer (&fixture->function);
  fixture->function = g_object_ref (newer);
  assert_broken (fixture, KEY_A);
}

/* The first of a kind is told of, the others only counted. */
static void
assert_cannot_store (Fixture *fixture, const char *result_json)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fanfold_memo_store (
      fixture->memo, fixture->function, KEY_A, "{}", result_json, NULL, 1, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_MEMO);
  g_clear_error (&error);
  g_assert_false (fanfold_memo_store (
      fixture->memo, fixture->function, KEY_B, "{}", result_json, NULL, 1, &error));
  g_assert_no_error (error);
  assert_found (fixture, KEY_A, NULL);
  assert_counts (fixture, 0, 1, 0, 0, 2);
}

static void
test_file_in_place_of_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (fixture->folder);

  g_assert_true (g_file_set_contents (parent, "", 0, NULL));
  assert_cannot_store (fixture, "1");
  g_assert_true (g_file_test (parent, G_FILE_TEST_IS_REGULAR));
}

static void
test_folder_that_cannot_be_made (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->memo, fanfold_memo_unref);
  fixture->memo = fanfold_memo_new ("/proc/fanfold/memo");
  assert_cannot_store (fixture, "1");
}

/* A limit on the size of files says "too large" where a full disk says "no space"; both are a write
 * that fails half way. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (200 * 1000, '1');
  g_autofree char *fan = dup_path (fixture, "3f");
  g_autoptr (GDir) dir = NULL;
  struct rlimit before, small;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 100 * 1000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  assert_cannot_store (fixture, large);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  /* Nothing half done lies about. */
  dir = g_dir_open (fan, 0, NULL);
  g_assert_nonnull (dir);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_entry_fails_behind_its_result (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (200 * 1000, '1');
  g_autofree char *blocked = g_strconcat ("3f/", KEY_A, ".memo/x", NULL);
  g_autofree char *path = dup_path (fixture, blocked);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_assert_false (
      fanfold_memo_store (fixture->memo, fixture->function, KEY_A, "{}", large, NULL, 1, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_MEMO);
}

static void
test_cleared_under_our_hands (Fixture *fixture, gconstpointer data)
{
  store (fixture, KEY_A, "1");
  remove_tree (fixture->folder);
  assert_found (fixture, KEY_A, NULL);
  store (fixture, KEY_A, "2");
  assert_found (fixture, KEY_A, "2");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/memo/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("cut-off-anywhere", test_cut_off_anywhere);
  ADD ("turned-bits", test_turned_bits);
  ADD ("garbage", test_garbage);
  ADD ("foreign", test_foreign);
  ADD ("file-in-place-of-folder", test_file_in_place_of_folder);
  ADD ("folder-that-cannot-be-made", test_folder_that_cannot_be_made);
  ADD ("full-disk", test_full_disk);
  ADD ("entry-fails-behind-its-result", test_entry_fails_behind_its_result);
  ADD ("cleared-under-our-hands", test_cleared_under_our_hands);

  return g_test_run ();
}
