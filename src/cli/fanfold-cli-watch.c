/* fanfold-cli-watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-watch.h"

#include "fanfold-cli-failures.h"
#include "fanfold-cli-progress.h"
#include "fanfold-cli-recall.h"
#include "fanfold-cli-running.h"
#include "fanfold-cli-signals.h"
#include "fanfold-cli.h"
#include "fanfold-error.h"
#include "fanfold-n-jobs.h"
#include "fanfold-stream.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define SAMPLE_MSEC 100
#define FIRST_SAMPLE_MSEC 5
#define LINES_VERBOSE 5 /* of --progress=lines alone */
#define FREEZE_MSEC 100 /* within which the workers are stopped */
#define TURN_MSEC 10
#define TELL_MSEC 1000    /* within which other programs may be told of it */
#define STDOUT_VERBOSE 50 /* joblib's: more goes to standard output */

struct _FanfoldCliWatch
{
  FanfoldEngine *engine;
  const FanfoldCliSettings *settings;
  FanfoldStream *errors;
  FanfoldStream *output; /* (nullable) standard output as it was */

  FanfoldRun *run;
  FanfoldCliSignals *signals;   /* (nullable) */
  FanfoldCliProgress *progress; /* (nullable) */
  FanfoldCliOutput *job_output; /* (nullable) */
  gsize n_log_shown;
  guint sample_msec;
  guint n_interrupts;
  gboolean suspending;
};

/* joblib's lines are in the run's log too; the progress shows them. */
static void
print_log (FanfoldCliWatch *self)
{
  const char *log = fanfold_run_get_log (self->run);
  const char *end;

  while ((end = strchr (log + self->n_log_shown, '\n')) != NULL)
    {
      const char *start = log + self->n_log_shown;

      self->n_log_shown = end + 1 - log;
      if (!g_str_has_prefix (start, "[Parallel("))
        {
          g_autofree char *line = g_strndup (start, end - start);
          g_autofree char *text = g_strdup_printf ("fanfold-cli: %s\n", line);

          fanfold_stream_print (self->errors, text);
        }
    }
}

static gboolean
is_over (FanfoldCliWatch *self)
{
  return fanfold_run_state_is_over (fanfold_run_get_state (self->run));
}

/* Without a reader nothing more needs to be done. */
static void
show_output (FanfoldCliWatch *self)
{
  fanfold_cli_output_sample (self->job_output, self->run);
  if (fanfold_cli_output_get_error (self->job_output) != 0 && !is_over (self))
    fanfold_run_stop (self->run, "Standard output cannot be written");
}

static void
show (FanfoldCliWatch *self, gboolean last)
{
  FanfoldCliSample sample;

  print_log (self);
  if (self->job_output != NULL)
    show_output (self);
  if (self->progress == NULL)
    return;

  if (self->job_output != NULL)
    fanfold_cli_output_end_line (self->job_output);
  fanfold_cli_sample_take (&sample, self->run);
  self->progress->show (self->progress, &sample, last);
}

static gboolean
wake_cb (gpointer user_data)
{
  guint *timeout_id = user_data;

  *timeout_id = 0;

  return G_SOURCE_REMOVE;
}

/* Quick at first, so that a short run is over at once. */
static void
wait_for_sample (FanfoldCliWatch *self)
{
  guint timeout_id = g_timeout_add (self->sample_msec, wake_cb, &timeout_id);

  while (timeout_id != 0 && !is_over (self))
    g_main_context_iteration (NULL, TRUE);

  g_clear_handle_id (&timeout_id, g_source_remove);
  self->sample_msec = MIN (self->sample_msec * 2, SAMPLE_MSEC);
}

/* Only those who read the results are waited for. */
static gboolean
are_jobs_over (FanfoldCliWatch *self)
{
  const guint64 *counts = fanfold_run_get_counts (self->run);

  return (self->settings->results != NULL || self->job_output != NULL) &&
         fanfold_run_is_total_known (self->run) && counts[FANFOLD_JOB_WAITING] == 0 &&
         counts[FANFOLD_JOB_RUNNING] == 0;
}

