/* fanfold-export-csv.c: results as a table, by RFC 4180
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-export-form.h"

#include <string.h>
#include "fanfold-json.h"

#define MAX_HELD_BYTES ((gsize) 1024 * 1024)

/* Outputs stand between state and error. */
static const char *const own_columns[] = {
  "index",      "state",   "result", "error",  "seconds",  "cpu_seconds",
  "peak_bytes", "started", "exit",   "signal", "attempts", "slot",
};

static gboolean
is_own (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (own_columns); i++)
    if (g_str_equal (own_columns[i], id))
      return TRUE;

  return FALSE;
}

/* For an output: "result" stands there only where there is none. */
static gboolean
is_taken (FanfoldFunction *function, const char *id)
{
  return fanfold_function_find_param (function, id, NULL) != NULL ||
         (is_own (id) && !g_str_equal (id, "result"));
}

static gboolean
is_output (FanfoldFunction *function, const char *id)
{
  GPtrArray *outputs = fanfold_function_get_outputs (function);

  for (guint i = 0; i < outputs->len; i++)
    {
      if (g_str_equal (fanfold_param_get_id (g_ptr_array_index (outputs, i)), id))
        return TRUE;
    }

  return outputs->len == 0 && g_str_equal (id, "result");
}

static void
append_quoted (GString *text, const char *cell)
{
  g_string_append_c (text, '"');
  for (const char *at = cell; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *at);
    }
  g_string_append_c (text, '"');
}

/* A space at either end is kept by all readers where it is quoted. */
static void
append_cell (GString *text, const char *cell)
{
  gsize length = strlen (cell);

  if (length > 0 && (strpbrk (cell, ",\"\r\n") != NULL || g_ascii_isspace (cell[0]) ||
                     g_ascii_isspace (cell[length - 1])))
    append_quoted (text, cell);
  else
    g_string_append_len (text, cell, (gssize) length);
}

/* @json: (transfer full) */
static void
append_json (GString *text, GString *json)
{
  fanfold_export_make_plain (json);
  append_cell (text, json->str);
  g_string_free (json, TRUE);
}

static void
append_name (GString *text, const char *group, const char *id, gboolean taken)
{
  g_autofree char *name = taken ? g_strconcat (group, ".", id, NULL) : g_strdup (id);

  g_string_append_c (text, ',');
  append_cell (text, name);
}

static void
append_member_names (GString *text,
                     FanfoldFunction *function,
                     const FanfoldExportMembers *members,
                     guint output)
{
  const char *id =
      fanfold_param_get_id (g_ptr_array_index (fanfold_function_get_outputs (function), output));

  for (guint i = 0; i < fanfold_export_members_get_n (members, output); i++)
    {
      g_autofree char *name =
          g_strjoin (".", id, fanfold_export_members_get_name (members, output, i), NULL);

      append_name (text, "result", name, is_taken (function, id));
    }
}

static void
append_head (GString *text,
             FanfoldFunction *function,
             GPtrArray *inputs,
             FanfoldExportMembers *members)
{
  GPtrArray *params = fanfold_function_get_params (function);
  GPtrArray *outputs = fanfold_function_get_outputs (function);

  g_string_append (text, "index");
  for (guint i = 0; i < params->len; i++)
    {
      const char *id = fanfold_param_get_id (g_ptr_array_index (params, i));

      append_name (text, "arguments", id, is_own (id));
    }
  g_string_append (text, ",state");
  for (guint i = 0; i < outputs->len; i++)
    {
      const char *id = fanfold_param_get_id (g_ptr_array_index (outputs, i));

      append_name (text, "result", id, is_taken (function, id));
      append_member_names (text, function, members, i);
    }
  if (outputs->len == 0)
    g_string_append (text, ",result");
  g_string_append (text, ",error,seconds,cpu_seconds,peak_bytes,started,exit,signal,attempts,slot");
  for (guint i = 0; i < inputs->len; i++)
    {
      const char *name = fanfold_param_get_id (g_ptr_array_index (inputs, i));

      append_name (text, "inputs", name, is_output (function, name) || is_taken (function, name));
    }
  g_string_append (text, "\r\n");
}

static void
append_arguments (GString *text, const FanfoldExportJob *job)
{
  guint n_params = fanfold_function_get_params (job->function)->len;

  for (guint i = 0; i < n_params; i++)
    {
      GString *json = g_string_new (NULL);

      g_string_append_c (text, ',');
      fanfold_args_columns_append_value (job->arguments, json, i, job->arguments_place);
      append_json (text, json);
    }
}

/* What is in an object beyond the members that have columns: nothing, or those as an object. */
static void
append_others (GString *text, JsonObject *object, const FanfoldExportMembers *members, guint output)
{
  g_autoptr (JsonNode) others = json_node_new (JSON_NODE_OBJECT);
  GString *json;

  for (guint i = 0; i < fanfold_export_members_get_n (members, output); i++)
    json_object_remove_member (object, fanfold_export_members_get_name (members, output, i));
  if (json_object_get_size (object) == 0)
    return;

  json = g_string_new (NULL);
  json_node_set_object (others, object);
  fanfold_json_append_node (json, others);
  append_json (text, json);
}

