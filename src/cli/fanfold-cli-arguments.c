/* fanfold-cli-arguments.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-arguments.h"

#include "fanfold-cli-command.h"
#include "fanfold-cli-inputs.h"
#include "fanfold-cli.h"
#include "fanfold-command-batch.h"
#include "fanfold-error.h"

static const char description[] =
    "Without --results or the -- form nothing is written to standard output. Every run is kept in\n"
    "the history.\n"
    "\n"
    "Behind -- stands a command as GNU parallel takes it: ::: VALUE … or :::: FILE … (- for "
    "standard\n"
    "input, which is also read where neither is given); with several of them every combination is "
    "a\n"
    "job; :::+ and ::::+ go in step with the one before, and the fewest values count (files are "
    "of\n"
    "equal lengths). In the command {} is the value, {.} it\n"
    "without extension, {/} its base name, {//} its folder, {/.} base name without extension, {#} "
    "the\n"
    "job's number, {%} its slot, {2} the second value, {NAME} that of another input. As many jobs "
    "as\n"
    "cores run at once, and what each prints is printed whole when it ends; what the cache "
    "answers\n"
    "(--cache) prints what it printed when it ran, and runs again where that was not kept whole.\n"
    "\n"
    "With --pipe-part=FILE every job reads one block of the file on its standard input: whole "
    "records,\n"
    "which are lines unless --record-end or --record-start (\\n, \\t, \\0, \\xHH for bytes) say "
    "otherwise,\n"
    "of --block-size together or a little more, or so many --records. The file must stay as it "
    "is.\n"
    "\n"
    "Examples:\n"
    "  fanfold-cli run numbers.square --range x=0:1:0.1 --results=-\n"
    "  fanfold-cli run files.checksum --files 'file=Pictures/**' --n-jobs=-1 --results=sums.jsonl\n"
    "  fanfold-cli run numbers.square --range x=0:100 --results=squares.csv --format=csv\n"
    "  fanfold-cli run numbers.pi --list seed=1,2,3 --set samples=1e6 --dry-run\n"
    "  seq 1000000 | fanfold-cli run numbers.square --lines x=- --pre-dispatch=1000\n"
    "  fanfold-cli run -- gzip -9 ::: *.log\n"
    "  find . -name '*.jpg' | fanfold-cli run --n-jobs=4 -- convert {} -resize 1600 {.}-small.jpg\n"
    "  fanfold-cli run --shell --output=order -- 'wc -l < {1} | sed s/^/{2}:/' ::: a b :::+ A B\n"
    "  fanfold-cli run --pipe-part=big.log --block-size=10M --output=order -- grep -c error\n"
    "  fanfold-cli run overnight.fanfold --n-jobs=4 --timeout=200% --retries=2 --verbose=10\n"
    "  fanfold-cli run images.resize --files 'file=*.jpg' --template 'output={.}-small.jpg'\n"
    "\n"
    "In a template stand for the other inputs: {} all of them, {1} {2} {-1} one, {name} that of\n"
    "the name; as further forms {.} without extension, {/} base name, {//} folder, {/.} both,\n"
    "{1.} {name/} and so on; {#} is the number of the job, {%} that of its slot, both from 1. An\n"
    "input may have a name that is no parameter's, for templates to use.\n"
    "\n"
    "Ctrl-Z stops jobs and program until fg or bg; the signal USR1 prints the running jobs.\n"
    "\n"
    "Exit status: 0 every job done or cached, 1 some job failed, crashed, timed out or was\n"
    "cancelled, 2 wrong usage or bad input and nothing started, 3 the run itself could not go on,\n"
    "130 interrupted (the first Ctrl-C lets running jobs end, the second ends them), 141 nobody "
    "reads\n"
    "the output any more.\n";

/* A further --files of the same name adds its glob. @input: (transfer full) where it is true. */
static gboolean
extend_files (GPtrArray *inputs, FanfoldInput *input)
{
  const char *name = fanfold_input_get_name (input);
  guint i;

  for (i = 0; i < inputs->len; i++)
    {
      FanfoldInput *other = inputs->pdata[i];
      g_autoptr (GStrvBuilder) texts = NULL;
      g_auto (GStrv) all = NULL;

      if (fanfold_input_get_kind (input) != FANFOLD_INPUT_FILES ||
          fanfold_input_get_kind (other) != FANFOLD_INPUT_FILES ||
          !g_str_equal (fanfold_input_get_name (other), name))
        continue;

      texts = g_strv_builder_new ();
      g_strv_builder_addv (texts, (const char **) fanfold_input_get_texts (other));
      g_strv_builder_addv (texts, (const char **) fanfold_input_get_texts (input));
      all = g_strv_builder_end (texts);
      inputs->pdata[i] = fanfold_input_new (name, FANFOLD_INPUT_FILES, (const char *const *) all);
      fanfold_input_unref (other);
      fanfold_input_unref (input);
      return TRUE;
    }

  return FALSE;
}