static void
interrupt (FanfoldCliWatch *self)
{
  self->n_interrupts++;
  if (self->n_interrupts > 1)
    {
      fanfold_run_stop (self->run, "Interrupted");
      return;
    }

  fanfold_run_drain (self->run, "Interrupted");
  fanfold_stream_print (self->errors,
                        are_jobs_over (self)
                            ? "fanfold-cli: All jobs are over, but not all of it is read. "
                              "Ctrl-C again gives them up.\n"
                            : "fanfold-cli: No more jobs are started; those that run may end. "
                              "Ctrl-C again ends them.\n");
}

/* The main loop goes on, so that no sample is missed. */
static void
spend (guint msec)
{
  guint timeout_id = g_timeout_add (msec, wake_cb, &timeout_id);

  while (timeout_id != 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Stops the jobs, then the program, until the shell lets it go on. What is said of the remaining
 * time has to know when they stood still: nobody looks meanwhile. */
static void
suspend (FanfoldCliWatch *self)
{
  if (self->suspending)
    return;

  self->suspending = TRUE;
  fanfold_run_freeze (self->run);
  fanfold_engine_sample (self->engine);
  spend (FREEZE_MSEC);
  for (guint msec = 0; msec < TELL_MSEC && !fanfold_run_has_told (self->run); msec += TURN_MSEC)
    spend (TURN_MSEC);
  fanfold_engine_sample (self->engine); /* a thread may have been thinking before */
  fanfold_stream_set_status (self->errors, NULL);
  fanfold_cli_signals_suspend (self->signals);
  fanfold_engine_sample (self->engine);
  fanfold_run_resume (self->run);
  fanfold_engine_sample (self->engine);
  self->suspending = FALSE;
}

static void
signal_cb (int number, gpointer user_data)
{
  FanfoldCliWatch *self = user_data;

  switch (number)
    {
    case SIGINT:
      interrupt (self);
      break;

    case SIGTSTP:
      suspend (self);
      break;

    case SIGUSR1:
      fanfold_cli_running_print (self->run, self->errors);
      break;

    default:
      self->n_interrupts += 2;
      fanfold_run_stop (self->run, "Terminated");
    }
}

static void
wait_for_output (FanfoldCliWatch *self)
{
  while (fanfold_cli_output_is_busy (self->job_output) && self->n_interrupts < 2)
    g_main_context_iteration (NULL, TRUE);
}

/* Waits for those who read the output, unless that is interrupted. All jobs are over, so that one
 * more look finds all that is left. */
static void
finish_output (FanfoldCliWatch *self)
{
  if (self->job_output == NULL)
    return;

  wait_for_output (self);
  show_output (self);
  wait_for_output (self);
}

static void
watch (FanfoldCliWatch *self)
{
  self->signals = fanfold_cli_signals_new (signal_cb, self);
  while (!is_over (self))
    {
      wait_for_sample (self);
      fanfold_engine_sample (self->engine);
      show (self, FALSE);
    }
  finish_output (self);
  show (self, TRUE);
  g_clear_pointer (&self->signals, fanfold_cli_signals_free);
}

/* (nullable) why it did not go on, unless its log has said so */
static const char *
get_reason (FanfoldCliWatch *self)
{
  const char *reason = fanfold_run_get_reason (self->run);

  if (reason == NULL || strstr (fanfold_run_get_log (self->run), reason) != NULL)
    return NULL;

  return reason;
}

/* What did not come to its end, and how it may yet. */
static void
print_rest (FanfoldCliWatch *self)
{
  const guint64 *counts = fanfold_run_get_counts (self->run);
  guint64 id = fanfold_run_get_id (self->run); /* 0: the history does not have it */
  guint64 n_left = id > 0 ? counts[FANFOLD_JOB_SKIPPED] + counts[FANFOLD_JOB_CANCELLED] : 0;
  const char *reason = get_reason (self);
  g_autoptr (GString) text = g_string_new ("fanfold-cli: ");

  if (n_left == 0 && (reason == NULL || self->n_interrupts > 0))
    return;

  if (n_left > 0)
    g_string_append_printf (text,
                            "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " jobs %s left%s",
                            n_left,
                            fanfold_run_get_n_jobs_total (self->run),
                            n_left == 1 ? "is" : "are",
                            reason != NULL ? ": " : "");
  g_string_append (text, reason != NULL ? reason : "");
  g_string_append_c (text, '\n');
  if (n_left > 0)
    g_string_append_printf (text,
                            "  To run what is left: fanfold-cli history resume %" G_GUINT64_FORMAT
                            "\n",
                            fanfold_run_get_id (self->run));
  fanfold_stream_print (self->errors, text->str);
}

/* Results that could not be written are not lost. */
static void
print_where_results_are (FanfoldCliWatch *self)
{
  g_autofree char *text = NULL;

  if (fanfold_run_get_results_error (self->run) == NULL || fanfold_run_get_id (self->run) == 0)
    return;

  text = g_strdup_printf ("fanfold-cli: They can be exported again from the history: "
                          "fanfold-cli history export %" G_GUINT64_FORMAT "\n",
                          fanfold_run_get_id (self->run));
  fanfold_stream_print (self->errors, text);
}

/* What became of the output of the jobs: FANFOLD_CLI_OK, or why the run ended. */
static int
conclude_output (FanfoldCliWatch *self)
{
  int code = self->job_output != NULL ? fanfold_cli_output_get_error (self->job_output) : 0;

  if (self->job_output != NULL)
    fanfold_cli_output_end_line (self->job_output);
  if (code == 0)
    return FANFOLD_CLI_OK;
  if (code == EPIPE)
    return FANFOLD_CLI_PIPE_CLOSED;

  fanfold_cli_complain ("Standard output cannot be written: %s", g_strerror (code));
  return FANFOLD_CLI_BROKEN;
}

static int
conclude (FanfoldCliWatch *self)
{
  const guint64 *counts = fanfold_run_get_counts (self->run);
  FanfoldRunState state = fanfold_run_get_state (self->run);
  int status = conclude_output (self);

  /* As a program ends that nobody listens to any more. */
  if (status == FANFOLD_CLI_PIPE_CLOSED)
    return status;

  fanfold_cli_failures_print (self->run, self->errors);
  print_rest (self);
  print_where_results_are (self);

  /* Another program was quicker to resume it. */
  if (g_error_matches (
          fanfold_run_get_history_error (self->run), FANFOLD_ERROR, FANFOLD_ERROR_INVALID))
    return FANFOLD_CLI_BAD_INPUT;
  if (state == FANFOLD_RUN_FAILED || fanfold_run_get_history_error (self->run) != NULL)
    return FANFOLD_CLI_BROKEN;
  if (self->n_interrupts > 0)
    return FANFOLD_CLI_INTERRUPTED;
  if (fanfold_run_get_results_error (self->run) != NULL || status != FANFOLD_CLI_OK)
    return FANFOLD_CLI_BROKEN;
  if (state != FANFOLD_RUN_FINISHED || counts[FANFOLD_JOB_DONE] + counts[FANFOLD_JOB_CACHED] <
                                           fanfold_run_get_n_jobs_total (self->run))
    return FANFOLD_CLI_JOBS_FAILED;

  return FANFOLD_CLI_OK;
}

static gboolean
suits_bar (FanfoldCliWatch *self)
{
  gboolean is_dumb = g_strcmp0 (g_getenv ("TERM"), "dumb") == 0;
  gboolean is_shared = g_strcmp0 (self->settings->results, "-") == 0 && isatty (STDOUT_FILENO);

  return isatty (STDERR_FILENO) && !is_dumb && !is_shared;
}

/* (transfer full) (nullable) */
static FanfoldCliProgress *
create_progress (FanfoldCliWatch *self)
{
  const FanfoldSettings *settings = fanfold_run_get_settings (self->run);
  gboolean to_output = settings->verbose > STDOUT_VERBOSE && self->output != NULL;
  FanfoldCliForm progress = self->settings->progress;
  int verbose = settings->verbose;

  if (progress == FANFOLD_CLI_FORM_DEFAULT && verbose > 0)
    progress = FANFOLD_CLI_FORM_LINES;
  if (progress == FANFOLD_CLI_FORM_DEFAULT && suits_bar (self))
    progress = FANFOLD_CLI_FORM_BAR;

  switch (progress)
    {
    case FANFOLD_CLI_FORM_LINES:
      return fanfold_cli_progress_lines_new (to_output ? self->output : self->errors,
                                             settings->n_jobs,
                                             verbose > 0 ? verbose : LINES_VERBOSE);

    case FANFOLD_CLI_FORM_BAR:
      return fanfold_cli_progress_bar_new (self->errors);

    case FANFOLD_CLI_FORM_JSON:
      return fanfold_cli_progress_json_new (self->errors, self->settings->progress_interval);

    case FANFOLD_CLI_FORM_DEFAULT:
    case FANFOLD_CLI_FORM_NONE:
    default:
      return NULL;
    }
}

/* Standard output as it was; NULL where the results go there. */
static FanfoldStream *
keep_output (const FanfoldCliSettings *settings)
{
  FanfoldStream *output = NULL;
  int fd;

  if (g_strcmp0 (settings->results, "-") != 0)
    {
      fd = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
      if (fd >= 0)
        output = fanfold_stream_new (fd);
    }
  fanfold_export_protect_stdout ();

  return output;
}

FanfoldCliWatch *
fanfold_cli_watch_new (FanfoldEngine *engine, const FanfoldCliSettings *settings)
{
  FanfoldCliWatch *self = g_new0 (FanfoldCliWatch, 1);

  self->engine = g_object_ref (engine);
  self->settings = settings;
  self->errors = fanfold_stream_new (STDERR_FILENO);
  self->output = keep_output (settings);

  return self;
}

gboolean
fanfold_cli_watch_prepare (FanfoldCliWatch *self, GError **error)
{
  FanfoldCliOutputForm form;

  g_return_val_if_fail (self != NULL, FALSE);

  form = self->settings->output;
  if (form == FANFOLD_CLI_OUTPUT_NONE || self->output == NULL)
    return TRUE;

  self->job_output = fanfold_cli_output_new (form, self->output, self->errors, error);
  if (self->job_output == NULL)
    return FALSE;

  fanfold_memo_set_recall (fanfold_engine_get_memo (self->engine),
                           fanfold_cli_recall,
                           (gpointer) fanfold_cli_output_get_folder (self->job_output));

  return TRUE;
}

void
fanfold_cli_watch_free (FanfoldCliWatch *self)
{
  g_clear_pointer (&self->progress, fanfold_cli_progress_free);
  fanfold_memo_set_recall (fanfold_engine_get_memo (self->engine), NULL, NULL);
  g_clear_pointer (&self->job_output, fanfold_cli_output_free);
  g_clear_pointer (&self->errors, fanfold_stream_free);
  g_clear_pointer (&self->output, fanfold_stream_free);
  g_clear_object (&self->run);
  g_clear_object (&self->engine);
  g_free (self);
}

/* What "all but one" comes to here. */
static void
print_n_jobs (FanfoldCliWatch *self)
{
  int n_jobs = fanfold_run_get_settings (self->run)->n_jobs;
  g_autofree char *cores = NULL;
  g_autofree char *line = NULL;

  if (n_jobs > 0 || self->settings->chose_n_jobs ||
      self->settings->progress == FANFOLD_CLI_FORM_JSON ||
      self->settings->progress == FANFOLD_CLI_FORM_NONE)
    return;

  cores = fanfold_n_jobs_describe (n_jobs, fanfold_engine_get_cpu (self->engine));
  line = g_strdup_printf ("fanfold-cli: n_jobs %d: %s\n", n_jobs, cores);
  fanfold_stream_print (self->errors, line);
}

int
fanfold_cli_watch_run (FanfoldCliWatch *self, FanfoldRun *run)
{
  self->run = g_object_ref (run);
  self->progress = create_progress (self);
  self->sample_msec = FIRST_SAMPLE_MSEC;
  print_n_jobs (self);
  watch (self);

  return conclude (self);
}
