/* fanfold-job-state.h: the states of a job and of a run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_JOB_WAITING,
  FANFOLD_JOB_RUNNING,
  FANFOLD_JOB_DONE,
  FANFOLD_JOB_CACHED,    /* answered by the memo cache */
  FANFOLD_JOB_FAILED,    /* the function said so */
  FANFOLD_JOB_CRASHED,   /* its process died */
  FANFOLD_JOB_TIMED_OUT, /* ended at its time limit */
  FANFOLD_JOB_CANCELLED, /* ended because the person or a rule said so */
  FANFOLD_JOB_SKIPPED,   /* never started, because the run stopped */
  FANFOLD_N_JOB_STATES
} FanfoldJobState;

typedef enum
{
  FANFOLD_RUN_WAITING, /* queued behind another */
  FANFOLD_RUN_RUNNING,
  FANFOLD_RUN_PAUSED,
  FANFOLD_RUN_FINISHED,
  FANFOLD_RUN_STOPPED,    /* by the person or by a rule */
  FANFOLD_RUN_FAILED,     /* the run itself could not go on */
  FANFOLD_RUN_INTERRUPTED /* its program died */
} FanfoldRunState;

/* [any] The word that files and the command line use: "timed-out". */
const char *fanfold_job_state_to_string (FanfoldJobState state);

/* [any] The same of a run, and back; FALSE: there is no such state. */
const char *fanfold_run_state_to_string (FanfoldRunState state);
gboolean fanfold_run_state_from_string (const char *text, FanfoldRunState *state);

/* [any] Neither waiting nor running. */
gboolean fanfold_job_state_is_over (FanfoldJobState state);

/* [any] Neither waiting, running nor paused. */
gboolean fanfold_run_state_is_over (FanfoldRunState state);

G_END_DECLS
