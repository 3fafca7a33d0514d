/* fanfold-journal.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-journal.h"
#include "fanfold-error.h"
#include "fanfold-history-db.h"
#include "fanfold-log-rows.h"
#include "fanfold-record-queue.h"
#include "fanfold-run-db.h"
#include "fanfold-stream-store.h"

struct _FanfoldJournal
{
  FanfoldHistory *history;
  FanfoldCombine *combine;
  FanfoldDb *list; /* opened when it is needed first */
  FanfoldDb *db;
};

FanfoldJournal *
fanfold_journal_new (FanfoldHistory *history, FanfoldCombine *combine)
{
  FanfoldJournal *self = g_new0 (FanfoldJournal, 1);

  self->history = fanfold_history_ref (history);
  self->combine = fanfold_combine_ref (combine);

  return self;
}

void
fanfold_journal_free (FanfoldJournal *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->db, fanfold_db_close);
  g_clear_pointer (&self->list, fanfold_db_close);
  fanfold_combine_unref (self->combine);
  fanfold_history_unref (self->history);
  g_free (self);
}

static FanfoldDbMode
get_mode (FanfoldJournal *self)
{
  return fanfold_history_can_share_memory (self->history) ? FANFOLD_DB_WRITE : FANFOLD_DB_WRITE_OLD;
}

static FanfoldDb *
open_list (FanfoldJournal *self, GError **error)
{
  return fanfold_history_db_open (
      fanfold_history_get_folder (self->history), get_mode (self), error);
}

static gboolean
begin_in_list (FanfoldJournal *self, FanfoldDb *list, FanfoldHistoryRun *run, GError **error)
{
  const char *folder = fanfold_history_get_folder (self->history);
  g_autofree char *path = NULL;
  g_autoptr (FanfoldDb) db = NULL;

  run->id = fanfold_history_db_add (list, folder, run, error);
  if (run->id == 0)
    return FALSE;

  path = fanfold_history_db_dup_run_path (folder, run->id);
  db = fanfold_run_db_make (path, get_mode (self), run, self->combine, error);
  if (db != NULL && fanfold_db_commit (list, error))
    {
      self->db = g_steal_pointer (&db);
      fanfold_stream_store_attach (self->combine, path);
      return TRUE;
    }

  g_clear_pointer (&db, fanfold_db_close);
  fanfold_run_db_remove (path, NULL);
  run->id = 0;
  return FALSE;
}

/* A run that was over is one of this program again. */
static gboolean
continue_in_list (FanfoldJournal *self, FanfoldDb *list, FanfoldHistoryRun *run, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (FanfoldDb) db = NULL;

  if (!fanfold_history_db_claim (list, run, error))
    return FALSE;

  path = fanfold_history_db_dup_run_path (fanfold_history_get_folder (self->history), run->id);
  db = fanfold_run_db_open_again (path, get_mode (self), error);
  if (db == NULL || !fanfold_history_db_claim (db, run, error) || !fanfold_db_commit (list, error))
    return FALSE;

  self->db = g_steal_pointer (&db);
  return TRUE;
}

static gboolean
begin (FanfoldJournal *self, FanfoldHistoryRun *run, GError **error)
{
  if (self->list == NULL)
    self->list = open_list (self, error);
  if (self->list == NULL || !fanfold_db_begin (self->list, error))
    return FALSE;
  if ((run->id == 0 ? begin_in_list : continue_in_list) (self, self->list, run, error))
    return TRUE;

  fanfold_db_roll_back (self->list);
  return FALSE;
}

