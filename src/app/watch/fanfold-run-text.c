/* fanfold-run-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-text.h"

#include "fanfold-about.h"
#include "fanfold-end-text.h"
#include "fanfold-text.h"
#include "fanfold-wait-text.h"

#include <glib/gi18n.h>

static guint64
count_failed (FanfoldRun *run)
{
  const guint64 *counts = fanfold_run_get_counts (run);

  return counts[FANFOLD_JOB_FAILED] + counts[FANFOLD_JOB_CRASHED] + counts[FANFOLD_JOB_TIMED_OUT];
}

static gint64
get_now (gint64 now_usec)
{
  return now_usec != 0 ? now_usec : g_get_real_time ();
}

/* NULL where it is unknown. @brief: without a range, where it has a middle. */
static char *
remaining_text (FanfoldRun *run, gboolean brief, gint64 now_usec)
{
  gboolean paused = fanfold_run_get_state (run) == FANFOLD_RUN_PAUSED;
  FanfoldRemainingAnswer remaining;
  FanfoldAbout about;

  fanfold_run_get_remaining (run, &remaining);
  fanfold_end_round_remaining (&about, &remaining, paused ? 0 : get_now (now_usec));

  return fanfold_about_say (&about, brief, "–");
}

static char *
progress_text (FanfoldRun *run)
{
  g_autofree char *done = fanfold_text_count (fanfold_run_get_n_done (run));
  g_autofree char *total = fanfold_text_count (fanfold_run_get_n_jobs_total (run));

  /* Translators: how many jobs are done of how many: "600 of 1,204". */
  return g_strdup_printf (_ ("%s of %s"), done, total);
}

const char *
fanfold_run_text_state (FanfoldRun *run)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  switch (fanfold_run_get_halt (run))
    {
    case FANFOLD_RUN_HALT_HISTORY:
    case FANFOLD_RUN_HALT_SHORT:
      /* Translators: a run that goes on as soon as there is room or memory for it. */
      return _ ("Held up");

    case FANFOLD_RUN_HALT_DRAIN:
      /* Translators: a run that starts no more jobs; those that run may end. */
      return _ ("Ending");

    case FANFOLD_RUN_HALT_STOP:
      /* Translators: a run whose jobs are being ended. */
      return _ ("Stopping");

    case FANFOLD_RUN_HALT_NONE:
    case FANFOLD_RUN_HALT_PAUSE:
    case FANFOLD_RUN_HALT_CONDITION:
    case FANFOLD_N_RUN_HALTS:
    default:
      return fanfold_text_run_state (fanfold_run_get_state (run));
    }
}

static char *
going_line (FanfoldRun *run, gint64 now_usec)
{
  g_autofree char *progress = progress_text (run);
  g_autofree char *remaining = remaining_text (run, TRUE, now_usec);

  if (remaining == NULL)
    return g_steal_pointer (&progress);

  /* Translators: "600 of 1,204 · about 2 min left", "600 of 1,204 · under a minute left". */
  return g_strdup_printf (_ ("%s · %s left"), progress, remaining);
}

static char *
live_line (FanfoldRun *run, gint64 now_usec)
{
  g_autofree char *line = going_line (run, now_usec);

  if (fanfold_run_get_halt (run) == FANFOLD_RUN_HALT_NONE)
    return g_steal_pointer (&line);

  return g_strdup_printf ("%s · %s", fanfold_run_text_state (run), line);
}

static char *
over_line (FanfoldRun *run, gint64 now_usec)
{
  guint64 n_failed = count_failed (run);
  GString *line = g_string_new (fanfold_text_run_state (fanfold_run_get_state (run)));

  if (fanfold_run_get_state (run) != FANFOLD_RUN_FINISHED)
    {
      g_autofree char *progress = progress_text (run);

      g_string_append_printf (line, " · %s", progress);
    }
  if (n_failed > 0)
    {
      g_autofree char *count = fanfold_text_count (n_failed);

      g_string_append (line, " · ");
      g_string_append_printf (line, ngettext ("%s failed", "%s failed", (gulong) n_failed), count);
    }
  if (fanfold_run_get_started (run) > 0)
    {
      g_autofree char *time = fanfold_text_time (fanfold_run_get_started (run), now_usec);

      g_string_append_printf (line, " · %s", time);
    }

  return g_string_free (line, FALSE);
}

/* NULL where it is unknown. */
static char *
forecast_text (FanfoldRun *run, gboolean brief)
{
  FanfoldRemainingAnswer forecast;
  FanfoldAbout about;

  fanfold_run_get_forecast (run, &forecast);
  fanfold_about_round (&about, &forecast);

  return fanfold_about_say (&about, brief, "–");
}

