/* fanfold-about.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-about.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MINUTE 60.0
#define HOUR 3600.0
#define DAY 86400.0

/* Beyond it (some three years) an estimate says nothing. */
#define MAX_SECONDS 1e8

/* A range as wide as that part of its middle is not worth a word, and one that wide is all that
 * there is to say. */
#define NARROW 0.35
#define WIDE 0.9

static const double steps[] = { 1,           2,           5,          10,         15,
                                30,          MINUTE,      2 * MINUTE, 5 * MINUTE, 10 * MINUTE,
                                15 * MINUTE, 30 * MINUTE, HOUR,       2 * HOUR,   6 * HOUR,
                                12 * HOUR,   DAY };

/* Of the middle, by itself. Each of them begins at what is a multiple of it and of the one before:
 * while the middle goes down, so does what is shown of it. */
static const struct
{
  double from;
  double step;
} middle_steps[] = {
  { 4 * DAY, DAY },
  { 2 * DAY, 12 * HOUR },
  { 18 * HOUR, 6 * HOUR },
  { 8 * HOUR, 2 * HOUR },
  { 4 * HOUR, HOUR },
  { 2 * HOUR, 30 * MINUTE },
  { 90 * MINUTE, 15 * MINUTE },
  { 40 * MINUTE, 10 * MINUTE },
  { 20 * MINUTE, 5 * MINUTE },
  { 8 * MINUTE, 2 * MINUTE },
  { 4 * MINUTE, MINUTE },
  { 2 * MINUTE, 30 },
  { 90, 15 },
  { 40, 10 },
  { 0, 5 },
};

/* Beside the time of the day at which it is over: of what can be printed. */
static const struct
{
  double from;
  double step;
} fine_steps[] = {
  { 2 * DAY, DAY / 10 },
  { 10 * HOUR, 30 * MINUTE },
  { 2 * HOUR, HOUR / 10 },
  { 0, 5 * MINUTE },
};

/* At which a range still shows. */
static double
get_step (double width)
{
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (steps) && steps[i] < width)
    i++;

  return steps[i];
}

static double
get_middle_step (double seconds)
{
  guint i = 0;

  while (seconds < middle_steps[i].from)
    i++;

  return middle_steps[i].step;
}

static double
round_to (double seconds, double step)
{
  return floor (seconds / step + 0.5) * step;
}

static gboolean
is_whole (double seconds, double unit)
{
  return fabs (seconds - round_to (seconds, unit)) < 0.5;
}

/* The one in which both can be said. */
static FanfoldAboutUnit
get_unit (double low, double high)
{
  if (high < MINUTE)
    return FANFOLD_ABOUT_SECONDS;
  if (high < 2 * HOUR)
    return is_whole (low, MINUTE) && is_whole (high, MINUTE) ? FANFOLD_ABOUT_MINUTES
                                                             : FANFOLD_ABOUT_CLOCK;

  return high < 2 * DAY ? FANFOLD_ABOUT_HOURS : FANFOLD_ABOUT_DAYS;
}

static void
print (char number[24], double seconds, FanfoldAboutUnit unit)
{
  static const double seconds_of[] = { 1, 1, MINUTE, HOUR, DAY };

  if (unit == FANFOLD_ABOUT_CLOCK)
    g_snprintf (number, 24, "%u:%02u", (guint) (seconds / MINUTE), (guint) fmod (seconds, MINUTE));
  else
    g_snprintf (number,
                24,
                "%.*f",
                is_whole (seconds, seconds_of[unit]) ? 0 : 1,
                seconds / seconds_of[unit]);
}

static void
set_range (FanfoldAbout *self, double low, double high)
{
  self->range_unit = get_unit (low, high);
  print (self->low, low, self->range_unit);
  print (self->high, high, self->range_unit);
}

static void
set_middle (FanfoldAbout *self, double seconds, double step)
{
  self->seconds = round_to (seconds, step);
  self->unit = get_unit (self->seconds, self->seconds);
  print (self->middle, self->seconds, self->unit);
}

/* What it is less than. */
static double
get_limit (const FanfoldRemainingAnswer *answer, gboolean narrow)
{
  if (answer->high < 1)
    return 1;
  if (narrow || answer->high < 10)
    return 10;
  if (answer->high < 20)
    return 20;

  return answer->high < 30 ? 30 : MINUTE;
}

/* Single seconds would only flicker. Behind "about 10 s" comes "under 10 s", and at the very end
 * "under a second". */
