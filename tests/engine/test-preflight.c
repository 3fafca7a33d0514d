/* test-preflight.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "history-fixture.h"

#include "described.h"
#include "fanfold-args.h"
#include "fanfold-error.h"
#include "fanfold-key.h"
#include "fanfold-leave-out.h"
#include "fanfold-preflight.h"
#include "isolated.h"

#define PURE "'cache-version': <uint32 0xffffffff>"
#define IMPURE "'cache-version': <uint32 0>"
#define NUMBER "[{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>}]"
#define FILE_IN                                                                                    \
  "[{'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>}, "                                     \
  "{'id': <'out'>, 'label': <'Out'>, 'type': <uint32 5>, 'flags': <uint32 32>}]"
#define COMMAND "[{'id': <'command'>, 'label': <'C'>, 'type': <uint32 7>}]"

static FanfoldFunction *
make_function (const char *purity, const char *params)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = NULL;
  g_autofree char *text = NULL;
  FanfoldFunction *function;

  text = g_strdup_printf ("{'id': <'job'>, 'label': <'Job'>, %s, 'params': <@aa{sv} %s>,"
                          " 'outputs': <[{'id': <'y'>, 'label': <'Y'>, 'type': <uint32 3>}]>}",
                          purity,
                          params);
  description = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);
  g_assert_no_error (error);
  function = fanfold_function_new_from_variant (description, "test", "/n.so", "b1", &error);
  g_assert_no_error (error);

  return function;
}

/* In step: each of @texts for one parameter, its values split at commas. */
static FanfoldCombine *
combine_texts (FanfoldFunction *function, const char *const *texts, guint n_texts)
{
  g_autoptr (GError) error = NULL;
  FanfoldCombineItem items[4] = { 0 };
  FanfoldCombine *combine;

  for (guint i = 0; i < n_texts; i++)
    {
      FanfoldParam *param = g_ptr_array_index (fanfold_function_get_params (function), i);
      g_auto (GStrv) values = g_strsplit (texts[i], ",", -1);
      GVariantBuilder builder;

      g_variant_builder_init (&builder, G_VARIANT_TYPE_ARRAY);
      for (guint k = 0; values[k] != NULL; k++)
        {
          g_variant_builder_add_value (&builder, fanfold_param_parse (param, values[k], &error));
          g_assert_no_error (error);
        }
      items[i].param = i;
      items[i].name = fanfold_param_get_id (param);
      items[i].group = 1;
      items[i].source = fanfold_source_new_array (param, g_variant_builder_end (&builder));
    }
  combine = fanfold_combine_new (function, items, n_texts, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_texts; i++)
    fanfold_source_unref (items[i].source);

  return combine;
}

static FanfoldPreflight *
look (Fixture *self, FanfoldCombine *combine, FanfoldMemo *memo)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldRecollection) recollection = fanfold_recollection_new (self->history, memo);
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  FanfoldPreflightSpec spec = { .combine = combine,
                                .settings = &settings,
                                .folder = self->folder,
                                .memo = memo,
                                .recollection = recollection,
                                .n_slots = 2 };
  FanfoldPreflight *preflight = fanfold_preflight_new (&spec);

  g_assert_true (fanfold_preflight_work (preflight, NULL, &error));
  g_assert_no_error (error);

  return preflight;
}

/* Each finding as "kind:jobs:first", in order. */
static void
assert_findings (FanfoldPreflight *preflight, const char *expected)
{
  g_autoptr (GPtrArray) findings = fanfold_preflight_dup_findings (preflight);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const FanfoldFinding *finding = findings->pdata[i];

      g_string_append_printf (
          text, "%s%d:%d", i > 0 ? " " : "", (int) finding->kind, (int) finding->n_jobs);
      if (finding->n_first > 0)
        g_string_append_printf (text, ":%d", (int) finding->first[0]);
      if (finding->kind < FANFOLD_FINDING_STRAY)
        g_assert_cmphex (fanfold_preflight_get_marks (preflight, finding->first[0]) &
                             (1u << finding->kind),
                         !=,
                         0);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
make_file (Fixture *self, const char *name)
{
  g_autofree char *path = fixture_path (self, name);

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
}

static void
store (FanfoldMemo *memo, FanfoldFunction *function, FanfoldCombine *combine, guint64 index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) args = fanfold_combine_get_args (combine, index);
  g_autoptr (GString) json = g_string_new (NULL);
  char key[FANFOLD_KEY_LENGTH + 1];

  fanfold_args_append_json (json, fanfold_function_get_params (function), args);
  g_assert_true (fanfold_key_make (function, args, NULL, key, &error));
  g_assert_true (fanfold_memo_store (memo, function, key, json->str, "1.0", NULL, 2, &error));
  g_assert_no_error (error);
}

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

