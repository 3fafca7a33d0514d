/* test-block.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "block-results.h"

#include "fanfold-block-buffer.h"
#include "fanfold-error.h"
#include "fanfold-text-column.h"

static void
test_single (void)
{
  g_autoptr (FanfoldFunction) function = square ();
  g_autoptr (GVariant) nine = g_variant_ref_sink (g_variant_new_double (9));
  g_autoptr (FanfoldBlock) done = NULL;
  g_autoptr (FanfoldBlock) failed = NULL;

  done =
      fanfold_block_new_single (function, 7, 1, 2, FANFOLD_JOB_DONE, 1000, 0.5, &nine, NULL, NULL);
  g_assert_cmpuint (fanfold_block_get_first (done), ==, 7);
  g_assert_cmpuint (fanfold_block_get_n_jobs (done), ==, 1);
  g_assert_cmpint (fanfold_block_get_started (done, 0), ==, 1000);
  g_assert_cmpfloat (fanfold_block_get_seconds (done, 0), ==, 0.5);
  g_assert_null (fanfold_block_get_error (done, 0));
  assert_result (done, 0, "9.0");

  failed = fanfold_block_new_single (
      function, 8, 1, 1, FANFOLD_JOB_FAILED, 0, 0, NULL, NULL, "bad \xff bytes");
  g_assert_cmpstr (fanfold_block_get_error (failed, 0), ==, "bad \357\277\275 bytes");
  assert_result (failed, 0, "null");
}

static void
test_unstarted (void)
{
  g_autoptr (FanfoldFunction) function = echo ();
  g_autoptr (FanfoldBlock) block =
      fanfold_block_new_unstarted (function, 100, FANFOLD_BLOCK_MAX_JOBS, FANFOLD_JOB_SKIPPED);

  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, FANFOLD_BLOCK_MAX_JOBS);
  g_assert_cmpuint (fanfold_block_get_slot (block), ==, FANFOLD_BLOCK_NO_SLOT);
  g_assert_cmpint (fanfold_block_get_state (block, 4095), ==, FANFOLD_JOB_SKIPPED);
  assert_result (block, 4095, "null");
}

static void
put_all (FanfoldBlockBuffer *buffer, guint place)
{
  g_autofree char *text = g_strnfill (place, 'x');

  fanfold_block_buffer_begin (buffer, 1000 + place);
  g_assert_true (fanfold_block_buffer_put_text (buffer, 0, text, place));
  fanfold_block_buffer_put_bool (buffer, 1, place % 2);
  fanfold_block_buffer_put_int (buffer, 2, place);
  fanfold_block_buffer_put_real (buffer, 3, place / 2.0);
  g_assert_true (fanfold_block_buffer_put_text (buffer, 4, "red", 3));
  g_assert_true (fanfold_block_buffer_put_text (buffer, 5, "/\xff", 2));
  if (place % 3 == 0)
    g_assert_true (fanfold_block_buffer_put_text (buffer, 6, "/tmp", 4));
}

/* Each of them is inside, but together they would be larger than what they stand in. */
static void
test_overlapping (void)
{
  guint8 memory[64] = { 0 };
  FanfoldText texts[100];
  g_autoptr (GVariant) column = NULL;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++)
    texts[i] = (FanfoldText){ 1, 40 };
  g_assert_null (
      fanfold_text_column_new (G_VARIANT_TYPE_STRING, memory, 1, sizeof memory, texts, 100));

  column = g_variant_ref_sink (
      fanfold_text_column_new (G_VARIANT_TYPE_STRING, memory, 1, sizeof memory, texts, 1));
  g_assert_cmpuint (g_variant_n_children (column), ==, 1);
}

static FanfoldBlock *
parse (FanfoldFunction *function, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = NULL;
  FanfoldBlock *block;

  variant = g_variant_parse (G_VARIANT_TYPE (FANFOLD_BLOCK_VARIANT_TYPE), text, NULL, NULL, &error);
  g_assert_no_error (error);
  block = fanfold_block_new_from_variant (function, variant, &error);
  g_assert_no_error (error);

  return block;
}

/* What was measured comes in long columns, in short ones, or not at all. */
static void
test_uses (void)
{
  g_autoptr (FanfoldFunction) function = square ();
  g_autoptr (FanfoldBlock) none = NULL;
  g_autoptr (FanfoldBlock) one = NULL;
  g_autoptr (FanfoldBlock) each = NULL;

#define TWO "(0, 1, 1, [2, 2], [1, 2], [0.25, 0.5], "
#define OUT "[<(@ay [], [1.0, 2.0])>], [], [])"
  none = parse (function, TWO "[], [], " OUT);
  g_assert_cmpfloat (fanfold_block_get_cpu_seconds (none, 1), ==, 0.5);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (none, 1), ==, 0);
  one = parse (function, TWO "[], [77], " OUT);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (one, 0), ==, 77);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (one, 1), ==, 77);
  each = parse (function, TWO "[0.125, 4.0], [77, 78], " OUT);
  g_assert_cmpfloat (fanfold_block_get_cpu_seconds (each, 0), ==, 0.125);
  g_assert_cmpfloat (fanfold_block_get_cpu_seconds (each, 1), ==, 4);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (each, 0), ==, 77);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (each, 1), ==, 78);
}