static void
add_pipe_part (FanfoldCliArguments *self, const char *path)
{
  const char *const texts[] = { path, NULL };

  g_ptr_array_add (self->inputs,
                   fanfold_input_new (FANFOLD_COMMAND_STDIN, FANFOLD_INPUT_BLOCKS, texts));
}

/* As GNU parallel has it: --pipepart -a FILE. */
static gboolean
pipepart_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliArguments *self = user_data;

  if (value != NULL)
    add_pipe_part (self, value);
  else
    self->pipepart = TRUE;

  return TRUE;
}

static gboolean
input_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliArguments *self = user_data;
  FanfoldInputKind kind = FANFOLD_INPUT_VALUE;
  FanfoldInput *input;

  if (g_str_equal (option, "--csv"))
    {
      g_ptr_array_add (self->inputs, fanfold_cli_inputs_new_csv (value));
      return TRUE;
    }
  if (g_str_equal (option, "--pipe-part"))
    {
      add_pipe_part (self, value);
      return TRUE;
    }

  if (g_str_equal (option, "--list"))
    kind = FANFOLD_INPUT_LIST;
  else if (g_str_equal (option, "--range"))
    kind = FANFOLD_INPUT_RANGE;
  else if (g_str_equal (option, "--linspace"))
    kind = FANFOLD_INPUT_LINSPACE;
  else if (g_str_equal (option, "--geomspace"))
    kind = FANFOLD_INPUT_GEOMSPACE;
  else if (g_str_equal (option, "--files"))
    kind = FANFOLD_INPUT_FILES;
  else if (g_str_equal (option, "--lines"))
    kind = FANFOLD_INPUT_LINES;
  else if (g_str_equal (option, "--column"))
    kind = FANFOLD_INPUT_CSV;
  else if (g_str_equal (option, "--blocks"))
    kind = FANFOLD_INPUT_BLOCKS;
  else if (g_str_equal (option, "--template"))
    kind = FANFOLD_INPUT_TEMPLATE;

  input = fanfold_input_parse (kind, value, error);
  if (input == NULL)
    {
      g_prefix_error (error, "%s: ", option);
      return FALSE;
    }
  if (!extend_files (self->inputs, input))
    g_ptr_array_add (self->inputs, input);

  return TRUE;
}

static gboolean
exclude_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliArguments *self = user_data;

  g_ptr_array_add (self->excludes, g_strdup (value));

  return TRUE;
}

/* How a file is cut into blocks. The last one of a name counts. */
static gboolean
cut_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  static const char *const names[][2] = {
    { "--block-size", "size" },       { "--block", "size" },
    { "--records", "records" },       { "--record-start", "record_start" },
    { "--recstart", "record_start" }, { "--record-end", "record_end" },
    { "--recend", "record_end" },     { "--header", "header" },
  };
  FanfoldCliArguments *self = user_data;
  guint i = 0;

  while (!g_str_equal (names[i][0], option))
    i++;
  if (g_str_equal (option, "--header") && g_str_equal (value, ":"))
    value = "1"; /* as GNU parallel has it */
  g_ptr_array_insert (self->cuts, 0, g_strconcat (names[i][1], "=", value, NULL));

  return TRUE;
}

static gboolean
link_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliArguments *self = user_data;

  g_ptr_array_add (self->links, g_strdup (value));

  return TRUE;
}

static gboolean
cache_dir_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  FanfoldCliArguments *self = user_data;

  if (value[0] == '\0')
    {
      g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "%s takes a path", option);
      return FALSE;
    }

  g_free (self->cache_dir);
  self->cache_dir = g_strdup (value);

  return TRUE;
}

