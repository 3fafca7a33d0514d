/* fanfold-outlook.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-outlook.h"

/* By how much an end has to move to be told: of what remains, and seconds. */
#define NEWS_SHARE 0.05
#define NEWS_SECONDS 1.0
/* So long after its end nothing was heard. */
#define LATE_SECONDS 3.0

/* Whether what remains gets less with time. */
static gboolean
counts_down (FanfoldRunHalt halt)
{
  return halt == FANFOLD_RUN_HALT_NONE || halt == FANFOLD_RUN_HALT_DRAIN ||
         halt == FANFOLD_RUN_HALT_STOP;
}

FanfoldOutlook
fanfold_outlook_at (const FanfoldOutlook *told, gint64 now_usec)
{
  FanfoldOutlook self;
  double seconds;

  g_return_val_if_fail (told != NULL, (FanfoldOutlook){ 0 });

  self = *told;
  if (told->time_usec == 0 || now_usec < told->time_usec)
    return self;

  seconds = (double) (now_usec - told->time_usec) / G_USEC_PER_SEC;
  self.time_usec = now_usec;
  self.elapsed += seconds;
  if (!counts_down (told->halt))
    return self;

  if (told->median < 0 || seconds > told->median + LATE_SECONDS)
    {
      self.median = self.low = self.high = -1;
      return self;
    }

  self.median = MAX (told->median - seconds, 0);
  self.low = MAX (told->low - seconds, 0);
  self.high = MAX (told->high - seconds, 0);

  return self;
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

  if (self->halt != told->halt)
    return TRUE;
  if (ABS (self->time_usec - told->time_usec) < G_USEC_PER_SEC)
    return FALSE;

  then = fanfold_outlook_at (told, self->time_usec);
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
                       " time INTEGER NOT NULL, elapsed REAL NOT NULL, halt TEXT,"
                       " low REAL NOT NULL, median REAL NOT NULL, high REAL NOT NULL)",
                       ""))
    return FALSE;
  if (self->time_usec == 0)
    return fanfold_db_run (list, error, "DELETE FROM outlooks WHERE run = ?", "i", (gint64) id);

  return fanfold_db_run (list,
                         error,
                         "REPLACE INTO outlooks (run, time, elapsed, halt, low, median, high)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?)",
                         "iidsddd",
                         (gint64) id,
                         self->time_usec,
                         self->elapsed,
                         fanfold_run_halt_to_string (self->halt),
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
                            "SELECT time, elapsed, low, median, high, halt FROM outlooks"
                            " WHERE run = ?",
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
      self->halt = fanfold_run_halt_from_string ((const char *) sqlite3_column_text (query, 5));
    }
  sqlite3_reset (query);
}
