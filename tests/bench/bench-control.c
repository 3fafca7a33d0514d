/* bench-control.c: how long it takes until a run does what it is told
 *
 * Prints "ORDER BACKEND SECONDS" for each of some rounds. FANFOLD_PLUGIN_PATH names the folder of
 * bench.so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"

#define N_ROUNDS 5

typedef struct
{
  FanfoldEngine *engine;
  FanfoldBackend backend;
} Bench;

static FanfoldRun *
launch (Bench *self, const char *msec, int n_jobs)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;

  settings.n_jobs = n_jobs;
  settings.backend = self->backend;

  return fixture_launch (
      self->engine, "bench.sleep", (const char *[]){ msec, "range:n=0:2000", NULL }, &settings);
}

static gboolean
runs_as_many (FanfoldRun *run, gconstpointer n)
{
  return fixture_count (run, FANFOLD_JOB_RUNNING) == GPOINTER_TO_UINT (n);
}

static gboolean
has_cancelled (FanfoldRun *run, gconstpointer n)
{
  return fixture_count (run, FANFOLD_JOB_CANCELLED) == GPOINTER_TO_UINT (n);
}

static void
say (Bench *self, const char *order, gint64 usec)
{
  g_print ("%s %s %.6f\n",
           order,
           self->backend == FANFOLD_BACKEND_THREADS ? "threads" : "processes",
           (double) usec / G_USEC_PER_SEC);
}

/* Jobs of 1 ms: paused when none runs any more, resumed when as many run as did before. */
static void
measure_pause (Bench *self)
{
  g_autoptr (FanfoldRun) run = launch (self, "value:msec=1", 2);

  fixture_wait_for (self->engine, run, runs_as_many, GUINT_TO_POINTER (2));
  fanfold_run_pause (run);
  say (self, "pause", fixture_wait_for (self->engine, run, runs_as_many, GUINT_TO_POINTER (0)));
  fanfold_run_resume (run);
  say (self, "resume", fixture_wait_for (self->engine, run, runs_as_many, GUINT_TO_POINTER (2)));
  fanfold_run_stop (run, "measured");
  fixture_wait_until_over (self->engine, run);
}

/* Jobs of 10 s: one of them is cancelled, then all. */
static void
measure_cancel (Bench *self)
{
  g_autoptr (FanfoldRun) run = launch (self, "value:msec=10000", 2);
  g_autoptr (FanfoldRanges) first = fixture_ranges (0, 1);

  fixture_wait_for (self->engine, run, runs_as_many, GUINT_TO_POINTER (2));
  fixture_pass_time (self->engine, 300); /* until both are under way in their workers */
  fanfold_run_cancel_jobs (run, first);
  say (self, "cancel", fixture_wait_for (self->engine, run, has_cancelled, GUINT_TO_POINTER (1)));
  fanfold_run_stop (run, "measured");
  say (self, "stop", fixture_wait_until_over (self->engine, run));
}

/* Jobs of 10 ms: more of them at once, then fewer. */
static void
measure_n_jobs (Bench *self)
{
  g_autoptr (FanfoldRun) run = launch (self, "value:msec=10", 1);

  fixture_wait_for (self->engine, run, runs_as_many, GUINT_TO_POINTER (1));
  fanfold_run_set_n_jobs (run, 4);
  say (self, "n_jobs+", fixture_wait_for (self->engine, run, runs_as_many, GUINT_TO_POINTER (4)));
  fanfold_run_set_n_jobs (run, 1);
  say (self, "n_jobs-", fixture_wait_for (self->engine, run, runs_as_many, GUINT_TO_POINTER (1)));
  fanfold_run_stop (run, "measured");
  fixture_wait_until_over (self->engine, run);
}

int
main (void)
{
  static const FanfoldBackend backends[] = { FANFOLD_BACKEND_PROCESSES, FANFOLD_BACKEND_THREADS };
  Bench self = { .engine = fixture_engine_new () };

  for (guint i = 0; i < G_N_ELEMENTS (backends) * N_ROUNDS; i++)
    {
      self.backend = backends[i / N_ROUNDS];
      measure_pause (&self);
      measure_cancel (&self);
      measure_n_jobs (&self);
    }
  fanfold_engine_shut_down (self.engine);
  g_object_unref (self.engine);

  return 0;
}
