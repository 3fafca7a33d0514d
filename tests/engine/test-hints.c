/* test-hints.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "history-fixture.h"

#include "fanfold-hints.h"
#include "fanfold-key.h"
#include "fanfold-remaining-feed.h"
#include "described.h"
#include "isolated.h"
#include "pure.h"

#define N_JOBS 100

static FanfoldHints *
load (const char *params_text, FanfoldInputKind kind, const char *input_text)
{
  g_autoptr (FanfoldFunction) function = described_function (params_text, FALSE);
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("test.job");
  g_autoptr (FanfoldInput) input = fanfold_input_parse (kind, input_text, NULL);
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldHints *hints;

  g_assert_true (fanfold_batch_add_input (batch, input, NULL));
  combine = fanfold_batch_expand (batch, function, NULL, &error);
  g_assert_no_error (error);
  hints = fanfold_hints_load (combine, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return hints;
}

static FanfoldRemainingHint
get (FanfoldHints *hints, guint64 index)
{
  FanfoldRemainingHint hint;

  fanfold_hints_get (hints, index, &hint);
  return hint;
}

static void
test_size (void)
{
  g_autoptr (FanfoldHints) hints =
      load ("[{'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>, 'flags': <uint32 64>}]",
            FANFOLD_INPUT_RANGE,
            "n=0:5");

  g_assert_cmpuint (fanfold_hints_get_n_jobs (hints), ==, 5);
  g_assert_cmpfloat (get (hints, 0).size, ==, 0);
  g_assert_cmpfloat (get (hints, 4).size, ==, 4);
  g_assert_cmpuint (get (hints, 4).kind, ==, 0);
  g_assert_cmpfloat (get (hints, 4).prior, ==, 0);
}

static void
test_kind (void)
{
  g_autoptr (FanfoldHints) hints =
      load ("[{'id': <'command'>, 'label': <'C'>, 'type': <uint32 7>}]",
            FANFOLD_INPUT_LIST,
            "command=sleep 1,  true,sleep 2");
  g_autoptr (FanfoldHints) alike =
      load ("[{'id': <'command'>, 'label': <'C'>, 'type': <uint32 7>}]",
            FANFOLD_INPUT_LIST,
            "command=sleep 1,sleep 2");

  g_assert_cmpuint (get (hints, 0).kind, >, 0);
  g_assert_cmpuint (get (hints, 1).kind, !=, get (hints, 0).kind);
  g_assert_cmpuint (get (hints, 2).kind, ==, get (hints, 0).kind);
  g_assert_cmpuint (get (alike, 1).kind, ==, 0);
}

/* A number of which there are but a few values, each of them often, unless it is told that it is
 * another one for each job, or what a job costs. */
static void
test_few_values (void)
{
  const char *text = "level=1,9,1,9,1,9,1,9";
  g_autoptr (FanfoldHints) few =
      load ("[{'id': <'level'>, 'label': <'L'>, 'type': <uint32 2>}]", FANFOLD_INPUT_LIST, text);
  g_autoptr (FanfoldHints) each =
      load ("[{'id': <'level'>, 'label': <'L'>, 'type': <uint32 2>, 'flags': <uint32 2>}]",
            FANFOLD_INPUT_LIST,
            text);
  g_autoptr (FanfoldHints) many = load (
      "[{'id': <'level'>, 'label': <'L'>, 'type': <uint32 2>}]", FANFOLD_INPUT_RANGE, "level=0:40");

  g_assert_cmpuint (get (few, 0).kind, >, 0);
  g_assert_cmpuint (get (few, 1).kind, !=, get (few, 0).kind);
  g_assert_cmpuint (get (few, 6).kind, ==, get (few, 0).kind);
  g_assert_cmpuint (get (each, 1).kind, ==, 0);
  g_assert_cmpuint (get (many, 1).kind, ==, 0);
}

static void
test_many (void)
{
  g_autoptr (FanfoldHints) hints = load (
      "[{'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>}]", FANFOLD_INPUT_RANGE, "n=0:1000000");

  g_assert_cmpuint (fanfold_hints_get_n_jobs (hints), ==, FANFOLD_HINTS_MAX_JOBS);
}

