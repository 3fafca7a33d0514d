/* fanfold-remaining-feed.h: what a job table tells of the time until a run ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-delayed.h"
#include "fanfold-hints.h"
#include "fanfold-job-table.h"
#include "fanfold-remaining.h"

G_BEGIN_DECLS

/* Looks at a job table now and then, and tells the remaining time what has changed there since. No
 * clock. Used by one thread at a time. */
typedef struct _FanfoldRemainingFeed FanfoldRemainingFeed;

/* How a run is at some moment. */
typedef struct
{
  gint64 now_usec;  /* of the monotonic clock */
  gint64 wall_usec; /* the same moment by the wall clock, as rows have it */
  guint n_slots;
  gboolean open;    /* nobody knows yet how many jobs there are */
  gboolean paused;  /* no job is started */
  gboolean frozen;  /* and those that run stand still */
  gboolean closing; /* those that wait are not started any more */
  double delay;     /* seconds between two starts */
  double limit;     /* seconds of an attempt; 0: none */
  gboolean polite;  /* past that it is asked to end, and need not */
  guint n_retries;  /* of a job */
  FanfoldDelayedJob delayed[FANFOLD_REMAINING_MAX_DELAYED]; /* the last ones first */
  guint n_delayed;
} FanfoldRemainingLook;

/* [any] @table: (transfer none), a reference is taken. Jobs that are over now are those of an
 * earlier session: they say how long others may take. (transfer full) */
FanfoldRemainingFeed *
fanfold_remaining_feed_new (FanfoldJobTable *table, guint n_slots, gint64 begin_usec);
void fanfold_remaining_feed_free (FanfoldRemainingFeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldRemainingFeed, fanfold_remaining_feed_free)

/* [any] What is known of the jobs by now: the next look begins anew with it. @hints: (transfer
 * full)
 */
void fanfold_remaining_feed_take_hints (FanfoldRemainingFeed *self, FanfoldHints *hints);

/* [any] Some nanoseconds for each row of a block in which something has changed, a microsecond for
 * a job that is over, but for those that are too many; and what it costs to ask. Jobs that run, are
 * late and have been silent for as long are marked in the table as stalled. */
void fanfold_remaining_feed_look (FanfoldRemainingFeed *self,
                                  const FanfoldRemainingLook *look,
                                  FanfoldRemainingAnswer *answer);

G_END_DECLS
