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
} FanfoldReportSample;

/* [any] The lines of all completions after @before's up to @after's, for a verbose level:
 * "[Parallel(n_jobs=2)]: Done 198 out of 1000 | elapsed:    1.2s remaining:    4.8s\n" …, as
 * product.md fixes them: none at 0; up to 10 at the first completion, wherever (total - done + 2)
 * mod (total // verbose + 1) = 0, and at the end; above 10 at every one. @n_jobs: the number as
 * asked for. Only the last line says "finished". */
void fanfold_report_append_lines (GString *text,
                                  int n_jobs,
                                  int verbose,
                                  guint64 n_done_before,
                                  const FanfoldReportSample *after);

G_END_DECLS