static gboolean
parse (FanfoldCliArguments *self, char ***argv, int *status)
{
  /* As file names are: these values may be bytes of no encoding. */
  const int raw = G_OPTION_FLAG_FILENAME;
  const int hidden = G_OPTION_FLAG_HIDDEN;
  const int optional = G_OPTION_FLAG_OPTIONAL_ARG;
  const GOptionArg callback = G_OPTION_ARG_CALLBACK;
  const GOptionEntry entries[] = {
    { "set", 0, raw, callback, input_cb, "The same value for every job", "NAME=VALUE" },
    { "list", 0, raw, callback, input_cb, "Each value in turn; \\, for a comma", "NAME=V1,V2,…" },
    { "range", 0, raw, callback, input_cb, "From START to before STOP", "NAME=START:STOP[:STEP]" },
    { "linspace", 0, raw, callback, input_cb, "Evenly spaced, LAST too", "NAME=FIRST:LAST:COUNT" },
    { "geomspace", 0, raw, callback, input_cb, "In equal ratios", "NAME=FIRST:LAST:COUNT" },
    { "files", 0, raw, callback, input_cb, "Files that match; ** for any depth", "NAME=GLOB" },
    { "lines", 0, raw, callback, input_cb, "Lines of a file; - for standard input", "NAME=FILE" },
    { "blocks", 0, raw, callback, input_cb, "Blocks of a file of records", "NAME=FILE" },
    { "pipe-part", 0, raw, callback, input_cb, "COMMAND reads them; --blocks stdin=FILE", "FILE" },
    { "pipepart", 0, raw | hidden | optional, callback, pipepart_cb, NULL, NULL },
    { "arg-file", 'a', hidden, G_OPTION_ARG_FILENAME, &self->arg_file, NULL, NULL },
    { "block-size", 0, raw, callback, cut_cb, "A block's least size, 10M; 1M is usual", "SIZE" },
    { "block", 0, raw | hidden, callback, cut_cb, NULL, NULL },
    { "records", 0, raw, callback, cut_cb, "Its number of records instead", "N" },
    { "record-start", 0, raw, callback, cut_cb, "How one begins", "TEXT" },
    { "recstart", 0, raw | hidden, callback, cut_cb, NULL, NULL },
    { "record-end", 0, raw, callback, cut_cb, "How one ends; \\n is usual", "TEXT" },
    { "recend", 0, raw | hidden, callback, cut_cb, NULL, NULL },
    { "header", 0, raw, callback, cut_cb, "Lines at its top that go before each block", "N" },
    { "exclude", 0, raw, callback, exclude_cb, "Files to leave out; may be repeated", "NAME=GLOB" },
    { "csv",
      0,
      raw,
      callback,
      input_cb,
      "Columns named as parameters, a job a row; of JSON, its members",
      "FILE" },
    { "column", 0, raw, callback, input_cb, "One column of such a file", "NAME=FILE:HEADER" },
    { "link", 0, raw, callback, link_cb, "These inputs in step; may be repeated", "NAME,NAME…" },
    { "template", 0, raw, callback, input_cb, "Made from other inputs: {} {.} {/}", "NAME=TEXT" },
    { "zip", 0, 0, G_OPTION_ARG_NONE, &self->zip, "Inputs in step, not every combination", NULL },
    { "shell", 0, 0, G_OPTION_ARG_NONE, &self->shell, "COMMAND through sh, values quoted", NULL },
    FANFOLD_CLI_LABELS_ENTRIES (&self->labels),
    { "cache-dir", 0, raw, callback, cache_dir_cb, "Another cache than the usual", "DIR" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &self->dry_run, "Print the jobs, run none", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const FanfoldCliSyntax syntax = {
    .name = "run",
    .operands =
        self->words != NULL ? "-- COMMAND" : "FUNCTION|BATCH.fanfold|-- COMMAND … ::: VALUE …",
    .summary = "Runs a function over inputs, or the batch in a file. Without --zip every "
               "combination of\nthe inputs is a job; the last one written varies fastest.",
    .description = description,
    .entries = entries,
    .more_entries = fanfold_cli_settings_get_entries (),
    .data = self,
    .n_operands_min = self->words == NULL,
    .n_operands_max = self->words == NULL,
  };

  return fanfold_cli_parse (&syntax, argv, status);
}

/* (transfer full) */
static char **
dup_before (char **argv, char **end)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (; *argv != NULL && argv != end; argv++)
    g_ptr_array_add (words, g_strdup (*argv));
  g_ptr_array_add (words, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

/* What is usual in this form, until options say otherwise. */
static void
begin_command (FanfoldCliArguments *self, char **words)
{
  self->words = g_strdupv (words);
  self->settings.output = FANFOLD_CLI_OUTPUT_GROUP;
  self->settings.chose_n_jobs = TRUE;
}

static gboolean
check (FanfoldCliArguments *self, GError **error)
{
  FanfoldCliSettings *settings = &self->settings;

  if (self->words != NULL && !settings->has_output && g_strcmp0 (settings->results, "-") == 0)
    settings->output = FANFOLD_CLI_OUTPUT_NONE;
  if (g_hash_table_contains (settings->texts, "n_jobs"))
    settings->chose_n_jobs = FALSE;
  if (self->words == NULL && self->shell)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "--shell is for a command behind --: fanfold-cli run --shell -- 'COMMAND'");
      return FALSE;
    }

  return fanfold_cli_settings_check (settings, error);
}

/* parallel says in two options what --pipe-part=FILE says. */
static gboolean
take_pipepart (FanfoldCliArguments *self, GError **error)
{
  if (!self->pipepart && self->arg_file == NULL)
    return TRUE;

  if (self->pipepart && self->arg_file != NULL)
    {
      add_pipe_part (self, self->arg_file);
      return TRUE;
    }

  g_set_error_literal (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_INVALID,
                       self->pipepart
                           ? "--pipepart reads a file: name it by -a FILE, or by --pipe-part=FILE"
                           : "-a FILE goes with --pipepart; for the lines of a file write "
                             ":::: FILE behind the command");
  return FALSE;
}

gboolean
fanfold_cli_arguments_read (FanfoldCliArguments *self, char **argv, int *status)
{
  char **dashes = fanfold_cli_command_find (argv);
  g_auto (GStrv) operands = NULL;
  g_autoptr (GError) error = NULL;

  *self = (FanfoldCliArguments){
    .inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_input_unref),
    .excludes = g_ptr_array_new_with_free_func (g_free),
    .cuts = g_ptr_array_new_with_free_func (g_free),
    .links = g_ptr_array_new_with_free_func (g_free),
  };
  fanfold_cli_settings_init (&self->settings);
  operands = dup_before (argv, dashes);
  if (dashes != NULL)
    begin_command (self, dashes + 1);
  if (dashes == NULL && fanfold_cli_command_is_forgotten (argv))
    {
      *status = fanfold_cli_misuse (
          "run", "A command stands behind --: fanfold-cli run [OPTIONS] -- COMMAND … ::: VALUE …");
      return FALSE;
    }
  if (!parse (self, &operands, status))
    return FALSE;
  if (!check (self, &error) || !take_pipepart (self, &error) ||
      !fanfold_cli_inputs_exclude (self->inputs, self->excludes, &error) ||
      !fanfold_cli_inputs_cut (self->inputs, self->cuts, &error))
    {
      *status = fanfold_cli_misuse ("run", error->message);
      return FALSE;
    }

  if (self->words == NULL)
    self->target = g_strdup (operands[1]);

  return TRUE;
}

