/* fanfold-cli-history-show.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

#include "fanfold-causes.h"
#include "fanfold-cli-failures.h"
#include "fanfold-cli-text.h"
#include "fanfold-json.h"

static void
append_batch_json (GString *text, const FanfoldHistoryRun *run)
{
  g_autoptr (JsonNode) batch = fanfold_json_parse (run->batch, -1, NULL);

  g_string_append (text, ",\"batch\":");
  if (batch != NULL)
    fanfold_json_append_node (text, batch);
  else
    g_string_append (text, "null");
  g_string_append (text, ",\"folder\":");
  if (run->folder != NULL)
    fanfold_json_append_path (text, run->folder);
  else
    g_string_append (text, "null");
}

static void
append_ranges_json (GString *text, FanfoldRanges *jobs)
{
  guint64 from = 0, first, n;

  g_string_append (text, ",\"jobs\":[");
  while (fanfold_ranges_find (jobs, from, &first, &n))
    {
      g_string_append_printf (text,
                              "%s[%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT "]",
                              from > 0 ? "," : "",
                              first,
                              first + n - 1);
      from = first + n;
    }
  g_string_append_c (text, ']');
}

static void
append_causes_json (GString *text, FanfoldCauses *causes)
{
  GPtrArray *sorted = fanfold_causes_get (causes);
  guint i;

  g_string_append (text, ",\"causes\":[");
  for (i = 0; i < sorted->len; i++)
    {
      const FanfoldCause *cause = g_ptr_array_index (sorted, i);

      g_string_append_printf (text,
                              "%s{\"count\":%" G_GUINT64_FORMAT ",",
                              i > 0 ? "," : "",
                              fanfold_ranges_get_size (cause->jobs));
      fanfold_cli_append_member (text, "state", fanfold_job_state_to_string (cause->state));
      fanfold_cli_history_append_end (text, cause->end);
      g_string_append_c (text, ',');
      fanfold_cli_append_member (text, "message", cause->message);
      append_ranges_json (text, cause->jobs);
      g_string_append_c (text, '}');
    }
  g_string_append_c (text, ']');
}

/* What the texts are made of. */
typedef struct
{
  const FanfoldHistoryRun *run;
  FanfoldCauses *causes;
  FanfoldCombine *combine;
  GArray *events;
} Shown;

static void
clear_shown (Shown *self)
{
  g_clear_pointer (&self->causes, fanfold_causes_free);
  g_clear_pointer (&self->combine, fanfold_combine_unref);
  g_clear_pointer (&self->events, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shown, clear_shown)

static void
append_events_json (GString *text, GArray *events)
{
  g_string_append (text, ",\"events\":[");
  for (guint i = 0; i < events->len; i++)
    {
      const FanfoldRunEvent *event = &g_array_index (events, FanfoldRunEvent, i);

      g_string_append (text, i > 0 ? ",{\"time\":" : "{\"time\":");
      fanfold_cli_append_time (text, event->time_usec);
      g_string_append_c (text, ',');
      fanfold_cli_append_member (text, "event", fanfold_run_event_kind_to_string (event->kind));
      if (event->number > 0)
        g_string_append_printf (text, ",\"n_jobs\":%" G_GUINT64_FORMAT, event->number);
      g_string_append_c (text, '}');
    }
  g_string_append_c (text, ']');
}

static void
append_json (GString *text, const Shown *shown)
{
  const FanfoldHistoryRun *run = shown->run;
  gsize i;

  fanfold_cli_history_append_run (text, run);
  g_string_append_c (text, ',');
  fanfold_cli_append_member (text, "reason", run->reason);
  if (run->parent != 0)
    g_string_append_printf (text, ",\"parent\":%" G_GUINT64_FORMAT, run->parent);
  else
    g_string_append (text, ",\"parent\":null");
  g_string_append_printf (text,
                          ",\"bytes\":%" G_GUINT64_FORMAT ",\"kept\":%s,\"counts\":{",
                          run->n_bytes,
                          run->kept ? "true" : "false");
  for (i = 0; i < G_N_ELEMENTS (run->counts); i++)
    g_string_append_printf (text,
                            "%s\"%s\":%" G_GUINT64_FORMAT,
                            i > 0 ? "," : "",
                            fanfold_job_state_to_string ((FanfoldJobState) i),
                            run->counts[i]);
  g_string_append_c (text, '}');
  append_causes_json (text, shown->causes);
  append_events_json (text, shown->events);
  append_batch_json (text, run);
  g_string_append (text, "}\n");
}

static void
append_field (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "  %-9s ", name);
  fanfold_cli_append_plain (text, value);
  g_string_append_c (text, '\n');
}

