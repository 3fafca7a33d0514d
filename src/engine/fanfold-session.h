/* fanfold-session.h: jobs of a run on their way, from the first slot's start to the last one's end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-slots.h"
#include "fanfold-weight.h"

G_BEGIN_DECLS

/* [main] all. A run has one at a time; one that is resumed has had others before. */
typedef struct _FanfoldSession FanfoldSession;

typedef struct
{
  FanfoldFunction *function;
  FanfoldCombine *combine;
  FanfoldJobTable *table; /* those of @jobs wait, and no others */
  FanfoldRecorder *recorder;
  FanfoldMemo *memo; /* (nullable) not used */
  FanfoldRunLog *log;
  const FanfoldSettings *settings;
  const char *worker_path;
  const char *folder;  /* (nullable) the jobs' working folder */
  const char *records; /* (nullable) the folder of the history */
  FanfoldRanges *jobs; /* (transfer full) those to be run; of a stream those that are there */
  gboolean reads;      /* jobs come from a stream as well */
  int stream_fd;       /* then; (transfer full) */
  const char *stream_name;
  FanfoldWeight *weight; /* (nullable) what jobs say that they take of @capacity */
  guint capacity;
  gboolean held; /* it begins paused */
  guint n_slots;
  guint n_inner_threads; /* of a worker */
  guint n_holds;         /* it is held so often from the start */

  /* The jobs are over, and fanfold_session_end () is to be called. */
  GSourceOnceFunc over;
  /* Failures are enough: the session has been drained, or stopped. */
  void (*enough) (const char *reason, gpointer user_data);
  gpointer user_data;
} FanfoldSessionSpec;

/* What is in @spec must outlive it. (transfer full) */
FanfoldSession *fanfold_session_begin (const FanfoldSessionSpec *spec);

/* Frees it. The reason why it could not go on: slots were given up, or the stream broke off.
 * (transfer full) (nullable) */
char *fanfold_session_end (FanfoldSession *self);

/* See fanfold-run.h. */
void fanfold_session_pause (FanfoldSession *self, gboolean frozen);
void fanfold_session_resume (FanfoldSession *self);
void fanfold_session_set_n_slots (FanfoldSession *self,
                                  guint n_slots,
                                  guint capacity,
                                  guint n_inner_threads);
void fanfold_session_cancel_jobs (FanfoldSession *self, FanfoldRanges *jobs);
gboolean fanfold_session_rerun_jobs (FanfoldSession *self, FanfoldRanges *jobs);
/* It is not over while it is held, as jobs are about to be added. */
void fanfold_session_hold (FanfoldSession *self);
void fanfold_session_let_go (FanfoldSession *self);
/* Jobs that were added to combine and table are run. */
void fanfold_session_add_jobs (FanfoldSession *self, guint64 first, guint64 n);
void fanfold_session_drain (FanfoldSession *self);
void fanfold_session_stop (FanfoldSession *self);

/* How many slots are there just now, those among them that leave after the job in hand. */
guint fanfold_session_get_n_present (FanfoldSession *self);

/* No more jobs are started for good. */
gboolean fanfold_session_is_closing (FanfoldSession *self);
gboolean fanfold_session_is_total_known (FanfoldSession *self);
/* It read a stream, and came to its end. */
gboolean fanfold_session_has_read_stream (FanfoldSession *self);
/* As fanfold_dispatch_get_delayed (). */
guint fanfold_session_get_delayed (FanfoldSession *self, FanfoldDelayedJob *jobs, guint max);
/* Seconds that an attempt may take, as far as that is known; 0: any. */
double fanfold_session_get_time_limit (FanfoldSession *self);
/* How many jobs of a stream may wait. */
guint64 fanfold_session_get_n_ahead (FanfoldSession *self);
/* Why jobs are held back, as a sentence; the run's log has it, too. (transfer full) (nullable) */
char *fanfold_session_dup_hindrance (FanfoldSession *self);

G_END_DECLS