static void
test_duplicates (Fixture *self, gconstpointer data)
{
  const char *const texts[] = { "1,2,1,1,3,2" };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, NUMBER);
  g_autoptr (FanfoldCombine) combine = combine_texts (function, texts, 1);
  g_autoptr (FanfoldPreflight) preflight = look (self, combine, NULL);
  g_autoptr (GPtrArray) findings = fanfold_preflight_dup_findings (preflight);
  const FanfoldFinding *finding = findings->pdata[0];

  assert_findings (preflight, "5:3:2");
  g_assert_cmpuint (finding->n_first, ==, 3);
  g_assert_cmpuint (finding->first[1], ==, 3);
  g_assert_cmpuint (finding->first[2], ==, 5);
  g_assert_cmphex (fanfold_preflight_get_marks (preflight, 0), ==, 0);
}

static void
test_files (Fixture *self, gconstpointer data)
{
  const char *const texts[] = { "a,gone,'quoted',a, b", "x,y,z,there,w" };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, FILE_IN);
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (FanfoldPreflight) preflight = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  make_file (self, "a");
  make_file (self, "there");
  combine = combine_texts (function, texts, 2);
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "0:3:1 3:1:3 6:1:2 8:1:4");

  findings = fanfold_preflight_dup_findings (preflight);
  g_assert_cmpstr (((FanfoldFinding *) findings->pdata[0])->detail, ==, "gone");
  g_assert_cmpstr (((FanfoldFinding *) findings->pdata[1])->detail, ==, "there");
}

/* Of one name, however it is written; nothing at all is no file. */
static void
test_outputs (Fixture *self, gconstpointer data)
{
  g_autofree char *whole = fixture_path (self, "x");
  g_autofree char *outputs = g_strconcat ("x,,b,y,", whole, ",./b", NULL);
  const char *const texts[] = { "a,a,b,a,a,a", outputs };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, FILE_IN);
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (FanfoldPreflight) preflight = NULL;

  make_file (self, "a");
  make_file (self, "b");
  combine = combine_texts (function, texts, 2);
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "1:1:2 2:4:0 3:1:5");
}

/* A run of which the first job succeeds, and a second one fails. */
static void
record (Fixture *self, FanfoldFunction *function, FanfoldCombine *combine)
{
  guint64 n_jobs = fanfold_combine_get_n_jobs (combine);
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  FanfoldHistoryRun run = { .name = (char *) "W",
                            .function_id = (char *) "test.job",
                            .batch = (char *) "{}",
                            .folder = self->folder,
                            .state = FANFOLD_RUN_RUNNING,
                            .n_jobs_total = n_jobs };
  g_autoptr (FanfoldRecorder) recorder = fanfold_writer_begin (writer, &run, combine, NULL, NULL);

  for (guint i = 0; i < n_jobs; i++)
    {
      g_autoptr (FanfoldBlock) block =
          fanfold_block_new_single (function,
                                    i,
                                    0,
                                    1,
                                    i == 0 ? FANFOLD_JOB_DONE : FANFOLD_JOB_FAILED,
                                    0,
                                    3,
                                    NULL,
                                    NULL,
                                    NULL);

      fanfold_recorder_add_block (recorder, block, FALSE);
    }
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1);
  fanfold_writer_end (writer);
}

/* What one run wrote is marked as the input of the next. */
static void
test_produced (Fixture *self, gconstpointer data)
{
  const char *const wrote[] = { "a,a", "small-1,small-2" };
  const char *const reads[] = { "a,small-1,small-2,small-3" };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, FILE_IN);
  g_autoptr (FanfoldCombine) before = combine_texts (function, wrote, 2);
  g_autoptr (FanfoldCombine) combine = combine_texts (function, reads, 1);
  g_autoptr (FanfoldPreflight) preflight = NULL;

  record (self, function, before);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("small-%u", i);

      make_file (self, name);
    }
  make_file (self, "a");
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "4:1:1");
}

static void
make_large_file (Fixture *self, const char *name, gint64 size)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  make_file (self, name);
  g_assert_cmpint (truncate (path, size), ==, 0);
}

/* The first job of the run before wrote a mebibyte for each byte that it read. */
static void
test_room (Fixture *self, gconstpointer data)
{
  const char *const wrote[] = { "a,a", "x,y" };
  const char *const little[] = { "b,c", "to/b,to/c" };
  const char *const much[] = { "b,large", "to/b,to/large" };
  const char *const again[] = { "large", "x" };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, FILE_IN);
  g_autoptr (FanfoldCombine) before = combine_texts (function, wrote, 2);
  g_autoptr (FanfoldCombine) fits = combine_texts (function, little, 2);
  g_autoptr (FanfoldCombine) exceeds = combine_texts (function, much, 2);
  g_autoptr (FanfoldCombine) replaces = combine_texts (function, again, 2);
  g_autofree char *x = g_build_filename (self->folder, "x", NULL);
  FanfoldPreflight *preflight;
  g_autoptr (GPtrArray) findings = NULL;
  const FanfoldFinding *finding;

  make_large_file (self, "a", 1);
  make_large_file (self, "b", 1);
  make_large_file (self, "c", 1);
  make_large_file (self, "large", (gint64) 1 << 32);
  preflight = look (self, exceeds, NULL);
  assert_findings (preflight, "");
  fanfold_preflight_unref (preflight);

  make_large_file (self, "x", 1 << 20);
  record (self, function, before);
  preflight = look (self, fits, NULL);
  assert_findings (preflight, "");
  fanfold_preflight_unref (preflight);

  preflight = look (self, exceeds, NULL);
  findings = fanfold_preflight_dup_findings (preflight);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = findings->pdata[0];
  g_assert_cmpint (finding->kind, ==, FANFOLD_FINDING_NO_ROOM);
  g_assert_cmpuint (finding->n_first, ==, 0);
  g_assert_cmpuint (finding->needed_bytes, ==, ((guint64) 1 << 52) + (1 << 20));
  g_assert_cmpuint (finding->free_bytes, >, 0);
  g_assert_true (g_path_is_absolute (finding->detail));
  fanfold_preflight_unref (preflight);

  /* A file that is there makes room for what replaces it; and nothing is known any more once those
   * that were written have gone. */
  preflight = look (self, replaces, NULL);
  assert_findings (preflight, "3:1:0");
  fanfold_preflight_unref (preflight);
  g_assert_cmpint (g_remove (x), ==, 0);
  preflight = look (self, exceeds, NULL);
  assert_findings (preflight, "");
  fanfold_preflight_unref (preflight);
}

