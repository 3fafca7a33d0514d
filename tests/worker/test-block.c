/* test-block.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-fixture.h"

#include <math.h>
#include <string.h>
#include <sys/mman.h>

#include "fanfold-block-buffer.h"
#include "fanfold-error.h"
#include "fanfold-text-column.h"

static FanfoldFunction *
echo (void)
{
  return fixture_function ("FANFOLD_FIXTURES", "types.so", "echo");
}

static FanfoldFunction *
square (void)
{
  return fixture_function ("FANFOLD_FIXTURES", "crasher.so", "square");
}

static void
assert_result (FanfoldBlock *block, guint place, const char *expected)
{
  g_autoptr (GString) json = g_string_new (NULL);

  fanfold_block_append_result (block, json, place);
  g_assert_cmpstr (json->str, ==, expected);
}

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

/* What the buffer writes is what GVariant itself would write, offsets of every width among it. */
static void
test_buffer (void)
{
  static const guint counts[] = { 1, 5, 300, FANFOLD_BLOCK_MAX_JOBS };
  g_autoptr (FanfoldFunction) function = echo ();
  g_autoptr (FanfoldBlockBuffer) buffer = fanfold_block_buffer_new (function, NULL);
  guint i;
  guint place;

  for (i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (FanfoldBlock) block = NULL;
      g_autoptr (GVariant) outputs = NULL;
      g_autoptr (GVariant) boxed = NULL;
      g_autoptr (GVariant) pair = NULL;
      g_autoptr (GVariant) texts = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *last = NULL;
      const char *text;
      guint n = MIN (counts[i], fanfold_block_buffer_start (buffer, 50, counts[i], 1, 1));

      g_assert_cmpuint (n, ==, counts[i]);
      for (place = 0; place < n && fanfold_block_buffer_has_room (buffer); place++)
        {
          put_all (buffer, place);
          fanfold_block_buffer_finish (buffer, FANFOLD_JOB_DONE, 0.25, NULL);
        }
      n = place;
      block = fanfold_block_buffer_to_block (buffer, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, n);

      outputs = g_variant_get_child_value (fanfold_block_get_variant (block), 6);
      boxed = g_variant_get_child_value (outputs, 0);
      pair = g_variant_get_variant (boxed);
      texts = g_variant_get_child_value (pair, 1);
      g_variant_get_child (texts, n - 1, "&s", &text);
      last = g_strnfill (n - 1, 'x');
      g_assert_cmpstr (text, ==, last);
      g_assert_cmpint (fanfold_block_get_started (block, n - 1), ==, 1000 + n - 1);
      assert_result (block,
                     0,
                     "{\"text\":\"\",\"bool\":false,\"int\":0,\"real\":0.0,\"choice\":\"red\","
                     "\"file\":\"file:///%FF\",\"folder\":\"/tmp\"}");
      fanfold_block_buffer_trim (buffer);
    }
}

