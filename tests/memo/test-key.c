/* test-key.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fanfold-key.h"

#define OLD_SECONDS 1700000000

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("fanfold-key-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir =
      g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

/* @params: the text of an "aa{sv}". */
static FanfoldFunction *
make_function (const char *name, guint cache_version, const char *params)
{
  g_autofree char *text = NULL;
  g_autoptr (GVariant) description = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldFunction *function;

  text = g_strdup_printf ("{'id': <'%s'>, 'label': <'%s'>, 'params': <@aa{sv} %s>,"
                          " 'cache-version': <uint32 %u>}",
                          name,
                          name,
                          params,
                          cache_version);
  description = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);
  g_assert_no_error (error);
  function = fanfold_function_new_from_variant (description, "test", "/test.so", "abc", &error);
  g_assert_no_error (error);

  return function;
}

/* @args: the text of the tuple. (transfer full) */
static char *
dup_key (FanfoldFunction *function, const char *args, const char *folder)
{
  g_autoptr (GVariant) values = NULL;
  g_autoptr (GError) error = NULL;
  char key[FANFOLD_KEY_LENGTH + 1];

  values = g_variant_parse (fanfold_function_get_args_type (function), args, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (fanfold_key_make (function, values, folder, key, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (key), ==, FANFOLD_KEY_LENGTH);

  return g_strdup (key);
}

static void
assert_no_key (FanfoldFunction *function, const char *args, const char *folder)
{
  g_autoptr (GVariant) values = NULL;
  g_autoptr (GError) error = NULL;
  char key[FANFOLD_KEY_LENGTH + 1];

  values = g_variant_parse (fanfold_function_get_args_type (function), args, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (fanfold_key_make (function, values, folder, key, &error));
  g_assert_nonnull (error);
}

static gboolean
is_too_fresh (FanfoldFunction *function, const char *args, const char *folder, gint64 seconds)
{
  g_autoptr (GVariant) values = NULL;
  g_autoptr (GError) error = NULL;

  values = g_variant_parse (fanfold_function_get_args_type (function), args, NULL, NULL, &error);
  g_assert_no_error (error);

  return fanfold_key_is_too_fresh (function, values, folder, seconds * G_USEC_PER_SEC);
}

static void
set_mtime (const char *folder, const char *name, gint64 seconds, long nsec)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const struct timespec times[] = { { 0, UTIME_OMIT }, { seconds, nsec } };

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW), ==, 0);
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  set_mtime (folder, name, OLD_SECONDS, 0);
}

#define assert_same(a, b)                                                                          \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *first_key = (a);                                                              \
    g_autofree char *second_key = (b);                                                             \
    g_assert_cmpstr (first_key, ==, second_key);                                                   \
  }                                                                                                \
  G_STMT_END
#define assert_different(a, b)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *first_key = (a);                                                              \
    g_autofree char *second_key = (b);                                                             \
    g_assert_cmpstr (first_key, !=, second_key);                                                   \
  }                                                                                                \
  G_STMT_END

#define TWO_TEXTS                                                                                  \
  "[{'id': <'a'>, 'label': <'A'>, 'type': <uint32 0>},"                                            \
  " {'id': <'b'>, 'label': <'B'>, 'type': <uint32 0>}]"
#define NUMBERS                                                                                    \
  "[{'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>},"                                            \
  " {'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>},"                                            \
  " {'id': <'yes'>, 'label': <'Yes'>, 'type': <uint32 1>}]"
#define PATH_OF(type, flags)                                                                       \
  "[{'id': <'p'>, 'label': <'P'>, 'type': <uint32 " type ">, 'flags': <uint32 " flags ">}]"

/* Reckoned outside, from the form as written: another form must be noticed, and gets another number
 * in the key. */