static void
test_slice (void)
{
  g_autoptr (FanfoldFunction) function = square ();
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (FanfoldBlock) whole = NULL;
  g_autoptr (FanfoldBlock) slice = NULL;
  g_autoptr (FanfoldBlock) last = NULL;

  block = parse (function,
                 "(10, 3, 2, [2, 4, 2, 5], [1, 2, 3, 4], [0.1, 0.2, 0.3, 0.4], [], [77],"
                 " [<([byte 1, 0, 1, 0], [1.0, 0.0, 9.0, 0.0])>], [],"
                 " [(1, 0, 'no'), (3, -11, 'gone')])");
  whole = fanfold_block_slice (block, 0, 4);
  g_assert_cmpvariant (fanfold_block_get_variant (whole), fanfold_block_get_variant (block));

  slice = fanfold_block_slice (block, 1, 2);
  g_assert_cmpuint (fanfold_block_get_first (slice), ==, 11);
  g_assert_cmpuint (fanfold_block_get_n_jobs (slice), ==, 2);
  g_assert_cmpuint (fanfold_block_get_slot (slice), ==, 3);
  g_assert_cmpuint (fanfold_block_get_attempt (slice), ==, 2);
  g_assert_cmpint (fanfold_block_get_state (slice, 0), ==, FANFOLD_JOB_FAILED);
  g_assert_cmpstr (fanfold_block_get_error (slice, 0), ==, "no");
  g_assert_cmpint (fanfold_block_get_end (slice, 0), ==, 0);
  g_assert_null (fanfold_block_get_error (slice, 1));
  g_assert_cmpint (fanfold_block_get_started (slice, 1), ==, 3);
  g_assert_cmpfloat (fanfold_block_get_cpu_seconds (slice, 1), ==, 0.3);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (slice, 1), ==, 77);
  assert_result (slice, 0, "null");
  assert_result (slice, 1, "9.0");

  last = fanfold_block_slice (block, 3, 1);
  g_assert_cmpuint (fanfold_block_get_first (last), ==, 13);
  g_assert_cmpint (fanfold_block_get_end (last, 0), ==, -11);
  g_assert_cmpstr (fanfold_block_get_error (last, 0), ==, "gone");
  g_assert_cmpuint (fanfold_block_get_peak_bytes (last, 0), ==, 77);
}

/* Texts as columns and as JSON are cut, too. */
static void
test_slice_texts (void)
{
  g_autoptr (FanfoldFunction) function = echo ();
  g_autoptr (FanfoldFunction) json = fixture_function ("FANFOLD_FIXTURES", "bad-json.so", "result");
  g_autoptr (FanfoldBlockBuffer) buffer = fanfold_block_buffer_new (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (FanfoldBlock) slice = NULL;
  g_autoptr (FanfoldBlock) texts = NULL;
  g_autoptr (FanfoldBlock) text = NULL;
  guint place;

  fanfold_block_buffer_start (buffer, 0, 6, 0, 1);
  for (place = 0; place < 6; place++)
    {
      put_all (buffer, place);
      fanfold_block_buffer_finish (buffer, FANFOLD_JOB_DONE, 0.25, NULL);
    }
  block = fanfold_block_buffer_to_block (buffer, NULL);
  slice = fanfold_block_slice (block, 3, 2);
  assert_result (slice,
                 0,
                 "{\"text\":\"xxx\",\"bool\":true,\"int\":3,\"real\":1.5,\"choice\":\"red\","
                 "\"file\":\"file:///%FF\",\"folder\":\"/tmp\"}");

  texts = parse (json, "(0, 1, 1, [2, 2], [1, 2], [0.25, 0.5], [], [], [], ['[1]', '{}'], [])");
  text = fanfold_block_slice (texts, 1, 1);
  assert_result (text, 0, "{}");
}

static void
test_copies (void)
{
  g_autoptr (FanfoldFunction) function = square ();
  g_autoptr (FanfoldFunction) json = fixture_function ("FANFOLD_FIXTURES", "bad-json.so", "result");
  g_autofree char *large = g_strnfill (3 * 1024 * 1024, '1');
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (FanfoldBlock) copies = NULL;
  g_autoptr (FanfoldBlock) wide = NULL;
  g_autoptr (FanfoldBlock) few = NULL;

  block = parse (function, TWO "[], [77], " OUT);
  copies = fanfold_block_new_copies (block, 1, 40, 3, 9000);
  g_assert_cmpuint (fanfold_block_get_first (copies), ==, 40);
  g_assert_cmpuint (fanfold_block_get_n_jobs (copies), ==, 3);
  g_assert_cmpuint (fanfold_block_get_slot (copies), ==, FANFOLD_BLOCK_NO_SLOT);
  g_assert_cmpint (fanfold_block_get_state (copies, 2), ==, FANFOLD_JOB_CACHED);
  g_assert_cmpint (fanfold_block_get_started (copies, 2), ==, 9000);
  g_assert_cmpfloat (fanfold_block_get_seconds (copies, 2), ==, 0);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (copies, 2), ==, 0);
  assert_result (copies, 0, "2.0");
  assert_result (copies, 2, "2.0");

  large[0] = '"';
  large[3 * 1024 * 1024 - 1] = '"';
  wide = fanfold_block_new_single (json, 0, 0, 1, FANFOLD_JOB_DONE, 1, 0, NULL, large, NULL);
  few = fanfold_block_new_copies (wide, 0, 1, 4096, 9000);
  g_assert_cmpuint (fanfold_block_get_n_jobs (few), ==, 1);
  assert_result (few, 0, large);
}

