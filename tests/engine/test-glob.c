/* test-glob.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-glob.h"

#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>

typedef struct
{
  char *root;
} Fixture;

static void
write_file (Fixture *fixture, const char *path)
{
  g_autofree char *full = g_build_filename (fixture->root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (full, "x", -1, NULL));
}

static void
link_file (Fixture *fixture, const char *target, const char *path)
{
  g_autofree char *full = g_build_filename (fixture->root, path, NULL);

  g_assert_cmpint (symlink (target, full), ==, 0);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = {
    "a.jpg",          "B.jpg",          "b.png",       ".hidden.jpg", "sub/c.jpg",
    "sub/deep/d.jpg", "sub/.dot/e.jpg", "[x].jpg",     "a*b.txt",     "ab.txt",
    "\xff\xfe.raw",   "\xc3\xa9.jpg",   "~/tilde.txt", "back\\slash", "sub/.f.jpg",
  };

  fixture->root = g_dir_make_tmp ("fanfold-glob-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    write_file (fixture, files[i]);
  link_file (fixture, "a.jpg", "link.jpg");
  link_file (fixture, "sub", "linked");
  link_file (fixture, "nowhere", "dangling.jpg");
  link_file (fixture, "..", "sub/loop");
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);

      remove_tree (below);
    }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->root);
  g_free (fixture->root);
}

/* @expected: the paths, separated by |. */
static void
assert_found (Fixture *fixture, const char *pattern, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = fanfold_glob_find (pattern, fixture->root, NULL, &error);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  g_ptr_array_add (paths, NULL);
  joined = g_strjoinv ("|", (char **) paths->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

static void
assert_refused (Fixture *fixture, const char *pattern, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = fanfold_glob_find (pattern, fixture->root, NULL, &error);

  g_assert_null (paths);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_flat (Fixture *fixture, gconstpointer data)
{
  assert_found (fixture, "*.jpg", "B.jpg|[x].jpg|a.jpg|link.jpg|é.jpg");
  assert_found (fixture, "?.jpg", "B.jpg|a.jpg|é.jpg");
  assert_found (fixture, "[a-b].*", "a.jpg|b.png");
  assert_found (fixture, "[!a].jpg", "B.jpg|é.jpg");
  assert_found (fixture, ".h*", ".hidden.jpg");
  assert_found (fixture, "a.jpg", "a.jpg");
  assert_found (fixture, "./a.jpg", "./a.jpg");
  assert_found (fixture, "sub/../a.*", "sub/../a.jpg");
  assert_found (fixture, "sub//*.jpg", "sub/c.jpg");
  assert_found (fixture, "*/c.jpg", "linked/c.jpg|sub/c.jpg");
  assert_found (fixture, "\xff*", "\xff\xfe.raw");
  assert_found (fixture, "*.raw", "\xff\xfe.raw");
}

static void
test_escapes (Fixture *fixture, gconstpointer data)
{
  assert_found (fixture, "a\\*b.txt", "a*b.txt");
  assert_found (fixture, "a*b.txt", "a*b.txt|ab.txt");
  assert_found (fixture, "\\[x].jpg", "[x].jpg");
  assert_found (fixture, "[[]*", "[x].jpg");
  assert_found (fixture, "back\\\\slash", "back\\slash");
  assert_found (fixture, "back\\\\*", "back\\slash");
  assert_found (fixture, "\\~/*", "~/tilde.txt");
}

static void
test_deep (Fixture *fixture, gconstpointer data)
{
  assert_found (fixture, "sub/**", "sub/.dot/e.jpg|sub/.f.jpg|sub/c.jpg|sub/deep/d.jpg");
  assert_found (fixture, "sub/**/*.jpg", "sub/.dot/e.jpg|sub/.f.jpg|sub/c.jpg|sub/deep/d.jpg");
  assert_found (fixture, "**/d.jpg", "sub/deep/d.jpg");
  assert_found (fixture, "**/**/deep/**/*", "sub/deep/d.jpg");
  assert_found (fixture, "**/sub/**/d*", "sub/deep/d.jpg");
  assert_found (fixture, "**/a.*", "a.jpg");
  assert_found (fixture, "linked/**/d.jpg", "linked/deep/d.jpg");
}

static void
test_absolute (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pattern = g_strconcat (fixture->root, "/s*/c.jpg", NULL);
  g_autofree char *expected = g_strconcat (fixture->root, "/sub/c.jpg", NULL);

  assert_found (fixture, pattern, expected);
}

static void
test_home (Fixture *fixture, gconstpointer data)
{
  const char *home = g_get_home_dir ();
  g_autofree char *file = g_build_filename (home, "glob-home.txt", NULL);

  g_assert_true (g_file_set_contents (file, "x", -1, NULL));
  assert_found (fixture, "~/glob-h*.txt", file);
  g_remove (file);
}

static void
assert_excluded (Fixture *fixture, const char *pattern, const char *globs, const char *expected)
{
  g_auto (GStrv) exclude = g_strsplit (globs, "|", -1);
  const FanfoldGlobOptions options = { .folder = fixture->root,
                                       .exclude = (const char *const *) exclude };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = fanfold_glob_find_with (pattern, &options, &error);
  g_autofree char *joined = NULL;

  if (expected == NULL)
    {
      g_autofree char *words =
          g_strdup_printf ("Everything that “%s” matches is excluded", pattern);

      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, words));
      return;
    }

  g_assert_no_error (error);
  g_ptr_array_add (paths, NULL);
  joined = g_strjoinv ("|", (char **) paths->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

static void
test_exclude (Fixture *fixture, gconstpointer data)
{
  assert_excluded (fixture, "*.jpg", "a*|B.jpg", "[x].jpg|link.jpg|é.jpg");
  assert_excluded (fixture, "*.jpg", "./[!a]*", "a.jpg");
  assert_excluded (fixture, "sub/**", "deep", "sub/.dot/e.jpg|sub/.f.jpg|sub/c.jpg");
  assert_excluded (fixture, "sub/**", ".*", "sub/c.jpg|sub/deep/d.jpg");
  assert_excluded (fixture, "sub/**", "*", NULL);
  assert_excluded (fixture, "sub/**", "sub", NULL);
  assert_excluded (fixture, "sub/**", "sub/*/*", "sub/.f.jpg|sub/c.jpg");
  assert_excluded (fixture, "sub/**", "sub/deep/", "sub/.dot/e.jpg|sub/.f.jpg|sub/c.jpg");
  assert_excluded (fixture, "sub/**", "**/deep/**", "sub/.dot/e.jpg|sub/.f.jpg|sub/c.jpg");
  assert_excluded (
      fixture, "sub/**", "/sub/**", "sub/.dot/e.jpg|sub/.f.jpg|sub/c.jpg|sub/deep/d.jpg");
  assert_excluded (fixture, "./sub/*", "sub/c.*", NULL);
  assert_excluded (fixture, "a.jpg", "b.jpg", "a.jpg");
  assert_excluded (fixture, "a.jpg", "a.jpg", NULL);
  assert_excluded (fixture, "back\\\\slash", "back\\\\*", NULL);
  assert_excluded (fixture, "*.raw", "\xff*", NULL);
}

static void
test_folders (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *pattern;
    const char *expected;
  } cases[] = {
    { "*", "linked|sub|~" },
    { "sub/", "sub" },
    { "sub/*/", "sub/deep|sub/loop" },
    { "**", "sub|sub/.dot|sub/deep|~" },
    { "**/d*", "sub/deep" },
    { "a.jpg", NULL },
    { "*.jpg", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FanfoldGlobOptions options = { .folder = fixture->root, .folders = TRUE };
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) paths = fanfold_glob_find_with (cases[i].pattern, &options, &error);
      g_autofree char *joined = NULL;

      if (cases[i].expected == NULL)
        {
          g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
          g_assert_true (g_str_has_prefix (error->message, "No folder matches “"));
          continue;
        }

      g_assert_no_error (error);
      g_ptr_array_add (paths, NULL);
      joined = g_strjoinv ("|", (char **) paths->pdata);
      g_assert_cmpstr (joined, ==, cases[i].expected);
    }
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture, "*.gif", "No file matches “*.gif” in the folder “");
  assert_refused (fixture, "nowhere/*.gif", "No file matches “nowhere/*.gif”");
  assert_refused (fixture, "a.jpg/*", "No file matches");
  assert_refused (fixture, "", "No file matches “”");
  assert_refused (fixture, "dangling.jpg", "No file matches");
  assert_refused (fixture, "sub", "write sub/* for the files in it, or sub/** for all");
  assert_refused (fixture, "sub/", "write sub/* for");
  assert_refused (fixture, "su?", "“su?” matches a folder and no file");
  assert_refused (fixture, "/", "write /* for");
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *locked = g_build_filename (fixture->root, "sub", "deep", NULL);

  if (geteuid () == 0)
    {
      g_test_skip ("root reads every folder");
      return;
    }

  g_assert_cmpint (g_chmod (locked, 0), ==, 0);
  assert_refused (fixture, "**/*.jpg", locked);
  assert_refused (fixture, "sub/deep/d.jpg", locked);
  g_assert_cmpint (g_chmod (locked, 0700), ==, 0);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (fanfold_glob_find ("**", fixture->root, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_escape (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = {
    "a*b.txt", "[x].jpg", "back\\slash", "~/tilde.txt", "a.jpg"
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *pattern = fanfold_glob_escape (paths[i]);

      assert_found (fixture, pattern, paths[i]);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("fanfold-home-XXXXXX", NULL);
  int status;

  setlocale (LC_ALL, "");
  g_setenv ("HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/glob/flat", test_flat);
  ADD ("/glob/escapes", test_escapes);
  ADD ("/glob/deep", test_deep);
  ADD ("/glob/absolute", test_absolute);
  ADD ("/glob/home", test_home);
  ADD ("/glob/exclude", test_exclude);
  ADD ("/glob/folders", test_folders);
  ADD ("/glob/refused", test_refused);
  ADD ("/glob/unreadable", test_unreadable);
  ADD ("/glob/cancelled", test_cancelled);
  ADD ("/glob/escape", test_escape);
#undef ADD

  status = g_test_run ();
  remove_tree (home);

  return status;
}
