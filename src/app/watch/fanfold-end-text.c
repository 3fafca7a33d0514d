/* fanfold-end-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-end-text.h"

#include <glib/gi18n.h>

/* With more seconds left it is said at what time it ends. What remains until then is said in steps
 * of five minutes, too, which is much of less. */
#define LONG_RUN 1200

#define STEP_USEC (300 * G_USEC_PER_SEC)

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

static char *
format (gint64 end_usec, gint64 now_usec)
{
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_local (end_usec / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_usec / G_USEC_PER_SEC);
  g_autoptr (GDateTime) tomorrow = now != NULL ? g_date_time_add_days (now, 1) : NULL;

  if (end == NULL || tomorrow == NULL)
    return NULL;

  if (is_same_day (end, now))
    /* Translators: when a run ends, as g_date_time_format () takes it: "ends about 14:35". */
    return g_date_time_format (end, _ ("ends about %H:%M"));

  if (is_same_day (end, tomorrow))
    /* Translators: as above, on the day after today. */
    return g_date_time_format (end, _ ("ends tomorrow at about %H:%M"));

  /* Translators: as above, on a later day: "ends on 3 Mar 2026 at about 14:35". */
  return g_date_time_format (end, _ ("ends on %-e %b %Y at about %H:%M"));
}

static gboolean
is_said (const FanfoldRemainingAnswer *remaining)
{
  return remaining->median > LONG_RUN && remaining->high < 1e8;
}

/* Of the median: what is shown of it goes down in steps, and its end would go up and down. */
static gint64
round_end (const FanfoldRemainingAnswer *remaining, gint64 now_usec)
{
  gint64 end_usec = now_usec + (gint64) (remaining->median * G_USEC_PER_SEC);

  return (end_usec + STEP_USEC / 2) / STEP_USEC * STEP_USEC;
}

void
fanfold_end_round_remaining (FanfoldAbout *about,
                             const FanfoldRemainingAnswer *remaining,
                             gint64 now_usec)
{
  double seconds;

  g_return_if_fail (about != NULL);
  g_return_if_fail (remaining != NULL);

  fanfold_about_round (about, remaining);
  if (!is_said (remaining))
    return;

  seconds = remaining->median;
  if (now_usec != 0)
    seconds = (double) (round_end (remaining, now_usec) - now_usec) / G_USEC_PER_SEC;
  fanfold_about_refine (about, seconds);
}

char *
fanfold_end_text (const FanfoldRemainingAnswer *remaining, gint64 now_usec)
{
  g_return_val_if_fail (remaining != NULL, NULL);

  return is_said (remaining) ? format (round_end (remaining, now_usec), now_usec) : NULL;
}