static void
append_note (GString *text, const FanfoldHistoryRun *run)
{
  g_autofree char *note = fanfold_batch_read_note (run->batch);

  if (*note != '\0')
    {
      fanfold_cli_append_indented (text, note, "  ");
      g_string_append_c (text, '\n');
    }
}

static void
append_times (GString *text, const FanfoldHistoryRun *run)
{
  g_string_append_printf (text, "  %-9s ", "started");
  fanfold_cli_append_when (text, run->started_usec);
  g_string_append_printf (text, "\n  %-9s ", "took");
  fanfold_cli_append_seconds (text, run->seconds);
  g_string_append_c (text, '\n');
}

/* What is of single jobs. */
static void
drop_progress (GArray *events)
{
  for (guint i = events->len; i > 0; i--)
    if (g_array_index (events, FanfoldRunEvent, i - 1).kind == FANFOLD_RUN_EVENT_PROGRESS)
      g_array_remove_index (events, i - 1);
}

/* One session from begin to end is said by the times. */
static gboolean
says_more (GArray *events)
{
  for (guint i = 1; i < events->len; i++)
    if (i + 1 < events->len ||
        g_array_index (events, FanfoldRunEvent, i).kind != FANFOLD_RUN_EVENT_END)
      return TRUE;

  return FALSE;
}

static void
append_event (GString *text, const FanfoldRunEvent *event, gboolean first)
{
  static const char *const words[FANFOLD_N_RUN_EVENT_KINDS] = {
    "begun",          "paused",        "frozen", "went on", "no more jobs started",
    "n_jobs changed", "session ended", "",
  };

  g_string_append (text, "  ");
  fanfold_cli_append_when (text, event->time_usec);
  g_string_append_printf (text,
                          "  %s",
                          event->kind == FANFOLD_RUN_EVENT_BEGIN && !first ? "resumed"
                                                                           : words[event->kind]);
  if (event->number > 0)
    g_string_append_printf (text, ": %" G_GUINT64_FORMAT " at once", event->number);
  g_string_append_c (text, '\n');
}

static void
append_events (GString *text, GArray *events)
{
  if (!says_more (events))
    return;

  g_string_append (text, "\nCourse:\n");
  for (guint i = 0; i < events->len; i++)
    append_event (text, &g_array_index (events, FanfoldRunEvent, i), i == 0);
}

static void
append_advice (GString *text, const FanfoldHistoryRun *run)
{
  if (!fanfold_run_state_is_over (run->state))
    return;

  if (fanfold_history_run_get_n_done (run) < run->n_jobs_total)
    g_string_append_printf (text,
                            "To run the jobs that are left: fanfold-cli history resume "
                            "%" G_GUINT64_FORMAT "\n",
                            run->id);
  if (fanfold_cli_history_get_n_failed (run) > 0)
    g_string_append_printf (text,
                            "To run those that failed again: fanfold-cli history resume "
                            "%" G_GUINT64_FORMAT " --failed\n"
                            "With another template or other values: fanfold-cli history rerun "
                            "%" G_GUINT64_FORMAT " --set NAME=VALUE\n",
                            run->id,
                            run->id);
}

