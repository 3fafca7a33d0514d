/* fanfold-outlook.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-outlook.h"

/* By how much an end has to move to be told: of what remains, and seconds. */
#define NEWS_SHARE 0.05
#define NEWS_SECONDS 1.0

void
fanfold_outlook_advance (FanfoldOutlook *self, gint64 now_usec)
{
  double seconds;

  g_return_if_fail (self != NULL);

  if (self->time_usec == 0 || now_usec < self->time_usec)
    return;

  seconds = (double) (now_usec - self->time_usec) / G_USEC_PER_SEC;
  self->time_usec = now_usec;
  self->elapsed += seconds;
  if (self->paused || self->median < 0)
    return;

  self->median = MAX (self->median - seconds, 0);
  self->low = MAX (self->low - seconds, 0);
  self->high = MAX (self->high - seconds, 0);
}

static gboolean
has_moved (double now, double told, double margin)
{
  return ABS (now - told) > margin;
}

gboolean
fanfold_outlook_is_news (const FanfoldOutlook *self, const FanfoldOutlook *told)
{
  FanfoldOutlook then;
  double margin;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (told != NULL, FALSE);

  if (self->paused != told->paused)
    return TRUE;
  if (ABS (self->time_usec - told->time_usec) < G_USEC_PER_SEC)
    return FALSE;

  then = *told;
  fanfold_outlook_advance (&then, self->time_usec);
  if (told->time_usec == 0 || (self->median < 0) != (then.median < 0))
    return TRUE;

  margin = MAX (NEWS_SECONDS, NEWS_SHARE * self->median);

  return has_moved (self->elapsed, then.elapsed, NEWS_SECONDS) ||
         has_moved (self->median, then.median, margin) || has_moved (self->low, then.low, margin) ||
         has_moved (self->high, then.high, 2 * margin);
}

gboolean
fanfold_outlook_write (const FanfoldOutlook *self, FanfoldDb *list, guint64 id, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* Programs that do not know of the table do without it. */
  if (!fanfold_db_run (list,
                       error,
                       "CREATE TABLE IF NOT EXISTS outlooks (run INTEGER PRIMARY KEY,"
                       " time INTEGER NOT NULL, elapsed REAL NOT NULL, low REAL NOT NULL,"
                       " median REAL NOT NULL, high REAL NOT NULL)",
                       ""))
    return FALSE;
  if (self->time_usec == 0)
    return fanfold_db_run (list, error, "DELETE FROM outlooks WHERE run = ?", "i", (gint64) id);

  return fanfold_db_run (list,
                         error,
                         "REPLACE INTO outlooks (run, time, elapsed, low, median, high)"
                         " VALUES (?, ?, ?, ?, ?, ?)",
                         "iidddd",
                         (gint64) id,
                         self->time_usec,
                         self->elapsed,
                         self->low,
                         self->median,
                         self->high);
}

void
fanfold_outlook_read (FanfoldOutlook *self, FanfoldDb *list, guint64 id)
{
  sqlite3_stmt *query;

  g_return_if_fail (self != NULL);

  *self = (FanfoldOutlook){ .median = -1, .low = -1, .high = -1 };
  query = fanfold_db_query (list,
                            NULL,
                            "SELECT time, elapsed, low, median, high FROM outlooks WHERE run = ?",
                            "i",
                            (gint64) id);
  if (query == NULL)
    return;

  if (fanfold_db_next (list, query, NULL))
    {
      self->time_usec = sqlite3_column_int64 (query, 0);
      self->elapsed = sqlite3_column_double (query, 1);
      self->low = sqlite3_column_double (query, 2);
      self->median = sqlite3_column_double (query, 3);
      self->high = sqlite3_column_double (query, 4);
    }
  sqlite3_reset (query);
}