static void
assert_refused (FanfoldFunction *function, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = NULL;

  variant = g_variant_parse (NULL, text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (fanfold_block_new_from_variant (function, variant, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
}

static void
test_hostile (void)
{
#define HEAD "(uint64 0, uint32 0, uint32 1, "
#define SAME "@ad [], @at [], "
#define NONE "@as [], @a(uis) [])"
  g_autoptr (FanfoldFunction) function = square ();
  g_autoptr (FanfoldFunction) json = fixture_function ("FANFOLD_FIXTURES", "bad-json.so", "result");

  assert_refused (function, "uint64 1");
  assert_refused (function, HEAD "@ay [], @ax [], @ad [], " SAME "@av [], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1, 2], [0.0], " SAME "[<(@ay [], [1.0])>], " NONE);
  assert_refused (function, HEAD "[byte 1], @ax [1], [0.0], " SAME "[<(@ay [], [1.0])>], " NONE);
  assert_refused (function, HEAD "[byte 99], @ax [1], [0.0], " SAME "[<(@ay [], [1.0])>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [-1], [0.0], " SAME "[<(@ay [], [1.0])>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [-1.0], " SAME "[<(@ay [], [1.0])>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [0.0], " SAME "@av [], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [0.0], " SAME "[<1.0>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [0.0], " SAME "[<(@ay [], ['a'])>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [0.0], " SAME "[<(true, [1.0])>], " NONE);
  assert_refused (function,
                  HEAD "[byte 2], @ax [1], [0.0], " SAME "[<(@ay [], [1.0, 2.0])>], " NONE);
  assert_refused (function,
                  HEAD "[byte 2], @ax [1], [0.0], " SAME "[<([byte 1, 1], [1.0])>], " NONE);
  assert_refused (function,
                  HEAD "[byte 2], @ax [1], [0.0], " SAME "[<(@ay [], [1.0])>], ['1'], @a(uis) [])");
  assert_refused (function,
                  HEAD "[byte 4], @ax [1], [0.0], " SAME
                       "[<(@ay [], [1.0])>], @as [], [(uint32 1, 0, 'far')])");
  assert_refused (function,
                  HEAD "[byte 4], @ax [1], [0.0], " SAME
                       "[<(@ay [], [1.0])>], @as [], [(uint32 0, -200, 'far')])");
  assert_refused (function,
                  HEAD "[byte 4], @ax [1], [0.0], " SAME
                       "[<(@ay [], [1.0])>], @as [], [(uint32 0, 257, 'far')])");
  assert_refused (function,
                  HEAD "[byte 2], @ax [1], [0.0], [0.0, 0.0], @at [], [<(@ay [], [1.0])>], " NONE);
  assert_refused (function,
                  HEAD "[byte 2], @ax [1], [0.0], [-1.0], @at [], [<(@ay [], [1.0])>], " NONE);
  assert_refused (function,
                  HEAD "[byte 2], @ax [1], [0.0], [inf], @at [], [<(@ay [], [1.0])>], " NONE);
  assert_refused (
      function, HEAD "[byte 2], @ax [1], [0.0], @ad [], [uint64 1, 2], [<(@ay [], [1.0])>], " NONE);
  assert_refused (
      function,
      HEAD
      "[byte 2], @ax [1], [0.0], @ad [], [uint64 0x8000000000000000], [<(@ay [], [1.0])>], " NONE);
  assert_refused (json, HEAD "[byte 2], @ax [1], [0.0], " SAME "@av [], ['{'], @a(uis) [])");
  assert_refused (json, HEAD "[byte 2], @ax [1], [0.0], " SAME "@av [], ['1', '2'], @a(uis) [])");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/block/single", test_single);
  g_test_add_func ("/block/unstarted", test_unstarted);
  g_test_add_func ("/block/overlapping", test_overlapping);
  g_test_add_func ("/block/uses", test_uses);
  g_test_add_func ("/block/slice", test_slice);
  g_test_add_func ("/block/slice-texts", test_slice_texts);
  g_test_add_func ("/block/copies", test_copies);
  g_test_add_func ("/block/hostile", test_hostile);

  return g_test_run ();
}