static void
append_members (GString *text, const FanfoldExportJob *job, guint output, JsonObject *object)
{
  g_autoptr (GString) cells = g_string_new (NULL);

  for (guint i = 0; i < fanfold_export_members_get_n (job->members, output); i++)
    {
      const char *name = fanfold_export_members_get_name (job->members, output, i);
      JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

      g_string_append_c (cells, ',');
      if (node != NULL)
        {
          GString *json = g_string_new (NULL);

          fanfold_json_append_node (json, node);
          append_json (cells, json);
        }
    }
  if (object != NULL)
    append_others (text, object, job->members, output);
  g_string_append_len (text, cells->str, (gssize) cells->len);
}

static void
append_output (GString *text, const FanfoldExportJob *job, guint output)
{
  GString *json = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  g_string_append_c (text, ',');
  fanfold_block_append_output (job->block, json, output, job->place);
  if (fanfold_export_members_get_n (job->members, output) > 0)
    node = fanfold_json_parse (json->str, (gssize) json->len, NULL);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      append_members (text, job, output, json_node_get_object (node));
      g_string_free (json, TRUE);
      return;
    }

  append_json (text, json);
  append_members (text, job, output, NULL);
  if (!fanfold_export_members_is_settled (job->members))
    fanfold_export_members_add_gap (job->members, output);
}

static void
append_inputs (GString *text, const FanfoldExportJob *job)
{
  for (guint i = 0; job->inputs != NULL && i < job->input_params->len; i++)
    {
      GString *json = g_string_new (NULL);

      g_string_append_c (text, ',');
      fanfold_args_columns_append_value (job->inputs, json, i, job->arguments_place);
      append_json (text, json);
    }
}

static void
append_result (GString *text, const FanfoldExportJob *job)
{
  guint n_outputs = fanfold_function_get_outputs (job->function)->len;

  if (n_outputs == 0)
    {
      GString *json = g_string_new (NULL);

      g_string_append_c (text, ',');
      fanfold_block_append_result (job->block, json, job->place);
      append_json (text, json);
    }
  for (guint i = 0; i < n_outputs; i++)
    append_output (text, job, i);
}

static void
append_error (GString *text, const FanfoldExportJob *job)
{
  const char *message = fanfold_block_get_error (job->block, job->place);

  g_string_append_c (text, ',');
  if (message != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (message, -1);

      append_cell (text, valid);
    }
}

static void
append_use (GString *text, const FanfoldExportJob *job)
{
  guint64 peak_bytes = fanfold_block_get_peak_bytes (job->block, job->place);
  gint64 started_usec = fanfold_block_get_started (job->block, job->place);

  g_string_append_c (text, ',');
  fanfold_export_append_seconds (text, fanfold_export_get_seconds (job));
  g_string_append_c (text, ',');
  fanfold_export_append_seconds (text, fanfold_export_get_cpu_seconds (job));
  g_string_append_c (text, ',');
  if (peak_bytes > 0)
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, peak_bytes);
  g_string_append_c (text, ',');
  if (started_usec > 0)
    fanfold_json_append_time (text, started_usec);
}

static void
append_end (GString *text, const FanfoldExportJob *job)
{
  int code;

  g_string_append_c (text, ',');
  if (fanfold_export_get_exit (job, &code))
    g_string_append_printf (text, "%d", code);
  g_string_append_c (text, ',');
  if (fanfold_export_get_signal (job, &code))
    g_string_append_printf (text, "%d", code);
  g_string_append_printf (text, ",%u,", fanfold_block_get_attempt (job->block));
  if (fanfold_export_has_slot (job))
    g_string_append_printf (text, "%u", fanfold_block_get_slot (job->block));
}

static void
append_row (GString *text, const FanfoldExportJob *job)
{
  FanfoldJobState state = fanfold_block_get_state (job->block, job->place);

  g_string_append_printf (
      text, "%" G_GUINT64_FORMAT, fanfold_block_get_first (job->block) + job->place);
  append_arguments (text, job);
  g_string_append_c (text, ',');
  g_string_append (text, fanfold_job_state_to_string (state));
  append_result (text, job);
  append_error (text, job);
  append_use (text, job);
  append_end (text, job);
  append_inputs (text, job);
  g_string_append (text, "\r\n");
}

static void
append_rest (GString *text,
             FanfoldFunction *function,
             GPtrArray *inputs,
             FanfoldExportMembers *members)
{
  append_head (text, function, inputs, members);
  fanfold_export_members_release (members, text);
}

/* The head waits for the first object, but not for ever. */
static void
append_job (GString *text, const FanfoldExportJob *job, gboolean first)
{
  FanfoldExportMembers *members = job->members;

  if (!fanfold_export_members_is_settled (members))
    {
      fanfold_export_members_look (members, job->block, job->place);
      if (fanfold_export_members_get_held (members)->len > MAX_HELD_BYTES)
        fanfold_export_members_give_up (members);
      if (fanfold_export_members_is_settled (members))
        append_rest (text, job->function, job->input_params, members);
      else
        text = fanfold_export_members_get_held (members);
    }

  append_row (text, job);
}

const FanfoldExportForm fanfold_export_csv = {
  .name = "csv",
  .append_head = append_head,
  .append_job = append_job,
  .append_rest = append_rest,
};
