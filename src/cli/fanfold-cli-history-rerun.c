/* fanfold-cli-history-rerun.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

#include "fanfold-cli-labels.h"

typedef struct
{
  FanfoldCliSettings settings; /* first: its options write there */
  FanfoldCliLabels labels;
  GPtrArray *inputs; /* of FanfoldInput: what is new */
  char *jobs;        /* (nullable) */
  char *cache_dir;   /* (nullable) */
  gboolean failed;
} Arguments;

static void
arguments_clear (Arguments *self)
{
  fanfold_cli_labels_clear (&self->labels);
  fanfold_cli_settings_clear (&self->settings);
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_clear_pointer (&self->jobs, g_free);
  g_clear_pointer (&self->cache_dir, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static gboolean
input_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  Arguments *self = user_data;
  FanfoldInputKind kind =
      g_str_equal (option, "--template") ? FANFOLD_INPUT_TEMPLATE : FANFOLD_INPUT_VALUE;
  FanfoldInput *input = fanfold_input_parse (kind, value, error);

  if (input == NULL)
    {
      g_prefix_error (error, "%s: ", option);
      return FALSE;
    }
  g_ptr_array_add (self->inputs, input);

  return TRUE;
}

/* (nullable) The new input of that name, which is taken out of those that are left. */
static FanfoldInput *
take_new (GPtrArray *left, const char *name)
{
  for (guint i = 0; i < left->len; i++)
    if (g_str_equal (fanfold_input_get_name (left->pdata[i]), name))
      return g_ptr_array_steal_index (left, i);

  return NULL;
}

/* The batch of @run, each input in its place, with what is new in place of what it had. */
static FanfoldBatch *
compose_batch (Arguments *self, FanfoldRun *run, GError **error)
{
  const FanfoldHistoryRun *record = fanfold_run_get_record (run);
  g_autoptr (FanfoldBatch) then = fanfold_batch_new_from_text (record->batch, -1, error);
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GPtrArray) left = NULL;
  GPtrArray *inputs;
  FanfoldSettings settings;

  if (then == NULL)
    return NULL;

  batch = fanfold_batch_new (record->function_id);
  fanfold_batch_copy_labels (batch, then);
  if (!fanfold_cli_labels_apply (&self->labels, batch, error))
    return NULL;
  fanfold_batch_set_folder (batch, record->folder);
  left = g_ptr_array_copy (self->inputs, (GCopyFunc) (void (*) (void)) fanfold_input_ref, NULL);
  g_ptr_array_set_free_func (left, (GDestroyNotify) fanfold_input_unref);
  inputs = fanfold_batch_get_inputs (then);
  for (guint i = 0; i < inputs->len; i++)
    {
      g_autoptr (FanfoldInput) taken = take_new (left, fanfold_input_get_name (inputs->pdata[i]));

      if (!fanfold_batch_add_input (batch, taken != NULL ? taken : inputs->pdata[i], error))
        return NULL;
    }
  for (guint i = 0; i < left->len; i++)
    if (!fanfold_batch_add_input (batch, left->pdata[i], error))
      return NULL;

  /* Which jobs, and in what order, was settled in the run. */
  settings = *fanfold_batch_get_settings (then);
  settings.order = FANFOLD_ORDER_GIVEN;
  settings.sample = 0;
  fanfold_cli_settings_apply (&self->settings, &settings);
  fanfold_batch_set_settings (batch, &settings);

  return g_steal_pointer (&batch);
}

