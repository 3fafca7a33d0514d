/* fanfold-twins.h: equal jobs of one run, of which only the first is computed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"
#include "fanfold-dispatch.h"
#include "fanfold-job-table.h"

G_BEGIN_DECLS

/* Parks jobs whose equal is under way. Threads: any; one lock, under which nothing waits. */
typedef struct _FanfoldTwins FanfoldTwins;

/* [main] NULL where no two jobs of @combine are equal. All must outlive it. (transfer full)
 * (nullable) */
FanfoldTwins *
fanfold_twins_new (FanfoldCombine *combine, FanfoldJobTable *table, FanfoldDispatch *dispatch);
void fanfold_twins_free (FanfoldTwins *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldTwins, fanfold_twins_free)

/* [slot] Whether job @index, which was given out, has an equal of a lower number that waits or
 * runs: then it is parked and the slot goes on. */
gboolean fanfold_twins_park (FanfoldTwins *self, guint64 index);

/* [slot] The jobs of @block are over for good: hands a block of copies, `cached`, for the twins of
 * each that is done, as many side by side as there are, to @finish; the twins of the others are let
 * go to run themselves. Jobs that are over already stay as they are. */
typedef void (*FanfoldTwinsFunc) (FanfoldBlock *copies, gpointer user_data);
void fanfold_twins_finish (FanfoldTwins *self,
                           FanfoldBlock *block,
                           FanfoldTwinsFunc finish,
                           gpointer user_data);

G_END_DECLS