static void
test_known_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) none = make_function ("none", 1, "[]");
  g_autoptr (FanfoldFunction) texts = make_function ("texts", 7, TWO_TEXTS);
  g_autoptr (FanfoldFunction) numbers = make_function ("numbers", G_MAXUINT32, NUMBERS);
  g_autofree char *none_key = dup_key (none, "()", NULL);
  g_autofree char *texts_key = dup_key (texts, "('käse', '')", NULL);
  g_autofree char *numbers_key = dup_key (numbers, "(-3, 0.5, true)", NULL);

  g_assert_cmpstr (
      none_key, ==, "7c60a2a8976a666e6256209ce15087b515dc15e01a3466cb196c1f92929e7673");
  g_assert_cmpstr (
      texts_key, ==, "2225ce94fc33c6e701a33fe6284d30b7cdd122d29c4d470ba2a89917a90d029b");
  g_assert_cmpstr (
      numbers_key, ==, "604ff0a28ed350a25497eb5af3b5ff7d4706e5ec08de954916ab6b1d2b1550aa");
}

static void
test_what_counts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) first = make_function ("first", 1, NUMBERS);
  g_autoptr (FanfoldFunction) newer = make_function ("first", 2, NUMBERS);
  g_autoptr (FanfoldFunction) other = make_function ("other", 1, NUMBERS);

  assert_same (dup_key (first, "(1, 2.0, true)", NULL), dup_key (first, "(1, 2.0, true)", "/tmp"));
  assert_different (dup_key (first, "(1, 2.0, true)", NULL),
                    dup_key (first, "(1, 2.0, false)", NULL));
  assert_different (dup_key (first, "(1, 2.0, true)", NULL),
                    dup_key (first, "(2, 1.0, true)", NULL));
  assert_different (dup_key (first, "(1, 0.0, true)", NULL),
                    dup_key (first, "(1, -0.0, true)", NULL));
  assert_different (dup_key (first, "(1, 2.0, true)", NULL),
                    dup_key (newer, "(1, 2.0, true)", NULL));
  assert_different (dup_key (first, "(1, 2.0, true)", NULL),
                    dup_key (other, "(1, 2.0, true)", NULL));
}

static void
test_neighbours (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) texts = make_function ("texts", 1, TWO_TEXTS);

  assert_different (dup_key (texts, "('ab', 'c')", NULL), dup_key (texts, "('a', 'bc')", NULL));
  assert_different (dup_key (texts, "('', 'abc')", NULL), dup_key (texts, "('abc', '')", NULL));
  assert_different (dup_key (texts, "('aparameterb', '')", NULL),
                    dup_key (texts, "('a', 'parameterb')", NULL));
}

static void
test_ignored (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) function =
      make_function ("ignoring",
                     1,
                     "[{'id': <'a'>, 'label': <'A'>, 'type': <uint32 0>},"
                     " {'id': <'b'>, 'label': <'B'>, 'type': <uint32 0>, 'flags': <uint32 4>}]");

  assert_same (dup_key (function, "('a', 'b')", NULL), dup_key (function, "('a', 'c')", NULL));
  assert_different (dup_key (function, "('a', 'b')", NULL), dup_key (function, "('b', 'b')", NULL));
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) function = make_function ("file", 1, PATH_OF ("5", "0"));
  g_autofree char *before = NULL;
  g_autofree char *absolute = g_strdup_printf ("(b'%s/one',)", fixture->folder);

  write_file (fixture->folder, "one", "1234");
  write_file (fixture->folder, "two", "1234");
  before = dup_key (function, "(b'one',)", fixture->folder);

  assert_same (g_strdup (before), dup_key (function, absolute, NULL));
  assert_same (g_strdup (before), dup_key (function, "(b'./one',)", fixture->folder));
  assert_different (g_strdup (before), dup_key (function, "(b'two',)", fixture->folder));

  set_mtime (fixture->folder, "one", OLD_SECONDS, 1);
  assert_different (g_strdup (before), dup_key (function, "(b'one',)", fixture->folder));
  write_file (fixture->folder, "one", "4321");
  assert_same (g_strdup (before), dup_key (function, "(b'one',)", fixture->folder));
  write_file (fixture->folder, "one", "12345");
  assert_different (g_strdup (before), dup_key (function, "(b'one',)", fixture->folder));
}

