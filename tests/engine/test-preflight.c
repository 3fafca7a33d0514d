/* test-preflight.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preflight-fixture.h"

#include "isolated.h"

static void
test_numbers (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, NUMBER);
  g_autoptr (FanfoldCombine) combine = fixture_make_combine (function, 1000);
  g_autoptr (FanfoldPreflight) preflight = look (self, combine, NULL);
  FanfoldPreflightSample sample;

  fanfold_preflight_sample (preflight, &sample);
  g_assert_cmpuint (sample.n_jobs, ==, 1000);
  g_assert_cmpuint (sample.n_looked, ==, 1000);
  g_assert_cmpuint (sample.n_slots, ==, 2);
  g_assert_true (sample.over);
  g_assert_false (sample.caches);
  g_assert_cmpfloat (sample.seconds, <, 0);
  g_assert_cmpuint (fanfold_preflight_get_marks (preflight, 999), ==, 0);
  g_assert_cmpuint (fanfold_preflight_get_marks (preflight, G_MAXUINT64), ==, 0);
  assert_findings (preflight, "");
}

/* The cache is asked, and does not notice. */
static void
test_cached (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = fixture_path (self, "memo");
  g_autoptr (FanfoldMemo) memo = fanfold_memo_new (folder);
  g_autoptr (FanfoldFunction) function = make_function (PURE, NUMBER);
  g_autoptr (FanfoldCombine) combine = fixture_make_combine (function, 10);
  g_autoptr (FanfoldPreflight) preflight = NULL;
  FanfoldPreflightSample sample;
  FanfoldMemoCounts counts;

  store (memo, function, combine, 3);
  store (memo, function, combine, 7);
  preflight = look (self, combine, memo);
  fanfold_preflight_sample (preflight, &sample);
  g_assert_true (sample.caches);
  g_assert_cmpuint (sample.n_asked, ==, 10);
  g_assert_cmpuint (sample.n_cached, ==, 2);
  g_assert_cmphex (fanfold_preflight_get_marks (preflight, 3), ==, FANFOLD_PREFLIGHT_CACHED);
  g_assert_cmphex (fanfold_preflight_get_marks (preflight, 4), ==, 0);
  fanfold_memo_get_counts (memo, &counts);
  g_assert_cmpuint (counts.n_hits + counts.n_misses + counts.n_set_aside, ==, 0);

  /* Eight that take what the two took, on two slots. */
  g_assert_cmpfloat (sample.seconds, ==, 8);
  g_assert_cmpfloat (sample.low, <, 8);
  g_assert_cmpfloat (sample.high, >, 8);

  /* Each begins 5 seconds after another, those that are cached as well. */
  g_clear_pointer (&preflight, fanfold_preflight_unref);
  preflight = look_spaced (self, combine, memo, 5);
  fanfold_preflight_sample (preflight, &sample);
  g_assert_cmpfloat (sample.seconds, ==, 47);
}

static void
add_block (Fixture *self, FanfoldRecorder *recorder, guint index, guint attempt, gboolean fails)
{
  g_autoptr (FanfoldBlock) block =
      fanfold_block_new_single (self->function,
                                index,
                                0,
                                attempt,
                                fails ? FANFOLD_JOB_FAILED : FANFOLD_JOB_DONE,
                                0,
                                2 * (index + 1),
                                NULL,
                                NULL,
                                NULL);

  fanfold_recorder_add_block (recorder, block, fails);
}

/* Of a function with that parameter: jobs of the three @values took 2 s, 4 s and 6 s; where it is
 * @flaky, at their second attempt. */
static void
record_values (Fixture *self, const char *param, const char *values, gboolean flaky)
{
  g_autofree char *text =
      g_strdup_printf ("{'id': <'square'>, 'label': <'S'>, 'params': <@aa{sv} %s>}", param);
  g_autoptr (GVariant) description =
      g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = NULL;

  g_object_unref (self->function);
  fanfold_combine_unref (self->combine);
  self->function = fanfold_function_new_from_variant (description, "numbers", "/n.so", "b1", NULL);
  self->combine = combine_texts (self->function, &values, 1);
  recorder = fixture_begin (self, writer, NULL);
  for (guint i = 0; i < 3; i++)
    {
      if (flaky && i != 1)
        add_block (self, recorder, i, 1, TRUE);
      add_block (self, recorder, i, flaky && i != 1 ? 2 : 1, FALSE);
    }
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1.5);
  fanfold_writer_end (writer);
}

