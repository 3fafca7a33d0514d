/* test-block-buffer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "block-results.h"

#include <signal.h>
#include <sys/mman.h>

#include "fanfold-block-buffer.h"

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

      outputs = g_variant_get_child_value (fanfold_block_get_variant (block), 8);
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

static FanfoldBlock *
run_measured (FanfoldBlockBuffer *buffer)
{
  g_autoptr (GError) error = NULL;
  FanfoldBlock *block;
  guint place;

  fanfold_block_buffer_start (buffer, 0, 3, 0, 1);
  for (place = 0; place < 3; place++)
    {
      fanfold_block_buffer_begin (buffer, 1);
      if (place == 1)
        fanfold_block_buffer_use (buffer, 0.75, 5000);
      if (place == 2)
        fanfold_block_buffer_use (buffer, 0.01, 0);
      fanfold_block_buffer_finish (buffer, FANFOLD_JOB_DONE, 0.5, NULL);
      fanfold_block_buffer_raise_peak (buffer, 3000 - place);
    }
  block = fanfold_block_buffer_to_block (buffer, &error);
  g_assert_no_error (error);

  return block;
}

/* Who was not measured has the bundle's peak, and the processor for as long as it took. */
static void
test_measured (void)
{
  g_autoptr (FanfoldFunction) function = square ();
  g_autoptr (FanfoldBlockBuffer) buffer = fanfold_block_buffer_new (function, NULL);
  g_autoptr (FanfoldBlock) block = run_measured (buffer);
  g_autoptr (FanfoldBlock) next = NULL;

  g_assert_cmpfloat (fanfold_block_get_cpu_seconds (block, 0), ==, 0.5);
  g_assert_cmpfloat (fanfold_block_get_cpu_seconds (block, 1), ==, 0.75);
  g_assert_cmpfloat (fanfold_block_get_cpu_seconds (block, 2), ==, 0.01);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (block, 0), ==, 3000);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (block, 1), ==, 5000);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (block, 2), ==, 3000);

  /* Nothing of it is left for the next bundle. */
  fanfold_block_buffer_start (buffer, 3, 2, 0, 1);
  fanfold_block_buffer_begin (buffer, 1);
  fanfold_block_buffer_finish (buffer, FANFOLD_JOB_DONE, 0.5, NULL);
  next = fanfold_block_buffer_to_block (buffer, NULL);
  g_assert_cmpfloat (fanfold_block_get_cpu_seconds (next, 0), ==, 0.5);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (next, 0), ==, 0);
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
  fanfold_block_buffer_give_up (
      buffer, FANFOLD_JOB_CRASHED, 2000 + G_USEC_PER_SEC, -SIGSEGV, "gone");
  second = fanfold_block_buffer_to_block (buffer, NULL);
  g_assert_cmpuint (fanfold_block_get_n_jobs (second), ==, 2);
  assert_result (second, 0, "4.0");
  assert_result (second, 1, "null");
  g_assert_cmpstr (fanfold_block_get_error (second, 1), ==, "gone");
  g_assert_cmpint (fanfold_block_get_end (second, 0), ==, 0);
  g_assert_cmpint (fanfold_block_get_end (second, 1), ==, -SIGSEGV);
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/block-buffer/write", test_buffer);
  g_test_add_func ("/block-buffer/mixed", test_mixed);
  g_test_add_func ("/block-buffer/measured", test_measured);
  g_test_add_func ("/block-buffer/give-up", test_give_up);
  g_test_add_func ("/block-buffer/room", test_room);
  g_test_add_func ("/block-buffer/overwritten", test_overwritten);

  return g_test_run ();
}