/* ".." behind a link is not what its text says. */
static void
test_file_behind_link (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) function = make_function ("file", 1, PATH_OF ("5", "0"));
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);

  write_file (fixture->folder, "one", "1234");
  write_file (fixture->folder, "deep/one", "1234");
  write_file (fixture->folder, "deep/deeper/two", "1234");
  g_assert_cmpint (symlink ("deep/deeper", link), ==, 0);

  assert_different (dup_key (function, "(b'one',)", fixture->folder),
                    dup_key (function, "(b'link/../one',)", fixture->folder));
  assert_different (dup_key (function, "(b'link/two',)", fixture->folder),
                    dup_key (function, "(b'deep/deeper/two',)", fixture->folder));
}

static void
test_file_that_cannot_be_looked_at (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) file = make_function ("file", 1, PATH_OF ("5", "0"));
  g_autoptr (FanfoldFunction) content = make_function ("content", 1, PATH_OF ("5", "8"));
  g_autoptr (FanfoldFunction) folder = make_function ("folder", 1, PATH_OF ("6", "0"));
  g_autofree char *pipe_path = g_build_filename (fixture->folder, "pipe", NULL);

  write_file (fixture->folder, "file", "1");
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);

  assert_no_key (file, "(b'missing',)", fixture->folder);
  assert_no_key (file, "(b'.',)", fixture->folder);
  assert_no_key (file, "(b'pipe',)", fixture->folder);
  assert_no_key (file, "(b'file/below',)", fixture->folder);
  assert_no_key (file, "(b'/dev/zero',)", NULL);
  assert_no_key (content, "(b'missing',)", fixture->folder);
  assert_no_key (content, "(b'pipe',)", fixture->folder);
  assert_no_key (content, "(b'/dev/zero',)", NULL);
  assert_no_key (folder, "(b'missing',)", fixture->folder);
  assert_no_key (folder, "(b'file',)", fixture->folder);
}

static void
test_empty_path (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) file = make_function ("file", 1, PATH_OF ("5", "0"));

  assert_same (dup_key (file, "(b'',)", fixture->folder), dup_key (file, "(b'',)", "/"));
  g_assert_false (is_too_fresh (file, "(b'',)", fixture->folder, OLD_SECONDS));
}

static void
test_content (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) function = make_function ("content", 1, PATH_OF ("5", "8"));
  g_autofree char *large = g_strnfill (1000 * 1000, 'x');
  g_autofree char *before = NULL;

  write_file (fixture->folder, "one", large);
  before = dup_key (function, "(b'one',)", fixture->folder);

  set_mtime (fixture->folder, "one", OLD_SECONDS + 5, 5);
  write_file (fixture->folder, "two", large);
  assert_same (g_strdup (before), dup_key (function, "(b'one',)", fixture->folder));
  assert_same (g_strdup (before), dup_key (function, "(b'two',)", fixture->folder));

  large[999 * 1000] = 'y';
  write_file (fixture->folder, "one", large);
  assert_different (g_strdup (before), dup_key (function, "(b'one',)", fixture->folder));
}