static void
remember (FanfoldMemo *memo, FanfoldFunction *function, FanfoldCombine *combine, guint64 index)
{
  g_autoptr (GVariant) args = fanfold_combine_get_args (combine, index);
  g_autoptr (GError) error = NULL;
  char key[FANFOLD_KEY_LENGTH + 1];

  g_assert_true (fanfold_key_make (function, args, NULL, key, &error));
  g_assert_no_error (error);
  fanfold_memo_store (memo, function, key, "{}", "1", NULL, 1, &error);
  g_assert_no_error (error);
}

static void
assert_cached (FanfoldCombine *combine,
               FanfoldMemo *memo,
               FanfoldJobTable *table,
               const int *cached)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldHints) hints = fanfold_hints_load (combine, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < fanfold_hints_get_n_jobs (hints); i++)
    g_assert_cmpint (get (hints, i).cached, ==, -1);

  g_assert_true (fanfold_hints_ask (hints, combine, NULL, memo, table, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < fanfold_hints_get_n_jobs (hints); i++)
    g_assert_cmpint (get (hints, i).cached, ==, cached[i]);
}

/* Which jobs are answered, by the memo or by an equal one; of those that are over, nothing. */
static void
test_cached (void)
{
  const PureItem item = { 2, 0, "[int64 5, 6, 7, 6, 8]" };
  g_autoptr (FanfoldFunction) function = pure_function ();
  g_autoptr (FanfoldCombine) combine = pure_combine (function, &item, 1);
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (5);
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "memo", NULL);
  g_autoptr (FanfoldMemo) memo = fanfold_memo_new (folder);
  g_autoptr (FanfoldBlock) block =
      fanfold_block_new_single (function, 4, 0, 1, FANFOLD_JOB_DONE, 0, 1, NULL, "1", NULL);

  remember (memo, function, combine, 2);
  remember (memo, function, combine, 4);
  assert_cached (combine, NULL, table, (const int[]){ 0, 0, 0, 1, 0 });
  assert_cached (combine, memo, table, (const int[]){ 0, 0, 1, 1, 1 });

  fanfold_job_table_begin (table, 4, 0, 1);
  fanfold_job_table_finish (table, block, FALSE);
  assert_cached (combine, memo, table, (const int[]){ 0, 0, 1, 1, -1 });
}

/* Jobs of which the first half took @first seconds each, the others @others, and @each more for
 * every job before them. */
static void
record_growing (Fixture *self, double first, double others, double each)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, NULL);

  for (guint i = 0; i < N_JOBS; i++)
    {
      double seconds = (i < N_JOBS / 2 ? first : others) + i * each;
      g_autoptr (FanfoldBlock) block = fanfold_block_new_single (
          self->function, i, 0, 1, FANFOLD_JOB_DONE, 0, seconds, NULL, NULL, NULL);

      fanfold_recorder_add_block (recorder, block, FALSE);
    }
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1.5);
  fanfold_writer_end (writer);
}

static void
record (Fixture *self, double first, double others)
{
  record_growing (self, first, others, 0);
}

/* What is known comes after the first jobs are over; then it is as if it had been known before. */
static void
test_history (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (N_JOBS);
  g_autoptr (FanfoldRemainingFeed) feed = NULL;
  g_autoptr (FanfoldDurations) durations = NULL;
  FanfoldRemainingLook look = { .n_slots = 1 };
  FanfoldRemainingAnswer answer;

  record (self, 1, 3);
  durations = fanfold_durations_load (self->history, NULL, self->function, NULL, NULL, NULL);
  feed = fanfold_remaining_feed_new (table, 1, 0);
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (FanfoldBlock) block = fanfold_block_new_single (
          self->function, i, 0, 1, FANFOLD_JOB_DONE, 0, 1, NULL, NULL, NULL);

      look.now_usec = look.wall_usec = (i + 1) * G_USEC_PER_SEC;
      fanfold_job_table_finish (table, block, FALSE);
      fanfold_job_table_begin (table, i + 1, 0, look.wall_usec);
      fanfold_remaining_feed_look (feed, &look, &answer);
    }
  g_assert_cmpfloat (answer.median, <, 120);

  fanfold_remaining_feed_take_hints (
      feed, fanfold_hints_load (self->combine, NULL, durations, NULL, NULL));
  fanfold_remaining_feed_look (feed, &look, &answer);
  g_assert_cmpfloat (answer.median, >, 160);
  g_assert_cmpfloat (answer.median, <, 220);
}

static FanfoldBlock *
make_block (FanfoldFunction *function, guint index, FanfoldJobState state, double seconds)
{
  return fanfold_block_new_single (function, index, 0, 1, state, 0, seconds, NULL, NULL, NULL);
}

