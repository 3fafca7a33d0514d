/* fanfold-cli-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli.h"

#include "fanfold-cli-arguments.h"
#include "fanfold-cli-dry-run.h"
#include "fanfold-cli-failures.h"
#include "fanfold-cli-progress.h"
#include "fanfold-stream.h"
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define SAMPLE_MSEC 100
#define FIRST_SAMPLE_MSEC 5
#define LINES_VERBOSE 5   /* of --progress=lines alone */
#define STDOUT_VERBOSE 50 /* joblib's: more goes to standard output */

/* What goes on while a run does. */
typedef struct
{
  FanfoldEngine *engine;
  FanfoldRun *run;
  FanfoldStream *stream;
  FanfoldCliProgress *progress; /* (nullable) */
  gsize n_log_shown;
  guint sample_msec;
  guint n_interrupts;
} RunWatch;

/* joblib's lines are in the run's log too; the progress shows them. */
static void
print_log (RunWatch *self)
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

          fanfold_stream_print (self->stream, text);
        }
    }
}

static void
show (RunWatch *self, gboolean last)
{
  FanfoldCliSample sample;

  print_log (self);
  if (self->progress == NULL)
    return;

  fanfold_cli_sample_take (&sample, self->run);
  self->progress->show (self->progress, &sample, last);
}

static gboolean
interrupt_cb (gpointer user_data)
{
  RunWatch *self = user_data;

  self->n_interrupts++;
  if (self->n_interrupts == 1)
    {
      fanfold_run_drain (self->run, "Interrupted");
      fanfold_stream_print (self->stream,
                            "fanfold-cli: No more jobs are started; those that run may end. "
                            "Ctrl-C again ends them.\n");
    }
  else
    fanfold_run_stop (self->run, "Interrupted");

  return G_SOURCE_CONTINUE;
}

static gboolean
terminate_cb (gpointer user_data)
{
  RunWatch *self = user_data;

  self->n_interrupts += 2;
  fanfold_run_stop (self->run, "Terminated");

  return G_SOURCE_CONTINUE;
}

