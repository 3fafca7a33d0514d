/* fanfold-export-json.c: results as JSON Lines and as a JSON array
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-export-form.h"

#include "fanfold-json.h"

static void
append_error (GString *text, const char *message)
{
  g_autofree char *valid = NULL;

  if (message == NULL)
    {
      g_string_append (text, "null");
      return;
    }

  valid = g_utf8_make_valid (message, -1);
  fanfold_json_append_text (text, valid);
}

static void
append_slot (GString *text, const FanfoldExportJob *job)
{
  if (fanfold_export_has_slot (job))
    g_string_append_printf (text, "%u", fanfold_block_get_slot (job->block));
  else
    g_string_append (text, "null");
}

/* Behind what every line has had from the start. */
static void
append_use (GString *text, const FanfoldExportJob *job)
{
  guint64 peak_bytes = fanfold_block_get_peak_bytes (job->block, job->place);
  gint64 started_usec = fanfold_block_get_started (job->block, job->place);
  int code;

  g_string_append (text, ",\"cpu_seconds\":");
  fanfold_export_append_seconds (text, fanfold_export_get_cpu_seconds (job));
  g_string_append (text, ",\"peak_bytes\":");
  if (peak_bytes > 0)
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, peak_bytes);
  else
    g_string_append (text, "null");
  g_string_append (text, ",\"started\":");
  if (started_usec > 0)
    {
      g_string_append_c (text, '"');
      fanfold_json_append_time (text, started_usec);
      g_string_append_c (text, '"');
    }
  else
    g_string_append (text, "null");
  if (fanfold_export_get_exit (job, &code))
    g_string_append_printf (text, ",\"exit\":%d", code);
  if (fanfold_export_get_signal (job, &code))
    g_string_append_printf (text, ",\"signal\":%d", code);
}

static void
append_object (GString *text, const FanfoldExportJob *job)
{
  FanfoldBlock *block = job->block;
  FanfoldJobState state = fanfold_block_get_state (block, job->place);

  g_string_append_printf (
      text, "{\"index\":%" G_GUINT64_FORMAT, fanfold_block_get_first (block) + job->place);
  g_string_append (text, ",\"arguments\":");
  fanfold_args_columns_append_json (job->arguments, text, job->arguments_place);
  g_string_append (text, ",\"state\":\"");
  g_string_append (text, fanfold_job_state_to_string (state));
  g_string_append (text, "\",\"result\":");
  fanfold_block_append_result (block, text, job->place);
  g_string_append (text, ",\"error\":");
  append_error (text, fanfold_block_get_error (block, job->place));
  g_string_append (text, ",\"seconds\":");
  fanfold_export_append_seconds (text, fanfold_export_get_seconds (job));
  g_string_append_printf (text, ",\"attempts\":%u,\"slot\":", fanfold_block_get_attempt (block));
  append_slot (text, job);
  append_use (text, job);
  if (job->inputs != NULL)
    {
      g_string_append (text, ",\"inputs\":");
      fanfold_args_columns_append_json (job->inputs, text, job->arguments_place);
    }
  g_string_append_c (text, '}');
}

static void
append_line (GString *text, const FanfoldExportJob *job, gboolean first)
{
  append_object (text, job);
  g_string_append_c (text, '\n');
}

static void
append_bracket (GString *text,
                FanfoldFunction *function,
                GPtrArray *inputs,
                FanfoldExportMembers *members)
{
  g_string_append_c (text, '[');
}

static void
append_element (GString *text, const FanfoldExportJob *job, gboolean first)
{
  g_string_append (text, first ? "\n" : ",\n");
  append_object (text, job);
}

const FanfoldExportForm fanfold_export_json_lines = {
  .name = "jsonl",
  .append_job = append_line,
};

const FanfoldExportForm fanfold_export_json = {
  .name = "json",
  .append_head = append_bracket,
  .append_job = append_element,
  .tail = "\n]\n",
};