/* An earlier session was stopped in the midst of jobs: that these begin again is no failed try, nor
 * after the history has told. */
static void
test_stopped_before (Fixture *self, gconstpointer data)
{
  FanfoldJobTable *table = fanfold_job_table_new (N_JOBS);
  g_autoptr (FanfoldRemainingFeed) feed = NULL;
  guint64 counts[FANFOLD_N_JOB_STATES] = { 0 };
  FanfoldRemainingLook look = { .n_slots = 3 };
  FanfoldRemainingAnswer before, after;

  for (guint i = 0; i < 10; i++)
    {
      FanfoldJobState state = i < 8 ? FANFOLD_JOB_DONE : FANFOLD_JOB_CANCELLED;
      g_autoptr (FanfoldBlock) block = make_block (self->function, i, state, 3);

      fanfold_job_table_begin (table, i, 0, 0);
      fanfold_job_table_finish (table, block, FALSE);
      fanfold_job_table_give_back (table, 0);
    }
  fanfold_job_table_take_back (table, 8, 2, counts, NULL);
  feed = fanfold_remaining_feed_new (table, 3, 0);
  fanfold_remaining_feed_look (feed, &look, &before);
  fanfold_remaining_feed_take_hints (feed,
                                     fanfold_hints_load (self->combine, NULL, NULL, NULL, NULL));
  for (guint i = 0; i < 3; i++)
    {
      fanfold_job_table_begin (table, 8 + i, i, look.wall_usec);
      look.now_usec += G_USEC_PER_SEC / 4;
      look.wall_usec += G_USEC_PER_SEC / 4;
      fanfold_remaining_feed_look (feed, &look, &after);
    }
  g_assert_cmpfloat (after.median, >, 0.9 * before.median);
  fanfold_job_table_unref (table);
}

static FanfoldCombine *
combine_commands_from (FanfoldFunction *function, const char *format, guint first)
{
  g_autoptr (GString) text = g_string_new ("command=");
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("numbers.square");
  g_autoptr (FanfoldInput) input = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldCombine *combine;

  for (guint i = 0; i < N_JOBS; i++)
    g_string_append_printf (text, "%s%s %u", i > 0 ? "," : "", format, first + i);
  input = fanfold_input_parse (FANFOLD_INPUT_LIST, text->str, NULL);
  g_assert_true (fanfold_batch_add_input (batch, input, NULL));
  combine = fanfold_batch_expand (batch, function, NULL, &error);
  g_assert_no_error (error);

  return combine;
}

static FanfoldCombine *
combine_commands (FanfoldFunction *function, const char *format)
{
  return combine_commands_from (function, format, 0);
}

static FanfoldRemainingAnswer
ask_before (FanfoldCombine *combine, FanfoldDurations *durations)
{
  g_autoptr (FanfoldHints) hints = fanfold_hints_load (combine, NULL, durations, NULL, NULL);
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (N_JOBS, 1, 0);
  FanfoldRemainingAnswer answer;

  fanfold_hints_recall (hints, remaining);
  fanfold_remaining_ask (remaining, 0, &answer);

  return answer;
}

/* Of a function that runs commands; each takes so much longer than the one before it. */
static FanfoldDurations *
record_growing_commands (Fixture *self, const char *format, double growth)
{
  g_autoptr (GVariant) description = g_variant_ref_sink (g_variant_new_parsed (
      "{'id': <'square'>, 'label': <'Run'>,"
      " 'params': <[{'id': <'command'>, 'label': <'C'>, 'type': <uint32 7>}]>}"));

  g_object_unref (self->function);
  fanfold_combine_unref (self->combine);
  self->function = fanfold_function_new_from_variant (description, "numbers", "/n.so", "b1", NULL);
  self->combine = combine_commands (self->function, format);
  record_growing (self, 0.01, 0.02, growth);

  return fanfold_durations_load (self->history, NULL, self->function, NULL, NULL, NULL);
}

static FanfoldDurations *
record_commands (Fixture *self, const char *format)
{
  return record_growing_commands (self, format, 0);
}

