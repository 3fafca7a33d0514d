/* test-folder-glob.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib.h>
#include "fanfold-exclude-text.h"
#include "fanfold-folder-glob.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *glob;
    const char *folder; /* NULL: it is none */
    gboolean deep;
    const char *ending;
  } cases[] = {
    { "/a b/**", "/a b", TRUE, NULL },      { "a/*", "a", FALSE, NULL },
    { "/a/**/*.jpg", "/a", TRUE, ".jpg" },  { "/a/*.JPG", "/a", FALSE, ".JPG" },
    { "/a/**/b-*.jpg", NULL, FALSE, NULL }, { "/a/*.j?g", NULL, FALSE, NULL },
    { "/a/b.jpg", NULL, FALSE, NULL },      { "/**", NULL, FALSE, NULL },
    { "*.jpg", NULL, FALSE, NULL },         { "", NULL, FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (FanfoldFolderGlob) glob = { NULL };
      gboolean found = fanfold_folder_glob_parse (&glob, cases[i].glob);

      g_assert_true (found == (cases[i].folder != NULL));
      g_assert_cmpstr (glob.folder, ==, cases[i].folder);
      g_assert_cmpstr (glob.ending, ==, cases[i].ending);
      if (found)
        g_assert_true (glob.deep == cases[i].deep);
    }
}

static void
assert_text (char *found, const char *expected)
{
  g_assert_cmpstr (found, ==, expected);
  g_free (found);
}

/* There and back. */
static void
test_change (void)
{
  assert_text (fanfold_folder_glob_with_ending ("/a/**", ".jpg"), "/a/**/*.jpg");
  assert_text (fanfold_folder_glob_with_ending ("/a/*.png", ".jpg"), "/a/*.jpg");
  assert_text (fanfold_folder_glob_with_ending ("/a/**/*.jpg", NULL), "/a/**");
  assert_text (fanfold_folder_glob_with_ending ("/a/b.jpg", ".png"), "/a/b.jpg");
  assert_text (fanfold_folder_glob_with_depth ("/a/**/*.jpg", FALSE), "/a/*.jpg");
  assert_text (fanfold_folder_glob_with_depth ("/a/*", TRUE), "/a/**");
  assert_text (fanfold_folder_glob_with_depth ("/a/b", TRUE), "/a/b");
}

static void
test_endings (void)
{
  g_assert_cmpstr (fanfold_folder_glob_find_ending ("/a.b/c.tar.gz"), ==, ".gz");
  g_assert_null (fanfold_folder_glob_find_ending ("/a.b/c"));
  g_assert_null (fanfold_folder_glob_find_ending ("/a/.bashrc"));
  g_assert_null (fanfold_folder_glob_find_ending (".bashrc"));
  g_assert_null (fanfold_folder_glob_find_ending ("/a/b."));
  g_assert_null (fanfold_folder_glob_find_ending ("/a/b.[x]"));
}

static void
test_exclude (void)
{
  const char *const globs[] = { "*-small.jpg", "a,b", NULL };
  g_autofree char *text = fanfold_exclude_text_join (globs);
  g_auto (GStrv) read = fanfold_exclude_text_read (text);

  g_assert_cmpstr (text, ==, "*-small.jpg, a\\,b");
  g_assert_cmpstrv (read, globs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folder-glob/parse", test_parse);
  g_test_add_func ("/folder-glob/change", test_change);
  g_test_add_func ("/folder-glob/endings", test_endings);
  g_test_add_func ("/folder-glob/exclude", test_exclude);

  return g_test_run ();
}
