/* fanfold-report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-report.h"

#include <math.h>

/* The locale must not turn the point into a comma. */
static void
append_number (GString *text, int width, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE + 320];

  g_ascii_formatd (digits, sizeof digits, "%.1f", value);
  g_string_append_printf (text, "%*s", width, digits);
}

/* At the pace of the sample, which is all that is known of the completions before it. */
static double
remaining_after (guint64 n_done, const FanfoldReportSample *after)
{
  double n_left = (double) (after->n_total - n_done);
  double n_left_after = (double) (after->n_total - after->n_done);

  if (after->remaining < 0 || n_left_after <= 0)
    return after->elapsed / (double) after->n_done * n_left;

  return after->remaining * (n_left / n_left_after);
}

static void
append_line (GString *text, int n_jobs, guint64 n_done, const FanfoldReportSample *after)
{
  if (after->growing)
    {
      g_string_append_printf (text,
                              "[Parallel(n_jobs=%d)]: Done %3" G_GUINT64_FORMAT
                              " tasks      | elapsed: ",
                              n_jobs,
                              n_done);
      fanfold_report_append_time (text, after->elapsed);
      g_string_append_c (text, '\n');
      return;
    }

  g_string_append_printf (text,
                          "[Parallel(n_jobs=%d)]: Done %3" G_GUINT64_FORMAT
                          " out of %3" G_GUINT64_FORMAT " | elapsed: ",
                          n_jobs,
                          n_done,
                          after->n_total);
  fanfold_report_append_time (text, after->elapsed);

  if (n_done < after->n_total)
    {
      g_string_append (text, " remaining: ");
      fanfold_report_append_time (text, remaining_after (n_done, after));
    }
  else
    {
      g_string_append (text, " finished");
    }

  g_string_append_c (text, '\n');
}

guint64
fanfold_report_get_next_line (int verbose, guint64 n_ahead, guint64 n_done)
{
  guint64 step, ready, k;

  g_return_val_if_fail (verbose > 0, G_MAXUINT64);

  if (verbose > 10)
    return n_done + 1;

  step = (guint64) (11 - verbose);
  k = (guint64) sqrt (2.0 * (double) (n_done + n_ahead)) / step;
  do
    ready = (step * step * k * k + 1) / 2;
  while (k++, ready <= n_done + n_ahead);

  return ready - n_ahead;
}

/* The first completion behind @n_done that has a line; it may be behind the last one. Found by
 * arithmetic: a million completions between two samples cost no more than their few lines. */
static guint64
next_line (guint64 n_done, int n_jobs, int verbose, const FanfoldReportSample *after)
{
  guint64 n_total = after->n_total;
  guint64 period, rest, next;

  /* By itself a slot gets one job ready at a time. */
  if (after->growing)
    return fanfold_report_get_next_line (verbose, n_jobs == 1 ? 1 : after->n_ahead, n_done);

  if (n_done == 0 || verbose > 10)
    return n_done + 1;

  period = n_total / (guint64) verbose + 1;
  rest = (n_total + 2) % period;
  next = n_done + 1;
  next += (rest + period - next % period) % period;

  return n_done < n_total ? MIN (next, n_total) : next;
}

void
fanfold_report_append_time (GString *text, double seconds)
{
  g_return_if_fail (text != NULL);

  if (seconds > 60)
    {
      append_number (text, 4, seconds / 60);
      g_string_append (text, "min");
    }
  else
    {
      g_string_append_c (text, ' ');
      append_number (text, 5, seconds);
      g_string_append_c (text, 's');
    }
}

void
fanfold_report_append_lines (
    GString *text, int n_jobs, int verbose, guint64 n_done_before, const FanfoldReportSample *after)
{
  guint64 n_done;

  g_return_if_fail (text != NULL);
  g_return_if_fail (after != NULL);
  g_return_if_fail (after->n_done <= after->n_total);

  if (verbose <= 0)
    return;

  /* That it was the last one turned out only later. */
  if (after->was_growing && !after->growing && n_done_before == after->n_total && n_done_before > 0)
    append_line (text, n_jobs, n_done_before, after);

  n_done = next_line (n_done_before, n_jobs, verbose, after);
  while (n_done <= after->n_done)
    {
      append_line (text, n_jobs, n_done, after);
      n_done = next_line (n_done, n_jobs, verbose, after);
    }
}