/* The parameter says what a job costs. */
static void
record_sizes (Fixture *self, gboolean flaky)
{
  record_values (self,
                 "[{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>, 'flags': <uint32 64>}]",
                 "1,2,3",
                 flaky);
}

static void
look_at_some (
    Fixture *self, const char *values, guint64 first, guint64 n, FanfoldPreflightSample *sample)
{
  g_autoptr (FanfoldRecollection) recollection = fanfold_recollection_new (self->history, NULL);
  g_autoptr (FanfoldCombine) combine = combine_texts (self->function, &values, 1);
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  FanfoldPreflightSpec spec = { .combine = combine,
                                .jobs = jobs,
                                .settings = &settings,
                                .recollection = recollection,
                                .n_slots = 2 };
  g_autoptr (FanfoldPreflight) preflight = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  fanfold_ranges_add (jobs, first, n);
  preflight = fanfold_preflight_new (&spec);
  g_assert_true (fanfold_preflight_work (preflight, NULL, NULL));
  fanfold_preflight_sample (preflight, sample);
  findings = fanfold_preflight_dup_findings (preflight);
  for (guint i = 0; i < findings->len; i++)
    g_assert_cmpuint (((FanfoldFinding *) findings->pdata[i])->first[0], ==, first + n - 1);
}

/* Jobs that took 2 s, 4 s and 6 s, of which some are to be run, two at once. */
static void
test_some (Fixture *self, gconstpointer data)
{
  FanfoldPreflightSample sample;

  record_sizes (self, FALSE);
  look_at_some (self, "1,2,3", 0, 2, &sample);
  g_assert_cmpuint (sample.n_jobs, ==, 2);
  g_assert_cmpuint (sample.n_looked, ==, 2);
  g_assert_cmpfloat (sample.seconds, ==, 4);
  look_at_some (self, "3,3,1,2,2", 2, 3, &sample);
  g_assert_cmpuint (sample.n_jobs, ==, 3);
  g_assert_cmpfloat (sample.seconds, ==, 5);
  look_at_some (self, "3,3,3", 1, 0, &sample);
  g_assert_cmpuint (sample.n_jobs, ==, 0);
}

/* What is larger takes longer, but nobody is sure of it. */
static void
test_other_sizes (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldCombine) larger = NULL;
  g_autoptr (FanfoldPreflight) preflight = NULL, same = NULL;
  FanfoldPreflightSample sample;

  record_sizes (self, FALSE);
  larger = combine_texts (self->function, (const char *[]){ "100,300" }, 1);
  same = look (self, self->combine, NULL);
  fanfold_preflight_sample (same, &sample);
  g_assert_cmpfloat (sample.seconds, ==, 6);
  g_assert_cmpfloat (sample.high, <, 12);

  preflight = look (self, larger, NULL);
  fanfold_preflight_sample (preflight, &sample);
  g_assert_cmpfloat_with_epsilon (sample.seconds, 600, 1);
  g_assert_cmpfloat (sample.low, <, 350);
  g_assert_cmpfloat (sample.high, >, 1000);
}

static void
sample_commands (Fixture *self, const char *commands, FanfoldPreflightSample *sample)
{
  g_autoptr (FanfoldCombine) combine = combine_texts (self->function, &commands, 1);
  g_autoptr (FanfoldPreflight) preflight = look (self, combine, NULL);

  fanfold_preflight_sample (preflight, sample);
}

/* The number of a command says what it takes, where it did so before. */
static void
test_numbered (Fixture *self, gconstpointer data)
{
  FanfoldPreflightSample sample;

  record_values (self, COMMAND, "sleep 1,sleep 2,sleep 3", FALSE);
  sample_commands (self, "sleep 30,sleep 30", &sample);
  g_assert_cmpfloat_with_epsilon (sample.seconds, 60, 0.1);
  g_assert_cmpfloat (sample.low, >, 30);
  g_assert_cmpfloat (sample.high, <, 150);

  /* In another one it is something else. */
  sample_commands (self, "sleep 30 && echo,sleep 31 && echo", &sample);
  g_assert_cmpfloat (sample.seconds, <, 10);
  sample_commands (self, "sleep 30 5,sleep 30 6", &sample);
  g_assert_cmpfloat (sample.seconds, <, 10);
}

