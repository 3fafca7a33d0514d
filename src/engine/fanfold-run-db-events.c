/* fanfold-run-db-events.c: what happened to a run, in its file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-db.h"

gboolean
fanfold_run_db_add_event (FanfoldDb *self, const FanfoldRunEvent *event, GError **error)
{
  return fanfold_db_run (self,
                         error,
                         "INSERT INTO events (time, kind, number, fraction)"
                         " VALUES (?, ?, ?, ?)",
                         "isid",
                         event->time_usec,
                         fanfold_run_event_kind_to_string (event->kind),
                         (gint64) event->number,
                         event->fraction);
}

static gboolean
has_events (FanfoldDb *self, gboolean *has, GError **error)
{
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query = fanfold_db_query (
      self, error, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'events'", "");

  if (query == NULL)
    return FALSE;

  *has = fanfold_db_next (self, query, &failure);
  sqlite3_reset (query);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Kinds that another version has are left out. */
GArray *
fanfold_run_db_read_events (FanfoldDb *self, GError **error)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (FanfoldRunEvent));
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query;
  gboolean has;

  if (!has_events (self, &has, error))
    return NULL;
  if (!has)
    return g_steal_pointer (&events);

  query = fanfold_db_query (
      self, error, "SELECT time, kind, number, fraction FROM events ORDER BY id", "");
  if (query == NULL)
    return NULL;

  while (fanfold_db_next (self, query, &failure))
    {
      const char *word = (const char *) sqlite3_column_text (query, 1);
      FanfoldRunEvent event = { .time_usec = sqlite3_column_int64 (query, 0),
                                .number = (guint64) sqlite3_column_int64 (query, 2),
                                .fraction = sqlite3_column_double (query, 3) };

      if (word != NULL && fanfold_run_event_kind_from_string (word, &event.kind))
        g_array_append_val (events, event);
    }
  if (failure == NULL)
    return g_steal_pointer (&events);

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}
