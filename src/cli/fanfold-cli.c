/* fanfold-cli.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli.h"

#include "fanfold-args.h"
#include "fanfold-cli-text.h"
#include "fanfold-json.h"
#include "fanfold-stream.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define BATCH_SUFFIX ".fanfold"

#define MAX_ARGUMENTS_CHARS 200
#define PATIENCE_SECONDS 60 /* with a full disk under the history */

void
fanfold_cli_complain (const char *format, ...)
{
  g_autoptr (FanfoldStream) stream = fanfold_stream_new (STDERR_FILENO);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  fanfold_cli_append_indented (text, message, "fanfold-cli: ");
  fanfold_stream_print (stream, text->str);
}

gboolean
fanfold_cli_write (const char *text, gsize length, int *status)
{
  gssize n_written;

  while (length > 0)
    {
      n_written = write (STDOUT_FILENO, text, length);
      if (n_written < 0 && errno == EPIPE)
        return FALSE;
      if (n_written < 0 && errno != EINTR)
        {
          fanfold_cli_complain ("Standard output cannot be written: %s", g_strerror (errno));
          *status = FANFOLD_CLI_BROKEN;
          return FALSE;
        }
      if (n_written > 0)
        {
          text += n_written;
          length -= n_written;
        }
    }

  return TRUE;
}

int
fanfold_cli_print (const char *text)
{
  int status = FANFOLD_CLI_OK;

  fanfold_cli_write (text, strlen (text), &status);

  return status;
}

int
fanfold_cli_misuse (const char *command, const char *message)
{
  fanfold_cli_complain ("%s (\"fanfold-cli %s --help\" shows how)", message, command);

  return FANFOLD_CLI_BAD_INPUT;
}

gboolean
fanfold_cli_is_batch_path (const char *operand)
{
  g_return_val_if_fail (operand != NULL, FALSE);

  return g_str_has_suffix (operand, BATCH_SUFFIX) || strchr (operand, '/') != NULL ||
         (g_str_has_suffix (operand, ".json") && g_file_test (operand, G_FILE_TEST_EXISTS));
}

static GOptionContext *
create_context (const FanfoldCliSyntax *syntax, gboolean *help)
{
  GOptionContext *context;
  GOptionGroup *group;
  g_autofree char *program = g_strdup_printf ("fanfold-cli %s", syntax->name);
  const GOptionEntry help_entries[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, "Show this help", NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_set_prgname (program);
  context = g_option_context_new (syntax->operands);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, syntax->summary);
  g_option_context_set_description (context, syntax->description);

  group = g_option_group_new (syntax->name, NULL, NULL, syntax->data, NULL);
  g_option_group_add_entries (group, syntax->entries);
  if (syntax->more_entries != NULL)
    g_option_group_add_entries (group, syntax->more_entries);
  g_option_group_add_entries (group, help_entries);
  g_option_context_set_main_group (context, group);

  return context;
}

gboolean
fanfold_cli_parse (const FanfoldCliSyntax *syntax, char ***argv, int *status)
{
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean help = FALSE;
  guint n_operands;

  context = create_context (syntax, &help);
  if (!g_option_context_parse_strv (context, argv, &error))
    {
      *status = fanfold_cli_misuse (syntax->name, error->message);
      return FALSE;
    }
  if (help)
    {
      text = g_option_context_get_help (context, TRUE, NULL);
      *status = fanfold_cli_print (text);
      return FALSE;
    }

  n_operands = g_strv_length (*argv) - 1;
  if (n_operands >= syntax->n_operands_min && n_operands <= syntax->n_operands_max)
    return TRUE;

  if (n_operands < syntax->n_operands_min)
    text = g_strdup_printf ("%s is missing", syntax->operands);
  else
    text = g_strdup_printf ("\"%s\" is one argument too many", (*argv)[syntax->n_operands_max + 1]);
  *status = fanfold_cli_misuse (syntax->name, text);

  return FALSE;
}

void
fanfold_cli_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

GAsyncResult *
fanfold_cli_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_steal_pointer (result);
}

FanfoldEngine *
fanfold_cli_find_plugins (const char *memo_folder, GError **error)
{
  g_autoptr (FanfoldEngine) engine = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;
  FanfoldEnginePaths paths = { .memo_folder = memo_folder };
  FanfoldRegistry *registry;

  engine = fanfold_engine_new (&paths);
  registry = fanfold_engine_get_registry (engine);
  fanfold_registry_set_hint (registry, "See \"fanfold-cli list\" for all there are.");
  fanfold_registry_scan_async (registry, NULL, fanfold_cli_ready_cb, &pending);
  result = fanfold_cli_wait (&pending);
  if (!fanfold_registry_scan_finish (registry, result, error))
    return NULL;

  return g_steal_pointer (&engine);
}

gboolean
fanfold_cli_start_engine (FanfoldEngine *engine)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;
  const char *const *notes;

  fanfold_engine_start_async (engine, NULL, fanfold_cli_ready_cb, &pending);
  result = fanfold_cli_wait (&pending);
  if (!fanfold_engine_start_finish (engine, result, &error))
    {
      fanfold_cli_complain ("%s", error->message);
      return FALSE;
    }
  fanfold_engine_set_patience (engine, PATIENCE_SECONDS);

  for (notes = fanfold_engine_get_notes (engine); notes != NULL && *notes != NULL; notes++)
    fanfold_cli_complain ("%s", *notes);
  if (!fanfold_engine_keeps_runs (engine))
    fanfold_cli_complain ("Nothing was started: make room there, or set XDG_DATA_HOME to a "
                          "folder that can be written");

  return fanfold_engine_keeps_runs (engine);
}

void
fanfold_cli_append_member (GString *json, const char *name, const char *value)
{
  g_string_append_printf (json, "\"%s\":", name);
  if (value != NULL)
    fanfold_json_append_text (json, value);
  else
    g_string_append (json, "null");
}

void
fanfold_cli_append_time (GString *json, gint64 time_usec)
{
  if (time_usec <= 0)
    {
      g_string_append (json, "null");
      return;
    }

  g_string_append_c (json, '"');
  fanfold_json_append_time (json, time_usec);
  g_string_append_c (json, '"');
}

void
fanfold_cli_append_function (GString *json, FanfoldFunction *function)
{
  fanfold_cli_append_member (json, "id", fanfold_function_get_id (function));
  g_string_append_c (json, ',');
  fanfold_cli_append_member (json, "label", fanfold_function_get_label (function));
  g_string_append_c (json, ',');
  fanfold_cli_append_member (json, "summary", fanfold_function_get_summary (function));
}

void
fanfold_cli_append_arguments (GString *text, FanfoldCombine *combine, guint64 index)
{
  g_autoptr (GString) json = g_string_new (NULL);

  if (fanfold_combine_get_n_free (combine) > 0)
    {
      fanfold_combine_append_inputs_json (combine, json, index);
    }
  else
    {
      FanfoldFunction *function = fanfold_combine_get_function (combine);
      g_autoptr (GVariant) args = fanfold_combine_get_args (combine, index);

      if (args == NULL)
        return;
      fanfold_args_append_json (json, fanfold_function_get_params (function), args);
    }

  if (g_utf8_strlen (json->str, -1) > MAX_ARGUMENTS_CHARS)
    {
      g_string_truncate (json,
                         g_utf8_offset_to_pointer (json->str, MAX_ARGUMENTS_CHARS) - json->str);
      g_string_append (json, "…");
    }
  fanfold_cli_append_plain (text, json->str);
}
