/* test-durations.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "history-fixture.h"

#include "fanfold-args.h"
#include "fanfold-recollection.h"
#include "isolated.h"

#define N_SOME 100
#define N_SPEED 100000

static guint64
hash_real (double x)
{
  g_autoptr (GVariant) args = g_variant_ref_sink (g_variant_new ("(d)", x));

  return fanfold_args_hash (args);
}

static FanfoldDurations *
load (Fixture *self, FanfoldDurations *before)
{
  g_autoptr (GError) error = NULL;
  FanfoldDurations *durations =
      fanfold_durations_load (self->history, NULL, self->function, before, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (durations);

  return durations;
}

static void
add_attempt (Fixture *self,
             FanfoldRecorder *recorder,
             guint64 index,
             guint attempt,
             FanfoldJobState state,
             double seconds,
             gboolean again)
{
  g_autoptr (FanfoldBlock) block = fanfold_block_new_single (
      self->function, index, 0, attempt, state, 0, seconds, NULL, NULL, NULL);

  fanfold_recorder_add_block (recorder, block, again);
}

static void
add_single (Fixture *self,
            FanfoldRecorder *recorder,
            guint64 index,
            FanfoldJobState state,
            double seconds,
            gboolean again)
{
  add_attempt (self, recorder, index, 1, state, seconds, again);
}

/* A run of which @n jobs took 1 s, 2 s …, times @factor. */
static void
record_some (Fixture *self, guint n, double factor)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, NULL);

  for (guint i = 0; i < n; i++)
    add_single (self, recorder, i, FANFOLD_JOB_DONE, (i + 1) * factor, FALSE);
  fanfold_recorder_end (recorder, FANFOLD_RUN_STOPPED, NULL, 1.5);
  fanfold_writer_end (writer);
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldDurations) durations = load (self, NULL);
  g_autoptr (FanfoldDurations) nowhere =
      fanfold_durations_load (NULL, NULL, self->function, NULL, NULL, NULL);
  FanfoldDurationsSummary summary;

  fanfold_durations_summarise (durations, NULL, 0, &summary);
  g_assert_cmpuint (summary.n_known, ==, 0);
  g_assert_cmpfloat (summary.median, ==, 0);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (1)), <, 0);
  g_assert_cmpfloat (fanfold_durations_look_up (nowhere, 0), <, 0);
}

static void
test_by_arguments (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldDurations) durations = NULL;
  FanfoldDurationsSummary summary;

  record_some (self, N_SOME, 1);
  durations = load (self, NULL);

  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (0)), ==, 1);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (99)), ==, 100);
  g_assert_cmpfloat (fanfold_durations_seconds_cb (hash_real (41), durations), ==, 42);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (100)), <, 0);
  fanfold_durations_summarise (durations, NULL, 0, &summary);
  g_assert_cmpuint (summary.n_known, ==, N_SOME);
  g_assert_cmpfloat (summary.mean, ==, 50.5);
  g_assert_cmpfloat (summary.median, ==, 50.5);
  g_assert_cmpfloat (summary.low, ==, 10);
  g_assert_cmpfloat (summary.high, ==, 91);
  g_assert_cmpfloat_with_epsilon (summary.deviation, 29.011, 0.001);
  g_assert_cmpfloat (summary.over, ==, 0);

  fanfold_durations_summarise (durations, NULL, 20, &summary);
  g_assert_cmpfloat (summary.mean, ==, 18.1);
  g_assert_cmpfloat (summary.median, ==, 20);
  g_assert_cmpfloat (summary.high, ==, 20);
  g_assert_cmpfloat (summary.over, ==, 0.81);
}

/* Only what succeeded counts, and the last time that it did. */
static void
test_last_success (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldDurations) durations = NULL;
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, NULL);
  FanfoldDurationsSummary summary;
  FanfoldAttempts attempts;

  add_single (self, recorder, 1, FANFOLD_JOB_FAILED, 7, TRUE);
  add_attempt (self, recorder, 1, 2, FANFOLD_JOB_DONE, 2, FALSE);
  add_single (self, recorder, 1, FANFOLD_JOB_DONE, 3, FALSE);
  add_single (self, recorder, 2, FANFOLD_JOB_CACHED, 0, FALSE);
  add_single (self, recorder, 3, FANFOLD_JOB_FAILED, 9, FALSE);
  add_single (self, recorder, 4, FANFOLD_JOB_DONE, 4, FALSE);
  fanfold_recorder_end (recorder, FANFOLD_RUN_STOPPED, NULL, 1.5);
  fanfold_writer_end (writer);
  durations = load (self, NULL);

  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (1)), ==, 3);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (2)), <, 0);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (3)), <, 0);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (4)), ==, 4);
  fanfold_durations_summarise (durations, NULL, 0, &summary);
  g_assert_cmpuint (summary.n_known, ==, 2);

  fanfold_durations_get_attempts (durations, NULL, &attempts);
  g_assert_cmpuint (attempts.n_first, ==, 4);
  g_assert_cmpuint (attempts.n_first_failed, ==, 2);
  g_assert_cmpuint (attempts.n_further, ==, 1);
  g_assert_cmpuint (attempts.n_further_failed, ==, 0);
  g_assert_cmpfloat (attempts.done_seconds, ==, 9);
  g_assert_cmpfloat (attempts.failed_seconds, ==, 16);
}

