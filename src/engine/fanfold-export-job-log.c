/* fanfold-export-job-log.c: what ran when, as GNU parallel's --joblog writes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-export-form.h"

#include <signal.h>
#include <string.h>

#define KILLED_EXIT (-1) /* what parallel writes for a job that it ended itself */

static void
append_head (GString *text,
             FanfoldFunction *function,
             GPtrArray *inputs,
             FanfoldExportMembers *members)
{
  g_string_append (text,
                   "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n");
}

static void
get_end (const FanfoldExportJob *job, int *exit_status, int *signal_number)
{
  FanfoldJobState state = fanfold_block_get_state (job->block, job->place);

  *exit_status = 0;
  *signal_number = 0;
  if (state == FANFOLD_JOB_TIMED_OUT || state == FANFOLD_JOB_CANCELLED)
    {
      *exit_status = KILLED_EXIT;
      *signal_number = SIGTERM;
    }
  else if (!fanfold_export_get_signal (job, signal_number) &&
           (!fanfold_export_get_exit (job, exit_status) || *exit_status == 0) &&
           (state == FANFOLD_JOB_FAILED || state == FANFOLD_JOB_CRASHED))
    *exit_status = 1; /* 0 would be read as success */
}

/* As bash reads it back, on one line. */
static void
append_escaped (GString *text, const char *value)
{
  g_string_append (text, "$'");
  for (const char *at = value; *at != '\0'; at++)
    {
      if (*at == '\n')
        g_string_append (text, "\\n");
      else if (*at == '\t')
        g_string_append (text, "\\t");
      else if (*at == '\'' || *at == '\\')
        g_string_append_printf (text, "\\%c", *at);
      else if (g_ascii_iscntrl (*at))
        g_string_append_printf (text, "\\%03o", *at);
      else
        g_string_append_c (text, *at);
    }
  g_string_append_c (text, '\'');
}

static gboolean
has_control (const char *value)
{
  for (const char *at = value; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return TRUE;

  return FALSE;
}

static gboolean
is_bare (const char *value)
{
  for (const char *at = value; *at != '\0'; at++)
    if (g_ascii_isspace (*at) || strchr ("\"'\\$`&|;<>()[]{}*?!#~", *at) != NULL)
      return FALSE;

  return TRUE;
}

static void
append_value (GString *text, const char *value)
{
  if (has_control (value))
    {
      append_escaped (text, value);
    }
  else if (is_bare (value))
    {
      g_string_append (text, value);
    }
  else
    {
      g_autofree char *quoted = g_shell_quote (value);

      g_string_append (text, quoted);
    }
}

/* A command line stands for itself, on one line. */
static gboolean
append_line (GString *text, const FanfoldExportJob *job)
{
  GPtrArray *params = fanfold_function_get_params (job->function);

  for (guint i = 0; i < params->len; i++)
    {
      g_autoptr (GString) value = NULL;

      if (fanfold_param_get_param_type (g_ptr_array_index (params, i)) !=
          FANFOLD_PARAM_TYPE_COMMAND)
        continue;

      value = g_string_new (NULL);
      fanfold_args_columns_append_value (job->arguments, value, i, job->arguments_place);
      fanfold_export_make_plain (value);
      g_strdelimit (value->str, "\t\n\r", ' ');
      g_string_append (text, value->str);
      return TRUE;
    }

  return FALSE;
}

static void
append_command (GString *text, const FanfoldExportJob *job)
{
  GPtrArray *params = fanfold_function_get_params (job->function);
  g_autoptr (GString) value = NULL;

  if (append_line (text, job))
    return;

  value = g_string_new (NULL);
  g_string_append (text, fanfold_function_get_id (job->function));
  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);

      g_string_truncate (value, 0);
      fanfold_args_columns_append_value (job->arguments, value, i, job->arguments_place);
      fanfold_export_make_plain (value);
      if (fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_REAL &&
          g_str_has_suffix (value->str, ".0"))
        g_string_truncate (value, value->len - 2);
      g_string_append_printf (text, " %s=", fanfold_param_get_id (param));
      append_value (text, value->str);
    }
}

static gsize
measure_result (const FanfoldExportJob *job)
{
  g_autoptr (GString) result = g_string_new (NULL);

  fanfold_block_append_result (job->block, result, job->place);

  return g_str_equal (result->str, "null") ? 0 : result->len;
}

static void
append_job (GString *text, const FanfoldExportJob *job, gboolean first)
{
  gint64 started_usec = fanfold_block_get_started (job->block, job->place);
  guint64 index = fanfold_block_get_first (job->block) + job->place;
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];
  int exit_status;
  int signal_number;

  if (started_usec == 0)
    return;

  get_end (job, &exit_status, &signal_number);
  g_ascii_formatd (seconds, sizeof seconds, "%.3f", fanfold_export_get_seconds (job));
  g_string_append_printf (text,
                          "%" G_GUINT64_FORMAT "\t:\t%" G_GINT64_FORMAT
                          ".%03d\t%10s\t0\t%" G_GSIZE_FORMAT "\t%d\t%d\t",
                          index + 1,
                          started_usec / G_USEC_PER_SEC,
                          (int) (started_usec % G_USEC_PER_SEC / 1000),
                          seconds,
                          measure_result (job),
                          exit_status,
                          signal_number);
  append_command (text, job);
  g_string_append_c (text, '\n');
}

const FanfoldExportForm fanfold_export_job_log = {
  .name = "joblog",
  .append_head = append_head,
  .append_job = append_job,
};
