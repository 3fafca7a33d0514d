/* fanfold-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-text.h"
#include "fanfold-n-jobs.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <math.h>

#define UNKNOWN "–"

char *
fanfold_text_clock (guint64 seconds)
{
  guint64 days = seconds / 86400;
  guint hours = seconds % 86400 / 3600;
  guint minutes = seconds % 3600 / 60;
  guint rest = seconds % 60;

  if (days > 0)
    return g_strdup_printf (
        ngettext ("%d day %02u:%02u:%02u", "%d days %02u:%02u:%02u", (gulong) days),
        (int) MIN (days, G_MAXINT),
        hours,
        minutes,
        rest);

  if (hours > 0)
    return g_strdup_printf ("%u:%02u:%02u", hours, minutes, rest);

  return g_strdup_printf ("%u:%02u", minutes, rest);
}

char *
fanfold_text_duration (double seconds)
{
  if (!isfinite (seconds) || seconds < 0)
    return g_strdup (UNKNOWN);

  if (seconds == 0)
    return g_strdup (_ ("0 s"));

  if (seconds < 0.001)
    return g_strdup (_ ("under 1 ms"));

  if (seconds < 0.0995)
    return g_strdup_printf (_ ("%.0f ms"), seconds * 1000);

  if (seconds < 9.95)
    return g_strdup_printf (_ ("%.1f s"), seconds);

  if (seconds < 59.5)
    return g_strdup_printf (_ ("%.0f s"), seconds);

  return fanfold_text_clock ((guint64) MIN (round (seconds), 1e15));
}

char *
fanfold_text_count (guint64 n)
{
  const char *separator = localeconv ()->thousands_sep;
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  GString *text = g_string_new (NULL);
  gsize n_digits = strlen (digits);

  if (separator[0] == '\0' || !g_utf8_validate (separator, -1, NULL))
    separator = ",";

  for (gsize i = 0; i < n_digits; i++)
    {
      if (i > 0 && (n_digits - i) % 3 == 0)
        g_string_append (text, separator);
      g_string_append_c (text, digits[i]);
    }

  return g_string_free (text, FALSE);
}

char *
fanfold_text_jobs (guint64 n)
{
  g_autofree char *count = fanfold_text_count (n);

  return g_strdup_printf (ngettext ("%s job", "%s jobs", (gulong) n), count);
}

char *
fanfold_text_size (guint64 bytes)
{
  return g_format_size (bytes);
}

static int
days_between (GDateTime *from, GDateTime *to)
{
  GDate first, last;

  g_date_set_dmy (&first,
                  g_date_time_get_day_of_month (from),
                  (GDateMonth) g_date_time_get_month (from),
                  (GDateYear) g_date_time_get_year (from));
  g_date_set_dmy (&last,
                  g_date_time_get_day_of_month (to),
                  (GDateMonth) g_date_time_get_month (to),
                  (GDateYear) g_date_time_get_year (to));

  return g_date_days_between (&first, &last);
}

char *
fanfold_text_time (gint64 time_usec, gint64 now_usec)
{
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) now = NULL;

  if (time_usec <= 0)
    return g_strdup (UNKNOWN);

  if (now_usec == 0)
    now_usec = g_get_real_time ();

  time = g_date_time_new_from_unix_local (time_usec / G_USEC_PER_SEC);
  now = g_date_time_new_from_unix_local (now_usec / G_USEC_PER_SEC);
  if (time == NULL || now == NULL)
    return g_strdup (UNKNOWN);

  switch (days_between (time, now))
    {
    case 0:
      return g_date_time_format (time, "%H:%M");

    case 1:
      /* Translators: a time of yesterday, as g_date_time_format () takes it. */
      return g_date_time_format (time, _ ("yesterday %H:%M"));

    default:
      /* Translators: a date, as g_date_time_format () takes it. */
      return g_date_time_format (time, _ ("%-e %b %Y"));
    }
}

char *
fanfold_text_cores (int n_jobs, guint n_usable)
{
  guint n = fanfold_n_jobs_effective (n_jobs, n_usable);

  if (n_usable == 1 && n == 1)
    return g_strdup (_ ("the only core"));

  if (n == n_usable)
    return g_strdup_printf (ngettext ("all %u core", "all %u cores", n_usable), n_usable);

  if (n < n_usable)
    return g_strdup_printf (ngettext ("%u of %u core", "%u of %u cores", n_usable), n, n_usable);

  return g_strdup_printf (
      ngettext ("%u, more than the %u core", "%u, more than the %u cores", n_usable), n, n_usable);
}

const char *
fanfold_text_job_state (FanfoldJobState state)
{
  switch (state)
    {
    case FANFOLD_JOB_WAITING:
      return _ ("Waiting");

    case FANFOLD_JOB_RUNNING:
      return _ ("Running");

    case FANFOLD_JOB_DONE:
      return _ ("Done");

    case FANFOLD_JOB_CACHED:
      return _ ("Cached");

    case FANFOLD_JOB_FAILED:
      return _ ("Failed");

    case FANFOLD_JOB_CRASHED:
      return _ ("Crashed");

    case FANFOLD_JOB_TIMED_OUT:
      return _ ("Timed out");

    case FANFOLD_JOB_CANCELLED:
      return _ ("Cancelled");

    case FANFOLD_JOB_SKIPPED:
      return _ ("Skipped");

    case FANFOLD_N_JOB_STATES:
    default:
      g_return_val_if_reached (UNKNOWN);
    }
}

const char *
fanfold_text_run_state (FanfoldRunState state)
{
  switch (state)
    {
    case FANFOLD_RUN_WAITING:
      return _ ("Waiting");

    case FANFOLD_RUN_RUNNING:
      return _ ("Running");

    case FANFOLD_RUN_PAUSED:
      return _ ("Paused");

    case FANFOLD_RUN_FINISHED:
      return _ ("Finished");

    case FANFOLD_RUN_STOPPED:
      return _ ("Stopped");

    case FANFOLD_RUN_FAILED:
      return _ ("Failed");

    case FANFOLD_RUN_INTERRUPTED:
      return _ ("Interrupted");

    default:
      g_return_val_if_reached (UNKNOWN);
    }
}

static char *
format_limit (FanfoldParam *param, double limit)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *count = NULL;

  if (fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_INT && fabs (limit) < 1e18)
    {
      count = fanfold_text_count ((guint64) fabs (limit));
      return g_strconcat (limit < 0 ? "−" : "", count, NULL);
    }

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.12g", limit));
}

char *
fanfold_text_limits (FanfoldParam *param)
{
  double minimum, maximum;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (!fanfold_param_get_limits (param, &minimum, &maximum))
    return NULL;

  low = format_limit (param, minimum);
  high = format_limit (param, maximum);

  /* Translators: the limits of a number. */
  if (isinf (minimum))
    return g_strdup_printf (_ ("Up to %s"), high);

  if (isinf (maximum))
    return g_strdup_printf (_ ("From %s"), low);

  return g_strdup_printf (_ ("%s to %s"), low, high);
}