static gboolean
is_over (RunWatch *self)
{
  return fanfold_run_state_is_over (fanfold_run_get_state (self->run));
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
wait_for_sample (RunWatch *self)
{
  guint timeout_id = g_timeout_add (self->sample_msec, wake_cb, &timeout_id);

  while (timeout_id != 0 && !is_over (self))
    g_main_context_iteration (NULL, TRUE);

  g_clear_handle_id (&timeout_id, g_source_remove);
  self->sample_msec = MIN (self->sample_msec * 2, SAMPLE_MSEC);
}

static void
watch (RunWatch *self)
{
  guint sources[] = {
    g_unix_signal_add (SIGINT, interrupt_cb, self),
    g_unix_signal_add (SIGTERM, terminate_cb, self),
    g_unix_signal_add (SIGHUP, terminate_cb, self),
  };
  gsize i;

  while (!is_over (self))
    {
      wait_for_sample (self);
      fanfold_engine_sample (self->engine);
      show (self, FALSE);
    }
  show (self, TRUE);

  for (i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
}

/* Why it did not go on, unless its log has said so. */
static void
print_reason (RunWatch *self)
{
  const char *reason = fanfold_run_get_reason (self->run);
  g_autofree char *text = NULL;

  if (reason == NULL || strstr (fanfold_run_get_log (self->run), reason) != NULL)
    return;

  text = g_strdup_printf ("fanfold-cli: %s\n", reason);
  fanfold_stream_print (self->stream, text);
}

static int
conclude (RunWatch *self)
{
  const guint64 *counts = fanfold_run_get_counts (self->run);
  FanfoldRunState state = fanfold_run_get_state (self->run);

  fanfold_cli_failures_print (self->run, self->stream);
  if (self->n_interrupts == 0)
    print_reason (self);

  if (state == FANFOLD_RUN_FAILED || fanfold_run_get_history_error (self->run) != NULL ||
      fanfold_run_get_results_error (self->run) != NULL)
    return FANFOLD_CLI_BROKEN;
  if (self->n_interrupts > 0)
    return FANFOLD_CLI_INTERRUPTED;
  if (counts[FANFOLD_JOB_DONE] + counts[FANFOLD_JOB_CACHED] <
      fanfold_run_get_n_jobs_total (self->run))
    return FANFOLD_CLI_JOBS_FAILED;

  return FANFOLD_CLI_OK;
}

static gboolean
suits_bar (FanfoldCliArguments *arguments)
{
  gboolean is_dumb = g_strcmp0 (g_getenv ("TERM"), "dumb") == 0;
  gboolean is_shared = g_strcmp0 (arguments->results, "-") == 0 && isatty (STDOUT_FILENO);

  return isatty (STDERR_FILENO) && !is_dumb && !is_shared;
}

/* (transfer full) (nullable) */
static FanfoldCliProgress *
create_progress (FanfoldCliArguments *arguments,
                 const FanfoldSettings *settings,
                 FanfoldStream *errors,
                 FanfoldStream *output)
{
  gboolean to_output = settings->verbose > STDOUT_VERBOSE && output != NULL;
  FanfoldCliForm progress = arguments->progress;
  int verbose = settings->verbose;

  if (progress == FANFOLD_CLI_FORM_DEFAULT && verbose > 0)
    progress = FANFOLD_CLI_FORM_LINES;
  if (progress == FANFOLD_CLI_FORM_DEFAULT && suits_bar (arguments))
    progress = FANFOLD_CLI_FORM_BAR;

  switch (progress)
    {
    case FANFOLD_CLI_FORM_LINES:
      return fanfold_cli_progress_lines_new (
          to_output ? output : errors, settings->n_jobs, verbose > 0 ? verbose : LINES_VERBOSE);

    case FANFOLD_CLI_FORM_BAR:
      return fanfold_cli_progress_bar_new (errors);

    case FANFOLD_CLI_FORM_JSON:
      return fanfold_cli_progress_json_new (errors, arguments->progress_interval);

    case FANFOLD_CLI_FORM_DEFAULT:
    case FANFOLD_CLI_FORM_NONE:
    default:
      return NULL;
    }
}

/* Standard output as it was; NULL where the results go there. */
static FanfoldStream *
keep_output (FanfoldCliArguments *arguments)
{
  FanfoldStream *output = NULL;
  int fd;

  if (g_strcmp0 (arguments->results, "-") != 0)
    {
      fd = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
      if (fd >= 0)
        output = fanfold_stream_new (fd);
    }
  fanfold_export_protect_stdout ();

  return output;
}

/* (transfer full) (nullable) with @error: bad input */
static FanfoldCombine *
expand (FanfoldEngine *engine, FanfoldBatch *batch, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  fanfold_engine_expand_async (engine, batch, NULL, fanfold_cli_ready_cb, &pending);
  result = fanfold_cli_wait (&pending);

  return fanfold_engine_expand_finish (engine, result, error);
}

static gboolean
start (FanfoldEngine *engine, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;
  const char *const *notes;

  fanfold_engine_start_async (engine, NULL, fanfold_cli_ready_cb, &pending);
  result = fanfold_cli_wait (&pending);
  if (!fanfold_engine_start_finish (engine, result, error))
    return FALSE;

  for (notes = fanfold_engine_get_notes (engine); notes != NULL && *notes != NULL; notes++)
    fanfold_cli_complain ("%s", *notes);

  return TRUE;
}

/* (transfer full) (nullable) with @error */
static FanfoldRun *
launch (FanfoldEngine *engine, FanfoldBatch *batch, FanfoldExport *results, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  fanfold_engine_launch_async (engine, batch, results, NULL, fanfold_cli_ready_cb, &pending);
  result = fanfold_cli_wait (&pending);

  return fanfold_engine_launch_finish (engine, result, error);
}

static int
complain (GError *error, int status)
{
  fanfold_cli_complain ("%s", error->message);

  return status;
}

/* Everything that was asked for is known to be right. */
static int
run_batch (FanfoldCliArguments *arguments, FanfoldEngine *engine, FanfoldBatch *batch)
{
  g_autoptr (FanfoldStream) errors = fanfold_stream_new (STDERR_FILENO);
  g_autoptr (FanfoldStream) output = keep_output (arguments);
  g_autoptr (FanfoldExport) results = NULL;
  g_autoptr (FanfoldCliProgress) progress = NULL;
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (GError) error = NULL;
  RunWatch self = { .engine = engine, .stream = errors, .sample_msec = FIRST_SAMPLE_MSEC };

  if (!start (engine, &error))
    return complain (error, FANFOLD_CLI_BROKEN);
  if (!fanfold_engine_keeps_runs (engine))
    {
      fanfold_cli_complain ("Nothing was started: make room there, or set XDG_DATA_HOME to a "
                            "folder that can be written");
      return FANFOLD_CLI_BROKEN;
    }

  if (arguments->results != NULL)
    {
      results = fanfold_export_new (arguments->results, arguments->format, &error);
      if (results == NULL)
        return complain (error, FANFOLD_CLI_BAD_INPUT);
    }

  run = launch (engine, batch, g_steal_pointer (&results), &error);
  if (run == NULL)
    return complain (error, FANFOLD_CLI_BROKEN);

  progress = create_progress (arguments, fanfold_batch_get_settings (batch), errors, output);
  self.run = run;
  self.progress = progress;
  watch (&self);

  return conclude (&self);
}

int
fanfold_cli_run (char **argv)
{
  g_auto (FanfoldCliArguments) arguments = { NULL };
  g_autoptr (FanfoldEngine) engine = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!fanfold_cli_arguments_read (&arguments, argv, &status))
    return status;

  batch = fanfold_cli_arguments_create_batch (&arguments, &error);
  if (batch == NULL)
    return complain (error, FANFOLD_CLI_BAD_INPUT);

  engine = fanfold_cli_find_plugins (arguments.cache_dir, &error);
  if (engine == NULL)
    return complain (error, FANFOLD_CLI_BROKEN);

  combine = expand (engine, batch, &error);
  if (combine == NULL)
    return complain (error, FANFOLD_CLI_BAD_INPUT);
  if (arguments.dry_run)
    return fanfold_cli_dry_run (combine);
  g_clear_pointer (&combine, fanfold_combine_unref);

  status = run_batch (&arguments, engine, batch);
  fanfold_engine_shut_down (engine);

  return status;
}
