/* fanfold-cli-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli.h"

#include "fanfold-json.h"

static void
append_function_json (GString *text, FanfoldFunction *function)
{
  g_string_append_c (text, '{');
  fanfold_cli_append_function (text, function);
  g_string_append_c (text, '}');
}

static void
append_plugin_json (GString *text, FanfoldPlugin *plugin)
{
  GListModel *functions = fanfold_plugin_get_functions (plugin);
  guint n_functions = g_list_model_get_n_items (functions);
  guint i;

  g_string_append_c (text, '{');
  fanfold_cli_append_member (text, "id", fanfold_plugin_get_id (plugin));
  g_string_append_c (text, ',');
  fanfold_cli_append_member (text, "label", fanfold_plugin_get_label (plugin));
  g_string_append_c (text, ',');
  fanfold_cli_append_member (text, "version", fanfold_plugin_get_version (plugin));
  g_string_append (text, ",\"path\":");
  fanfold_json_append_path (text, fanfold_plugin_get_path (plugin));
  g_string_append_c (text, ',');
  fanfold_cli_append_member (text, "error", fanfold_plugin_get_error (plugin));
  g_string_append (text, ",\"functions\":[");
  for (i = 0; i < n_functions; i++)
    {
      g_autoptr (FanfoldFunction) function = g_list_model_get_item (functions, i);

      if (i > 0)
        g_string_append_c (text, ',');
      append_function_json (text, function);
    }
  g_string_append (text, "]}");
}

static void
append_json (GString *text, GListModel *plugins)
{
  guint n_plugins = g_list_model_get_n_items (plugins);
  guint i;

  g_string_append (text, "{\"plugins\":[");
  for (i = 0; i < n_plugins; i++)
    {
      g_autoptr (FanfoldPlugin) plugin = g_list_model_get_item (plugins, i);

      if (i > 0)
        g_string_append_c (text, ',');
      append_plugin_json (text, plugin);
    }
  g_string_append (text, "]}\n");
}

static void
append_functions (GString *text, FanfoldPlugin *plugin)
{
  GListModel *functions = fanfold_plugin_get_functions (plugin);
  guint n_functions = g_list_model_get_n_items (functions);
  guint i;

  g_string_append (text, fanfold_plugin_get_label (plugin));
  if (fanfold_plugin_get_version (plugin) != NULL)
    g_string_append_printf (text, " %s", fanfold_plugin_get_version (plugin));
  g_string_append_c (text, '\n');

  for (i = 0; i < n_functions; i++)
    {
      g_autoptr (FanfoldFunction) function = g_list_model_get_item (functions, i);
      const char *summary = fanfold_function_get_summary (function);

      g_string_append_printf (text,
                              "  %-24s  %s\n",
                              fanfold_function_get_id (function),
                              summary != NULL ? summary : fanfold_function_get_label (function));
    }
}

static void
append_broken (GString *text, FanfoldPlugin *plugin)
{
  g_autofree char *path = g_filename_display_name (fanfold_plugin_get_path (plugin));

  g_string_append_printf (text, "  %s\n    %s\n", path, fanfold_plugin_get_error (plugin));
}

static void
append_table (GString *text, GListModel *plugins)
{
  g_autoptr (GString) broken = g_string_new (NULL);
  guint n_plugins = g_list_model_get_n_items (plugins);
  guint i;

  for (i = 0; i < n_plugins; i++)
    {
      g_autoptr (FanfoldPlugin) plugin = g_list_model_get_item (plugins, i);

      if (fanfold_plugin_get_error (plugin) != NULL)
        append_broken (broken, plugin);
      else
        append_functions (text, plugin);
    }

  if (text->len == 0)
    g_string_append (text, "There are no plugins to be used.\n");
  if (broken->len > 0)
    g_string_append_printf (text, "\nThese plugins cannot be used:\n%s", broken->str);
}

int
fanfold_cli_list (char **argv)
{
  g_autoptr (FanfoldEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) operands = g_strdupv (argv);
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const FanfoldCliSyntax syntax = {
    .name = "list",
    .operands = "",
    .summary = "Lists the functions that can be run, by plugin, and the plugins that cannot be "
               "used with the reason.",
    .description = "Examples:\n"
                   "  fanfold-cli list\n"
                   "  fanfold-cli list --json\n",
    .entries = entries,
  };
  int status;

  if (!fanfold_cli_parse (&syntax, &operands, &status))
    return status;

  engine = fanfold_cli_find_plugins (NULL, &error);
  if (engine == NULL)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BROKEN;
    }

  if (json)
    append_json (text, G_LIST_MODEL (fanfold_engine_get_registry (engine)));
  else
    append_table (text, G_LIST_MODEL (fanfold_engine_get_registry (engine)));

  return fanfold_cli_print (text->str);
}