static void
test_newest_run (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldDurations) durations = NULL, again = NULL, newer = NULL;

  record_some (self, 10, 1);
  record_some (self, 5, 100);
  durations = load (self, NULL);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (4)), ==, 500);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (5)), ==, 6);

  again = load (self, durations);
  g_assert_true (again == durations);

  record_some (self, 6, 1000);
  newer = load (self, durations);
  g_assert_true (newer != durations);
  g_assert_cmpfloat (fanfold_durations_look_up (newer, hash_real (5)), ==, 6000);
  g_assert_cmpfloat (fanfold_durations_look_up (newer, hash_real (6)), ==, 7);
}

static void
test_many_runs (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldDurations) durations = NULL;

  record_some (self, 3, 1);
  for (guint i = 0; i < FANFOLD_DURATIONS_MAX_RUNS; i++)
    record_some (self, 2, 10 + i);
  durations = load (self, NULL);

  g_assert_cmpfloat (
      fanfold_durations_look_up (durations, hash_real (0)), ==, 9 + FANFOLD_DURATIONS_MAX_RUNS);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (2)), <, 0);
}

static void
test_damaged_run (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "runs/2.db");
  g_autoptr (FanfoldDurations) durations = NULL;

  record_some (self, 3, 1);
  record_some (self, 3, 10);
  fixture_write_garbage (path, 0);
  durations = load (self, NULL);

  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (2)), ==, 3);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  record_some (self, 3, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (
      fanfold_durations_load (self->history, NULL, self->function, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static FanfoldFunction *
make_pure (const char *build)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = g_variant_ref_sink (g_variant_new_parsed (
      "{'id': <'square'>, 'label': <'Square'>, 'cache-version': <uint32 0xffffffff>,"
      " 'params': <[{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>}]>,"
      " 'outputs': <[{'id': <'square'>, 'label': <'Square'>, 'type': <uint32 3>}]>}"));
  FanfoldFunction *function =
      fanfold_function_new_from_variant (description, "numbers", "/n.so", build, &error);

  g_assert_no_error (error);
  g_assert_true (fanfold_function_is_pure (function));

  return function;
}

static void
store (FanfoldMemo *memo, FanfoldFunction *function, const char *json, char digit, double seconds)
{
  g_autoptr (GError) error = NULL;
  char key[65];

  memset (key, digit, 64);
  key[64] = '\0';
  fanfold_memo_store (memo, function, key, json, "1.0", NULL, seconds, &error);
  g_assert_no_error (error);
}

/* Entries of an older build say how long a job takes, too; runs are the better witnesses. */
static void
test_entries (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = fixture_path (self, "memo");
  g_autoptr (FanfoldMemo) memo = fanfold_memo_new (folder);
  g_autoptr (FanfoldFunction) old = make_pure ("old");
  g_autoptr (FanfoldFunction) now = make_pure ("now");
  g_autoptr (FanfoldRecollection) recollection = fanfold_recollection_new (self->history, memo);
  g_autoptr (FanfoldDurations) durations = NULL, again = NULL;

  record_some (self, 2, 1);
  store (memo, old, "{\"x\":1.0}", 'a', 50);
  store (memo, old, "{\"x\":7.0}", 'b', 70);
  store (memo, now, "{\"x\":8.0}", 'c', 80);
  store (memo, now, "{\"y\":9.0}", 'd', 90);
  store (memo, now, "not json", 'e', 90);

  durations = fanfold_recollection_get_durations (recollection, now, NULL, NULL);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (1)), ==, 2);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (7)), ==, 70);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (8)), ==, 80);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (9)), <, 0);
  g_assert_true (fanfold_durations_get_function (durations) == now);

  again = fanfold_recollection_get_durations (recollection, now, NULL, NULL);
  g_assert_true (again == durations);
}

