/* fanfold-trace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-trace.h"

#include "fanfold-durations.h"
#include "fanfold-hints.h"
#include "fanfold-json.h"

#include <math.h>

typedef struct
{
  gint64 usec;
  guint64 job;
  double seconds;
  guint8 state;
  gboolean again;
  gboolean ends; /* or it begins */
} Event;

typedef struct
{
  GArray *events;
  guint n_slots;
} Trace;

static gboolean
add_block_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  Trace *self = user_data;
  guint32 slot = fanfold_block_get_slot (block);

  if (slot != FANFOLD_BLOCK_NO_SLOT)
    self->n_slots = MAX (self->n_slots, slot + 1);
  for (guint i = 0; i < fanfold_block_get_n_jobs (block); i++)
    {
      Event event = { .usec = fanfold_block_get_started (block, i),
                      .job = fanfold_block_get_first (block) + i,
                      .seconds = MAX (fanfold_block_get_seconds (block, i), 0),
                      .state = (guint8) fanfold_block_get_state (block, i),
                      .again = again };

      if (event.usec == 0)
        continue;

      if (event.state != FANFOLD_JOB_CACHED)
        g_array_append_val (self->events, event);
      else
        event.seconds = 0;
      event.ends = TRUE;
      event.usec += (gint64) (event.seconds * G_USEC_PER_SEC);
      g_array_append_val (self->events, event);
    }

  return TRUE;
}

static int
compare_events (gconstpointer first, gconstpointer second)
{
  const Event *a = first;
  const Event *b = second;

  if (a->usec != b->usec)
    return a->usec < b->usec ? -1 : 1;
  if (a->job == b->job)
    return a->ends - b->ends;
  if (a->ends != b->ends)
    return b->ends - a->ends;

  return a->job < b->job ? -1 : 1;
}

static void
append_number (GString *text, const char *before, double number)
{
  g_string_append (text, before);
  fanfold_json_append_real (text, number);
}

/* It has not got more digits. */
static void
append_size (GString *text, double size)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.7g", size);
  g_string_append_printf (text, "\"size\":%s", digits);
}

static void
append_hint (GString *text, const FanfoldRemainingHint *hint)
{
  const char *comma = "";

  g_string_append_c (text, '{');
  if (hint->size > 0)
    {
      append_size (text, hint->size);
      comma = ",";
    }
  if (hint->kind > 0)
    {
      g_string_append_printf (text, "%s\"kind\":\"%u\"", comma, hint->kind);
      comma = ",";
    }
  if (hint->prior > 0)
    {
      g_string_append (text, comma);
      append_number (text, "\"prior\":", round (hint->prior * 1e6) / 1e6);
    }
  g_string_append_c (text, '}');
}

static gboolean
append_hints (GString *text,
              FanfoldHistory *history,
              const FanfoldHistoryRun *run,
              FanfoldCombine *combine,
              GError **error)
{
  g_autoptr (FanfoldDurations) durations = NULL;
  g_autoptr (FanfoldHints) hints = NULL;

  durations = fanfold_durations_load_until (
      history, fanfold_combine_get_function (combine), run->id, NULL, NULL);
  hints = fanfold_hints_load (combine, run->folder, durations, NULL, error);
  if (hints == NULL)
    return FALSE;

  g_string_append (text, ",\"jobs\":[");
  for (guint64 i = 0; i < fanfold_hints_get_n_jobs (hints); i++)
    {
      FanfoldRemainingHint hint;

      fanfold_hints_get (hints, i, &hint);
      if (i > 0)
        g_string_append_c (text, ',');
      append_hint (text, &hint);
    }
  g_string_append_c (text, ']');

  return TRUE;
}

static void
append_event (GString *text, const Event *event, gint64 begin_usec)
{
  append_number (text, "{\"t\":", (double) (event->usec - begin_usec) / G_USEC_PER_SEC);
  g_string_append_printf (text,
                          ",\"event\":\"%s\",\"job\":%" G_GUINT64_FORMAT,
                          event->ends ? "end" : "start",
                          event->job);
  if (event->ends)
    {
      append_number (text, ",\"seconds\":", round (event->seconds * 1e6) / 1e6);
      if (event->state == FANFOLD_JOB_CACHED)
        g_string_append (text, ",\"cached\":true");
      else if (event->state != FANFOLD_JOB_DONE)
        g_string_append (text, ",\"failed\":true");
      if (event->again)
        g_string_append (text, ",\"retried\":true");
    }
  g_string_append (text, "}\n");
}

gboolean
fanfold_trace_append (GString *text,
                      FanfoldHistory *history,
                      const FanfoldHistoryRun *run,
                      GError **error)
{
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (Event));
  Trace trace = { events, 1 };
  gint64 begin_usec;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (history != NULL && run != NULL, FALSE);

  combine = fanfold_history_read_combine (history, run->id, &function, error);
  if (combine == NULL ||
      !fanfold_history_read_blocks (history, run->id, add_block_cb, &trace, error))
    return FALSE;

  g_array_sort (events, compare_events);
  g_string_append_printf (text,
                          "{\"t\":0,\"event\":\"begin\",\"total\":%" G_GUINT64_FORMAT
                          ",\"n_jobs\":%u",
                          run->n_jobs_total,
                          trace.n_slots);
  if (!append_hints (text, history, run, combine, error))
    return FALSE;

  g_string_append (text, "}\n");
  begin_usec = events->len > 0 ? g_array_index (events, Event, 0).usec : 0;
  for (guint i = 0; i < events->len; i++)
    append_event (text, &g_array_index (events, Event, i), begin_usec);

  return TRUE;
}
