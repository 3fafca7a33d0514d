/* fanfold-about.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-about.h"

#include <math.h>
#include <string.h>

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
  if (narrow || answer->high < 10)
    return 10;
  if (answer->high < 20)
    return 20;

  return answer->high < 30 ? 30 : MINUTE;
}

/* Single seconds would only flicker. Behind "about 10 s" comes "under 10 s". */
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
  else if (low <= 0)
    self->form = FANFOLD_ABOUT_UNDER;
  else
    self->form = width <= WIDE * answer->median ? FANFOLD_ABOUT_WITH_RANGE : FANFOLD_ABOUT_RANGE;
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

static void
append_unit (GString *text, FanfoldAboutUnit unit)
{
  static const char *const names[] = { " s", "", " min", " h", " days" };

  g_string_append (text, names[unit]);
}

static void
append_range (GString *text, const FanfoldAbout *about, const char *dash)
{
  g_string_append_printf (text, "%s%s%s", about->low, dash, about->high);
  append_unit (text, about->range_unit);
}

void
fanfold_about_append (GString *text, const FanfoldRemainingAnswer *answer, const char *dash)
{
  FanfoldAbout about;

  g_return_if_fail (text != NULL);
  g_return_if_fail (dash != NULL);

  fanfold_about_round (&about, answer);
  switch (about.form)
    {
    case FANFOLD_ABOUT_UNDER:
      g_string_append (text, "under ");
      if (about.range_unit == FANFOLD_ABOUT_MINUTES && strcmp (about.high, "1") == 0)
        {
          g_string_append (text, "a minute");
          break;
        }
      g_string_append (text, about.high);
      append_unit (text, about.range_unit);
      break;

    case FANFOLD_ABOUT_RANGE:
      append_range (text, &about, dash);
      break;

    case FANFOLD_ABOUT_MIDDLE:
    case FANFOLD_ABOUT_WITH_RANGE:
      g_string_append_printf (text, "about %s", about.middle);
      append_unit (text, about.unit);
      if (about.form == FANFOLD_ABOUT_MIDDLE)
        break;

      g_string_append (text, " (");
      append_range (text, &about, dash);
      g_string_append_c (text, ')');
      break;

    case FANFOLD_ABOUT_UNKNOWN:
    default:
      break;
    }
}
