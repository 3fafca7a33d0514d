/* fanfold-cli-show.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli.h"

#include "fanfold-command-line.h"
#include "fanfold-json.h"

static const char *const type_words[] = {
  [FANFOLD_PARAM_TYPE_TEXT] = "text",     [FANFOLD_PARAM_TYPE_BOOL] = "bool",
  [FANFOLD_PARAM_TYPE_INT] = "int",       [FANFOLD_PARAM_TYPE_REAL] = "real",
  [FANFOLD_PARAM_TYPE_CHOICE] = "choice", [FANFOLD_PARAM_TYPE_FILE] = "file",
  [FANFOLD_PARAM_TYPE_FOLDER] = "folder", [FANFOLD_PARAM_TYPE_COMMAND] = "command",
  [FANFOLD_PARAM_TYPE_JSON] = "json",
};

typedef struct
{
  FanfoldParamFlags flag;
  const char *word; /* in JSON */
  const char *text;
} FlagWord;

/* A flag of 0 ends them. */
static const FlagWord param_words[] = {
  { FANFOLD_PARAM_FLAG_REQUIRED, "required", "needed" },
  { FANFOLD_PARAM_FLAG_EACH, "each", "usually another value for each job" },
  { FANFOLD_PARAM_FLAG_IGNORED, "ignored", "does not count for the cache" },
  { FANFOLD_PARAM_FLAG_CONTENT, "content", "its content counts for the cache" },
  { FANFOLD_PARAM_FLAG_ADVANCED, "advanced", "seldom needed" },
  { FANFOLD_PARAM_FLAG_OUTPUT, "output", "written by the job" },
  { FANFOLD_PARAM_FLAG_COST, "cost", "the time of a job grows with it" },
  { FANFOLD_PARAM_FLAG_BLOCKS, "blocks", "takes a block of a file, too" },
  { 0 },
};

static const FlagWord output_words[] = {
  { FANFOLD_OUTPUT_FLAG_FILES, "files", "files that the job wrote" },
  { FANFOLD_OUTPUT_FLAG_FILES_READ, "files-read", "files that the job read" },
  { 0 },
};

static void
append_flags_json (GString *text, FanfoldParam *param, const FlagWord *word)
{
  const char *separator = "";

  g_string_append (text, ",\"flags\":[");
  for (; word->flag != 0; word++)
    if (fanfold_param_get_flags (param) & word->flag)
      {
        g_string_append_printf (text, "%s\"%s\"", separator, word->word);
        separator = ",";
      }
  g_string_append_c (text, ']');
}

static void
append_limits_json (GString *text, FanfoldParam *param)
{
  double minimum;
  double maximum;

  if (!fanfold_param_get_limits (param, &minimum, &maximum))
    {
      g_string_append (text, ",\"minimum\":null,\"maximum\":null");
      return;
    }

  g_string_append (text, ",\"minimum\":");
  fanfold_json_append_real (text, minimum);
  g_string_append (text, ",\"maximum\":");
  fanfold_json_append_real (text, maximum);
}

static void
append_param_json (GString *text, FanfoldParam *param, const FlagWord *words)
{
  guint n_choices = fanfold_param_get_n_choices (param);
  guint i;

  g_string_append_c (text, '{');
  fanfold_cli_append_member (text, "id", fanfold_param_get_id (param));
  g_string_append_c (text, ',');
  fanfold_cli_append_member (text, "type", type_words[fanfold_param_get_param_type (param)]);
  g_string_append_c (text, ',');
  fanfold_cli_append_member (text, "label", fanfold_param_get_label (param));
  g_string_append_c (text, ',');
  fanfold_cli_append_member (text, "help", fanfold_param_get_help (param));
  g_string_append_c (text, ',');
  fanfold_cli_append_member (text, "unit", fanfold_param_get_unit (param));
  g_string_append_c (text, ',');
  fanfold_cli_append_member (text, "default", fanfold_param_get_initial (param));
  append_limits_json (text, param);
  g_string_append (text, ",\"choices\":[");
  for (i = 0; i < n_choices; i++)
    {
      g_string_append (text, i > 0 ? "," : "");
      fanfold_json_append_text (text, fanfold_param_get_choice_id (param, i));
    }
  g_string_append_c (text, ']');
  append_flags_json (text, param, words);
  g_string_append_c (text, '}');
}