/* All commands are of one function; what one takes says nothing of another one. */
static void
test_other_command (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldDurations) durations = record_commands (self, "short");
  g_autoptr (FanfoldCombine) same = combine_commands (self->function, " short of");
  g_autoptr (FanfoldCombine) wrapped = combine_commands (self->function, "A=1 nice short");
  g_autoptr (FanfoldCombine) other = combine_commands (self->function, "shorter");
  FanfoldRemainingAnswer answer;

  answer = ask_before (same, durations);
  g_assert_cmpfloat (answer.median, >, 0.5);
  g_assert_cmpfloat (answer.median, <, 4);
  answer = ask_before (wrapped, durations);
  g_assert_cmpfloat (answer.median, >, 0.5);
  answer = ask_before (other, durations);
  g_assert_cmpfloat (answer.median, <, 0);
}

/* Each job runs another script: what one of them took says nothing of all. */
static void
test_scripts (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldDurations) durations = record_commands (self, "python3");
  g_autoptr (FanfoldCombine) again = combine_commands (self->function, "python3 -u");
  g_autoptr (FanfoldHints) hints = fanfold_hints_load (self->combine, NULL, durations, NULL, NULL);
  FanfoldRemainingAnswer answer = ask_before (again, durations);

  g_assert_cmpfloat (answer.median, <, 0);
  g_assert_cmpfloat (get (hints, 0).prior, >, 0);
  g_assert_cmpuint (get (hints, 0).kind, ==, 0);
}

/* Of jobs of which none has run before. */
static FanfoldRemainingAnswer
ask_told (FanfoldCombine *combine, FanfoldDurations *durations)
{
  g_autoptr (FanfoldHints) hints = fanfold_hints_load (combine, NULL, durations, NULL, NULL);
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (N_JOBS, 1, 0);
  FanfoldRemainingAnswer answer;

  for (guint i = 0; i < N_JOBS; i++)
    {
      FanfoldRemainingHint hint = get (hints, i);

      g_assert_cmpfloat (hint.prior, ==, 0);
      fanfold_remaining_know (remaining, i, &hint);
    }
  fanfold_hints_recall (hints, remaining);
  fanfold_remaining_ask (remaining, 0, &answer);

  return answer;
}

static FanfoldRemainingAnswer
ask_sized (Fixture *self, FanfoldDurations *durations, const char *range)
{
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("numbers.square");
  g_autoptr (FanfoldInput) input = fanfold_input_parse (FANFOLD_INPUT_RANGE, range, NULL);
  g_autoptr (FanfoldCombine) combine = NULL;

  g_assert_true (fanfold_batch_add_input (batch, input, NULL));
  combine = fanfold_batch_expand (batch, self->function, NULL, NULL);
  g_assert_cmpuint (fanfold_combine_get_n_jobs (combine), ==, N_JOBS);

  return ask_told (combine, durations);
}

/* The number in a command is its size, where others went by it; else no more than a name. */
static void
test_numbered (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldDurations) durations = record_growing_commands (self, "sleep", 1);
  g_autoptr (FanfoldCombine) longer = combine_commands_from (self->function, "sleep", 1000);
  g_autoptr (FanfoldHints) hints = fanfold_hints_load (longer, NULL, durations, NULL, NULL);
  FanfoldRemainingAnswer answer = ask_told (longer, durations);

  g_assert_cmpfloat (get (hints, 7).size, ==, 1007);
  g_assert_cmpfloat (answer.median, >, 50000);
  g_assert_cmpfloat (answer.median, <, 200000);
}

static void
test_serial (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldDurations) durations = record_commands (self, "make");
  g_autoptr (FanfoldCombine) more = combine_commands_from (self->function, "make", 1000);
  g_autoptr (FanfoldHints) hints = fanfold_hints_load (more, NULL, durations, NULL, NULL);
  FanfoldRemainingAnswer answer = ask_told (more, durations);

  g_assert_cmpfloat (get (hints, 7).size, ==, 0);
  g_assert_cmpfloat (answer.median, >, 0.5);
  g_assert_cmpfloat (answer.median, <, 4);
}

/* What is said when 12 commands with the numbers from 1 on are over, each of which took @growth
 * seconds more than the one before. */
