/* fanfold-journal.h: one run's place in the history, for writing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"
#include "fanfold-db.h"
#include "fanfold-history.h"

G_BEGIN_DECLS

/* The writer's thread alone. What fails leaves nothing half done and may be tried again. */
typedef struct _FanfoldJournal FanfoldJournal;

/* [any] (transfer full) */
FanfoldJournal *fanfold_journal_new (FanfoldHistory *history, FanfoldCombine *combine);
void fanfold_journal_free (FanfoldJournal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldJournal, fanfold_journal_free)

/* Records all of @records, an array of FanfoldRecord, in one transaction. The first time @run is
 * entered in the list, which gives it its id; or, where it has one, taken over from there. */
gboolean fanfold_journal_record (FanfoldJournal *self,
                                 FanfoldHistoryRun *run,
                                 GArray *records,
                                 GError **error);

/* Brings @run's counts, state, seconds and outlook in the list up to date. */
gboolean
fanfold_journal_update (FanfoldJournal *self, const FanfoldHistoryRun *run, GError **error);

/* Puts @run's batch into the list. */
gboolean
fanfold_journal_set_batch (FanfoldJournal *self, const FanfoldHistoryRun *run, GError **error);

/* Brings everything up to date for the last time; the run is one file from then on. */
gboolean
fanfold_journal_finish (FanfoldJournal *self, const FanfoldHistoryRun *run, GError **error);

/* Whether another try may help. */
gboolean fanfold_journal_may_recover (FanfoldJournal *self, const GError *error);

/* The run's database, for reading; NULL before it is begun. (transfer none) */
FanfoldDb *fanfold_journal_get_db (FanfoldJournal *self);

/* Lets its files go, which are opened again with the next record. */
void fanfold_journal_rest (FanfoldJournal *self);

G_END_DECLS
