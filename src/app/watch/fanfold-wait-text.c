/* fanfold-wait-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-wait-text.h"

#include <glib/gi18n.h>

/* Whether @time is of the day that is @n_days after that of @now. */
static gboolean
is_day (GDateTime *time, GDateTime *now, int n_days)
{
  g_autoptr (GDateTime) then = g_date_time_add_days (now, n_days);

  return g_date_time_get_year (time) == g_date_time_get_year (then) &&
         g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (then);
}

char *
fanfold_wait_text_time (gint64 time_usec, gint64 now_usec)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (time_usec / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = NULL;

  if (now_usec == 0)
    now_usec = g_get_real_time ();
  now = g_date_time_new_from_unix_local (now_usec / G_USEC_PER_SEC);
  if (time == NULL || now == NULL)
    return g_strdup ("—");

  if (is_day (time, now, 0))
    return g_date_time_format (time, "%H:%M");

  if (is_day (time, now, 1))
    /* Translators: a time of tomorrow, as g_date_time_format () takes it. */
    return g_date_time_format (time, _ ("tomorrow %H:%M"));

  /* Translators: a day and its time, as g_date_time_format () takes it. */
  return g_date_time_format (time, _ ("%-e %b %Y %H:%M"));
}

char *
fanfold_wait_text (FanfoldRun *run, gint64 now_usec)
{
  g_autofree char *time = NULL;
  const char *title = NULL;
  gint64 at_usec = 0;

  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  switch (fanfold_run_get_wait (run, &at_usec, &title))
    {
    case FANFOLD_WAIT_HELD:
      return g_strdup (_ ("Held until Start Now is pressed"));

    case FANFOLD_WAIT_TIME:
      time = fanfold_wait_text_time (at_usec, now_usec);
      /* Translators: a run that begins at a time: "Begins 22:30", "Begins tomorrow 06:00". */
      return g_strdup_printf (_ ("Begins %s"), time);

    case FANFOLD_WAIT_SUCCESS:
      if (title != NULL)
        return g_strdup_printf (_ ("Waits for “%s” to end without failed jobs"), title);
      break;

    case FANFOLD_WAIT_TURN:
      if (title != NULL)
        return g_strdup_printf (_ ("Waits for “%s”"), title);
      break;

    case FANFOLD_WAIT_SLOT:
      return g_strdup (_ ("Waits for a free slot"));

    case FANFOLD_WAIT_NONE:
    default:
      break;
    }

  return g_strdup (_ ("Begins in a moment"));
}

char *
fanfold_wait_text_short (FanfoldRun *run, gint64 now_usec)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  switch (fanfold_run_get_wait (run, NULL, NULL))
    {
    case FANFOLD_WAIT_HELD:
      return g_strdup (_ ("Held"));

    case FANFOLD_WAIT_TIME:
      return fanfold_wait_text (run, now_usec);

    case FANFOLD_WAIT_SUCCESS:
    case FANFOLD_WAIT_TURN:
    case FANFOLD_WAIT_SLOT:
    case FANFOLD_WAIT_NONE:
    default:
      return g_strdup (_ ("Waiting"));
    }
}

static const char *
priority_text (FanfoldPriority priority)
{
  switch (priority)
    {
    case FANFOLD_PRIORITY_LOW:
      return _ ("low priority");

    case FANFOLD_PRIORITY_HIGH:
      return _ ("high priority");

    case FANFOLD_PRIORITY_NORMAL:
    default:
      return NULL;
    }
}

char *
fanfold_wait_text_place (FanfoldRun *run)
{
  const FanfoldSettings *settings;
  const char *priority;

  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  settings = fanfold_run_get_settings (run);
  priority = priority_text (settings->priority);
  if (settings->group[0] == '\0')
    return g_strdup (priority);
  if (priority == NULL)
    return g_strdup (settings->group);

  return g_strdup_printf ("%s · %s", settings->group, priority);
}
