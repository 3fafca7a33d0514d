/* fanfold-run-private.h: what a run is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-progress.h"
#include "fanfold-quarters.h"
#include "fanfold-run.h"
#include "fanfold-session.h"

G_BEGIN_DECLS

/* What its record says of the session last. */
typedef struct
{
  guint n_at_once;
  gboolean paused;
  gboolean frozen;
  gboolean drains;
  gint64 looked_usec; /* at the jobs that run */
  FanfoldOutlook outlook;
} FanfoldRunRecorded;

struct _FanfoldRun
{
  GObject parent_instance;

  /* What it is made of. */
  FanfoldFunction *function; /* NULL until loaded, and so are the next two */
  FanfoldCombine *combine;
  FanfoldJobTable *table;
  FanfoldHistory *history;
  FanfoldHistoryRun *record;
  FanfoldSettings settings;
  FanfoldCpu cpu;
  guint n_slots;
  guint capacity;        /* of n_jobs, however many jobs there are */
  FanfoldWeight *weight; /* NULL: it is the same for all jobs, or no session has begun */
  double mean_weight;    /* then; else 1 */
  guint max_slots;       /* of those that all runs share; 0: as many as it asks for */

  /* For the session that is to begin, or goes on. */
  FanfoldMemo *memo;
  FanfoldRecollection *recollection;
  FanfoldConditions *conditions; /* borrowed; NULL: none */
  FanfoldWriter *writer;         /* borrowed */
  FanfoldExport *results;        /* until the recorder has it */
  FanfoldRanges *jobs;           /* NULL: all */
  int stream_fd;                 /* -1: nothing is read */
  char *stream_name;
  char *worker_path;

  /* What it works with. */
  FanfoldRunLog *run_log;
  FanfoldRecorder *recorder;
  FanfoldSession *session;   /* while there are slots */
  FanfoldProgress *progress; /* NULL: not begun */
  guint recorded_id;
  gboolean entered; /* recorded as waiting */
  FanfoldRunRecorded recorded;
  FanfoldQuarters *quarters; /* of the session that began last */

  /* What is being added. */
  guint n_holds;           /* it is not over before */
  guint64 n_begin;         /* jobs from here on must not begin yet; G_MAXUINT64: all may */
  FanfoldRecorder *adding; /* (nullable) that has to record them first */
  guint n_added;           /* to which inputs before */

  /* What another program makes of it. */
  gboolean elsewhere;      /* it goes on there */
  gint64 last_block;       /* of its records, as far as they are in the table */
  FanfoldHistoryRun *news; /* (nullable) what the list says, when the records have been read */
  gboolean catching_up;    /* they are being read */
  guint n_news;

  /* Why it waits, while it does. */
  FanfoldWaitKind wait;
  gint64 wait_usec;
  char *wait_title;
  gboolean movable;
  GCancellable *forecasting; /* (nullable) while a thread makes out how long it will take */
  FanfoldRemainingAnswer forecast;

  /* How far it is, as sampled. */
  GString *log;
  double fraction;
  guint n_samples;
  gboolean frozen;
  gboolean held;    /* paused because the history cannot be written, or others need the machine */
  gboolean minding; /* the latter */
  gboolean told;    /* and its log says so */
  gboolean total_known;
  gboolean was_growing;  /* when lines were made last */
  gboolean troubled;     /* its history cannot be written */
  FanfoldRunHalt ending; /* for good: FANFOLD_RUN_HALT_NONE, _DRAIN or _STOP */
  char *stop_reason;
  char *earlier_reason;       /* why jobs of earlier sessions were not run */
  FanfoldRunState last_state; /* these two once the last slot has ended */
  char *last_reason;
  GError *history_error;
  GError *results_error;
};

/* [main] all. */

void fanfold_run_set_state (FanfoldRun *self, FanfoldRunState state);
void fanfold_run_set_reason (FanfoldRun *self, const char *reason);
void fanfold_run_set_fraction (FanfoldRun *self, double fraction);
/* What @spec says of the session that is to begin. */
void fanfold_run_take_spec (FanfoldRun *self, const FanfoldRunSpec *spec);
/* The number of slots for its n_jobs, within what it may have of them. */
void fanfold_run_update_n_slots (FanfoldRun *self);
/* Pauses it, and goes on where that was the only pause. */
void fanfold_run_keep_paused (FanfoldRun *self, gboolean held);
/* Why its settings let it start no jobs now: minding is brought up to date, the log has what is
 * new. (transfer full) (nullable) */
char *fanfold_run_sample_condition (FanfoldRun *self);
/* Why it starts no more jobs for good, as a sentence in the language of this program. (transfer
 * full) (nullable) */
char *fanfold_run_dup_ending (FanfoldRun *self);
/* The session, which there is, takes it over. */
void fanfold_run_apply_n_slots (FanfoldRun *self);
/* Of a run that waits, made out on a thread; and no longer. */
void fanfold_run_begin_forecast (FanfoldRun *self);
void fanfold_run_end_forecast (FanfoldRun *self);
/* Finds out what its jobs take, where they say it. */
void fanfold_run_weigh (FanfoldRun *self);
/* Its record gets that a session begins, what was done to it since then, and that it has ended. */
void fanfold_run_record_begin (FanfoldRun *self);
void fanfold_run_record_act (FanfoldRun *self);
/* What others are to be told of how long it takes, where that is news. */
void fanfold_run_record_outlook (FanfoldRun *self, gint64 wall_usec);
void fanfold_run_record_end (FanfoldRun *self);
/* The same for how far jobs are that take long, looked at once a second. */
void fanfold_run_record_fractions (FanfoldRun *self, gint64 wall_usec);
/* From the recorder, where it is known. */
void fanfold_run_take_id (FanfoldRun *self);
/* Brings its log up to date, joblib's lines among it. */
void fanfold_run_sample_log (FanfoldRun *self, guint64 n_done_before);
/* What was being added is among the jobs that a new session has. */
void fanfold_run_drop_added (FanfoldRun *self);
/* What fanfold_run_load_async () read. @function, @combine, @table: (transfer full) */
void fanfold_run_take_loaded (FanfoldRun *self,
                              FanfoldFunction *function,
                              FanfoldCombine *combine,
                              FanfoldJobTable *table);
/* The list was brought up to date some time before the program died: now it is by the table. */
void fanfold_run_count_records (FanfoldRun *self);
/* Something is to be shown anew. */
void fanfold_run_notify_sample (FanfoldRun *self);

G_END_DECLS