static double
ask_first_run (FanfoldFunction *function, double growth)
{
  g_autoptr (FanfoldCombine) combine = combine_commands_from (function, "sleep", 1);
  FanfoldJobTable *table = fanfold_job_table_new (N_JOBS);
  g_autoptr (FanfoldRemainingFeed) feed = fanfold_remaining_feed_new (table, 1, 0);
  FanfoldRemainingLook look = { .wall_usec = G_USEC_PER_SEC, .n_slots = 1 };
  FanfoldRemainingAnswer answer;
  double seconds = 1;

  fanfold_remaining_feed_take_hints (feed, fanfold_hints_load (combine, NULL, NULL, NULL, NULL));
  fanfold_job_table_begin (table, 0, 0, look.wall_usec);
  for (guint i = 0; i < 12; i++, seconds += growth)
    {
      g_autoptr (FanfoldBlock) block = fanfold_block_new_single (
          function, i, 0, 1, FANFOLD_JOB_DONE, look.wall_usec, seconds, NULL, "1", NULL);

      fanfold_remaining_feed_look (feed, &look, &answer);
      look.now_usec += (gint64) (seconds * G_USEC_PER_SEC);
      look.wall_usec += (gint64) (seconds * G_USEC_PER_SEC);
      fanfold_job_table_finish (table, block, FALSE);
      fanfold_job_table_give_back (table, 0);
      fanfold_job_table_begin (table, i + 1, 0, look.wall_usec);
      fanfold_remaining_feed_look (feed, &look, &answer);
    }
  fanfold_job_table_unref (table);

  return answer.median;
}

/* In a first run the jobs that are over say whether numbers are sizes. */
static void
test_numbered_at_first (Fixture *self, gconstpointer data)
{
  double left = (13.0 + 100) / 2 * 88;

  /* Whose function is one of commands from then on. */
  fanfold_durations_unref (record_commands (self, "make"));
  g_assert_cmpfloat (ask_first_run (self->function, 1), >, 0.85 * left);
  g_assert_cmpfloat (ask_first_run (self->function, 1), <, 1.2 * left);
  g_assert_cmpfloat (ask_first_run (self->function, 0), >, 80);
  g_assert_cmpfloat (ask_first_run (self->function, 0), <, 96);
}

/* What is a hundred times as large takes longer, in the run as before it. */
static void
test_other_sizes (Fixture *self, gconstpointer data)
{
  g_autoptr (GVariant) description = g_variant_ref_sink (g_variant_new_parsed (
      "{'id': <'square'>, 'label': <'S'>, 'params':"
      " <[{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>, 'flags': <uint32 64>}]>}"));
  g_autoptr (FanfoldDurations) durations = NULL;
  FanfoldRemainingAnswer answer;

  g_object_unref (self->function);
  fanfold_combine_unref (self->combine);
  self->function = fanfold_function_new_from_variant (description, "numbers", "/n.so", "b1", NULL);
  self->combine = fixture_make_combine (self->function, N_JOBS);
  record_growing (self, 0, 0, 0.02);
  durations = fanfold_durations_load (self->history, NULL, self->function, NULL, NULL, NULL);

  answer = ask_sized (self, durations, "x=100:200");
  g_assert_cmpfloat (answer.median, >, 100);
  g_assert_cmpfloat (answer.median, <, 500);
  answer = ask_sized (self, durations, "x=10000:10100");
  g_assert_cmpfloat (answer.median, >, 1500);
  g_assert_cmpfloat (answer.median, <, 50000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/hints/size", test_size);
  g_test_add_func ("/hints/kind", test_kind);
  g_test_add_func ("/hints/few-values", test_few_values);
  g_test_add_func ("/hints/many", test_many);
  g_test_add_func ("/hints/cached", test_cached);
  g_test_add ("/hints/history", Fixture, NULL, fixture_set_up, test_history, fixture_tear_down);
  g_test_add (
      "/hints/other-command", Fixture, NULL, fixture_set_up, test_other_command, fixture_tear_down);
  g_test_add (
      "/hints/other-sizes", Fixture, NULL, fixture_set_up, test_other_sizes, fixture_tear_down);
  g_test_add ("/hints/stopped-before",
              Fixture,
              NULL,
              fixture_set_up,
              test_stopped_before,
              fixture_tear_down);
  g_test_add ("/hints/numbered", Fixture, NULL, fixture_set_up, test_numbered, fixture_tear_down);
  g_test_add ("/hints/numbered-at-first",
              Fixture,
              NULL,
              fixture_set_up,
              test_numbered_at_first,
              fixture_tear_down);
  g_test_add ("/hints/serial", Fixture, NULL, fixture_set_up, test_serial, fixture_tear_down);
  g_test_add ("/hints/scripts", Fixture, NULL, fixture_set_up, test_scripts, fixture_tear_down);

  return g_test_run ();
}