/* Only what is done keeps its outputs; the rest keeps its reasons. */
static void
test_mixed (void)
{
  g_autoptr (FanfoldFunction) function = square ();
  g_autoptr (FanfoldBlockBuffer) buffer = fanfold_block_buffer_new (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  guint place;

  fanfold_block_buffer_start (buffer, 0, 100, 0, 1);
  for (place = 0; place < 100; place++)
    {
      g_autofree char *message = g_strdup_printf ("reason %u", place);

      fanfold_block_buffer_begin (buffer, 1);
      fanfold_block_buffer_put_real (buffer, 0, place);
      if (place % 7 == 0)
        fanfold_block_buffer_finish (buffer, FANFOLD_JOB_FAILED, 0, message);
      else
        fanfold_block_buffer_finish (buffer, FANFOLD_JOB_DONE, 0, NULL);
    }
  block = fanfold_block_buffer_to_block (buffer, NULL);
  g_assert_nonnull (block);

  for (place = 0; place < 100; place++)
    {
      g_autofree char *message = g_strdup_printf ("reason %u", place);
      g_autofree char *number = g_strdup_printf ("%u.0", place);

      g_assert_cmpstr (fanfold_block_get_error (block, place), ==, place % 7 == 0 ? message : NULL);
      assert_result (block, place, place % 7 == 0 ? "null" : number);
    }
}

static void
test_give_up (void)
{
  g_autoptr (FanfoldFunction) function = square ();
  g_autoptr (FanfoldBlockBuffer) buffer = fanfold_block_buffer_new (function, NULL);
  g_autoptr (FanfoldBlock) none = NULL;
  g_autoptr (FanfoldBlock) second = NULL;

  fanfold_block_buffer_start (buffer, 0, 10, 0, 1);
  fanfold_block_buffer_give_up (buffer, FANFOLD_JOB_CRASHED, 5000, 0, "gone");
  none = fanfold_block_buffer_to_block (buffer, NULL);
  g_assert_cmpuint (fanfold_block_get_n_jobs (none), ==, 1);
  g_assert_cmpint (fanfold_block_get_state (none, 0), ==, FANFOLD_JOB_CRASHED);

  fanfold_block_buffer_start (buffer, 0, 10, 0, 1);
  fanfold_block_buffer_begin (buffer, 1000);
  fanfold_block_buffer_put_real (buffer, 0, 4);
  fanfold_block_buffer_finish (buffer, FANFOLD_JOB_DONE, 1, NULL);
  fanfold_block_buffer_begin (buffer, 2000);
  fanfold_block_buffer_put_real (buffer, 0, 5);
  fanfold_block_buffer_give_up (buffer, FANFOLD_JOB_CRASHED, 2000 + G_USEC_PER_SEC, 0, "gone");
  second = fanfold_block_buffer_to_block (buffer, NULL);
  g_assert_cmpuint (fanfold_block_get_n_jobs (second), ==, 2);
  assert_result (second, 0, "4.0");
  assert_result (second, 1, "null");
  g_assert_cmpstr (fanfold_block_get_error (second, 1), ==, "gone");
  g_assert_cmpfloat (fanfold_block_get_seconds (second, 1), ==, 1);
}

/* A text larger than a frame is turned away, and the next one that fits is taken. */
static void
test_room (void)
{
  g_autoptr (FanfoldFunction) function = echo ();
  g_autoptr (FanfoldBlockBuffer) buffer = fanfold_block_buffer_new (function, NULL);
  g_autofree char *large = g_strnfill (FANFOLD_BLOCK_BUFFER_BYTES, 'x');
  g_autoptr (FanfoldBlock) block = NULL;

  fanfold_block_buffer_start (buffer, 0, 2, 0, 1);
  fanfold_block_buffer_begin (buffer, 1);
  g_assert_false (fanfold_block_buffer_put_text (buffer, 0, large, FANFOLD_BLOCK_BUFFER_BYTES));
  g_assert_true (fanfold_block_buffer_put_text (buffer, 0, large, 60 * 1024 * 1024));
  g_assert_false (fanfold_block_buffer_has_room (buffer));
  fanfold_block_buffer_finish (buffer, FANFOLD_JOB_DONE, 0, NULL);
  block = fanfold_block_buffer_to_block (buffer, NULL);
  g_assert_nonnull (block);
  g_assert_cmpuint (fanfold_block_get_bytes (block), <, 64 * 1024 * 1024);
}

/* Another process may have written anything into the memory. */
static void
test_overwritten (void)
{
  g_autoptr (FanfoldFunction) function = echo ();
  guint round;

  for (round = 0; round < 200; round++)
    {
      guint8 *memory = mmap (NULL,
                             FANFOLD_BLOCK_BUFFER_BYTES,
                             PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS,
                             -1,
                             0);
      FanfoldBlockBuffer *buffer = fanfold_block_buffer_new (function, memory);
      FanfoldBlock *block;
      guint place;

      fanfold_block_buffer_start (buffer, 0, 8, 0, 1);
      for (place = 0; place < 4; place++)
        {
          put_all (buffer, place);
          fanfold_block_buffer_finish (buffer, FANFOLD_JOB_DONE, 0, NULL);
        }
      for (place = 0; place < 20; place++)
        memory[g_test_rand_int_range (0, 2000)] = (guint8) g_test_rand_int ();
      fanfold_block_buffer_give_up (buffer, FANFOLD_JOB_CRASHED, 5, 0, "gone");
      block = fanfold_block_buffer_to_block (buffer, NULL);
      g_clear_pointer (&block, fanfold_block_unref);
      fanfold_block_buffer_free (buffer);
      munmap (memory, FANFOLD_BLOCK_BUFFER_BYTES);
    }
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
#define NONE "@as [], @a(us) [])"
  g_autoptr (FanfoldFunction) function = square ();
  g_autoptr (FanfoldFunction) json = fixture_function ("FANFOLD_FIXTURES", "bad-json.so", "result");

  assert_refused (function, "uint64 1");
  assert_refused (function, HEAD "@ay [], @ax [], @ad [], @av [], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1, 2], [0.0], [<(@ay [], [1.0])>], " NONE);
  assert_refused (function, HEAD "[byte 1], @ax [1], [0.0], [<(@ay [], [1.0])>], " NONE);
  assert_refused (function, HEAD "[byte 99], @ax [1], [0.0], [<(@ay [], [1.0])>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [-1], [0.0], [<(@ay [], [1.0])>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [-1.0], [<(@ay [], [1.0])>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [0.0], @av [], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [0.0], [<1.0>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [0.0], [<(@ay [], ['a'])>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [0.0], [<(true, [1.0])>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [0.0], [<(@ay [], [1.0, 2.0])>], " NONE);
  assert_refused (function, HEAD "[byte 2], @ax [1], [0.0], [<([byte 1, 1], [1.0])>], " NONE);
  assert_refused (function,
                  HEAD "[byte 2], @ax [1], [0.0], [<(@ay [], [1.0])>], ['1'], @a(us) [])");
  assert_refused (
      function, HEAD "[byte 4], @ax [1], [0.0], [<(@ay [], [1.0])>], @as [], [(uint32 1, 'far')])");
  assert_refused (json, HEAD "[byte 2], @ax [1], [0.0], @av [], ['{'], @a(us) [])");
  assert_refused (json, HEAD "[byte 2], @ax [1], [0.0], @av [], ['1', '2'], @a(us) [])");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/block/single", test_single);
  g_test_add_func ("/block/unstarted", test_unstarted);
  g_test_add_func ("/block/buffer", test_buffer);
  g_test_add_func ("/block/mixed", test_mixed);
  g_test_add_func ("/block/give-up", test_give_up);
  g_test_add_func ("/block/room", test_room);
  g_test_add_func ("/block/overwritten", test_overwritten);
  g_test_add_func ("/block/overlapping", test_overlapping);
  g_test_add_func ("/block/hostile", test_hostile);

  return g_test_run ();
}
