/* fanfold-call.h: runs a plugin's function in this process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block-buffer.h"
#include "fanfold-call-board.h"
#include "fanfold-job-events.h"
#include "fanfold-usage.h"

G_BEGIN_DECLS

/* What a function is called with, over and over: its descriptor, the described form, the place.
 * Used by the runner and by slots of the backend `threads`. */
typedef struct _FanfoldCaller FanfoldCaller;

/* [any] Opens the plugin, and checks that its build is the function's. @function must outlive it.
 * FANFOLD_ERROR_PLUGIN. (transfer full) */
FanfoldCaller *fanfold_caller_new (FanfoldFunction *function, GError **error);
void fanfold_caller_free (FanfoldCaller *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCaller, fanfold_caller_free)

#define FANFOLD_CALLER_IDLE G_MAXUINT64

/* [any] The job under way, or FANFOLD_CALLER_IDLE: of a bundle not each is told of as it begins. */
guint64 fanfold_caller_get_under_way (FanfoldCaller *self);

/* [any] Checks that @columns are arrays of the parameters' types and of one length: @n_jobs (out).
 * They must be in normal form. FANFOLD_ERROR_INVALID */
gboolean fanfold_caller_check_columns (FanfoldFunction *function,
                                       GVariant *columns,
                                       guint *n_jobs,
                                       GError **error);

/* [slot] Runs the jobs from @first on, with @columns as fanfold_combine_get_columns () gives them,
 * one after the other on this thread, until all are over, @budget_usec (0: none) is spent or
 * *@cancelled is set. Gives the block of those that were begun: at least one, perhaps fewer than
 * asked for. *@cancelled is an atomic FanfoldCallFlag that any thread may set. CPU seconds are this
 * thread's alone, and the peak of memory is unknown. (transfer full) */
FanfoldBlock *fanfold_caller_run (FanfoldCaller *self,
                                  guint64 first,
                                  GVariant *columns,
                                  guint32 slot,
                                  guint32 attempt,
                                  gint64 budget_usec,
                                  const int *cancelled,
                                  const FanfoldJobEvents *events);

/* What *cancelled tells those who run jobs; any other value counts as the last. */
typedef enum
{
  FANFOLD_CALL_GO_ON,
  FANFOLD_CALL_CANCEL,       /* the job under way is asked to end, and no other begins */
  FANFOLD_CALL_BEGIN_NO_MORE /* the job under way goes on, and no other begins but the first */
} FanfoldCallFlag;

/* A bundle for a process that has its own places for what comes of it: the runner. */
typedef struct
{
  guint64 first;
  GVariant *columns;
  guint32 slot;
  guint32 attempt;
  gint64 budget_usec;        /* 0: none */
  const int *cancelled;      /* a FanfoldCallFlag; atomic */
  const gint64 *frozen_nsec; /* (nullable) how long the process was stopped in all, which counts for
                                no job; atomic. Who stops it says FANFOLD_CALL_BEGIN_NO_MORE, too */
  FanfoldBlockBuffer *buffer; /* started; its number of jobs is what is run at the most */
  guint n_jobs;
  FanfoldCallBoard *board;
  FanfoldUsage *usage; /* started */
  const FanfoldJobEvents *events;
  /* (nullable) A job of FANFOLD_USAGE_SHORT_NSEC or more has returned; what it used is looked at
   * when this has returned, too. */
  void (*returned) (gpointer user_data);
  /* (nullable) A job is finished, and no other begins before this returns. */
  void (*finished) (guint64 index, gint64 nsec, gpointer user_data);
} FanfoldCallBundle;

/* [slot] Fills the bundle's buffer as fanfold_caller_run () would. */
void fanfold_caller_run_bundle (FanfoldCaller *self, const FanfoldCallBundle *bundle);

G_END_DECLS