/* Serial numbers say nothing. */
static void
test_serial (Fixture *self, gconstpointer data)
{
  FanfoldPreflightSample sample;

  record_values (self, COMMAND, "make 1,make 30,make 2", FALSE);
  sample_commands (self, "make 1000,make 1001", &sample);
  g_assert_cmpfloat_with_epsilon (sample.seconds, 4, 0.1);
}

static void
sample_with (Fixture *self, const FanfoldSettings *settings, FanfoldPreflightSample *sample)
{
  g_autoptr (FanfoldPreflight) preflight = look_with (self, self->combine, NULL, settings);

  fanfold_preflight_sample (preflight, sample);
}

/* Jobs that took 2 s, 4 s and 6 s the last time, two at once. */
static void
test_timeout (Fixture *self, gconstpointer data)
{
  FanfoldSettings settings = { .n_jobs = 1, .timeout = 3 };
  FanfoldPreflightSample sample;

  record_sizes (self, FALSE);
  sample_with (self, &settings, &sample);
  g_assert_cmpfloat (sample.seconds, ==, 4);

  settings = (FanfoldSettings){ .n_jobs = 1, .timeout_percent = 50 };
  sample_with (self, &settings, &sample);
  g_assert_cmpfloat (sample.seconds, ==, 6); /* three are over by then */

  fanfold_combine_unref (self->combine);
  self->combine = combine_texts (self->function, (const char *[]){ "1,2,2,3" }, 1);
  sample_with (self, &settings, &sample);
  g_assert_cmpfloat (sample.seconds, ==, 4);
}

/* Two jobs of three failed once. */
static void
test_retries (Fixture *self, gconstpointer data)
{
  FanfoldSettings settings = { .n_jobs = 1, .n_retries = 3 };
  FanfoldPreflightSample sample, plain;

  record_sizes (self, TRUE);
  sample_with (self, &settings, &sample);
  settings.n_retries = 0;
  sample_with (self, &settings, &plain);
  g_assert_cmpfloat (plain.seconds, ==, 6);
  g_assert_cmpfloat (sample.seconds, >, 1.3 * plain.seconds);
  g_assert_cmpfloat (sample.seconds, <, 3 * plain.seconds);
  g_assert_cmpfloat (sample.high, >, 1.8 * plain.high);
}

