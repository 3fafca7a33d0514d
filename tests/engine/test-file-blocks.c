/* test-file-blocks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-file-block.h"
#include "fanfold-file-blocks.h"
#include "file-tree.h"
#include "isolated.h"

#include <fanfold.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char *root;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->root = g_dir_make_tmp ("fanfold-blocks-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->root, "big.txt", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  file_tree_remove (fixture->root);
  g_free (fixture->root);
  g_free (fixture->path);
}

static FanfoldFileBlocks *
find (Fixture *fixture, const char *words, GError **error)
{
  g_auto (GStrv) list = *words != '\0' ? g_strsplit (words, ";", -1) : g_new0 (char *, 1);
  g_auto (FanfoldBlocksPlan) plan = { 0 };

  g_assert_true (fanfold_blocks_plan_parse (&plan, (const char *const *) list, NULL));

  return fanfold_file_blocks_find (fixture->path, "big.txt", &plan, NULL, NULL, error);
}

/* The blocks' texts with "|" between them, each behind what it has of the header and ":". */
static void
assert_blocks (Fixture *fixture, const char *contents, const char *words, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldFileBlocks) blocks = NULL;
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_true (g_file_set_contents (fixture->path, contents, -1, NULL));
  blocks = find (fixture, words, &error);
  g_assert_no_error (error);

  for (guint64 i = 0; i < fanfold_file_blocks_get_size (blocks); i++)
    {
      g_autofree char *text = fanfold_file_blocks_dup_text (blocks, i);
      guint64 start, stop, header;

      g_assert_true (fanfold_file_block_get_range (text, &start, &stop, &header));
      g_assert_cmpuint (stop, <=, strlen (contents));
      if (i > 0)
        g_string_append_c (found, '|');
      if (header > 0)
        {
          g_string_append_len (found, contents, (gssize) header);
          g_string_append_c (found, ':');
        }
      g_string_append_len (found, contents + start, (gssize) (stop - start));
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_lines (Fixture *fixture, gconstpointer data)
{
  assert_blocks (fixture, "a\nbb\nccc\nd\n", "size=1", "a\n|bb\n|ccc\n|d\n");
  assert_blocks (fixture, "a\nbb\nccc\nd\n", "size=3", "a\nbb\n|ccc\n|d\n");
  assert_blocks (fixture, "a\nbb\nccc\nd", "size=4", "a\nbb\n|ccc\nd");
  assert_blocks (fixture, "a\nbb\nccc\nd", "size=5", "a\nbb\nccc\n|d");
  assert_blocks (fixture, "no newline", "size=2", "no newline");
  assert_blocks (fixture, "a\n\n\nb", "size=1", "a\n|\n\n|b");
  assert_blocks (fixture, "a\nb\n", "", "a\nb\n");
  assert_blocks (fixture, "abcdefg", "size=3;record_end=", "abc|def|g");
}

static void
test_records (Fixture *fixture, gconstpointer data)
{
  assert_blocks (fixture, "a\nb\nc\nd\ne", "records=2", "a\nb\n|c\nd\n|e");
  assert_blocks (fixture, "a\nb\n", "records=2", "a\nb\n");
  assert_blocks (fixture, "a\nb\n", "records=1", "a\n|b\n");
  assert_blocks (fixture, "a\nb\n", "records=99", "a\nb\n");
  assert_blocks (fixture, ">a\n>b\n>c", "records=1;record_start=>", ">a\n|>b\n|>c");
  assert_blocks (fixture, ">a\n>b\n>c", "records=2;record_start=>", ">a\n>b\n|>c");
  assert_blocks (fixture, ">>>>>", "records=2;record_start=>", ">>|>>|>");
  assert_blocks (fixture, "x>a>b>c", "records=1;record_start=>", "x|>a|>b|>c");
}

/* Text that is like an end or a start alone divides nothing where both are known. */
static void
test_starts_and_ends (Fixture *fixture, gconstpointer data)
{
  assert_blocks (fixture, "aENDbENDc", "size=1;record_end=END", "aEND|bEND|c");
  assert_blocks (fixture, "a\n\nb\nc\n\nd", "size=1;record_end=\\n\\n", "a\n\n|b\nc\n\n|d");
  assert_blocks (
      fixture, ">a\n>b\nx>\n>c", "size=1;record_start=>;record_end=\\n", ">a\n|>b\nx>\n|>c");
  assert_blocks (fixture, "a,b,c", "size=1;record_end=\\x2c", "a,|b,|c");
}

static void
test_header (Fixture *fixture, gconstpointer data)
{
  assert_blocks (fixture, "h\na\nb\n", "size=1;header=1", "h\n:a\n|h\n:b\n");
  assert_blocks (fixture, "h\ni\na\nb\nc", "records=2;header=2", "h\ni\n:a\nb\n|h\ni\n:c");
}

/* Of a pattern that repeats itself there is more than one reading: none is taken here. */
static char *
make_contents (GRand *rand, const char *end, const char *start)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_records = (guint) g_rand_int_range (rand, 1, 60);

  for (guint i = 0; i < n_records; i++)
    {
      guint length = (guint) g_rand_int_range (rand, 0, i % 7 == 0 ? 40000 : 50);

      if (i > 0)
        g_string_append_printf (text, "%s%s", end, start);
      for (guint k = 0; k < length; k++)
        g_string_append_c (text, (char) g_rand_int_range (rand, 'a', 'e'));
    }
  if (text->len == 0)
    g_string_append_c (text, 'a');

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_whole (
    Fixture *fixture, const char *contents, const char *words, const char *end, const char *start)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldFileBlocks) blocks = find (fixture, words, &error);
  guint64 before = 0, start_at, stop, header;

  g_assert_no_error (error);
  for (guint64 i = 0; i < fanfold_file_blocks_get_size (blocks); i++)
    {
      g_autofree char *text = fanfold_file_blocks_dup_text (blocks, i);

      g_assert_true (fanfold_file_block_get_range (text, &start_at, &stop, &header));
      g_assert_cmpuint (start_at, ==, before);
      g_assert_cmpuint (stop, >, start_at);
      if (start_at > 0)
        {
          g_assert_true (g_str_has_prefix (contents + start_at, start));
          g_assert_cmpint (memcmp (contents + start_at - strlen (end), end, strlen (end)), ==, 0);
        }
      before = stop;
    }
  g_assert_cmpuint (before, ==, strlen (contents));
}

