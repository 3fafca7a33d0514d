/* fanfold-twins.h: equal jobs of one run, of which only the first is computed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"
#include "fanfold-dispatch.h"
#include "fanfold-job-table.h"

G_BEGIN_DECLS

/* Of equal jobs, the one that is given out first is computed and the others are parked meanwhile.
 * Threads: any; one lock, under which nothing waits. */
typedef struct _FanfoldTwins FanfoldTwins;

/* [main] All must outlive it. (transfer full) */
FanfoldTwins *
fanfold_twins_new (FanfoldCombine *combine, FanfoldJobTable *table, FanfoldDispatch *dispatch);
void fanfold_twins_free (FanfoldTwins *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldTwins, fanfold_twins_free)

/* [main] Jobs were added to the combine, and none of them was given out yet. Equals of what has
 * begun already wait for that. */
void fanfold_twins_extend (FanfoldTwins *self, FanfoldCombine *combine);

/* Takes over jobs that were neither given out nor are over: `cached`, with the result of a twin. */
typedef void (*FanfoldTwinsFunc) (FanfoldBlock *copies, gpointer user_data);

/* [slot] Whether job @index, which was given out, is not to be run, as an equal is under way or is
 * done: then it is parked, or its copy is handed to @finish, and the slot goes on. Called for each
 * job before each of its attempts. */
gboolean
fanfold_twins_park (FanfoldTwins *self, guint64 index, FanfoldTwinsFunc finish, gpointer user_data);

/* [slot] The jobs of @block are over for good, cancelled ones among them, by their rows too: hands
 * blocks of copies for the twins of each that is done to @finish, as many side by side as there
 * are; the twins of the others are let go to run themselves, all at once. Jobs that are over
 * already stay as they are. */
void fanfold_twins_finish (FanfoldTwins *self,
                           FanfoldBlock *block,
                           FanfoldTwinsFunc finish,
                           gpointer user_data);

G_END_DECLS