static void
append_params_json (GString *text, const char *name, GPtrArray *params, const FlagWord *words)
{
  guint i;

  g_string_append_printf (text, ",\"%s\":[", name);
  for (i = 0; i < params->len; i++)
    {
      g_string_append (text, i > 0 ? "," : "");
      append_param_json (text, g_ptr_array_index (params, i), words);
    }
  g_string_append_c (text, ']');
}

static void
append_json (GString *text, FanfoldFunction *function)
{
  g_string_append_c (text, '{');
  fanfold_cli_append_function (text, function);
  g_string_append (text, ",\"plugin\":");
  fanfold_json_append_path (text, fanfold_function_get_plugin_path (function));
  g_string_append_printf (text,
                          ",\"pure\":%s,\"cheap\":%s,\"thread_safe\":%s,\"io_bound\":%s,",
                          fanfold_function_is_pure (function) ? "true" : "false",
                          fanfold_function_is_cheap (function) ? "true" : "false",
                          fanfold_function_is_thread_safe (function) ? "true" : "false",
                          fanfold_function_is_io_bound (function) ? "true" : "false");
  fanfold_cli_append_member (text, "cache_version", fanfold_function_get_cache_version (function));
  append_params_json (text, "params", fanfold_function_get_params (function), param_words);
  append_params_json (text, "outputs", fanfold_function_get_outputs (function), output_words);
  g_string_append (text, "}\n");
}

static void
append_number (GString *text, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (buffer, sizeof buffer, "%.15g", number));
}

static void
append_allowed (GString *text, FanfoldParam *param)
{
  guint n_choices = fanfold_param_get_n_choices (param);
  double minimum;
  double maximum;
  guint i;

  if (fanfold_param_get_limits (param, &minimum, &maximum))
    {
      g_string_append (text, ", ");
      append_number (text, minimum);
      g_string_append (text, " to ");
      append_number (text, maximum);
    }
  for (i = 0; i < n_choices; i++)
    g_string_append_printf (
        text, "%s%s", i > 0 ? ", " : ": ", fanfold_param_get_choice_id (param, i));
}

static void
append_param (GString *text, FanfoldParam *param, const FlagWord *word)
{
  const char *initial = fanfold_param_get_initial (param);

  g_string_append_printf (text,
                          "  %-12s  %s; %s",
                          fanfold_param_get_id (param),
                          fanfold_param_get_label (param),
                          type_words[fanfold_param_get_param_type (param)]);
  if (fanfold_param_get_unit (param) != NULL)
    g_string_append_printf (text, " in %s", fanfold_param_get_unit (param));
  append_allowed (text, param);
  if (initial != NULL)
    g_string_append_printf (text, "; default %s", initial[0] != '\0' ? initial : "empty");
  for (; word->flag != 0; word++)
    if (fanfold_param_get_flags (param) & word->flag)
      g_string_append_printf (text, "; %s", word->text);
  g_string_append_c (text, '\n');
  if (fanfold_param_get_help (param) != NULL)
    g_string_append_printf (text, "  %-12s  %s\n", "", fanfold_param_get_help (param));
}

static void
append_params (GString *text, const char *heading, GPtrArray *params, const FlagWord *words)
{
  guint i;

  if (params->len == 0)
    return;

  g_string_append_printf (text, "\n%s:\n", heading);
  for (i = 0; i < params->len; i++)
    append_param (text, g_ptr_array_index (params, i), words);
}

