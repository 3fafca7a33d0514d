/* fanfold-cli-progress-lines.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-progress.h"

#include "fanfold-pre-dispatch.h"
#include "fanfold-report.h"

typedef struct
{
  FanfoldCliProgress parent;
  int n_jobs;
  int verbose;
  guint64 n_done;
  gboolean growing;
} ProgressLines;

static void
progress_lines_show (FanfoldCliProgress *progress, const FanfoldCliSample *sample, gboolean last)
{
  ProgressLines *self = (ProgressLines *) progress;
  g_autoptr (GString) text = g_string_new (NULL);
  FanfoldReportSample report = {
    .n_done = sample->n_done,
    .n_total = sample->n_total,
    .elapsed = sample->elapsed,
    .remaining = sample->remaining.median,
    .growing = sample->growing,
    .was_growing = self->growing,
    .n_ahead = sample->n_ahead != FANFOLD_PRE_DISPATCH_ALL ? sample->n_ahead : 0,
  };

  if (sample->n_done <= self->n_done && sample->growing == self->growing)
    return;

  fanfold_report_append_lines (text, self->n_jobs, self->verbose, self->n_done, &report);
  self->n_done = sample->n_done;
  self->growing = sample->growing;
  if (text->len > 0)
    fanfold_stream_print (progress->stream, text->str);
}

FanfoldCliProgress *
fanfold_cli_progress_lines_new (FanfoldStream *stream, int n_jobs, int verbose)
{
  ProgressLines *self = g_new0 (ProgressLines, 1);

  self->parent.show = progress_lines_show;
  self->parent.stream = stream;
  self->n_jobs = n_jobs;
  self->verbose = verbose;

  return &self->parent;
}