static void
round_short (FanfoldAbout *self, const FanfoldRemainingAnswer *answer)
{
  double width = answer->high - answer->low;

  if (answer->median >= 7.5 && width <= MAX (15, WIDE * answer->median))
    {
      self->form = FANFOLD_ABOUT_MIDDLE;
      set_middle (self, answer->median, get_middle_step (answer->median));
      return;
    }

  self->form = FANFOLD_ABOUT_UNDER;
  set_range (self, 0, get_limit (answer, answer->median < 7.5 && width <= 10));
}

void
fanfold_about_round (FanfoldAbout *self, const FanfoldRemainingAnswer *answer)
{
  double width, step, low;

  g_return_if_fail (self != NULL);
  g_return_if_fail (answer != NULL);

  *self = (FanfoldAbout){ .form = FANFOLD_ABOUT_UNKNOWN };
  if (!(answer->median >= 0 && answer->high < MAX_SECONDS))
    return;

  if (answer->high < MINUTE)
    {
      round_short (self, answer);
      return;
    }

  width = answer->high - answer->low;
  step = get_step (MAX (width / 4, 5));
  low = round_to (answer->low, step);
  set_range (self, low, round_to (answer->high, step));
  set_middle (self, answer->median, MAX (step, get_middle_step (answer->median)));
  if (width <= NARROW * answer->median)
    self->form = FANFOLD_ABOUT_MIDDLE;
  else if (low > 0)
    self->form = width <= WIDE * answer->median ? FANFOLD_ABOUT_WITH_RANGE : FANFOLD_ABOUT_RANGE;
  else
    {
      self->form = FANFOLD_ABOUT_UNDER;
      set_range (self, 0, ceil (answer->high / step) * step);
    }
}

void
fanfold_about_refine (FanfoldAbout *self, double seconds)
{
  guint i = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (seconds >= 0);

  if (self->form != FANFOLD_ABOUT_MIDDLE && self->form != FANFOLD_ABOUT_WITH_RANGE)
    return;

  while (seconds < fine_steps[i].from)
    i++;
  set_middle (self, seconds, fine_steps[i].step);
}

static char *
say_unit (const char *number, FanfoldAboutUnit unit)
{
  switch (unit)
    {
    case FANFOLD_ABOUT_SECONDS:
      /* Translators: seconds left, as a number or a range of them: "25 s". */
      return g_strdup_printf (_ ("%s s"), number);

    case FANFOLD_ABOUT_MINUTES:
      /* Translators: minutes left: "3 min", "2–3 min". */
      return g_strdup_printf (_ ("%s min"), number);

    case FANFOLD_ABOUT_HOURS:
      /* Translators: hours left: "2.5 h", "2–3 h". */
      return g_strdup_printf (_ ("%s h"), number);

    case FANFOLD_ABOUT_DAYS:
      /* Translators: days left, more than two: "2.5 days", "3–5 days". */
      return g_strdup_printf (_ ("%s days"), number);

    case FANFOLD_ABOUT_CLOCK:
    default:
      return g_strdup (number);
    }
}

static char *
say_under (const FanfoldAbout *self)
{
  g_autofree char *most = NULL;

  if (g_str_equal (self->high, "1"))
    return g_strdup (self->range_unit == FANFOLD_ABOUT_MINUTES ? _ ("under a minute")
                                                               : _ ("under a second"));

  most = say_unit (self->high, self->range_unit);
  /* Translators: the time left is less than that: "under 10 s". */
  return g_strdup_printf (_ ("under %s"), most);
}

char *
fanfold_about_say (const FanfoldAbout *self, gboolean brief, const char *dash)
{
  g_autofree char *numbers = NULL;
  g_autofree char *range = NULL;
  g_autofree char *middle = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (dash != NULL, NULL);

  if (self->form == FANFOLD_ABOUT_UNKNOWN)
    return NULL;
  if (self->form == FANFOLD_ABOUT_UNDER)
    return say_under (self);

  numbers = g_strconcat (self->low, dash, self->high, NULL);
  range = say_unit (numbers, self->range_unit);
  if (self->form == FANFOLD_ABOUT_RANGE)
    return g_steal_pointer (&range);

  middle = say_unit (self->middle, self->unit);
  if (self->form == FANFOLD_ABOUT_MIDDLE || brief)
    /* Translators: the time left: "about 2 min". */
    return g_strdup_printf (_ ("about %s"), middle);

  /* Translators: the time left, and from what to what it may be: "about 2 min (1:45–2:30)". */
  return g_strdup_printf (_ ("about %s (%s)"), middle, range);
}