/* When it begins depends on others. */
static char *
waiting_line (FanfoldRun *run, gint64 now_usec)
{
  g_autofree char *jobs = fanfold_text_jobs (fanfold_run_get_n_jobs_total (run));
  g_autofree char *wait = fanfold_wait_text_short (run, now_usec);
  g_autofree char *time = forecast_text (run, TRUE);

  if (time == NULL)
    /* Translators: a run that is to begin, and its jobs: "Waiting · 12 jobs". */
    return g_strdup_printf (_ ("%s · %s"), wait, jobs);

  /* Translators: the same, and how long they will take: "Waiting · 12 jobs · about 2 min". */
  return g_strdup_printf (_ ("%s · %s · %s"), wait, jobs, time);
}

/* Behind it the place in the queue, where the run has one of its own. */
static char *
add_place (FanfoldRun *run, char *line)
{
  g_autofree char *owned = line;
  g_autofree char *place = fanfold_wait_text_place (run);

  return place != NULL ? g_strdup_printf ("%s · %s", owned, place) : g_steal_pointer (&owned);
}

char *
fanfold_run_text_line (FanfoldRun *run, gint64 now_usec)
{
  g_autofree char *line = NULL;
  FanfoldRunState state;

  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  state = fanfold_run_get_state (run);
  if (fanfold_run_state_is_over (state))
    return over_line (run, now_usec);

  line = state == FANFOLD_RUN_WAITING ? waiting_line (run, now_usec) : live_line (run, now_usec);
  if (fanfold_run_is_elsewhere (run))
    /* Translators: how far a run is, as "600 of 1,204 · about 2 min left", and that it goes on in
     * another program. */
    return g_strdup_printf (_ ("%s · elsewhere"), line);

  return add_place (run, g_steal_pointer (&line));
}

static char *
over_times (FanfoldRun *run, gint64 now_usec)
{
  const char *state = fanfold_text_run_state (fanfold_run_get_state (run));
  g_autofree char *elapsed = fanfold_text_duration (fanfold_run_get_elapsed (run));
  g_autofree char *started = NULL;

  if (fanfold_run_get_started (run) == 0)
    return g_strdup_printf (_ ("%s · never begun"), state);

  started = fanfold_text_time (fanfold_run_get_started (run), now_usec);
  /* Translators: "Finished · took 5:17 · begun yesterday 09:12". */
  return g_strdup_printf (_ ("%s · took %s · begun %s"), state, elapsed, started);
}

/* NULL where it is not said. */
static char *
end_text (FanfoldRun *run, gint64 now_usec)
{
  FanfoldRemainingAnswer remaining;

  fanfold_run_get_remaining (run, &remaining);

  return fanfold_end_text (&remaining, get_now (now_usec));
}

/* "" where none is. */
static char *
stalled_text (FanfoldRun *run)
{
  FanfoldJobTable *table = fanfold_run_get_job_table (run);
  guint n = table != NULL ? fanfold_job_table_get_n_stalled (table) : 0;

  if (n == 0)
    return g_strdup ("");

  /* Translators: behind how far a run is: jobs that run, are late and silent, and may be stuck. */
  return g_strdup_printf (ngettext (" · %u stalled?", " · %u stalled?", n), n);
}

/* Of one that is paused the clock goes on, and what remains does not begin before it is resumed. */
static char *
state_times (const char *state, const char *elapsed, const char *remaining)
{
  if (remaining == NULL)
    /* Translators: how a run stands, and for how long it has gone on: "Paused · elapsed 5:17",
     * "Running in another program · elapsed 5:17". */
    return g_strdup_printf (_ ("%s · elapsed %s"), state, elapsed);

  /* Translators: "Paused · elapsed 5:17 · about 2 min left". */
  return g_strdup_printf (_ ("%s · elapsed %s · %s left"), state, elapsed, remaining);
}

/* What its program has said of it, if it has by now. */
static char *
elsewhere_times (FanfoldRun *run, gint64 now_usec)
{
  const char *state = fanfold_run_text_state (run);
  g_autofree char *where = g_strdup_printf (_ ("%s in another program"), state);
  g_autofree char *elapsed = fanfold_text_clock ((guint64) MAX (fanfold_run_get_elapsed (run), 0));
  g_autofree char *remaining = remaining_text (run, FALSE, now_usec);
  g_autofree char *started = NULL;

  if (fanfold_run_get_started (run) == 0)
    return g_steal_pointer (&where);
  if (fanfold_run_get_elapsed (run) > 0)
    return state_times (where, elapsed, remaining);

  started = fanfold_text_time (fanfold_run_get_started (run), now_usec);
  /* Translators: the state of a run and when it began: "Running in another program · begun 09:12".
   */
  return g_strdup_printf (_ ("%s in another program · begun %s"), state, started);
}

static char *
waiting_times (FanfoldRun *run, gint64 now_usec)
{
  g_autofree char *wait = fanfold_wait_text (run, now_usec);
  g_autofree char *time = forecast_text (run, FALSE);

  if (time == NULL)
    return g_steal_pointer (&wait);

  /* Translators: why a run waits, and how long it will take then: "Waits for “Resize” · takes about
   * 2 min (1:45–2:30)", "Begins 22:30 · takes 2–3 h". */
  return g_strdup_printf (_ ("%s · takes %s"), wait, time);
}