static gboolean
record_one (FanfoldJournal *self, FanfoldLogRows *rows, const FanfoldRecord *record, GError **error)
{
  switch (record->kind)
    {
    case FANFOLD_RECORD_BLOCK:
      return fanfold_run_db_add_block (self->db, record->block, record->again, error);

    case FANFOLD_RECORD_LOG:
      return fanfold_log_rows_add (rows, record, error);

    case FANFOLD_RECORD_VALUES:
      return fanfold_run_db_add_values (self->db, record->index, record->values, error);

    case FANFOLD_RECORD_ADDED:
      return fanfold_run_db_add_inputs (self->db, (guint) record->index, record->added, error);

    case FANFOLD_RECORD_EVENT:
      return fanfold_run_db_add_event (self->db, &record->event, error);

    case FANFOLD_RECORD_BEGIN:
    case FANFOLD_RECORD_START:
    case FANFOLD_RECORD_TAKE_BACK:
    case FANFOLD_RECORD_TOTAL:
    case FANFOLD_RECORD_WHOLE:
    case FANFOLD_RECORD_BATCH:
    case FANFOLD_RECORD_OUTLOOK:
    case FANFOLD_RECORD_END:
    default:
      return TRUE;
    }
}

static gboolean
record_inside (FanfoldJournal *self, GArray *records, GError **error)
{
  g_autoptr (FanfoldLogRows) rows = fanfold_log_rows_new (self->db);
  gboolean good = TRUE;

  for (guint i = 0; i < records->len && good; i++)
    good = record_one (self, rows, &g_array_index (records, FanfoldRecord, i), error);

  return good && fanfold_log_rows_finish (rows, error);
}

gboolean
fanfold_journal_record (FanfoldJournal *self,
                        FanfoldHistoryRun *run,
                        GArray *records,
                        GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->db == NULL && !begin (self, run, error))
    return FALSE;
  if (!fanfold_db_is_in_place (self->db))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_DAMAGED,
                   "The record of run %" G_GUINT64_FORMAT " was removed while the run went on",
                   run->id);
      return FALSE;
    }
  if (!fanfold_db_begin (self->db, error))
    return FALSE;
  if (record_inside (self, records, error) && fanfold_db_commit (self->db, error))
    return TRUE;

  fanfold_db_roll_back (self->db);
  return FALSE;
}

static FanfoldHistoryRun
measure (FanfoldJournal *self, const FanfoldHistoryRun *run)
{
  FanfoldHistoryRun measured = *run;
  g_autofree char *path = NULL;

  path = fanfold_history_db_dup_run_path (fanfold_history_get_folder (self->history), run->id);
  measured.n_bytes = fanfold_run_db_get_bytes (path);

  return measured;
}

static gboolean
update_inside (FanfoldJournal *self, const FanfoldHistoryRun *run, GError **error)
{
  FanfoldHistoryRun measured = measure (self, run);

  return fanfold_history_db_update (self->list, &measured, error) &&
         fanfold_outlook_write (&run->outlook, self->list, run->id, error) &&
         fanfold_db_commit (self->list, error);
}

gboolean
fanfold_journal_update (FanfoldJournal *self, const FanfoldHistoryRun *run, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->list == NULL)
    self->list = open_list (self, error);
  if (self->list == NULL || !fanfold_db_begin (self->list, error))
    return FALSE;
  if (update_inside (self, run, error))
    return TRUE;

  fanfold_db_roll_back (self->list);
  return FALSE;
}

gboolean
fanfold_journal_set_batch (FanfoldJournal *self, const FanfoldHistoryRun *run, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->list == NULL)
    self->list = open_list (self, error);

  return self->list != NULL && fanfold_history_db_set_batch (self->list, run, error);
}

gboolean
fanfold_journal_finish (FanfoldJournal *self, const FanfoldHistoryRun *run, GError **error)
{
  FanfoldHistoryRun measured;

  g_return_val_if_fail (self != NULL, FALSE);

  measured = measure (self, run);
  if (!fanfold_history_db_update (self->db, &measured, error))
    return FALSE;

  fanfold_db_settle (self->db);

  return fanfold_journal_update (self, run, error);
}

gboolean
fanfold_journal_may_recover (FanfoldJournal *self, const GError *error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !fanfold_history_is_newer (self->history) &&
         g_error_matches (error, FANFOLD_ERROR, FANFOLD_ERROR_HISTORY);
}

void
fanfold_journal_rest (FanfoldJournal *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->db, fanfold_db_close);
  g_clear_pointer (&self->list, fanfold_db_close);
}

FanfoldDb *
fanfold_journal_get_db (FanfoldJournal *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->db;
}
