/* test-estimate.c: sums before a launch: durations, doubles, findings in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-doubles.h"
#include "fanfold-estimate.h"
#include "fanfold-finding.h"
#include "fanfold-preflight.h"

static const FanfoldDurationsSummary nothing = { 0 };

static void
test_nothing (void)
{
  FanfoldEstimate estimate = FANFOLD_ESTIMATE_INIT;
  double low, high;

  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &nothing, 8, &low, &high), ==, 0);
  g_assert_cmpfloat (low, ==, 0);
  g_assert_cmpfloat (high, ==, 0);

  fanfold_estimate_add (&estimate, 5);
  fanfold_estimate_add (&estimate, -1);
  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &nothing, 8, &low, &high), <, 0);
  g_assert_cmpfloat (low, <, 0);
  g_assert_cmpfloat (high, <, 0);
}

static void
test_known (void)
{
  FanfoldEstimate estimate = FANFOLD_ESTIMATE_INIT;
  double low, high;

  for (guint i = 0; i < 100; i++)
    fanfold_estimate_add (&estimate, 2);
  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &nothing, 4, &low, &high), ==, 50);
  g_assert_cmpfloat (low, >, 40);
  g_assert_cmpfloat (low, <, 50);
  g_assert_cmpfloat (high, >, 50);
  g_assert_cmpfloat (high, <, 60);
}

/* No schedule is shorter than the longest job. */
static void
test_longest (void)
{
  FanfoldEstimate estimate = FANFOLD_ESTIMATE_INIT;
  double low, high;

  fanfold_estimate_add (&estimate, 100);
  fanfold_estimate_add (&estimate, 1);
  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &nothing, 8, &low, &high), ==, 100);
  g_assert_cmpfloat (low, >, 80);
  g_assert_cmpfloat (high, <, 120);
}

/* What a job takes that was never run is known the better, the more of its kind were. */
static void
test_unknown (void)
{
  FanfoldDurationsSummary few = { 2, 1, 0.5, 1, 0.5, 2 };
  FanfoldDurationsSummary many = { 1000, 1, 0.5, 1, 0.5, 2 };
  FanfoldEstimate estimate = FANFOLD_ESTIMATE_INIT;
  double low, high, wide_low, wide_high;

  for (guint i = 0; i < 1000; i++)
    fanfold_estimate_add (&estimate, -1);
  g_assert_cmpfloat (
      fanfold_estimate_get_seconds (&estimate, &few, 10, &wide_low, &wide_high), ==, 100);
  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &many, 10, &low, &high), ==, 100);
  g_assert_cmpfloat (wide_low, <, low);
  g_assert_cmpfloat (wide_high, >, high);
  g_assert_cmpfloat (wide_low, >=, 0);
}

/* Others say only about how long it takes. */
static void
test_apart (void)
{
  FanfoldDurationsSummary alike = { 100, 1, 0, 1, 1, 1 };
  FanfoldEstimate estimate = FANFOLD_ESTIMATE_INIT;
  double low, high;

  for (guint i = 0; i < 100; i++)
    fanfold_estimate_add (&estimate, -1);
  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &alike, 1, &low, &high), ==, 100);
  g_assert_cmpfloat (low, >, 25);
  g_assert_cmpfloat (low, <, 50);
  g_assert_cmpfloat (high, >, 200);
  g_assert_cmpfloat (high, <, 400);
}

static GArray *
make_sized (double seconds_each)
{
  GArray *sized = g_array_new (FALSE, FALSE, sizeof (FanfoldDurationsSized));

  for (guint i = 1; i <= 100; i++)
    {
      FanfoldDurationsSized one = { i, i * seconds_each };

      g_array_append_val (sized, one);
    }

  return sized;
}

/* A hundred times as large, a hundred times as long: as far as anybody can tell. */
static void
test_sized (void)
{
  g_autoptr (GArray) sized = make_sized (0.5);
  FanfoldEstimate estimate = FANFOLD_ESTIMATE_INIT;
  double seconds, low, high;

  for (guint i = 0; i < 10; i++)
    fanfold_estimate_add_sized (&estimate, sized, 10000);
  g_assert_cmpuint (fanfold_estimate_get_n_jobs (&estimate), ==, 10);
  seconds = fanfold_estimate_get_seconds (&estimate, &nothing, 2, &low, &high);
  g_assert_cmpfloat_with_epsilon (seconds, 25000, 1);
  g_assert_cmpfloat (low, <, seconds / 2);
  g_assert_cmpfloat (low, >, seconds / 8);
  g_assert_cmpfloat (high, >, seconds * 2);
  g_assert_cmpfloat (high, <, seconds * 8);

  /* Of what is as large, it is known better. */
  estimate = (FanfoldEstimate) FANFOLD_ESTIMATE_INIT;
  for (guint i = 0; i < 10; i++)
    fanfold_estimate_add_sized (&estimate, sized, 50);
  fanfold_estimate_add_rest (&estimate, 10);
  seconds = fanfold_estimate_get_seconds (&estimate, &nothing, 2, &low, &high);
  g_assert_cmpfloat_with_epsilon (seconds, 250, 1);
  g_assert_cmpfloat (low, >, seconds * 0.7);
  g_assert_cmpfloat (high, <, seconds * 1.5);
}

