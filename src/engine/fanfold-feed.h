/* fanfold-feed.h: reads a stream into a run, no further ahead than asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-combine.h"
#include "fanfold-dispatch.h"
#include "fanfold-job-table.h"
#include "fanfold-recorder.h"
#include "fanfold-weight.h"

G_BEGIN_DECLS

/* One thread, which reads lines from a descriptor, checks them against the parameter, hands them to
 * the recorder and then, as jobs, to the table and the dispatch. What comes slowly is handed on at
 * once, what comes quickly in pieces. It reads no further ahead than the disk takes it. */
typedef struct _FanfoldFeed FanfoldFeed;

typedef struct
{
  FanfoldCombine *combine; /* one with a stream that has no values yet */
  FanfoldJobTable *table;
  FanfoldDispatch *dispatch; /* a growing one, which is told when it is complete */
  FanfoldRecorder *recorder;
  FanfoldWeight *weight; /* (nullable) of the jobs */
  guint64 n_ahead;       /* jobs that may wait; FANFOLD_PRE_DISPATCH_ALL: any number */
  int fd;                /* (transfer full) */
  const char *name;      /* for messages: "standard input" */
} FanfoldFeedSpec;

/* [main] Starts to read. What is in @spec must outlive it. (transfer full) */
FanfoldFeed *fanfold_feed_start (const FanfoldFeedSpec *spec);

/* [any] How far ahead it may read from now on: n_jobs has changed. */
void fanfold_feed_set_n_ahead (FanfoldFeed *self, guint64 n_ahead);

/* [any] Reads no more and is soon over. Does not wait. After fanfold_dispatch_close () it is needed
 * so that a line which comes later is left to others. */
void fanfold_feed_stop (FanfoldFeed *self);

/* [any] Everything has been read, or no more will be. */
gboolean fanfold_feed_is_over (FanfoldFeed *self);

/* [any] It is over, but was stopped before the end of the stream. */
gboolean fanfold_feed_is_cut (FanfoldFeed *self);

/* [any] Why it stopped before the end: a line that is no value of the parameter (its number is
 * named), one over 1 MiB, more jobs than a run may have, a read error. Jobs before it are run.
 * (transfer full) (nullable) */
GError *fanfold_feed_dup_error (FanfoldFeed *self);

/* [main] When it is over, or the dispatch is closed: stops reading at once, waits for the thread,
 * frees. */
void fanfold_feed_end (FanfoldFeed *self);

G_END_DECLS
