/* engine-fixture.h: an engine with fixture plugins, and runs to steer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-engine.h"
#include "fanfold-error.h"
#include "fanfold-lock.h"

#include <glib/gstdio.h>
#include <string.h>

#define FIXTURE_LIMIT_SECONDS 60

/* Everything below may take this long where the machine is busy or instrumented; what is asked for
 * is 100 ms. */
#define FIXTURE_EFFECT_USEC (2 * G_USEC_PER_SEC)

static inline void
fixture_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static inline GAsyncResult *
fixture_wait (GAsyncResult **result)
{
  gint64 end = g_get_monotonic_time () + FIXTURE_LIMIT_SECONDS * G_USEC_PER_SEC;

  while (*result == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }

  return g_steal_pointer (result);
}

/* The modules of that name, and the built-in ones, are those that are found from now on. */
static inline void
fixture_use_plugins (const char *const *names)
{
  g_autofree char *folder = g_dir_make_tmp ("fanfold-plugins-XXXXXX", NULL);
  g_autofree char *path = NULL;
  g_autofree char *built_in = NULL;

  built_in = g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "..", "src", "plugins", NULL);
  for (; *names != NULL; names++)
    {
      g_autofree char *file = g_strdup_printf ("%s.so", *names);
      g_autofree char *from = g_build_filename (g_getenv ("FANFOLD_FIXTURES"), file, NULL);
      g_autofree char *to = g_build_filename (folder, file, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
      g_assert_true (g_file_set_contents (to, bytes, (gssize) length, NULL));
    }
  path = g_strdup_printf ("%s:%s", folder, built_in);
  g_setenv ("FANFOLD_PLUGIN_PATH", path, TRUE);
}

static inline void
fixture_start (FanfoldEngine *engine)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_engine_start_async (engine, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);
  fanfold_engine_start_finish (engine, result, &error);
  g_assert_no_error (error);
}

/* What the history has of it. */
static inline void
fixture_load (FanfoldRun *run)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_run_load_async (run, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);
  fanfold_run_load_finish (run, result, &error);
  g_assert_no_error (error);
}

static inline FanfoldEngine *
fixture_engine_new (void)
{
  FanfoldEngine *engine = fanfold_engine_new (NULL);

  fixture_start (engine);

  return engine;
}

/* @inputs, NULL-ended: "value:NAME=TEXT", "range:NAME=A:B", "list:NAME=A,B" … */
static inline FanfoldBatch *
fixture_batch_new (const char *function_id,
                   const char *const *inputs,
                   const FanfoldSettings *settings)
{
  static const FanfoldInputKind kinds[] = {
    FANFOLD_INPUT_VALUE, FANFOLD_INPUT_RANGE, FANFOLD_INPUT_LIST, FANFOLD_INPUT_LINES
  };
  FanfoldBatch *batch = fanfold_batch_new (function_id);

  for (; *inputs != NULL; inputs++)
    for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
      {
        const char *kind = fanfold_input_kind_to_string (kinds[i]);
        g_autoptr (FanfoldInput) input = NULL;
        g_autoptr (GError) error = NULL;

        if (!g_str_has_prefix (*inputs, kind) || (*inputs)[strlen (kind)] != ':')
          continue;

        input = fanfold_input_parse (kinds[i], *inputs + strlen (kind) + 1, &error);
        g_assert_no_error (error);
        fanfold_batch_add_input (batch, input, &error);
        g_assert_no_error (error);
      }
  fanfold_batch_set_settings (batch, settings);

  return batch;
}

static inline FanfoldRun *
fixture_launch_batch (FanfoldEngine *engine, FanfoldBatch *batch)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldRun *run;

  fanfold_engine_launch_async (engine, batch, NULL, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);
  run = fanfold_engine_launch_finish (engine, result, &error);
  g_assert_no_error (error);

  return run;
}

static inline FanfoldRun *
fixture_launch (FanfoldEngine *engine,
                const char *function_id,
                const char *const *inputs,
                const FanfoldSettings *settings)
{
  g_autoptr (FanfoldBatch) batch = fixture_batch_new (function_id, inputs, settings);

  return fixture_launch_batch (engine, batch);
}

static inline FanfoldSettings
fixture_settings (int n_jobs, FanfoldBackend backend)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;

  settings.n_jobs = n_jobs;
  settings.backend = backend;

  return settings;
}