/* Where others tell of one another what each takes, they tell of these as well. */
static void
test_away (void)
{
  g_autoptr (GArray) sized = make_sized (0.5);
  g_autoptr (GArray) one = make_sized (0.5);
  FanfoldEstimate estimate = FANFOLD_ESTIMATE_INIT;
  double low, high, seconds;

  g_array_set_size (one, 1);
  fanfold_estimate_learn (&estimate, one);
  g_assert_cmpfloat (estimate.away, ==, 0.8);
  g_assert_cmpfloat (estimate.drift, ==, 0);
  g_assert_cmpfloat (estimate.span, ==, 0);

  fanfold_estimate_learn (&estimate, sized);
  g_assert_cmpfloat (estimate.away, <, 0.2);
  g_assert_cmpfloat (estimate.drift, <, 0.01);
  g_assert_cmpfloat_with_epsilon (estimate.span, 4.605, 0.001);
  for (guint i = 0; i < 10; i++)
    fanfold_estimate_add_sized (&estimate, sized, 500);
  seconds = fanfold_estimate_get_seconds (&estimate, &nothing, 1, &low, &high);
  g_assert_cmpfloat_with_epsilon (seconds, 2500, 1);
  g_assert_cmpfloat (low, >, seconds / 1.3);
  g_assert_cmpfloat (high, <, seconds * 1.3);

  /* They take anything, or go by the square. */
  for (guint i = 0; i < sized->len; i++)
    g_array_index (sized, FanfoldDurationsSized, i).seconds = i % 2 == 0 ? 1 : 4;
  fanfold_estimate_learn (&estimate, sized);
  g_assert_cmpfloat (estimate.away, >, 0.8);
  for (guint i = 0; i < sized->len; i++)
    g_array_index (sized, FanfoldDurationsSized, i).seconds = (i + 1) * (i + 1);
  fanfold_estimate_learn (&estimate, sized);
  g_assert_cmpfloat (estimate.drift, >, 0.9);
  estimate.n_sized = 0;
  estimate.sized_seconds = estimate.sized_low = estimate.sized_high = 0;
  fanfold_estimate_add_sized (&estimate, sized, 1000);
  fanfold_estimate_get_seconds (&estimate, &nothing, 1, &low, &high);
  g_assert_cmpfloat (high, >, 1e6);
}

/* Nothing takes no time at all. */
static void
test_tiny (void)
{
  g_autoptr (GArray) sized = make_sized (0.5);
  FanfoldEstimate estimate = FANFOLD_ESTIMATE_INIT;
  double seconds, low, high;

  for (guint i = 0; i < 100000; i++)
    fanfold_estimate_add_sized (&estimate, sized, 1e-9);
  seconds = fanfold_estimate_get_seconds (&estimate, &nothing, 1, &low, &high);
  g_assert_cmpfloat (seconds, >, 5);
  g_assert_cmpfloat (high, >, 30);
}

/* The last job may begin so late. */
static void
test_delay (void)
{
  FanfoldEstimate estimate = { .delay = 297 };
  double low, high;

  for (guint i = 0; i < 100; i++)
    fanfold_estimate_add (&estimate, 2);
  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &nothing, 4, &low, &high), ==, 299);
  g_assert_cmpfloat (low, >=, 297);
  g_assert_cmpfloat (low, <, 299);
  g_assert_cmpfloat (high, >=, 299);

  estimate.delay = 9.9;
  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &nothing, 4, &low, &high), ==, 50);

  /* All of them are cached. */
  estimate = (FanfoldEstimate){ .delay = 9 };
  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &nothing, 4, &low, &high), ==, 9);
}