/* How many records of the same file one finds by looking at every byte. */
static guint64
count_records (const char *contents, const char *end, const char *start)
{
  g_autofree char *between = g_strconcat (end, start, NULL);
  guint64 n = 1;

  for (const char *at = strstr (contents, between); at != NULL; at = strstr (at + 1, between))
    n += at[strlen (end)] != '\0' && (at > contents || *end != '\0');

  return n;
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  static const char *const pairs[][2] = {
    { "\n", "" }, { "END", "" }, { "\r\n", "" }, { "", ">" }, { "\n", ">>x" }, { "-=-=+", "<" },
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);

  for (guint i = 0; i < 240; i++)
    {
      const char *end = pairs[i % G_N_ELEMENTS (pairs)][0];
      const char *start = pairs[i % G_N_ELEMENTS (pairs)][1];
      g_autofree char *contents = make_contents (rand, end, start);
      g_autofree char *rest =
          g_strdup_printf ("record_end=%s%s%s", end, *start != '\0' ? ";record_start=" : "", start);
      g_autofree char *by_size = g_strdup_printf (
          "size=%d;%s", g_rand_int_range (rand, 1, i % 2 == 0 ? 200 : 70000), rest);
      g_autofree char *by_one = g_strconcat ("records=1;", rest, NULL);
      g_autoptr (FanfoldFileBlocks) each = NULL;

      g_assert_true (g_file_set_contents (fixture->path, contents, -1, NULL));
      assert_whole (fixture, contents, by_size, end, start);
      assert_whole (fixture, contents, by_one, end, start);
      each = find (fixture, by_one, NULL);
      g_assert_cmpuint (
          fanfold_file_blocks_get_size (each), ==, count_records (contents, end, start));
    }
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *contents; /* NULL: it is as it was */
    const char *words;
    const char *reason;
  } cases[] = {
    { NULL, "", "“big.txt” cannot be cut into blocks: No such file" },
    { "", "", "it is empty" },
    { "h\n", "header=1", "nothing behind the lines of its header" },
    { "h", "header=3", "nothing behind the lines of its header" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      if (cases[i].contents != NULL)
        g_assert_true (g_file_set_contents (fixture->path, cases[i].contents, -1, NULL));
      g_assert_null (find (fixture, cases[i].words, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].reason));
    }
}

