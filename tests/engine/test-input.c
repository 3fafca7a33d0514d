/* test-input.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "described.h"
#include "file-tree.h"
#include "fanfold-error.h"
#include "fanfold-input.h"
#include "fanfold-line-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>

static FanfoldInput *
parse (FanfoldInputKind kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  FanfoldInput *input = fanfold_input_parse (kind, text, &error);

  g_assert_no_error (error);
  return input;
}

/* @expected: name and texts, separated by |. */
static void
assert_parsed (FanfoldInputKind kind, const char *text, const char *expected)
{
  g_autoptr (FanfoldInput) input = parse (kind, text);
  g_autofree char *texts = g_strjoinv ("|", (char **) fanfold_input_get_texts (input));
  g_autofree char *all = g_strconcat (fanfold_input_get_name (input), "|", texts, NULL);

  g_assert_cmpstr (all, ==, expected);
  g_assert_cmpint (fanfold_input_get_kind (input), ==, kind);
  g_assert_cmpuint (fanfold_input_get_group (input), ==, 0);
}

static void
test_parse (void)
{
  assert_parsed (FANFOLD_INPUT_VALUE, "x=1,2", "x|1,2");
  assert_parsed (FANFOLD_INPUT_VALUE, "x=", "x|");
  assert_parsed (FANFOLD_INPUT_VALUE, "x=a=b", "x|a=b");
  assert_parsed (FANFOLD_INPUT_LIST, "x=1,2,3", "x|1|2|3");
  assert_parsed (FANFOLD_INPUT_LIST, "x=a\\,b,c\\\\,d\\n", "x|a,b|c\\|d\\n");
  assert_parsed (FANFOLD_INPUT_LIST, "x=a,,", "x|a||");
  assert_parsed (FANFOLD_INPUT_LIST, "x=", "x|");
  assert_parsed (FANFOLD_INPUT_RANGE, "x=0:1:0.1", "x|0|1|0.1");
  assert_parsed (FANFOLD_INPUT_RANGE, "x=0:5", "x|0|5");
  assert_parsed (FANFOLD_INPUT_FILES, "file=a:b,c*/**", "file|a:b,c*/**");
  assert_parsed (FANFOLD_INPUT_LINES, "x=a,b\\,c", "x|a,b\\,c");
}