void
fanfold_cli_arguments_clear (FanfoldCliArguments *self)
{
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->arg_file, g_free);
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_clear_pointer (&self->excludes, g_ptr_array_unref);
  g_clear_pointer (&self->cuts, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  fanfold_cli_labels_clear (&self->labels);
  fanfold_cli_settings_clear (&self->settings);
  g_clear_pointer (&self->cache_dir, g_free);
}

static FanfoldBatch *
read_batch (FanfoldCliArguments *self, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (self->target);

  if (self->inputs->len > 0 || self->zip || self->links->len > 0)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "The inputs of %s are in the file: leave out --set, --list, --range, --files, "
                   "--lines, --zip and what else says inputs, or edit it",
                   self->target);
      return NULL;
    }

  return fanfold_batch_new_from_file (file, error);
}

static FanfoldBatch *
compose_batch (FanfoldCliArguments *self, GError **error)
{
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new (self->target);
  guint i;

  for (i = 0; i < self->inputs->len; i++)
    if (!fanfold_batch_add_input (batch, g_ptr_array_index (self->inputs, i), error))
      return NULL;
  fanfold_batch_set_zip (batch, self->zip);

  return g_steal_pointer (&batch);
}

static FanfoldBatch *
compose_command (FanfoldCliArguments *self, GError **error)
{
  g_autoptr (FanfoldBatch) batch = NULL;
  FanfoldSettings settings;

  batch = fanfold_cli_command_create_batch (
      (const char *const *) self->words, self->inputs, self->shell, error);
  if (batch == NULL)
    return NULL;

  fanfold_batch_set_zip (batch, self->zip);
  settings = *fanfold_batch_get_settings (batch);
  settings.n_jobs = -1;
  fanfold_batch_set_settings (batch, &settings);

  return g_steal_pointer (&batch);
}

FanfoldBatch *
fanfold_cli_arguments_create_batch (FanfoldCliArguments *self, GError **error)
{
  g_autoptr (FanfoldBatch) batch = NULL;
  FanfoldSettings settings;

  if (self->words != NULL)
    batch = compose_command (self, error);
  else if (fanfold_cli_is_batch_path (self->target))
    batch = read_batch (self, error);
  else
    batch = compose_batch (self, error);
  if (batch == NULL || !fanfold_cli_labels_apply (&self->labels, batch, error))
    return NULL;

  settings = *fanfold_batch_get_settings (batch);
  fanfold_cli_settings_apply (&self->settings, &settings);
  fanfold_batch_set_settings (batch, &settings);

  return g_steal_pointer (&batch);
}
