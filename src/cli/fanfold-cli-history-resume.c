/* fanfold-cli-history-resume.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

#include "fanfold-error.h"

#define UNFINISHED_STATES                                                                          \
  (1u << FANFOLD_JOB_WAITING | 1u << FANFOLD_JOB_RUNNING | 1u << FANFOLD_JOB_CANCELLED |           \
   1u << FANFOLD_JOB_SKIPPED)

typedef struct
{
  FanfoldCliSettings settings; /* first: its options write there */
  char *jobs;                  /* (nullable) */
  char *cache_dir;             /* (nullable) */
  gboolean failed;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  fanfold_cli_settings_clear (&self->settings);
  g_clear_pointer (&self->jobs, g_free);
  g_clear_pointer (&self->cache_dir, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* Of an interrupted run nothing but its end may be missing. */
static void
check_rest (FanfoldRun *run, GError **error)
{
  g_autoptr (FanfoldRanges) rest = fanfold_run_find_jobs (run, UNFINISHED_STATES);

  if (fanfold_ranges_get_size (rest) == 0 && fanfold_run_get_state (run) != FANFOLD_RUN_INTERRUPTED)
    g_set_error (error,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_INVALID,
                 "Run %" G_GUINT64_FORMAT
                 " has no jobs left to run, as all are finished: --failed or "
                 "--jobs=… runs some again",
                 fanfold_run_get_id (run));
}

/* What was asked for; NULL without @error: all that is left. (transfer full) (nullable) */
static FanfoldRanges *
choose_jobs (const Arguments *arguments, FanfoldRun *run, GError **error)
{
  if (!arguments->failed && arguments->jobs == NULL)
    {
      check_rest (run, error);
      return NULL;
    }

  return fanfold_cli_history_choose_jobs (run, arguments->failed, arguments->jobs, error);
}

/* The batch's, with what was given in their place. */
static gboolean
get_settings (Arguments *arguments, FanfoldRun *run, FanfoldSettings *settings, GError **error)
{
  const FanfoldHistoryRun *record = fanfold_run_get_record (run);
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new_from_text (record->batch, -1, error);

  if (batch == NULL)
    return FALSE;

  *settings = *fanfold_batch_get_settings (batch);
  fanfold_cli_settings_apply (&arguments->settings, settings);

  return TRUE;
}

static gboolean
begin (Arguments *arguments, FanfoldEngine *engine, FanfoldRun *run, GError **error)
{
  g_autoptr (FanfoldExport) results = NULL;
  g_autoptr (FanfoldRanges) jobs = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) failure = NULL;
  GAsyncResult *pending = NULL;
  FanfoldSettings settings;

  if (!fanfold_cli_history_load (run, error) || !get_settings (arguments, run, &settings, error))
    return FALSE;

  jobs = choose_jobs (arguments, run, &failure);
  if (failure == NULL)
    results = fanfold_cli_settings_open_results (&arguments->settings, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  fanfold_engine_resume_async (engine,
                               run,
                               g_steal_pointer (&jobs),
                               &settings,
                               g_steal_pointer (&results),
                               NULL,
                               fanfold_cli_ready_cb,
                               &pending);
  result = fanfold_cli_wait (&pending);

  return fanfold_engine_resume_finish (engine, result, error);
}

static int
resume (Arguments *arguments, FanfoldEngine *engine, guint64 id)
{
  g_autoptr (FanfoldCliWatch) watch = fanfold_cli_watch_new (engine, &arguments->settings);
  g_autoptr (GError) error = NULL;
  FanfoldRun *run;
  int status;

  run = fanfold_cli_history_take_up (watch, engine, id, &status);
  if (run == NULL)
    return status;

  if (!begin (arguments, engine, run, &error))
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BAD_INPUT;
    }

  return fanfold_cli_watch_run (watch, run);
}

/* What can be told without an engine is told before plugins are looked for. */
static gboolean
find (const char *text, guint64 *id, int *status)
{
  g_autoptr (FanfoldHistory) history = fanfold_cli_history_open ();
  g_autoptr (FanfoldHistoryRun) run = NULL;

  if (history == NULL)
    {
      *status = FANFOLD_CLI_BROKEN;
      return FALSE;
    }
  run = fanfold_cli_history_find (history, text, status);
  if (run == NULL)
    return FALSE;
  if (!fanfold_run_state_is_over (run->state))
    {
      fanfold_cli_complain ("Run %" G_GUINT64_FORMAT
                            " still goes on in another program: there is nothing to resume",
                            run->id);
      *status = FANFOLD_CLI_BAD_INPUT;
      return FALSE;
    }

  *id = run->id;

  return TRUE;
}

static gboolean
parse (Arguments *self, char ***argv, int *status)
{
  const GOptionEntry entries[] = {
    { "failed", 0, 0, G_OPTION_ARG_NONE, &self->failed, "Run those that failed again", NULL },
    { "jobs", 0, 0, G_OPTION_ARG_STRING, &self->jobs, "Run these again, from 0", "3,7,10-20" },
    { "cache-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->cache_dir, "Another cache", "DIR" },
    G_OPTION_ENTRY_NULL,
  };
  const FanfoldCliSyntax syntax = {
    .name = "history resume",
    .operands = "RUN",
    .summary = "Runs the jobs of a run that are left, over the inputs as they were then: of one "
               "that was stopped,\nor whose program died. With --failed or --jobs it runs those, "
               "and no others, once more. The\nresults hold all jobs of the run. RUN is a number, "
               "or \"last\".",
    .description = "Settings that are not given are those of the run.\n"
                   "\n"
                   "Examples:\n"
                   "  fanfold-cli history resume 7\n"
                   "  fanfold-cli history resume last --failed --timeout=60 --n-jobs=2\n"
                   "  fanfold-cli history resume 7 --jobs=3,7,10-20 --results=all.jsonl\n"
                   "\n"
                   "Exit status: as for run, of all jobs of the run.\n",
    .entries = entries,
    .more_entries = fanfold_cli_settings_get_entries (),
    .data = self,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };

  return fanfold_cli_settings_parse (&self->settings, &syntax, argv, status);
}

int
fanfold_cli_history_resume (char **argv)
{
  g_auto (Arguments) arguments = { .jobs = NULL };
  g_auto (GStrv) operands = g_strdupv (argv);
  g_autoptr (FanfoldEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  guint64 id;
  int status;

  fanfold_cli_settings_init (&arguments.settings);
  if (!parse (&arguments, &operands, &status) || !find (operands[1], &id, &status))
    return status;

  engine = fanfold_cli_find_plugins (arguments.cache_dir, &error);
  if (engine == NULL)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BROKEN;
    }

  status = resume (&arguments, engine, id);
  fanfold_engine_shut_down (engine);

  return status;
}