static void
test_output (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) function = make_function ("output", 1, PATH_OF ("5", "32"));
  g_autofree char *before = dup_key (function, "(b'made',)", fixture->folder);

  write_file (fixture->folder, "made", "1");
  assert_same (g_strdup (before), dup_key (function, "(b'made',)", fixture->folder));
  assert_different (g_strdup (before), dup_key (function, "(b'other',)", fixture->folder));
  g_assert_false (is_too_fresh (function, "(b'made',)", fixture->folder, OLD_SECONDS));
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) function = make_function ("folder", 1, PATH_OF ("6", "0"));
  g_autofree char *link = g_build_filename (fixture->folder, "in/link", NULL);
  g_autofree char *loop = g_build_filename (fixture->folder, "in/loop", NULL);
  g_autofree char *before = NULL;

  write_file (fixture->folder, "in/b/deep", "1");
  write_file (fixture->folder, "in/a", "1");
  write_file (fixture->folder, "target", "1");
  g_assert_cmpint (symlink ("../target", link), ==, 0);
  g_assert_cmpint (symlink (".", loop), ==, 0);
  before = dup_key (function, "(b'in',)", fixture->folder);

  /* A file that came and went leaves a trace in the folder's own time alone. */
  set_mtime (fixture->folder, "in/b", OLD_SECONDS + 9, 0);
  assert_same (g_strdup (before), dup_key (function, "(b'in',)", fixture->folder));

  set_mtime (fixture->folder, "in/b/deep", OLD_SECONDS, 1);
  assert_different (g_strdup (before), dup_key (function, "(b'in',)", fixture->folder));
  set_mtime (fixture->folder, "in/b/deep", OLD_SECONDS, 0);
  assert_same (g_strdup (before), dup_key (function, "(b'in',)", fixture->folder));

  write_file (fixture->folder, "target", "12");
  assert_different (g_strdup (before), dup_key (function, "(b'in',)", fixture->folder));
  write_file (fixture->folder, "target", "1");
  write_file (fixture->folder, "in/b/new", "");
  assert_different (g_strdup (before), dup_key (function, "(b'in',)", fixture->folder));
}

static void
test_too_fresh (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFunction) file = make_function ("file", 1, PATH_OF ("5", "0"));
  g_autoptr (FanfoldFunction) folder = make_function ("folder", 1, PATH_OF ("6", "0"));
  g_autoptr (FanfoldFunction) ignored = make_function ("ignored", 1, PATH_OF ("5", "4"));

  write_file (fixture->folder, "in/b/deep", "1");
  set_mtime (fixture->folder, "in/b", OLD_SECONDS, 0);
  set_mtime (fixture->folder, "in", OLD_SECONDS, 0);

  g_assert_false (is_too_fresh (file, "(b'in/b/deep',)", fixture->folder, OLD_SECONDS + 2));
  g_assert_true (is_too_fresh (file, "(b'in/b/deep',)", fixture->folder, OLD_SECONDS + 1));
  g_assert_true (is_too_fresh (file, "(b'in/b/deep',)", fixture->folder, OLD_SECONDS - 60));
  g_assert_true (is_too_fresh (file, "(b'gone',)", fixture->folder, OLD_SECONDS));
  g_assert_false (is_too_fresh (ignored, "(b'in/b/deep',)", fixture->folder, OLD_SECONDS));

  g_assert_false (is_too_fresh (folder, "(b'in',)", fixture->folder, OLD_SECONDS + 2));
  set_mtime (fixture->folder, "in/b/deep", OLD_SECONDS + 1, 0);
  g_assert_true (is_too_fresh (folder, "(b'in',)", fixture->folder, OLD_SECONDS + 2));
  set_mtime (fixture->folder, "in/b/deep", OLD_SECONDS, 0);
  set_mtime (fixture->folder, "in/b", OLD_SECONDS + 1, 0);
  g_assert_true (is_too_fresh (folder, "(b'in',)", fixture->folder, OLD_SECONDS + 2));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/key/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("known-answers", test_known_answers);
  ADD ("what-counts", test_what_counts);
  ADD ("neighbours", test_neighbours);
  ADD ("ignored", test_ignored);
  ADD ("file", test_file);
  ADD ("file-behind-link", test_file_behind_link);
  ADD ("file-that-cannot-be-looked-at", test_file_that_cannot_be_looked_at);
  ADD ("empty-path", test_empty_path);
  ADD ("content", test_content);
  ADD ("output", test_output);
  ADD ("folder", test_folder);
  ADD ("too-fresh", test_too_fresh);

  return g_test_run ();
}
