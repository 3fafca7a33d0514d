/* fuzz-file-blocks.c: any bytes as a file that is cut, as how it is, and as a block of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-file-block.h"
#include "fanfold-file-blocks.h"
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#define MAX_BLOCKS 10000

/* The same blocks when they are kept and had back. */
static void
check_kept (FanfoldFileBlocks *blocks)
{
  g_autoptr (GVariant) kept = g_variant_ref_sink (fanfold_file_blocks_to_variant (blocks));
  g_autoptr (FanfoldFileBlocks) back = fanfold_file_blocks_new_from_variant (kept);
  g_autofree char *first = fanfold_file_blocks_dup_text (blocks, 0);
  g_autofree char *again = fanfold_file_blocks_dup_text (back, 0);

  g_assert_cmpuint (fanfold_file_blocks_get_size (back), ==, fanfold_file_blocks_get_size (blocks));
  g_assert_cmpstr (first, ==, again);
}

/* One behind the other they are what is behind the header, and records are whole in them. */
static void
check_blocks (FanfoldFileBlocks *blocks,
              const FanfoldBlocksPlan *plan,
              const guint8 *data,
              gsize size)
{
  guint64 n = MIN (fanfold_file_blocks_get_size (blocks), MAX_BLOCKS);
  guint64 before = 0, start = 0, stop = 0, header;
  gsize length;
  const guint8 *between = g_bytes_get_data (plan->between, &length);

  for (guint64 i = 0; i < n; i++)
    {
      g_autofree char *text = fanfold_file_blocks_dup_text (blocks, i);
      g_autofree char *path = fanfold_file_block_dup_path (text);
      g_autofree char *words = fanfold_file_block_describe (text);

      g_assert_cmpstr (path, ==, "a/b");
      g_assert_nonnull (words);
      g_assert_true (fanfold_file_block_get_range (text, &start, &stop, &header));
      g_assert_cmpuint (start, ==, i == 0 ? header : before);
      g_assert_cmpuint (stop, >, start);
      g_assert_cmpuint (stop, <=, size);
      if (i > 0)
        {
          g_assert_cmpuint (start, >=, plan->end);
          g_assert_cmpuint (size - start, >=, length - plan->end);
          g_assert_true (length == 0 || memcmp (data + start - plan->end, between, length) == 0);
        }
      if (plan->size > 0 && stop < size)
        g_assert_cmpuint (stop - start, >=, plan->size);
      before = stop;
    }
  if (n < MAX_BLOCKS)
    g_assert_cmpuint (before, ==, size);
}

static void
cut (const FanfoldBlocksPlan *plan, const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldFileBlocks) blocks = NULL;
  g_autofree char *path = NULL;
  int fd = memfd_create ("big", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  blocks = fanfold_file_blocks_find (path, "a/b", plan, NULL, NULL, &error);
  close (fd);

  fuzz_check_refusal (blocks, error);
  if (blocks == NULL)
    return;

  check_blocks (blocks, plan, data, size);
  check_kept (blocks);
}

static void
check_text (const char *text)
{
  g_autofree char *path = fanfold_file_block_dup_path (text);
  g_autofree char *range = fanfold_file_block_dup_range (text);

  g_assert_true (g_str_has_prefix (text, path));
  if (range != NULL)
    g_assert_cmpuint (strlen (path), <, strlen (text));
  else
    g_assert_cmpstr (path, ==, text);
}

static void
check_variant (const guint8 *data, gsize size)
{
  g_autoptr (GVariant) variant = fuzz_variant (FANFOLD_FILE_BLOCKS_TYPE, data, size);
  g_autoptr (FanfoldFileBlocks) blocks = fanfold_file_blocks_new_from_variant (variant);

  if (blocks != NULL)
    {
      g_autofree char *text =
          fanfold_file_blocks_dup_text (blocks, fanfold_file_blocks_get_size (blocks) - 1);

      g_assert_nonnull (strstr (text, "/bytes="));
    }
}

/* How it is cut in lines, then an empty one, then the file. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  const guint8 *file = memmem (data, size, "\n\n", 2);
  g_auto (FanfoldBlocksPlan) plan = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;
  g_auto (GStrv) words = NULL;
  gboolean good;

  check_text (text);
  check_variant (data, size);
  if (file == NULL)
    return 0;

  lines = g_strndup ((const char *) data, (gsize) (file - data));
  words = *lines != '\0' ? g_strsplit (lines, "\n", -1) : g_new0 (char *, 1);
  good = fanfold_blocks_plan_parse (&plan, (const char *const *) words, &error);
  fuzz_check_refusal (good ? &plan : NULL, error);
  file += 2;
  if (good)
    cut (&plan, file, size - (gsize) (file - data));

  return 0;
}
