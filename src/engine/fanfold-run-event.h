/* fanfold-run-event.h: what happened to a run, besides its jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_RUN_EVENT_BEGIN,    /* a session: the first, or one that resumes it; n_jobs */
  FANFOLD_RUN_EVENT_PAUSE,    /* no more jobs are started */
  FANFOLD_RUN_EVENT_FREEZE,   /* and those that run stand still */
  FANFOLD_RUN_EVENT_RESUME,   /* it goes on from either */
  FANFOLD_RUN_EVENT_DRAIN,    /* for good no more jobs are started */
  FANFOLD_RUN_EVENT_N_JOBS,   /* another number of jobs runs at once: n_jobs */
  FANFOLD_RUN_EVENT_END,      /* the session; there is none where the program died */
  FANFOLD_RUN_EVENT_PROGRESS, /* a job that takes long has passed a quarter: job, fraction */
  FANFOLD_N_RUN_EVENT_KINDS
} FanfoldRunEventKind;

typedef struct
{
  FanfoldRunEventKind kind;
  gint64 time_usec; /* wall clock */
  guint64 number;   /* n_jobs: how many run at once from then on; or the job; else 0 */
  double fraction;  /* of the job, 0 to 1; else 0 */
} FanfoldRunEvent;

/* [any] "begin", "pause", … */
const char *fanfold_run_event_kind_to_string (FanfoldRunEventKind kind);
/* [any] FALSE: there is no such kind. */
gboolean fanfold_run_event_kind_from_string (const char *text, FanfoldRunEventKind *kind);

G_END_DECLS
