/* fanfold-queue.h: which run begins when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-priority.h"
#include "fanfold-start.h"

G_BEGIN_DECLS

/* Runs that wait and runs that go on, in order. Each is in a group, "" where nobody says which, and
 * waits for those of its group alone. No clock, no thread: it is told the time, and what became of
 * the runs, which it knows by their addresses alone. */
typedef struct _FanfoldQueue FanfoldQueue;

/* [main] all. (transfer full) */
FanfoldQueue *fanfold_queue_new (void);
void fanfold_queue_free (FanfoldQueue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldQueue, fanfold_queue_free)

/* How many runs of @group go on beside each other before others wait; 1 at first. */
void fanfold_queue_set_limit (FanfoldQueue *self, const char *group, guint limit);

/* Behind those that wait with the same @priority or a higher one. One that is to begin after the
 * success of others goes by those that are there, of any group, and do not wait to be told, nor for
 * their time. */
void fanfold_queue_add (FanfoldQueue *self,
                        gconstpointer run,
                        const FanfoldStart *start,
                        const char *group,
                        FanfoldPriority priority);

/* The run that is to begin; NULL: none just now. @now_usec: wall clock. */
gconstpointer fanfold_queue_next (FanfoldQueue *self, gint64 now_usec);
/* It goes on from now. */
void fanfold_queue_begin (FanfoldQueue *self, gconstpointer run);
/* When the next run's time comes: wall clock, or G_MAXINT64. */
gint64 fanfold_queue_get_next_time (FanfoldQueue *self);

/* A run is over, or was dropped. @failure: why that was no good end; else NULL. */
void fanfold_queue_end (FanfoldQueue *self, gconstpointer run, const char *failure);
/* A run that is not to begin any more, and why; NULL: none. It stays until it has ended. */
gconstpointer fanfold_queue_get_refused (FanfoldQueue *self, const char **failure);

/* A run that waits is the next to begin, whatever it waited for. */
void fanfold_queue_start_now (FanfoldQueue *self, gconstpointer run);
/* Whether it begins because it was told to, and not because it is its turn. */
gboolean fanfold_queue_is_now (FanfoldQueue *self, gconstpointer run);
/* Before the run of its group that waits in front of it, with the priority of that. */
void fanfold_queue_move_up (FanfoldQueue *self, gconstpointer run);
/* To another place, behind those that wait there. */
void fanfold_queue_set_place (FanfoldQueue *self,
                              gconstpointer run,
                              const char *group,
                              FanfoldPriority priority);

typedef struct
{
  FanfoldWaitKind kind;
  gint64 at_usec;      /* of FANFOLD_WAIT_TIME */
  gconstpointer ahead; /* the run for which it waits, or NULL */
  gboolean movable;    /* another of its group waits in front of it */
  FanfoldPriority priority;
} FanfoldQueueWait;
void fanfold_queue_explain (FanfoldQueue *self, gconstpointer run, FanfoldQueueWait *wait);

guint fanfold_queue_get_n_runs (FanfoldQueue *self);
gconstpointer fanfold_queue_get_run (FanfoldQueue *self, guint position);

G_END_DECLS
