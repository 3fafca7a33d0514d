/* fanfold-cli-progress.h: how far a run is, in one of several forms
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run.h"
#include "fanfold-stream.h"

G_BEGIN_DECLS

/* What every form is made of. */
typedef struct
{
  guint64 n_done; /* over, whatever the outcome */
  guint64 n_total;
  gboolean growing; /* a stream goes on: n_total is what has come so far */
  guint64 n_ahead;  /* then; FANFOLD_PRE_DISPATCH_ALL: any number */
  guint64 n_cached;
  guint64 n_failed; /* crashed and timed-out among them */
  guint64 n_running;
  double fraction;                  /* 0 to 1; what runs counts by its own progress */
  double elapsed;                   /* seconds */
  FanfoldRemainingAnswer remaining; /* seconds */
  FanfoldRunHalt halt;              /* why no jobs are started */
} FanfoldCliSample;

void fanfold_cli_sample_take (FanfoldCliSample *self, FanfoldRun *run);

typedef struct _FanfoldCliProgress FanfoldCliProgress;

/* The interface: a form has it as its first member. */
struct _FanfoldCliProgress
{
  /* @last: the run is over. */
  void (*show) (FanfoldCliProgress *self, const FanfoldCliSample *sample, gboolean last);
  FanfoldStream *stream; /* (transfer none) */
};

void fanfold_cli_progress_free (FanfoldCliProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCliProgress, fanfold_cli_progress_free)

/* joblib's lines, for the n_jobs as asked for. (transfer full) */
FanfoldCliProgress *fanfold_cli_progress_lines_new (FanfoldStream *stream, int n_jobs, int verbose);

/* One live line on a terminal, and a last line that stays. (transfer full) */
FanfoldCliProgress *fanfold_cli_progress_bar_new (FanfoldStream *stream);

/* A JSON object a change, at most one in @interval seconds, nor in a second while nothing but the
 * remaining time changes, and one at the end. (transfer full) */
FanfoldCliProgress *fanfold_cli_progress_json_new (FanfoldStream *stream, double interval);

G_END_DECLS