/* (transfer full) (nullable) with @error */
static FanfoldRun *
launch (Arguments *self, FanfoldEngine *engine, FanfoldRun *parent, GError **error)
{
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (FanfoldRanges) jobs = NULL;
  g_autoptr (FanfoldExport) results = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) failure = NULL;
  GAsyncResult *pending = NULL;

  if (!fanfold_cli_history_load (parent, error))
    return NULL;
  batch = compose_batch (self, parent, error);
  if (batch == NULL)
    return NULL;
  jobs = fanfold_cli_history_choose_jobs (
      parent, self->failed || self->jobs == NULL, self->jobs, error);
  if (jobs == NULL)
    return NULL;
  results = fanfold_cli_settings_open_results (&self->settings, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  fanfold_engine_launch_again_async (engine,
                                     parent,
                                     g_steal_pointer (&jobs),
                                     batch,
                                     g_steal_pointer (&results),
                                     NULL,
                                     fanfold_cli_ready_cb,
                                     &pending);
  result = fanfold_cli_wait (&pending);

  return fanfold_engine_launch_again_finish (engine, result, error);
}

static int
rerun (Arguments *self, FanfoldEngine *engine, guint64 id)
{
  g_autoptr (FanfoldCliWatch) watch = fanfold_cli_watch_new (engine, &self->settings);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldRun *parent;
  int status;

  parent = fanfold_cli_history_take_up (watch, engine, id, &status);
  if (parent == NULL)
    return status;

  run = launch (self, engine, parent, &error);
  if (run == NULL)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BAD_INPUT;
    }

  return fanfold_cli_watch_run (watch, run);
}

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

  *id = run->id;

  return TRUE;
}

static gboolean
parse (Arguments *self, char ***argv, int *status)
{
  const int raw = G_OPTION_FLAG_FILENAME;
  const GOptionArg callback = G_OPTION_ARG_CALLBACK;
  const GOptionEntry entries[] = {
    { "failed",
      0,
      0,
      G_OPTION_ARG_NONE,
      &self->failed,
      "Those that failed (as without --jobs)",
      NULL },
    { "jobs", 0, 0, G_OPTION_ARG_STRING, &self->jobs, "These, from 0", "3,7,10-20" },
    { "template", 0, raw, callback, input_cb, "Another template", "NAME=TEXT" },
    { "set", 0, raw, callback, input_cb, "Another value", "NAME=VALUE" },
    FANFOLD_CLI_LABELS_ENTRIES (&self->labels),
    { "cache-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->cache_dir, "Another cache", "DIR" },
    G_OPTION_ENTRY_NULL,
  };
  const FanfoldCliSyntax syntax = {
    .name = "history rerun",
    .operands = "RUN",
    .summary =
        "Runs jobs of a run once more, in a new run: over the files, lists and ranges as they "
        "were then,\nand with another template, other values or settings. The new run names "
        "the old one as its parent;\nits results hold its own jobs. RUN is a number, or "
        "\"last\".",
    .description =
        "What is not given is as it was in the run. To run jobs again as they were, "
        "resume the run.\n"
        "\n"
        "Examples:\n"
        "  fanfold-cli history rerun last --template output={.}-small.jpg\n"
        "  fanfold-cli history rerun 7 --jobs=3,7,10-20 --set algorithm=md5 --results=-\n"
        "  fanfold-cli history rerun 7 --failed --memory-limit=4G --n-jobs=1\n"
        "\n"
        "Exit status: as for run, of the jobs of the new run.\n",
    .entries = entries,
    .more_entries = fanfold_cli_settings_get_entries (),
    .data = self,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };

  return fanfold_cli_settings_parse (&self->settings, &syntax, argv, status);
}

int
fanfold_cli_history_rerun (char **argv)
{
  g_auto (Arguments) arguments = { .jobs = NULL };
  g_auto (GStrv) operands = g_strdupv (argv);
  g_autoptr (FanfoldEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  guint64 id;
  int status;

  fanfold_cli_settings_init (&arguments.settings);
  arguments.inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_input_unref);
  if (!parse (&arguments, &operands, &status) || !find (operands[1], &id, &status))
    return status;

  engine = fanfold_cli_find_plugins (arguments.cache_dir, &error);
  if (engine == NULL)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BROKEN;
    }

  status = rerun (&arguments, engine, id);
  fanfold_engine_shut_down (engine);

  return status;
}