static inline FanfoldRun *
fixture_launch_sleepers (FanfoldEngine *engine, int msec, int n, int n_jobs, FanfoldBackend backend)
{
  FanfoldSettings settings = fixture_settings (n_jobs, backend);
  g_autofree char *value = g_strdup_printf ("value:msec=%d", msec);
  g_autofree char *range = g_strdup_printf ("range:n=0:%d", n);

  return fixture_launch (
      engine, "sleeper.sleep", (const char *[]){ value, range, NULL }, &settings);
}

/* Looks every few milliseconds. */
typedef gboolean (*FixtureFunc) (FanfoldRun *run, gconstpointer data);

static inline gint64
fixture_wait_for (FanfoldEngine *engine, FanfoldRun *run, FixtureFunc func, gconstpointer data)
{
  gint64 begin = g_get_monotonic_time ();

  for (;;)
    {
      fanfold_engine_sample (engine);
      if (func (run, data))
        return g_get_monotonic_time () - begin;

      g_assert_cmpint (g_get_monotonic_time (), <, begin + FIXTURE_LIMIT_SECONDS * G_USEC_PER_SEC);
      g_usleep (2000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static inline gboolean
fixture_is_over (FanfoldRun *run, gconstpointer data)
{
  return fanfold_run_state_is_over (fanfold_run_get_state (run));
}

static inline gboolean
fixture_has_forecast (FanfoldRun *run, gconstpointer data)
{
  FanfoldRemainingAnswer answer;

  fanfold_run_get_forecast (run, &answer);

  return answer.median >= 0;
}

static inline gint64
fixture_wait_until_over (FanfoldEngine *engine, FanfoldRun *run)
{
  return fixture_wait_for (engine, run, fixture_is_over, NULL);
}

static inline void
fixture_pass_time (FanfoldEngine *engine, guint msec)
{
  gint64 end = g_get_monotonic_time () + msec * 1000;

  while (g_get_monotonic_time () < end)
    {
      g_usleep (2000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      fanfold_engine_sample (engine);
    }
}

static inline guint64
fixture_count (FanfoldRun *run, FanfoldJobState state)
{
  guint64 counts[FANFOLD_N_JOB_STATES];

  fanfold_job_table_get_counts (fanfold_run_get_job_table (run), counts);

  return counts[state];
}

static inline gboolean
fixture_has_done (FanfoldRun *run, gconstpointer n)
{
  return fixture_count (run, FANFOLD_JOB_DONE) >= GPOINTER_TO_UINT (n);
}

static inline gboolean
fixture_runs (FanfoldRun *run, gconstpointer n)
{
  return fixture_count (run, FANFOLD_JOB_RUNNING) == GPOINTER_TO_UINT (n);
}

static inline FanfoldJobRow
fixture_row (FanfoldRun *run, guint64 index)
{
  FanfoldJobRow row;

  fanfold_job_table_get (fanfold_run_get_job_table (run), index, &row);

  return row;
}

/* In the table, in the record and, job by job, in the history: the same, and each job once. */
static inline void
fixture_assert_counts_agree (FanfoldEngine *engine, FanfoldRun *run)
{
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  const guint64 *counts = fanfold_run_get_counts (run);
  guint64 n_jobs = fanfold_run_get_n_jobs_total (run);
  guint64 sum = 0;

  for (guint state = 0; state < FANFOLD_N_JOB_STATES; state++)
    {
      g_autoptr (FanfoldRanges) found = fanfold_run_find_jobs (run, 1u << state);

      g_assert_cmpuint (fanfold_ranges_get_size (found), ==, counts[state]);
      sum += counts[state];
    }
  g_assert_cmpuint (sum, ==, n_jobs);

  runs = fanfold_history_list (fanfold_engine_get_history (engine), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < runs->len; i++)
    {
      const FanfoldHistoryRun *kept = g_ptr_array_index (runs, i);

      if (kept->id != fanfold_run_get_id (run))
        continue;

      g_assert_cmpuint (kept->n_jobs_total, ==, n_jobs);
      for (guint state = FANFOLD_JOB_DONE; state < FANFOLD_N_JOB_STATES; state++)
        g_assert_cmpuint (kept->counts[state], ==, counts[state]);
    }
}

static inline FanfoldRanges *
fixture_ranges (guint64 first, guint64 n)
{
  FanfoldRanges *ranges = fanfold_ranges_new ();

  fanfold_ranges_add (ranges, first, n);

  return ranges;
}