static void
append_example (GString *text, FanfoldFunction *function)
{
  GPtrArray *params = fanfold_function_get_params (function);
  guint i;

  g_string_append_printf (
      text, "\nExample:\n  fanfold-cli run %s", fanfold_function_get_id (function));
  for (i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);
      FanfoldParamType type = fanfold_param_get_param_type (param);
      const char *id = fanfold_param_get_id (param);
      FanfoldParamFlags flags = fanfold_param_get_flags (param);
      gboolean each = (flags & FANFOLD_PARAM_FLAG_EACH) != 0;

      if (!each &&
          (fanfold_param_get_initial (param) != NULL || (flags & FANFOLD_PARAM_FLAG_ADVANCED) != 0))
        continue;
      if (type == FANFOLD_PARAM_TYPE_FILE)
        g_string_append_printf (text, " --files '%s=*'", id);
      else if (type == FANFOLD_PARAM_TYPE_INT || type == FANFOLD_PARAM_TYPE_REAL)
        g_string_append_printf (text, each ? " --range %s=1:10" : " --set %s=1", id);
      else
        g_string_append_printf (text, each ? " --list %s=…,…" : " --set %s=…", id);
    }
  g_string_append (text, " --results=-\n");
}

static const char *
describe_cache (FanfoldFunction *function)
{
  if (!fanfold_function_is_pure (function))
    return "its results are not remembered: they may differ each time";
  if (fanfold_function_is_cheap (function))
    return "its results are not remembered: computing them is quicker";
  if (fanfold_function_get_cache_version (function)[0] == 'b')
    return "its results are remembered until the plugin is rebuilt";

  return "its results are remembered";
}

static void
append_text (GString *text, FanfoldFunction *function)
{
  const char *summary = fanfold_function_get_summary (function);
  g_autofree char *path = NULL;

  path = g_filename_display_name (fanfold_function_get_plugin_path (function));
  g_string_append_printf (
      text, "%s: %s\n", fanfold_function_get_id (function), fanfold_function_get_label (function));
  if (summary != NULL)
    g_string_append_printf (text, "%s\n", summary);

  append_params (text, "Parameters", fanfold_function_get_params (function), param_words);
  append_params (text, "Outputs", fanfold_function_get_outputs (function), output_words);

  g_string_append_printf (text, "\nCache: %s\n", describe_cache (function));
  g_string_append_printf (text,
                          "Runs in: %s\n",
                          fanfold_function_is_thread_safe (function) ? "processes or threads"
                                                                     : "processes");
  g_string_append_printf (text,
                          "Waits for: %s\n",
                          fanfold_function_is_io_bound (function) ? "disk or network"
                                                                  : "the processor");
  g_string_append_printf (text, "Plugin: %s\n", path);
  append_example (text, function);
}

/* Nothing is run, and no plugin is looked for. */
static int
show_batch (const char *path, gboolean json)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *full = NULL;
  g_autofree char *line = NULL;

  batch = fanfold_batch_new_from_file (file, &error);
  if (batch == NULL)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BAD_INPUT;
    }

  if (json)
    {
      text = fanfold_batch_to_text (batch);
      return fanfold_cli_print (text);
    }

  text = fanfold_command_line_new (batch);
  full = g_file_get_path (file);
  if (text == NULL)
    text = fanfold_command_line_new_for_file (full);
  line = g_strconcat (text, "\n", NULL);

  return fanfold_cli_print (line);
}

static int
show_function (const char *id, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldEngine) engine = fanfold_cli_find_plugins (NULL, &error);
  g_autoptr (GString) text = g_string_new (NULL);
  FanfoldFunction *function;

  if (engine == NULL)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BROKEN;
    }

  function = fanfold_registry_find_function (fanfold_engine_get_registry (engine), id, &error);
  if (function == NULL)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BAD_INPUT;
    }

  if (json)
    append_json (text, function);
  else
    append_text (text, function);

  return fanfold_cli_print (text->str);
}

int
fanfold_cli_show (char **argv)
{
  g_auto (GStrv) operands = g_strdupv (argv);
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const FanfoldCliSyntax syntax = {
    .name = "show",
    .operands = "FUNCTION|BATCH.fanfold",
    .summary = "Shows the parameters and outputs of a function, and how it can be run; of a batch "
               "file\nthe command line that does the same.",
    .description = "Examples:\n"
                   "  fanfold-cli show files.checksum\n"
                   "  fanfold-cli show numbers.pi --json\n"
                   "  fanfold-cli show overnight.fanfold\n",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  int status;

  if (!fanfold_cli_parse (&syntax, &operands, &status))
    return status;

  return fanfold_cli_is_batch_path (operands[1]) ? show_batch (operands[1], json)
                                                 : show_function (operands[1], json);
}