/* A function whose parameter says what a job costs, or names a file that it reads. */
static void
take_function (Fixture *self, const char *param)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      g_strdup_printf ("{'id': <'square'>, 'label': <'Square'>, 'params': <[@a{sv} %s]>}", param);
  g_autoptr (GVariant) description =
      g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);

  g_assert_no_error (error);
  g_object_unref (self->function);
  self->function =
      fanfold_function_new_from_variant (description, "numbers", "/n.so", "b1", &error);
  g_assert_no_error (error);
}

static void
test_sized (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldDurations) durations = NULL;
  g_autoptr (GArray) sized = NULL, none = NULL;
  const FanfoldDurationsSized *all;
  guint kind = 12345;

  take_function (self, "{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>, 'flags': <uint32 64>}");
  fanfold_combine_unref (self->combine);
  self->combine = fixture_make_combine (self->function, 1000);
  record_some (self, 1000, 1);
  durations = load (self, NULL);
  sized = fanfold_durations_list_sized (durations, NULL);
  g_assert_cmpuint (sized->len, ==, FANFOLD_DURATIONS_MAX_SIZED);
  all = (const FanfoldDurationsSized *) (gpointer) sized->data;
  g_assert_cmpfloat (all[0].size, ==, 1);
  g_assert_cmpfloat (all[0].seconds, ==, 2);
  g_assert_cmpfloat (all[sized->len - 1].size, ==, 999);
  for (guint i = 1; i < sized->len; i++)
    g_assert_cmpfloat (all[i - 1].size, <, all[i].size);

  none = fanfold_durations_list_sized (durations, &kind);
  g_assert_cmpuint (none->len, ==, 0);
}

/* The disk is asked for some of the files. */
static void
test_sized_files (Fixture *self, gconstpointer data)
{
  const guint n = FANFOLD_DURATIONS_MAX_FILES + 50;
  g_autoptr (GString) text = g_string_new ("x=");
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("numbers.square");
  g_autoptr (FanfoldInput) input = NULL;
  g_autoptr (FanfoldDurations) durations = NULL;
  g_autoptr (GArray) sized = NULL;
  g_autoptr (GError) error = NULL;

  take_function (self, "{'id': <'x'>, 'label': <'X'>, 'type': <uint32 5>}");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("f%u", i);
      g_autofree char *path = fixture_path (self, name);

      g_assert_true (g_file_set_contents (path, "four", i % 2 == 0 ? 4 : 2, NULL));
      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", path);
    }
  input = fanfold_input_parse (FANFOLD_INPUT_LIST, text->str, NULL);
  g_assert_true (fanfold_batch_add_input (batch, input, NULL));
  fanfold_combine_unref (self->combine);
  self->combine = fanfold_batch_expand (batch, self->function, NULL, &error);
  g_assert_no_error (error);
  record_some (self, n, 1);

  durations = load (self, NULL);
  sized = fanfold_durations_list_sized (durations, NULL);
  g_assert_cmpuint (sized->len, ==, FANFOLD_DURATIONS_MAX_SIZED);
  g_assert_cmpfloat (g_array_index (sized, FanfoldDurationsSized, 0).size, ==, 2);
  g_assert_cmpfloat (g_array_index (sized, FanfoldDurationsSized, sized->len - 1).size, ==, 4);
}

static void
test_speed (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldDurations) durations = NULL;
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = NULL;
  gint64 began;

  fanfold_combine_unref (self->combine);
  self->combine = fixture_make_combine (self->function, N_SPEED);
  recorder = fixture_begin (self, writer, NULL);
  for (guint first = 0; first < N_SPEED; first += 4000)
    fixture_add (self, recorder, first, 4000);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1.5);
  fanfold_writer_end (writer);

  began = g_get_monotonic_time ();
  durations = load (self, NULL);
  g_test_message ("%u jobs read in %.3f s",
                  N_SPEED,
                  (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC);
  g_assert_cmpfloat (fanfold_durations_look_up (durations, hash_real (N_SPEED - 1)), ==, 0.5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

  ADD ("/durations/empty", test_empty);
  ADD ("/durations/by-arguments", test_by_arguments);
  ADD ("/durations/last-success", test_last_success);
  ADD ("/durations/newest-run", test_newest_run);
  ADD ("/durations/many-runs", test_many_runs);
  ADD ("/durations/damaged-run", test_damaged_run);
  ADD ("/durations/cancelled", test_cancelled);
  ADD ("/durations/entries", test_entries);
  ADD ("/durations/sized", test_sized);
  ADD ("/durations/sized-files", test_sized_files);
  ADD ("/durations/speed", test_speed);

  return g_test_run ();
}
