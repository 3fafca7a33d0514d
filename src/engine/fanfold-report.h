/* fanfold-report.h: joblib's lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] A time as joblib writes it: "   0.1s", " 1.5min". */
void fanfold_report_append_time (GString *text, double seconds);

/* What a line is made of. */
typedef struct
{
  guint64 n_done; /* jobs that are over */
  guint64 n_total;
  double elapsed;   /* seconds */
  double remaining; /* seconds; below 0: unknown */

  gboolean growing;     /* more jobs may come: n_total is what has come so far */
  gboolean was_growing; /* the same when the lines before were made */
  guint64 n_ahead;      /* how many are got ready meanwhile, as pre_dispatch says; 0: all */
} FanfoldReportSample;

/* [any] The first completion behind @n_done that has a line while nobody knows how many jobs there
 * are, as joblib does it: above 10 each; up to 10 those that make the jobs got ready so far,
 * @n_ahead more than are done, pass the next of w, 4w, 9w …, where w is (11 - verbose)² / 2. */
guint64 fanfold_report_get_next_line (int verbose, guint64 n_ahead, guint64 n_done);

/* [any] The lines of all completions after @before's up to @after's, for a verbose level:
 * "[Parallel(n_jobs=2)]: Done 198 out of 1000 | elapsed:    1.2s remaining:    4.8s\n" …, as
 * product.md fixes them: none at 0; up to 10 at the first completion, wherever (total - done + 2)
 * mod (total // verbose + 1) = 0, and at the end; above 10 at every one. While the run grows they
 * are "[Parallel(n_jobs=2)]: Done 198 tasks      | elapsed:    1.2s\n", as
 * fanfold_report_get_next_line () says. @n_jobs: the number as asked for. Only the last line says
 * "finished". */
void fanfold_report_append_lines (GString *text,
                                  int n_jobs,
                                  int verbose,
                                  guint64 n_done_before,
                                  const FanfoldReportSample *after);

G_END_DECLS