/* Nobody writes to it: a look that opened it would not come back. */
static void
test_pipe (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_null (find (fixture, "", &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "it is a pipe or a device"));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  const char *const none[] = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (FanfoldBlocksPlan) plan = { 0 };

  g_assert_true (g_file_set_contents (fixture->path, "a\nb\n", -1, NULL));
  g_assert_true (fanfold_blocks_plan_parse (&plan, none, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_null (
      fanfold_file_blocks_find (fixture->path, "big.txt", &plan, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_plan (void)
{
  static const char *const bad[][2] = {
    { "size=abc", "size “abc” is no size" },
    { "size=0", "size “0” is no size" },
    { "records=0", "records “0” is no number" },
    { "records=1.5", "is no number of records" },
    { "header=-1", "header “-1” is no number of lines" },
    { "record_end=\\q", "has a backslash that means nothing" },
    { "record_end=\\x1", "has a backslash that means nothing" },
    { "record_end=\\", "has a backslash that means nothing" },
    { "record_end=\377", "is no UTF-8" },
    { "size=1M;records=2", "stands beside a number of records" },
    { "records=2;record_end=", "records cannot be counted" },
    { "colour=red", "says nothing about blocks" },
  };
  const char *const good[] = { "record_end=\\0\\t\\\\", "record_start=\\xfF", NULL };
  g_auto (FanfoldBlocksPlan) plan = { 0 };
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (GStrv) words = g_strsplit (bad[i][0], ";", -1);
      g_autoptr (GError) error = NULL;

      g_assert_false (fanfold_blocks_plan_parse (&plan, (const char *const *) words, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, bad[i][1]));
    }

  g_assert_true (fanfold_blocks_plan_parse (&plan, good, NULL));
  g_assert_cmpuint (plan.size, ==, 1024 * 1024);
  g_assert_cmpuint (plan.end, ==, 3);
  g_assert_cmpint (memcmp (g_bytes_get_data (plan.between, &length), "\0\t\\\377", 4), ==, 0);
  g_assert_cmpuint (length, ==, 4);
}

static void
test_text (void)
{
  static const char *const none[] = {
    "",
    "a",
    "/bytes=0:1",
    "a/bytes=0",
    "a/bytes=2:1",
    "a/bytes=0:1 ",
    "a/bytes=0:1,size=1",
    "a/bytes=0:1,header=1",
    "a/bytes=:1",
    "a/bytes=0:99999999999999999999",
    "a/bytes=0:18446744073709551615",
    "a/bytes=0:1/b",
    "bytes=0:1",
  };
  g_autofree char *text = fanfold_file_block_new ("d/a b", 10, 20, 5, 99, -1000000001);
  g_autofree char *path = fanfold_file_block_dup_path (text);
  g_autofree char *range = fanfold_file_block_dup_range (text);
  g_autofree char *same = fanfold_file_block_dup_path ("d/a b");
  FanfoldFileBlock block;

  g_assert_cmpstr (text, ==, "d/a b/bytes=10:20,header=5,size=99,mtime=-1000000001");
  g_assert_true (fanfold_file_block_parse (text, &block));
  g_assert_true (block.is_dated);
  g_assert_cmpint (block.mtime_nsec, ==, -1000000001);
  g_assert_cmpuint (block.size, ==, 99);
  g_assert_cmpstr (path, ==, "d/a b");
  g_assert_cmpstr (same, ==, "d/a b");
  g_assert_cmpstr (range, ==, "bytes=10:20,header=5");

  g_assert_true (fanfold_file_block_parse ("a/bytes=0:7", &block));
  g_assert_false (block.is_dated);
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_assert_false (fanfold_file_block_parse (none[i], &block));
      g_assert_null (fanfold_file_block_describe (none[i]));
    }
}

static void
test_describe (void)
{
  g_autofree char *megabytes = fanfold_file_block_describe ("a/bytes=10000000:20000000");
  g_autofree char *mixed = fanfold_file_block_describe ("a/bytes=0:20000000");
  g_autofree char *far_away = fanfold_file_block_describe ("a/bytes=10000000000:10000000010");

  g_assert_cmpstr (megabytes, ==, "10.0–20.0\302\240MB");
  g_assert_cmpstr (mixed, ==, "0 bytes–20.0\302\240MB");
  g_assert_cmpstr (far_away, ==, "10000000000–10000000010 B");
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFileBlocks) blocks = NULL;
  g_autoptr (FanfoldFileBlocks) back = NULL;
  g_autoptr (GVariant) kept = NULL;
  g_autoptr (GVariant) wrong = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "h\na\nbb\nc\n", -1, NULL));
  blocks = find (fixture, "records=1;header=1", NULL);
  kept = g_variant_ref_sink (fanfold_file_blocks_to_variant (blocks));
  back = fanfold_file_blocks_new_from_variant (kept);
  g_assert_cmpuint (fanfold_file_blocks_get_size (back), ==, 3);
  for (guint64 i = 0; i < 3; i++)
    {
      g_autofree char *text = fanfold_file_blocks_dup_text (blocks, i);
      g_autofree char *again = fanfold_file_blocks_dup_text (back, i);

      g_assert_cmpstr (text, ==, again);
    }

  wrong = g_variant_ref_sink (g_variant_new_parsed ("(b'a', @t 9, @x 0, @t 2, [@t 4, 3, 9])"));
  g_assert_null (fanfold_file_blocks_new_from_variant (wrong));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/file-blocks/lines", test_lines);
  ADD ("/file-blocks/records", test_records);
  ADD ("/file-blocks/starts-and-ends", test_starts_and_ends);
  ADD ("/file-blocks/header", test_header);
  ADD ("/file-blocks/whole", test_whole);
  ADD ("/file-blocks/refused", test_refused);
  ADD ("/file-blocks/pipe", test_pipe);
  ADD ("/file-blocks/cancelled", test_cancelled);
  ADD ("/file-blocks/kept", test_kept);
  g_test_add_func ("/file-blocks/plan", test_plan);
  g_test_add_func ("/file-blocks/text", test_text);
  g_test_add_func ("/file-blocks/describe", test_describe);

  return g_test_run ();
}