/* @found, joined by commas: what leaves out the files in @names for whose @outputs files
 * are there already. */
static void
assert_left_out (Fixture *self, const char *names, const char *outputs, const char *found)
{
  const char *const texts[] = { names, outputs };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, FILE_IN);
  g_autoptr (FanfoldCombine) combine = combine_texts (function, texts, 2);
  g_autoptr (FanfoldPreflight) preflight = look (self, combine, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) globs =
      fanfold_leave_out_find (preflight, "file", FANFOLD_FINDING_EXISTS, NULL, &error);
  g_autofree char *joined = globs != NULL ? g_strjoinv (",", globs) : NULL;

  if (found == NULL)
    g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  else
    g_assert_no_error (error);
  g_assert_cmpstr (joined, ==, found);
}

/* "there" is there, "new" is not. */
static void
test_leave_out (Fixture *self, gconstpointer data)
{
  make_file (self, "there");
  assert_left_out (self, "a.jpg,b.jpg,a-small.jpg,b-small.jpg", "n,n,there,there", "*-small.jpg");
  assert_left_out (self,
                   "a.jpg,a-small.jpg,c-small.jpg,b-small.jpg",
                   "n,there,there,n",
                   "a-small.jpg,c-small.jpg");
  assert_left_out (
      self, "a.jpg,r.jpg,r-small.jpg,a-small.jpg,b-small.jpg", "n,n,n,there,there", "*-small.jpg");
  assert_left_out (self, "out_1.dat,out_2.txt,in_1.dat", "there,there,n", "out_*");
  assert_left_out (self, "a.jpg,b.png,c.png", "n,there,there", "*.png");
  assert_left_out (self, "a,b[1]*", "n,there", "b\\[1\\]\\*");
  assert_left_out (self, "x/a,y/a", "n,there", NULL);
  assert_left_out (self, "a,b", "n,m", NULL);
}

static void
test_command (Fixture *self, gconstpointer data)
{
  const char *const there[] = { "sh -c 1,sh -c 2" };
  const char *const missing[] = { "nosuchprogram 1,nosuchprogram 2" };
  const char *const changing[] = { "nosuchprogram 1,nosuchother 2" };
  const char *const below[] = { "./nowhere 1,./nowhere 2" };
  g_autoptr (FanfoldFunction) function = make_function (IMPURE, COMMAND);
  g_autoptr (FanfoldCombine) combine = combine_texts (function, there, 1);
  g_autoptr (FanfoldPreflight) preflight = look (self, combine, NULL);
  g_autoptr (GPtrArray) findings = NULL;

  assert_findings (preflight, "");

  fanfold_combine_unref (combine);
  fanfold_preflight_unref (preflight);
  combine = combine_texts (function, changing, 1);
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "");

  fanfold_combine_unref (combine);
  fanfold_preflight_unref (preflight);
  combine = combine_texts (function, below, 1);
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "10:1");

  fanfold_combine_unref (combine);
  fanfold_preflight_unref (preflight);
  combine = combine_texts (function, missing, 1);
  preflight = look (self, combine, NULL);
  assert_findings (preflight, "10:1");
  findings = fanfold_preflight_dup_findings (preflight);
  g_assert_cmpstr (((FanfoldFinding *) findings->pdata[0])->detail, ==, "nosuchprogram");
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
  ADD ("/preflight/broken-entry", test_broken_entry);
  ADD ("/preflight/duplicates", test_duplicates);
  ADD ("/preflight/files", test_files);
  ADD ("/preflight/outputs", test_outputs);
  ADD ("/preflight/produced", test_produced);
  ADD ("/preflight/room", test_room);
  ADD ("/preflight/leave-out", test_leave_out);
  ADD ("/preflight/command", test_command);
  ADD ("/preflight/free", test_free);
  ADD ("/preflight/cancelled", test_cancelled);
  ADD ("/preflight/many", test_many);
  ADD ("/preflight/speed", test_speed);

  return g_test_run ();
}