static char *
live_times (FanfoldRun *run, gint64 now_usec)
{
  g_autofree char *elapsed = fanfold_text_clock ((guint64) MAX (fanfold_run_get_elapsed (run), 0));
  g_autofree char *remaining = remaining_text (run, FALSE, now_usec);
  g_autofree char *end = NULL;

  if (fanfold_run_get_halt (run) != FANFOLD_RUN_HALT_NONE)
    return state_times (fanfold_run_text_state (run), elapsed, remaining);
  if (remaining == NULL)
    return g_strdup_printf (_ ("Elapsed %s · remaining not known yet"), elapsed);

  end = end_text (run, now_usec);
  if (end == NULL)
    return g_strdup_printf (_ ("Elapsed %s · remaining %s"), elapsed, remaining);

  /* Translators: "Elapsed 5:17 · remaining about 20 min · ends about 14:35". */
  return g_strdup_printf (_ ("Elapsed %s · remaining %s · %s"), elapsed, remaining, end);
}

char *
fanfold_run_text_times (FanfoldRun *run, gint64 now_usec)
{
  g_autofree char *times = NULL;
  g_autofree char *stalled = NULL;
  FanfoldRunState state;

  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  state = fanfold_run_get_state (run);
  if (fanfold_run_state_is_over (state))
    return over_times (run, now_usec);
  if (fanfold_run_is_elsewhere (run))
    return elsewhere_times (run, now_usec);

  if (state == FANFOLD_RUN_WAITING)
    return waiting_times (run, now_usec);

  times = live_times (run, now_usec);
  stalled = stalled_text (run);

  return g_strconcat (times, stalled, NULL);
}

static char *
origin_text (FanfoldRun *run)
{
  const char *function_id;
  const char *sign;
  guint n_at_once;
  int n_jobs;

  function_id = fanfold_run_get_function_id (run);
  n_jobs = fanfold_run_get_n_jobs (run);
  sign = n_jobs < 0 ? "−" : "";
  n_at_once = fanfold_run_get_n_at_once (run);

  /* The history does not keep how many ran at once.
   * Translators: as below, without the number that ran at once. */
  if (n_at_once == 0)
    return g_strdup_printf (_ ("%s · n_jobs %s%d"), function_id, sign, ABS (n_jobs));

  /* Translators: a function and how many of its jobs run at once: "files.checksum · n_jobs −1, 2 at
   * once". n_jobs is a name, not to be translated; the second %s is a minus sign or nothing. */
  return g_strdup_printf (
      _ ("%s · n_jobs %s%d, %u at once"), function_id, sign, ABS (n_jobs), n_at_once);
}

char *
fanfold_run_text_origin (FanfoldRun *run)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  return add_place (run, origin_text (run));
}

static const char *
running_icon (FanfoldRun *run)
{
  switch (fanfold_run_get_halt (run))
    {
    case FANFOLD_RUN_HALT_DRAIN:
    case FANFOLD_RUN_HALT_STOP:
      return "media-playback-stop-symbolic";

    case FANFOLD_RUN_HALT_HISTORY:
    case FANFOLD_RUN_HALT_SHORT:
      return "media-playback-pause-symbolic";

    case FANFOLD_RUN_HALT_NONE:
    case FANFOLD_RUN_HALT_PAUSE:
    case FANFOLD_RUN_HALT_CONDITION:
    case FANFOLD_N_RUN_HALTS:
    default:
      return "media-playback-start-symbolic";
    }
}

const char *
fanfold_run_text_icon (FanfoldRun *run)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  switch (fanfold_run_get_state (run))
    {
    case FANFOLD_RUN_WAITING:
      return "content-loading-symbolic";

    case FANFOLD_RUN_RUNNING:
      return running_icon (run);

    case FANFOLD_RUN_PAUSED:
      return "media-playback-pause-symbolic";

    case FANFOLD_RUN_FINISHED:
      return count_failed (run) > 0 ? "dialog-warning-symbolic" : "object-select-symbolic";

    case FANFOLD_RUN_STOPPED:
      return "media-playback-stop-symbolic";

    case FANFOLD_RUN_INTERRUPTED:
      return "computer-fail-symbolic";

    case FANFOLD_RUN_FAILED:
    default:
      return "dialog-error-symbolic";
    }
}

const char *
fanfold_run_text_class (FanfoldRun *run)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  switch (fanfold_run_get_state (run))
    {
    case FANFOLD_RUN_RUNNING:
      return fanfold_run_get_halt (run) != FANFOLD_RUN_HALT_NONE ? "warning" : "accent";

    case FANFOLD_RUN_FINISHED:
      return count_failed (run) > 0 ? "warning" : "success";

    case FANFOLD_RUN_STOPPED:
    case FANFOLD_RUN_INTERRUPTED:
      return "warning";

    case FANFOLD_RUN_FAILED:
      return "error";

    case FANFOLD_RUN_WAITING:
    case FANFOLD_RUN_PAUSED:
    default:
      return NULL;
    }
}