static void
append_text (GString *text, const Shown *shown)
{
  const FanfoldHistoryRun *run = shown->run;
  g_autofree char *size = g_format_size (run->n_bytes);

  g_string_append_printf (text, "Run %" G_GUINT64_FORMAT ": ", run->id);
  fanfold_cli_append_plain (text, run->name);
  g_string_append_c (text, '\n');
  append_note (text, run);
  append_field (text, "function", run->function_id);
  if (run->parent != 0)
    g_string_append_printf (
        text, "  %-9s jobs of run %" G_GUINT64_FORMAT "\n", "parent", run->parent);
  append_field (text, "state", fanfold_run_state_to_string (run->state));
  if (run->reason != NULL)
    append_field (text, "reason", run->reason);
  append_times (text, run);
  g_string_append_printf (text,
                          "  %-9s %" G_GUINT64_FORMAT "%s",
                          "jobs",
                          run->n_jobs_total,
                          run->n_jobs_total > 0 ? ": " : "");
  fanfold_cli_history_append_counts (text, run);
  g_string_append_printf (
      text, "\n  %-9s %s%s\n", "size", size, run->kept ? ", kept: never pruned" : "");
  if (run->folder != NULL)
    append_field (text, "folder", run->folder);

  append_events (text, shown->events);
  g_string_append (text, "\nBatch:\n");
  fanfold_cli_append_indented (text, run->batch, "  ");
  if (fanfold_causes_get (shown->causes)->len > 0)
    {
      g_string_append (text, "\nFailures:\n");
      fanfold_cli_failures_append_causes (text, shown->causes, shown->combine);
    }
  g_string_append_c (text, '\n');
  append_advice (text, run);
}

static int
show_run (FanfoldHistory *history, const FanfoldHistoryRun *run, gboolean json)
{
  g_auto (Shown) shown = { .run = run };
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  shown.causes = fanfold_causes_read (history, run->id, &error);
  if (shown.causes != NULL)
    shown.combine = fanfold_history_read_combine (history, run->id, &function, &error);
  if (shown.combine != NULL)
    shown.events = fanfold_history_read_events (history, run->id, &error);
  if (shown.events == NULL)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BROKEN;
    }

  drop_progress (shown.events);
  if (json)
    append_json (text, &shown);
  else
    append_text (text, &shown);

  return fanfold_cli_print (text->str);
}

int
fanfold_cli_history_show (char **argv)
{
  g_autoptr (FanfoldHistory) history = NULL;
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_auto (GStrv) operands = g_strdupv (argv);
  g_autofree char *job = NULL;
  gboolean json = FALSE;
  guint64 index;
  const GOptionEntry entries[] = {
    { "job", 0, 0, G_OPTION_ARG_STRING, &job, "Show this job, from 0, with its log", "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const FanfoldCliSyntax syntax = {
    .name = "history show",
    .operands = "RUN",
    .summary = "Shows what is known of a run: its batch, counts, pauses, and failures by their "
               "cause; or of "
               "one\nof its jobs: arguments, every attempt, result and log. RUN is a number, or "
               "\"last\".",
    .description = "Examples:\n"
                   "  fanfold-cli history show 7\n"
                   "  fanfold-cli history show last --job=3\n"
                   "  fanfold-cli history show 7 --json\n",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  int status;

  if (!fanfold_cli_parse (&syntax, &operands, &status))
    return status;

  history = fanfold_cli_history_open ();
  if (history == NULL)
    return FANFOLD_CLI_BROKEN;
  run = fanfold_cli_history_find (history, operands[1], &status);
  if (run == NULL)
    return status;
  if (job == NULL)
    return show_run (history, run, json);
  if (!fanfold_cli_history_find_job (run, job, &index, &status))
    return status;

  return fanfold_cli_history_show_job (history, run, index, json);
}