/* What takes longer than the limit ends there, as often as it is tried. */
static void
test_limit (void)
{
  g_autoptr (GArray) sized = make_sized (0.5);
  FanfoldDurationsSummary within = { 10, 1, 0, 1, 1, 1, 1 };
  FanfoldEstimate estimate = { .limit = 1 };
  double low, high;

  for (guint i = 0; i < 20; i++)
    fanfold_estimate_add (&estimate, 3);
  for (guint i = 0; i < 20; i++)
    fanfold_estimate_add_sized (&estimate, sized, 50);
  for (guint i = 0; i < 20; i++)
    fanfold_estimate_add (&estimate, -1);
  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &within, 3, &low, &high), ==, 20);
  g_assert_cmpfloat (low, >, 12);
  g_assert_cmpfloat (high, <, 22);

  estimate = (FanfoldEstimate){ .limit = 1, .n_retries = 2 };
  for (guint i = 0; i < 20; i++)
    fanfold_estimate_add (&estimate, 3);
  for (guint i = 0; i < 20; i++)
    fanfold_estimate_add (&estimate, -1);
  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &within, 4, &low, &high), ==, 30);
  g_assert_cmpfloat (high, <, 40);

  /* One after the other, half a second and a whole one between them. */
  estimate = (FanfoldEstimate){ .limit = 1, .n_retries = 2 };
  fanfold_estimate_add (&estimate, 3);
  g_assert_cmpfloat (fanfold_estimate_get_seconds (&estimate, &within, 4, &low, &high), ==, 4.5);
}

static double
look_at_retries (const FanfoldAttempts *attempts, guint n_retries, double *low, double *high)
{
  FanfoldEstimate estimate = FANFOLD_ESTIMATE_INIT;

  for (guint i = 0; i < 100; i++)
    fanfold_estimate_add (&estimate, 2);
  fanfold_attempts_expect (attempts, n_retries, 100, &estimate.further);

  return fanfold_estimate_get_seconds (&estimate, &nothing, 4, low, high);
}

static void
test_retries (void)
{
  FanfoldAttempts never = { .n_first = 100, .done_seconds = 200 };
  FanfoldAttempts untried = { 100, 50, 0, 0, 100, 100 };
  FanfoldAttempts flaky = { 1000, 500, 1000, 500, 2000, 2000 };
  FanfoldAttempts lasting = { 1000, 500, 1500, 1500, 1000, 4000 };
  FanfoldAttempts quick = { 1000, 500, 1500, 1500, 1000, 40 };
  FanfoldEstimate at_once = FANFOLD_ESTIMATE_INIT;
  double low, high, wide_low, wide_high;

  g_assert_cmpfloat (look_at_retries (&never, 3, &low, &high), ==, 50);
  g_assert_cmpfloat (look_at_retries (&flaky, 0, &low, &high), ==, 50);

  /* 1 + 1/2 + 1/4 + 1/8 attempts at each. */
  g_assert_cmpfloat_with_epsilon (look_at_retries (&flaky, 3, &low, &high), 93.75, 1);
  g_assert_cmpfloat (low, >, 70);
  g_assert_cmpfloat (high, <, 125);

  /* Four attempts at each that fails. */
  g_assert_cmpfloat_with_epsilon (look_at_retries (&lasting, 3, &low, &high), 125, 2);

  g_assert_cmpfloat (look_at_retries (&quick, 3, &low, &high), <, 55);

  /* Where all run at once, the one that fails most often ends last: it waits for 3.5 s in all. */
  for (guint i = 0; i < 20; i++)
    fanfold_estimate_add (&at_once, 2);
  fanfold_attempts_expect (&quick, 3, 20, &at_once.further);
  g_assert_cmpfloat_with_epsilon (
      fanfold_estimate_get_seconds (&at_once, &nothing, 20, &low, &high), 5.6, 0.1);
  g_assert_cmpfloat (low, >, 5);

  /* It may be either, as long as nothing was tried again. */
  g_assert_cmpfloat (look_at_retries (&untried, 3, &wide_low, &wide_high), >, 95);
  g_assert_cmpfloat (wide_low, <, 94);
  g_assert_cmpfloat (wide_high, >, 125);
}

static void
collect_cb (guint64 index, gpointer user_data)
{
  g_array_append_val ((GArray *) user_data, index);
}

static void
test_doubles (void)
{
  g_autoptr (FanfoldDoubles) doubles = fanfold_doubles_new ();
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint64));

  fanfold_doubles_foreach (doubles, TRUE, collect_cb, found);
  g_assert_cmpuint (found->len, ==, 0);

  fanfold_doubles_add (doubles, 7, 3);
  fanfold_doubles_add (doubles, 7, 1);
  fanfold_doubles_add (doubles, 7, 3);
  fanfold_doubles_add (doubles, 9, 2);
  fanfold_doubles_add (doubles, 9, 2);
  fanfold_doubles_foreach (doubles, FALSE, collect_cb, found);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpuint (g_array_index (found, guint64, 0), ==, 3);

  g_array_set_size (found, 0);
  fanfold_doubles_add (doubles, 7, 3);
  fanfold_doubles_add (doubles, 7, 1);
  fanfold_doubles_foreach (doubles, TRUE, collect_cb, found);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpuint (g_array_index (found, guint64, 0), ==, 1);
  g_assert_cmpuint (g_array_index (found, guint64, 1), ==, 3);
}