static void
test_parse_refused (void)
{
  static const struct
  {
    FanfoldInputKind kind;
    const char *text;
    const char *words;
  } cases[] = {
    { FANFOLD_INPUT_VALUE, "x", "“x” names no parameter: write NAME=VALUE" },
    { FANFOLD_INPUT_LIST, "=1,2", "write NAME=V1,V2" },
    { FANFOLD_INPUT_FILES, "*.jpg", "write NAME=GLOB" },
    { FANFOLD_INPUT_LINES, "-", "write NAME=FILE" },
    { FANFOLD_INPUT_FILES, "\xff", "names no parameter" },
    { FANFOLD_INPUT_RANGE, "x=", "“” of “x” is malformed" },
    { FANFOLD_INPUT_RANGE, "x=5", "START:STOP" },
    { FANFOLD_INPUT_RANGE, "x=1:2:3:4", "START:STOP" },
    { FANFOLD_INPUT_RANGE, "x=1::2", "START:STOP" },
    { FANFOLD_INPUT_RANGE, "x=:", "START:STOP" },
    { FANFOLD_INPUT_RANGE, "x=0: ", "START:STOP" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (fanfold_input_parse (cases[i].kind, cases[i].text, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_equal (void)
{
  static const char *const texts[] = { "a", "b", NULL };
  static const char *const others[] = { "a", "c", NULL };
  static const char *const globs[] = { "*.bak", NULL };
  g_autoptr (FanfoldInput) input = fanfold_input_new ("x", FANFOLD_INPUT_FILES, texts);
  g_autoptr (FanfoldInput) same = fanfold_input_new ("x", FANFOLD_INPUT_FILES, texts);
  g_autoptr (FanfoldInput) sharing = fanfold_input_with_name (input, "x");
  g_autoptr (FanfoldInput) named = fanfold_input_with_name (input, "y");
  g_autoptr (FanfoldInput) grouped = fanfold_input_with_group (input, 1);
  g_autoptr (FanfoldInput) less = fanfold_input_with_exclude (input, globs);
  g_autoptr (FanfoldInput) kind = fanfold_input_new ("x", FANFOLD_INPUT_LIST, texts);
  g_autoptr (FanfoldInput) other = fanfold_input_new ("x", FANFOLD_INPUT_FILES, others);

  g_assert_true (fanfold_input_equal (input, same));
  g_assert_true (fanfold_input_equal (input, sharing));
  g_assert_false (fanfold_input_equal (input, named));
  g_assert_false (fanfold_input_equal (input, grouped));
  g_assert_false (fanfold_input_equal (input, less));
  g_assert_false (fanfold_input_equal (input, kind));
  g_assert_false (fanfold_input_equal (input, other));
}

static void
test_group (void)
{
  g_autoptr (FanfoldInput) alone = parse (FANFOLD_INPUT_LIST, "x=1,2");
  g_autoptr (FanfoldInput) grouped = fanfold_input_with_group (alone, 3);

  g_assert_cmpuint (fanfold_input_get_group (alone), ==, 0);
  g_assert_cmpuint (fanfold_input_get_group (grouped), ==, 3);
  g_assert_cmpstr (fanfold_input_get_texts (grouped)[1], ==, "2");
}

static void
assert_expanded (const char *param_text,
                 FanfoldInputKind kind,
                 const char *text,
                 const char *folder,
                 const char *expected)
{
  g_autoptr (FanfoldParam) param = described_param (param_text);
  g_autoptr (FanfoldInput) input = parse (kind, text);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldSource) source = fanfold_input_expand (input, param, folder, NULL, &error);
  g_autoptr (GString) all = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint64 i = 0; i < fanfold_source_get_size (source); i++)
    {
      g_autoptr (GVariant) value = fanfold_source_get (source, i);
      g_autofree char *one = fanfold_param_format (param, value);

      g_string_append_printf (all, "%s%s", i > 0 ? "|" : "", one);
    }
  g_assert_cmpstr (all->str, ==, expected);
}

static void
assert_not_expanded (const char *param_text,
                     FanfoldInputKind kind,
                     const char *text,
                     const char *folder,
                     const char *words)
{
  g_autoptr (FanfoldParam) param = described_param (param_text);
  g_autoptr (FanfoldInput) input = parse (kind, text);
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_input_expand (input, param, folder, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
test_expand (void)
{
  assert_expanded (DESCRIBED_REAL, FANFOLD_INPUT_VALUE, "x=0.5", NULL, "0.5");
  assert_expanded (DESCRIBED_REAL, FANFOLD_INPUT_LIST, "x=1,2.5,1e3", NULL, "1|2.5|1000");
  assert_expanded (DESCRIBED_REAL, FANFOLD_INPUT_RANGE, "x=0:0.5:0.1", NULL, "0|0.1|0.2|0.3|0.4");
  assert_expanded (DESCRIBED_INT, FANFOLD_INPUT_RANGE, "n=3:0:-1", NULL, "3|2|1");
  assert_expanded (DESCRIBED_TEXT, FANFOLD_INPUT_LIST, "t=a\\,b,é", NULL, "a,b|é");
  assert_expanded (DESCRIBED_BOOL, FANFOLD_INPUT_LIST, "b=yes,0", NULL, "true|false");
  assert_expanded (DESCRIBED_FILE, FANFOLD_INPUT_LIST, "file=a,b/\xff", NULL, "a|b/\xff");
}

static void
test_not_expanded (void)
{
  assert_not_expanded (DESCRIBED_REAL, FANFOLD_INPUT_VALUE, "x=abc", NULL, "abc");
  assert_not_expanded (DESCRIBED_REAL, FANFOLD_INPUT_LIST, "x=1,2,abc", NULL, "Value 3");
  assert_not_expanded (DESCRIBED_REAL, FANFOLD_INPUT_RANGE, "x=0:a", NULL, "“a” is not a number");
  assert_not_expanded (DESCRIBED_REAL, FANFOLD_INPUT_RANGE, "x=5:1", NULL, "has no values");
  assert_not_expanded (DESCRIBED_TEXT, FANFOLD_INPUT_VALUE, "t=\xff", NULL, "UTF-8");
  assert_not_expanded (
      DESCRIBED_FOLDER, FANFOLD_INPUT_FILES, "folder=/dev/nul*", NULL, "No folder");
}

/* What is spaced is a number where it feeds nothing, unless it is written to be a text. */
static void
test_free_param (void)
{
  static const struct
  {
    FanfoldInputKind kind;
    const char *text;
    FanfoldParamType type;
  } cases[] = {
    { FANFOLD_INPUT_LIST, "x=1,2", FANFOLD_PARAM_TYPE_FILE },
    { FANFOLD_INPUT_VALUE, "x=1", FANFOLD_PARAM_TYPE_FILE },
    { FANFOLD_INPUT_RANGE, "x=0:10", FANFOLD_PARAM_TYPE_INT },
    { FANFOLD_INPUT_RANGE, "x=0:1:0.1", FANFOLD_PARAM_TYPE_REAL },
    { FANFOLD_INPUT_RANGE, "x=001:100", FANFOLD_PARAM_TYPE_FILE },
    { FANFOLD_INPUT_RANGE, "x=a:b", FANFOLD_PARAM_TYPE_REAL },
    { FANFOLD_INPUT_LINSPACE, "x=0:100:5", FANFOLD_PARAM_TYPE_INT },
    { FANFOLD_INPUT_LINSPACE, "x=0:1:3", FANFOLD_PARAM_TYPE_REAL },
    { FANFOLD_INPUT_GEOMSPACE, "x=1:1000:4", FANFOLD_PARAM_TYPE_INT },
    { FANFOLD_INPUT_GEOMSPACE, "x=1:1000:3", FANFOLD_PARAM_TYPE_REAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FanfoldInput) input = parse (cases[i].kind, cases[i].text);
      g_autoptr (FanfoldParam) param = fanfold_input_create_free_param (input);

      g_assert_cmpstr (fanfold_param_get_id (param), ==, "x");
      g_assert_cmpint (fanfold_param_get_param_type (param), ==, cases[i].type);
    }
}

/* Several excludes, of names and of paths; their input keeps them under another name. */
static void
test_exclude (void)
{
  static const char *const files[] = { "a.jpg", "old/b.jpg", "sub/c.jpg", "sub/.x/d.jpg", "e.txt" };
  static const char *const globs[] = { "*.txt", "old", "sub/.*", NULL };
  g_autofree char *root = g_dir_make_tmp ("fanfold-input-XXXXXX", NULL);
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_FILE);
  g_autoptr (FanfoldInput) all = parse (FANFOLD_INPUT_FILES, "file=**");
  g_autoptr (FanfoldInput) some = fanfold_input_with_exclude (all, globs);
  g_autoptr (FanfoldInput) named = fanfold_input_with_name (some, "other");
  g_autoptr (FanfoldInput) again = fanfold_input_with_exclude (named, NULL);
  g_autoptr (FanfoldExpansionProgress) progress = fanfold_expansion_progress_new ();
  const FanfoldInputContext context = { .folder = root, .progress = progress };
  g_autoptr (FanfoldSource) source = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    file_tree_write (root, files[i], "");

  g_assert_null (fanfold_input_get_exclude (all)[0]);
  g_assert_cmpstr (fanfold_input_get_exclude (named)[2], ==, "sub/.*");
  g_assert_null (fanfold_input_get_exclude (again)[0]);

  source = fanfold_input_expand_in (named, param, &context, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fanfold_source_get_size (source), ==, 2);
  g_assert_cmpuint (fanfold_expansion_progress_get_n_values (progress), ==, 2);
  file_tree_remove (root);
}

static void
test_folders (void)
{
  g_autofree char *root = g_dir_make_tmp ("fanfold-input-XXXXXX", NULL);

  file_tree_write (root, "a/b/x", "");
  file_tree_write (root, "c/x", "");
  file_tree_write (root, "file", "");
  assert_expanded (DESCRIBED_FOLDER, FANFOLD_INPUT_FILES, "folder=*", root, "a|c");
  assert_expanded (DESCRIBED_FOLDER, FANFOLD_INPUT_FILES, "folder=*/", root, "a|c");
  assert_expanded (DESCRIBED_FOLDER, FANFOLD_INPUT_FILES, "folder=**", root, "a|a/b|c");
  assert_expanded (DESCRIBED_FOLDER, FANFOLD_INPUT_FILES, "folder=a", root, "a");
  assert_not_expanded (
      DESCRIBED_FOLDER, FANFOLD_INPUT_FILES, "folder=f*", root, "No folder matches “f*”");
  file_tree_remove (root);
}

static void
test_files (void)
{
  g_autofree char *root = g_dir_make_tmp ("fanfold-input-XXXXXX", NULL);
  static const char *const names[] = { "a.txt", "b.txt", "c.log", "\xff.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (root, names[i], NULL);

      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }

  {
    static const char *const globs[] = { "c.*", "[ab].txt", "b*", NULL };
    g_autoptr (FanfoldParam) param = described_param (DESCRIBED_FILE);
    g_autoptr (FanfoldInput) input = fanfold_input_new ("file", FANFOLD_INPUT_FILES, globs);
    g_autoptr (GError) error = NULL;
    g_autoptr (FanfoldSource) source = fanfold_input_expand (input, param, root, NULL, &error);
    g_autoptr (GVariant) last = NULL;

    g_assert_no_error (error);
    g_assert_cmpuint (fanfold_source_get_size (source), ==, 3);
    last = fanfold_source_get (source, 2);
    g_assert_cmpstr (g_variant_get_bytestring (last), ==, "b.txt");
  }

  assert_expanded (DESCRIBED_FILE, FANFOLD_INPUT_FILES, "file=*.txt", root, "a.txt|b.txt|\xff.txt");
  assert_expanded (DESCRIBED_TEXT, FANFOLD_INPUT_FILES, "t=[ab].txt", root, "a.txt|b.txt");
  assert_not_expanded (DESCRIBED_FILE, FANFOLD_INPUT_FILES, "file=*.gif", root, "“file”");
  assert_not_expanded (DESCRIBED_FILE, FANFOLD_INPUT_FILES, "file=*.gif", root, "No file matches");
  assert_not_expanded (DESCRIBED_TEXT, FANFOLD_INPUT_FILES, "t=*.txt", root, "UTF-8");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (root, names[i], NULL);

      g_remove (path);
    }
  g_rmdir (root);
}

/* Expands the lines of a file of @content. */
static void
assert_lines (const char *param_text, const char *content, gsize length, const char *expected)
{
  g_autofree char *root = g_dir_make_tmp ("fanfold-input-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (root, "in.txt", NULL);

  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
  assert_expanded (param_text, FANFOLD_INPUT_LINES, "x=in.txt", root, expected);
  g_remove (path);
  g_rmdir (root);
}

static void
assert_no_lines (const char *param_text, const char *content, gsize length, const char *words)
{
  g_autofree char *root = g_dir_make_tmp ("fanfold-input-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (root, "in.txt", NULL);

  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
  assert_not_expanded (param_text, FANFOLD_INPUT_LINES, "x=in.txt", root, words);
  g_remove (path);
  g_rmdir (root);
}

static void
test_lines (void)
{
  g_autofree char *longest = g_strnfill (FANFOLD_LINE_MAX_BYTES, 'x');
  g_autofree char *ended = g_strconcat (longest, "\r\n", NULL);

  assert_lines (DESCRIBED_TEXT, "a\nb c\né\n", 9, "a|b c|é");
  assert_lines (DESCRIBED_TEXT, "a\r\nb\r\r\n\n\nc", 10, "a|b\r|||c");
  assert_lines (DESCRIBED_TEXT, "\n", 1, "");
  assert_lines (DESCRIBED_TEXT, "last\r", 5, "last");
  assert_lines (DESCRIBED_REAL, "1\n 2.5 \n1e3", 11, "1|2.5|1000");
  assert_lines (DESCRIBED_INT, "1\n-2", 4, "1|-2");
  assert_lines (DESCRIBED_BOOL, "yes\nno\n", 7, "true|false");
  assert_lines (DESCRIBED_FILE, "a\n\xff/b\n", 6, "a|\xff/b");

  /* Over several reads, and as long as may be. */
  assert_lines (DESCRIBED_TEXT, longest, strlen (longest), longest);
  assert_lines (DESCRIBED_TEXT, ended, strlen (ended), longest);
}

static void
test_lines_refused (void)
{
  g_autofree char *root = g_dir_make_tmp ("fanfold-input-XXXXXX", NULL);
  g_autofree char *large = g_build_filename (root, "large", NULL);
  g_autofree char *longer = g_strnfill (FANFOLD_LINE_MAX_BYTES + 1, 'x');
  g_autofree char *odd = g_strconcat ("1\n", longer + 3, "\n", NULL);
  int fd;

  assert_no_lines (DESCRIBED_REAL, "1\n2\nabc\n", 8, "Line 3 of “in.txt”: x: \"abc\" is not");
  assert_no_lines (DESCRIBED_REAL, "1\n\n", 3, "Line 2 of “in.txt”: x: a value is required");
  assert_no_lines (DESCRIBED_TEXT, "a\nb\0c\n", 6, "Line 2 of “in.txt”: It holds a NUL byte");
  assert_no_lines (DESCRIBED_TEXT, "\xff\n", 2, "UTF-8");
  assert_no_lines (DESCRIBED_TEXT, "", 0, "“in.txt” has none");
  assert_no_lines (DESCRIBED_TEXT, longer, strlen (longer), "Line 1 of “in.txt”: It is longer");
  assert_no_lines (DESCRIBED_REAL, odd, strlen (odd), "x … x");
  assert_not_expanded (DESCRIBED_TEXT, FANFOLD_INPUT_LINES, "t=none", root, "from “none”: No such");
  assert_not_expanded (DESCRIBED_TEXT, FANFOLD_INPUT_LINES, "t=", root, "cannot be read");
  assert_not_expanded (DESCRIBED_TEXT, FANFOLD_INPUT_LINES, "t=.", root, "Is a directory");

  fd = g_open (large, O_CREAT | O_WRONLY, 0600);
  g_assert_cmpint (ftruncate (fd, 256 * 1024 * 1024 + 1), ==, 0);
  close (fd);
  assert_not_expanded (
      DESCRIBED_TEXT, FANFOLD_INPUT_LINES, "t=large", root, "give it to fanfold-cli on standard");
  g_remove (large);
  g_rmdir (root);
}

/* What is no regular file is not even opened: its writer still waits. */
static void
test_lines_stream (void)
{
  static const char *const names[] = { "fifo", "-" };
  g_autofree char *root = g_dir_make_tmp ("fanfold-input-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (root, "fifo", NULL);
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_TEXT);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *const texts[] = { names[i], NULL };
      g_autoptr (FanfoldInput) input = fanfold_input_new ("t", FANFOLD_INPUT_LINES, texts);
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldSource) source = fanfold_input_expand (input, param, root, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (fanfold_source_is_stream (source));
    }
  g_assert_cmpint (open (path, O_WRONLY | O_NONBLOCK), ==, -1);
  g_assert_cmpint (errno, ==, ENXIO);
  g_remove (path);
  g_rmdir (root);
}

static void
test_odd_texts (void)
{
  static const char *const none[] = { NULL };
  static const char *const many[] = { "1", "2", "3", "4", NULL };
  static const FanfoldInputKind kinds[] = { FANFOLD_INPUT_VALUE,     FANFOLD_INPUT_LIST,
                                            FANFOLD_INPUT_RANGE,     FANFOLD_INPUT_FILES,
                                            FANFOLD_INPUT_LINES,     FANFOLD_INPUT_LINSPACE,
                                            FANFOLD_INPUT_GEOMSPACE, FANFOLD_INPUT_CSV };
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_REAL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (FanfoldInput) input = fanfold_input_new ("x", kinds[i], none);
      g_autoptr (FanfoldInput) full = fanfold_input_new ("x", kinds[i], many);
      g_autoptr (GError) error = NULL;

      g_assert_null (fanfold_input_expand (input, param, NULL, NULL, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_clear_error (&error);
      if (kinds[i] == FANFOLD_INPUT_LIST)
        continue;
      g_assert_null (fanfold_input_expand (full, param, NULL, NULL, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_REAL);
  g_autoptr (FanfoldInput) input = parse (FANFOLD_INPUT_LIST, "x=1,2");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (fanfold_input_expand (input, param, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/input/free-param", test_free_param);
  g_test_add_func ("/input/exclude", test_exclude);
  g_test_add_func ("/input/folders", test_folders);
  g_test_add_func ("/input/parse", test_parse);
  g_test_add_func ("/input/parse-refused", test_parse_refused);
  g_test_add_func ("/input/equal", test_equal);
  g_test_add_func ("/input/group", test_group);
  g_test_add_func ("/input/expand", test_expand);
  g_test_add_func ("/input/not-expanded", test_not_expanded);
  g_test_add_func ("/input/files", test_files);
  g_test_add_func ("/input/lines", test_lines);
  g_test_add_func ("/input/lines-refused", test_lines_refused);
  g_test_add_func ("/input/lines-stream", test_lines_stream);
  g_test_add_func ("/input/odd-texts", test_odd_texts);
  g_test_add_func ("/input/cancelled", test_cancelled);

  return g_test_run ();
}
