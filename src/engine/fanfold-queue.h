/* fanfold-queue.h: which run begins when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-start.h"

G_BEGIN_DECLS

/* Runs that wait and runs that go on, in order. No clock, no thread: it is told the time, and what
 * became of the runs, which it knows by their addresses alone. */
typedef struct _FanfoldQueue FanfoldQueue;

/* [main] all. (transfer full) */
FanfoldQueue *fanfold_queue_new (void);
void fanfold_queue_free (FanfoldQueue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldQueue, fanfold_queue_free)

/* At the end. One that is to begin after the success of others goes by those that are there and do
 * not wait to be told, nor for their time. */
void fanfold_queue_add (FanfoldQueue *self, gconstpointer run, const FanfoldStart *start);

/* The run that is to begin, which goes on from then; NULL: none just now. @now_usec: wall clock. */
gconstpointer fanfold_queue_next (FanfoldQueue *self, gint64 now_usec);
/* When the next run's time comes: wall clock, or G_MAXINT64. */
gint64 fanfold_queue_get_next_time (FanfoldQueue *self);

/* A run is over, or was dropped. @failure: why that was no good end; else NULL. */
void fanfold_queue_end (FanfoldQueue *self, gconstpointer run, const char *failure);
/* A run that is not to begin any more, and why; NULL: none. It stays until it has ended. */
gconstpointer fanfold_queue_get_refused (FanfoldQueue *self, const char **failure);

/* A run that waits is the next to begin, whatever it waited for. */
void fanfold_queue_start_now (FanfoldQueue *self, gconstpointer run);
/* Before the run that waits in front of it. */
void fanfold_queue_move_up (FanfoldQueue *self, gconstpointer run);

typedef struct
{
  FanfoldWaitKind kind;
  gint64 at_usec;      /* of FANFOLD_WAIT_TIME */
  gconstpointer ahead; /* the run for which it waits, or NULL */
  gboolean movable;    /* another waits in front of it */
} FanfoldQueueWait;
void fanfold_queue_explain (FanfoldQueue *self, gconstpointer run, FanfoldQueueWait *wait);

guint fanfold_queue_get_n_runs (FanfoldQueue *self);
gconstpointer fanfold_queue_get_run (FanfoldQueue *self, guint position);

G_END_DECLS