static void
assert_finding (FanfoldFinding finding, const char *expected)
{
  g_autofree char *text = fanfold_finding_describe (&finding);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_findings (void)
{
  assert_finding ((FanfoldFinding){ FANFOLD_FINDING_MISSING, 1, { 4 }, 1, (char *) "a.jpg" },
                  "Job 4 has an input that is not there: “a.jpg”.");
  assert_finding ((FanfoldFinding){ FANFOLD_FINDING_DUPLICATE, 12, { 4, 5 }, 2, NULL },
                  "12 jobs have the same arguments as one before them; the first is job 4.");
  assert_finding ((FanfoldFinding){ FANFOLD_FINDING_STRAY, 1, { 0 }, 0, (char *) "{nmae}" },
                  "“{nmae}” in a template names no input, and stays as it is.");
  assert_finding ((FanfoldFinding){ FANFOLD_FINDING_MANY_ENTRIES, 123456, { 0 }, 0, NULL },
                  "The memo cache would get 123456 new entries.");
  assert_finding ((FanfoldFinding){ .kind = FANFOLD_FINDING_NO_ROOM,
                                    .n_jobs = 9,
                                    .detail = (char *) "/home",
                                    .needed_bytes = 12000000000,
                                    .free_bytes = 3100000000 },
                  "The output needs about 12.0\302\240GB, going by earlier runs; there are "
                  "3.1\302\240GB free on /home.");
  for (guint kind = 0; kind < FANFOLD_N_FINDING_KINDS; kind++)
    {
      FanfoldFinding finding = { kind, 2, { 1, 2 }, 2, (char *) "x" };
      g_autofree char *text = NULL;

      finding.n_first = kind < FANFOLD_FINDING_STRAY ? 2 : 0;
      text = fanfold_finding_describe (&finding);
      g_assert_null (strstr (text, "(null)"));
    }
}

static void
assert_line (FanfoldPreflightSample sample, const char *expected)
{
  g_autofree char *text = fanfold_preflight_describe (&sample, "–");

  g_assert_cmpstr (text, ==, expected);
}

static void
test_line (void)
{
  FanfoldPreflightSample sample = { .n_jobs = 1204,
                                    .n_to_look = 1204,
                                    .n_looked = 1204,
                                    .n_slots = 8,
                                    .over = TRUE,
                                    .seconds = -1,
                                    .low = -1,
                                    .high = -1 };

  assert_line (sample, "1204 jobs on 8 slots");
  sample.caches = TRUE;
  sample.n_asked = 1204;
  sample.n_cached = 311;
  sample.seconds = 125;
  sample.low = 110;
  sample.high = 140;
  assert_line (sample, "1204 jobs, 311 in the cache, about 2 min on 8 slots");
  sample.high = 200;
  assert_line (sample, "1204 jobs, 311 in the cache, about 2 min (2:00–3:30) on 8 slots");
  sample.low = 5;
  sample.high = 700;
  assert_line (sample, "1204 jobs, 311 in the cache, under 15 min on 8 slots");
  sample.seconds = 0.9;
  sample.low = 0.2;
  sample.high = 2;
  assert_line (sample, "1204 jobs, 311 in the cache, under 10 s on 8 slots");
  sample.n_slots = 1;
  sample.seconds = sample.low = sample.high = 0.2;
  assert_line (sample, "1204 jobs, 311 in the cache, under a second on 1 slot");
  sample.seconds = sample.low = sample.high = 3 * 86400.0;
  assert_line (sample, "1204 jobs, 311 in the cache, about 3 days on 1 slot");
  sample.n_asked = 1000;
  sample.seconds = -1;
  assert_line (sample, "1204 jobs, 311 in the cache (of the first 1000) on 1 slot");
  assert_line ((FanfoldPreflightSample){ .n_slots = 1 }, "Lines are read while jobs run");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/estimate/nothing", test_nothing);
  g_test_add_func ("/estimate/known", test_known);
  g_test_add_func ("/estimate/longest", test_longest);
  g_test_add_func ("/estimate/unknown", test_unknown);
  g_test_add_func ("/estimate/apart", test_apart);
  g_test_add_func ("/estimate/sized", test_sized);
  g_test_add_func ("/estimate/away", test_away);
  g_test_add_func ("/estimate/tiny", test_tiny);
  g_test_add_func ("/estimate/delay", test_delay);
  g_test_add_func ("/estimate/limit", test_limit);
  g_test_add_func ("/estimate/retries", test_retries);
  g_test_add_func ("/estimate/doubles", test_doubles);
  g_test_add_func ("/estimate/findings", test_findings);
  g_test_add_func ("/estimate/line", test_line);

  return g_test_run ();
}
