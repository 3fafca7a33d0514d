/* fanfold-cli-history-job.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

#include "fanfold-args.h"
#include "fanfold-cli-failures.h"
#include "fanfold-cli-text.h"
#include "fanfold-json.h"
#include <math.h>

/* What the history knows of one job. */
typedef struct
{
  const FanfoldHistoryRun *run;
  guint64 index;
  char *arguments;     /* JSON */
  char *inputs;        /* (nullable) JSON: what fed no parameter */
  FanfoldBlock *end;   /* (nullable) the attempt after which there was no other */
  GPtrArray *attempts; /* FanfoldBlock of that job alone */
  GPtrArray *log;      /* FanfoldLogChunk */
} Job;

static void
job_clear (Job *self)
{
  g_clear_pointer (&self->arguments, g_free);
  g_clear_pointer (&self->inputs, g_free);
  g_clear_pointer (&self->end, fanfold_block_unref);
  g_clear_pointer (&self->attempts, g_ptr_array_unref);
  g_clear_pointer (&self->log, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

static guint
get_place (const Job *self)
{
  return (guint) (self->index - fanfold_block_get_first (self->end));
}

/* Waiting where nothing or a further attempt is to come, or skipped where that never did. */
static FanfoldJobState
get_state (const Job *self)
{
  if (self->end != NULL)
    return fanfold_block_get_state (self->end, get_place (self));
  if (!fanfold_run_state_is_over (self->run->state) || self->run->state == FANFOLD_RUN_INTERRUPTED)
    return FANFOLD_JOB_WAITING;

  return FANFOLD_JOB_SKIPPED;
}

static gboolean
read_arguments (Job *self, FanfoldHistory *history, GError **error)
{
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (GVariant) args = NULL;
  g_autoptr (GString) json = g_string_new (NULL);

  combine = fanfold_history_read_combine (history, self->run->id, &function, error);
  if (combine == NULL)
    return FALSE;

  args = fanfold_combine_get_args (combine, self->index);
  fanfold_args_append_json (json, fanfold_function_get_params (function), args);
  self->arguments = g_strdup (json->str);
  if (fanfold_combine_get_n_free (combine) == 0)
    return TRUE;

  g_string_truncate (json, 0);
  fanfold_combine_append_inputs_json (combine, json, self->index);
  self->inputs = g_strdup (json->str);

  return TRUE;
}

static gboolean
read_job (Job *self, FanfoldHistory *history, GError **error)
{
  guint64 id = self->run->id;
  g_autoptr (GError) failure = NULL;

  if (!read_arguments (self, history, error))
    return FALSE;
  self->end = fanfold_history_read_job (history, id, self->index, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  self->attempts = fanfold_history_read_attempts (history, id, self->index, error);
  if (self->attempts == NULL)
    return FALSE;
  self->log = fanfold_history_read_log (history, id, self->index, 0, G_MAXSIZE, error);

  return self->log != NULL;
}

static void
append_error_json (GString *text, FanfoldBlock *block)
{
  const char *message = fanfold_block_get_error (block, 0);
  g_autofree char *valid = message != NULL ? g_utf8_make_valid (message, -1) : NULL;

  g_string_append_c (text, ',');
  fanfold_cli_append_member (text, "error", valid);
}

static void
append_attempt_json (GString *text, FanfoldBlock *block)
{
  guint64 peak_bytes = fanfold_block_get_peak_bytes (block, 0);
  guint32 slot = fanfold_block_get_slot (block);

  g_string_append_printf (text, "{\"attempt\":%u,", fanfold_block_get_attempt (block));
  fanfold_cli_append_member (
      text, "state", fanfold_job_state_to_string (fanfold_block_get_state (block, 0)));
  g_string_append (text, ",\"started\":");
  fanfold_cli_append_time (text, fanfold_block_get_started (block, 0));
  g_string_append (text, ",\"seconds\":");
  fanfold_json_append_real (text, round (fanfold_block_get_seconds (block, 0) * 1e6) / 1e6);
  g_string_append (text, ",\"cpu_seconds\":");
  fanfold_json_append_real (text, round (fanfold_block_get_cpu_seconds (block, 0) * 1e6) / 1e6);
  if (peak_bytes > 0)
    g_string_append_printf (text, ",\"peak_bytes\":%" G_GUINT64_FORMAT, peak_bytes);
  else
    g_string_append (text, ",\"peak_bytes\":null");
  if (slot != FANFOLD_BLOCK_NO_SLOT)
    g_string_append_printf (text, ",\"slot\":%u", slot);
  else
    g_string_append (text, ",\"slot\":null");
  fanfold_cli_history_append_end (text, fanfold_block_get_end (block, 0));
  append_error_json (text, block);
  g_string_append (text, ",\"result\":");
  fanfold_block_append_result (block, text, 0);
  g_string_append_c (text, '}');
}

static void
append_log_json (GString *text, GPtrArray *log)
{
  guint i;

  g_string_append (text, ",\"log\":[");
  for (i = 0; i < log->len; i++)
    {
      const FanfoldLogChunk *chunk = g_ptr_array_index (log, i);
      gsize length;
      const char *bytes = g_bytes_get_data (chunk->bytes, &length);
      g_autofree char *valid = g_utf8_make_valid (bytes != NULL ? bytes : "", (gssize) length);

      g_string_append_printf (text, "%s{\"attempt\":%u,", i > 0 ? "," : "", chunk->attempt);
      fanfold_cli_append_member (text, "kind", fanfold_cli_history_get_kind (chunk->kind));
      g_string_append (text, ",\"time\":");
      fanfold_cli_append_time (text, chunk->time_usec);
      g_string_append_c (text, ',');
      fanfold_cli_append_member (text, "text", valid);
      g_string_append_c (text, '}');
    }
  g_string_append_c (text, ']');
}

static void
append_json (GString *text, const Job *self)
{
  guint i;

  g_string_append_printf (text,
                          "{\"run\":%" G_GUINT64_FORMAT ",\"index\":%" G_GUINT64_FORMAT,
                          self->run->id,
                          self->index);
  g_string_append_printf (text, ",\"arguments\":%s,", self->arguments);
  if (self->inputs != NULL)
    g_string_append_printf (text, "\"inputs\":%s,", self->inputs);
  fanfold_cli_append_member (text, "state", fanfold_job_state_to_string (get_state (self)));
  g_string_append (text, ",\"result\":");
  if (self->end != NULL)
    fanfold_block_append_result (self->end, text, get_place (self));
  else
    g_string_append (text, "null");
  g_string_append (text, ",\"attempts\":[");
  for (i = 0; i < self->attempts->len; i++)
    {
      g_string_append (text, i > 0 ? "," : "");
      append_attempt_json (text, g_ptr_array_index (self->attempts, i));
    }
  g_string_append_c (text, ']');
  append_log_json (text, self->log);
  g_string_append (text, "}\n");
}

static void
append_use (GString *text, FanfoldBlock *block)
{
  guint64 peak_bytes = fanfold_block_get_peak_bytes (block, 0);
  guint32 slot = fanfold_block_get_slot (block);

  if (fanfold_block_get_started (block, 0) > 0)
    {
      g_string_append (text, ", started ");
      fanfold_cli_append_when (text, fanfold_block_get_started (block, 0));
    }
  if (slot == FANFOLD_BLOCK_NO_SLOT)
    return;

  g_string_append (text, ", took ");
  fanfold_cli_append_seconds (text, fanfold_block_get_seconds (block, 0));
  g_string_append (text, ", CPU ");
  fanfold_cli_append_seconds (text, fanfold_block_get_cpu_seconds (block, 0));
  if (peak_bytes > 0)
    {
      g_autofree char *size = g_format_size (peak_bytes);

      g_string_append_printf (text, ", memory %s", size);
    }
  g_string_append_printf (text, ", slot %u", slot);
}

static void
append_attempt (GString *text, FanfoldBlock *block)
{
  const char *message = fanfold_block_get_error (block, 0);
  FanfoldJobEnd end = fanfold_block_get_end (block, 0);

  g_string_append_printf (text,
                          "Attempt %u: %s",
                          fanfold_block_get_attempt (block),
                          fanfold_job_state_to_string (fanfold_block_get_state (block, 0)));
  append_use (text, block);
  if (end != 0)
    {
      g_string_append (text, ", ");
      fanfold_cli_failures_append_end (text, end);
    }
  g_string_append_c (text, '\n');
  if (message != NULL)
    fanfold_cli_append_indented (text, message, "  ");
}

static void
append_log (GString *text, const GString *log, guint attempt, gboolean is_alone)
{
  g_autofree char *valid = g_utf8_make_valid (log->str, (gssize) log->len);

  if (is_alone)
    g_string_append (text, "\nLog:\n");
  else
    g_string_append_printf (text, "\nLog of attempt %u:\n", attempt);
  fanfold_cli_append_indented (text, valid, "  ");
}

/* Each attempt's apart. */
static void
append_logs (GString *text, const Job *self)
{
  gboolean is_alone = self->attempts->len <= 1;
  g_autoptr (GString) log = g_string_new (NULL);
  guint attempt = 0;
  guint i;

  for (i = 0; i < self->log->len; i++)
    {
      const FanfoldLogChunk *chunk = g_ptr_array_index (self->log, i);
      gsize length;
      const char *bytes = g_bytes_get_data (chunk->bytes, &length);

      if (chunk->attempt != attempt && !is_alone && log->len > 0)
        {
          append_log (text, log, attempt, FALSE);
          g_string_truncate (log, 0);
        }
      attempt = chunk->attempt;
      g_string_append_len (log, bytes, (gssize) length);
    }

  if (log->len > 0)
    append_log (text, log, attempt, is_alone);
}

static void
append_text (GString *text, const Job *self)
{
  guint i;

  g_string_append_printf (text,
                          "Job %" G_GUINT64_FORMAT " of run %" G_GUINT64_FORMAT ": %s\n",
                          self->index,
                          self->run->id,
                          self->run->function_id);
  g_string_append (text, "  arguments ");
  fanfold_cli_append_plain (text, self->arguments);
  if (self->inputs != NULL)
    {
      g_string_append (text, "\n  inputs    ");
      fanfold_cli_append_plain (text, self->inputs);
    }
  g_string_append_printf (
      text, "\n  state     %s\n", fanfold_job_state_to_string (get_state (self)));
  if (self->end != NULL)
    {
      g_autoptr (GString) result = g_string_new (NULL);

      fanfold_block_append_result (self->end, result, get_place (self));
      g_string_append (text, "  result    ");
      fanfold_cli_append_plain (text, result->str);
      g_string_append_c (text, '\n');
    }
  for (i = 0; i < self->attempts->len; i++)
    append_attempt (text, g_ptr_array_index (self->attempts, i));
  append_logs (text, self);
}

int
fanfold_cli_history_show_job (FanfoldHistory *history,
                              const FanfoldHistoryRun *run,
                              guint64 index,
                              gboolean json)
{
  g_auto (Job) self = { .run = run, .index = index };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (!read_job (&self, history, &error))
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BROKEN;
    }

  if (json)
    append_json (text, &self);
  else
    append_text (text, &self);

  return fanfold_cli_print (text->str);
}