static void
test_broken_entry (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = fixture_path (self, "memo");
  g_autofree char *path = NULL, *fan = NULL;
  g_autoptr (FanfoldMemo) memo = fanfold_memo_new (folder);
  g_autoptr (FanfoldFunction) function = make_function (PURE, NUMBER);
  g_autoptr (FanfoldCombine) combine = fixture_make_combine (function, 2);
  g_autoptr (FanfoldPreflight) preflight = NULL;
  g_autoptr (GVariant) args = fanfold_combine_get_args (combine, 1);
  FanfoldPreflightSample sample;
  char key[FANFOLD_KEY_LENGTH + 1];

  store (memo, function, combine, 1);
  g_assert_true (fanfold_key_make (function, args, NULL, key, NULL));
  fan = g_strndup (key, 2);
  path = g_strconcat (folder, "/test.job/", fan, "/", key, ".memo", NULL);
  g_assert_true (g_file_set_contents (path, "torn", 4, NULL));
  preflight = look (self, combine, memo);
  fanfold_preflight_sample (preflight, &sample);
  g_assert_cmpuint (sample.n_cached, ==, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What templates are made from: quotes, an option, spaces; {nmae} stays as it is. */
static void
test_free (Fixture *self, gconstpointer data)
{
  const char *const values[] = { "'q'", "-rf", "-1.5", " s", "ok", NULL };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, COMMAND);
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_FILE);
  g_autoptr (FanfoldSource) source =
      fanfold_source_new_array (param, g_variant_new_bytestring_array (values, -1));
  FanfoldCombineItem items[2] = {
    { .param = FANFOLD_COMBINE_FREE, .name = "f", .free = param, .source = source },
    { .param = 0, .name = "command", .template = "sh {f} --x={f} {nmae}" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCombine) combine = fanfold_combine_new (function, items, 2, &error);
  g_autoptr (FanfoldPreflight) preflight = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  g_assert_no_error (error);
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "6:1:0 7:1:1 8:1:3 9:1");
  findings = fanfold_preflight_dup_findings (preflight);
  g_assert_cmpstr (((FanfoldFinding *) findings->pdata[3])->detail, ==, "{nmae}");
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  FanfoldPreflightSpec spec = { .combine = self->combine, .settings = &settings, .n_slots = 1 };
  g_autoptr (FanfoldPreflight) preflight = fanfold_preflight_new (&spec);
  FanfoldPreflightSample sample;

  g_cancellable_cancel (cancellable);
  g_assert_false (fanfold_preflight_work (preflight, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  fanfold_preflight_sample (preflight, &sample);
  g_assert_false (sample.over);
}

static gpointer
work_thread (gpointer data)
{
  return GINT_TO_POINTER (fanfold_preflight_work (data, NULL, NULL));
}

/* Counts come in while it works; many new entries are told of. */
static void
test_many (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = fixture_path (self, "memo");
  g_autoptr (FanfoldMemo) memo = fanfold_memo_new (folder);
  g_autoptr (FanfoldFunction) function = make_function (PURE, NUMBER);
  g_autoptr (FanfoldCombine) combine = fixture_make_combine (function, 100001);
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  FanfoldPreflightSpec spec = {
    .combine = combine, .settings = &settings, .memo = memo, .n_slots = 4
  };
  g_autoptr (FanfoldPreflight) preflight = fanfold_preflight_new (&spec);
  FanfoldPreflightSample sample;
  guint64 last = 0;
  guint n_seen = 0;
  gint64 began = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("preflight", work_thread, preflight);

  do
    {
      g_usleep (1000);
      fanfold_preflight_sample (preflight, &sample);
      g_assert_cmpuint (sample.n_looked, >=, last);
      n_seen += sample.n_looked > last;
      last = sample.n_looked;
    }
  while (!sample.over);
  g_assert_nonnull (g_thread_join (thread));
  g_test_message ("100,001 jobs in %.3f s",
                  (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC);
  g_assert_cmpuint (n_seen, >, 3);
  assert_findings (preflight, "12:100001");
}

/* FANFOLD_SPEED=1: what a million numbers and a hundred thousand files cost. */
static void
test_speed (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = fixture_path (self, "memo");
  g_autoptr (FanfoldMemo) memo = fanfold_memo_new (folder);
  g_autoptr (FanfoldFunction) function = make_function (PURE, NUMBER);
  g_autoptr (FanfoldFunction) of_files = make_function (PURE, FILE_IN);
  g_autoptr (FanfoldCombine) numbers = fixture_make_combine (function, 1000000);
  g_autoptr (FanfoldCombine) files = NULL;
  g_autoptr (FanfoldPreflight) first = NULL, second = NULL;
  g_autoptr (GString) names = g_string_new ("f0");
  const char *texts[1];
  gint64 began;

  if (g_getenv ("FANFOLD_SPEED") == NULL)
    {
      g_test_skip ("FANFOLD_SPEED is not set");
      return;
    }

  began = g_get_monotonic_time ();
  first = look (self, numbers, memo);
  g_test_message ("a million numbers in %.3f s",
                  (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC);
  make_file (self, "f0");
  for (guint i = 1; i < 100000; i++)
    {
      g_autofree char *name = g_strdup_printf ("f%u", i);

      make_file (self, name);
      g_string_append_printf (names, ",%s", name);
    }
  texts[0] = names->str;
  files = combine_texts (of_files, texts, 1);
  began = g_get_monotonic_time ();
  second = look (self, files, memo);
  g_test_message ("100,000 files in %.3f s",
                  (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

  ADD ("/preflight/numbers", test_numbers);
  ADD ("/preflight/cached", test_cached);
  ADD ("/preflight/some", test_some);
  ADD ("/preflight/other-sizes", test_other_sizes);
  ADD ("/preflight/numbered", test_numbered);
  ADD ("/preflight/serial", test_serial);
  ADD ("/preflight/timeout", test_timeout);
  ADD ("/preflight/retries", test_retries);
  ADD ("/preflight/broken-entry", test_broken_entry);
  ADD ("/preflight/free", test_free);
  ADD ("/preflight/cancelled", test_cancelled);
  ADD ("/preflight/many", test_many);
  ADD ("/preflight/speed", test_speed);

  return g_test_run ();
}
