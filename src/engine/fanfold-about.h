/* fanfold-about.h: a time that something will take, rounded to what its range supports
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-remaining.h"

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_ABOUT_UNKNOWN,
  FANFOLD_ABOUT_UNDER,      /* less than @high */
  FANFOLD_ABOUT_MIDDLE,     /* about @middle, and the range says no more */
  FANFOLD_ABOUT_WITH_RANGE, /* about @middle, from @low to @high */
  FANFOLD_ABOUT_RANGE       /* from @low to @high: nothing in between is more likely */
} FanfoldAboutForm;

typedef enum
{
  FANFOLD_ABOUT_SECONDS,
  FANFOLD_ABOUT_CLOCK, /* minutes and seconds: "1:50" */
  FANFOLD_ABOUT_MINUTES,
  FANFOLD_ABOUT_HOURS,
  FANFOLD_ABOUT_DAYS
} FanfoldAboutUnit;

/* Numbers in a unit of their own, as they are shown: "2", "1:50", "2.5". The middle may be in
 * coarser ones than the range: "about 2 min (1:50–2:30)". */
typedef struct
{
  FanfoldAboutForm form;
  FanfoldAboutUnit unit; /* of the middle */
  FanfoldAboutUnit range_unit;
  double seconds; /* of the middle, as it is shown */
  char middle[24];
  char low[24];
  char high[24];
} FanfoldAbout;

/* [any] */
void fanfold_about_round (FanfoldAbout *self, const FanfoldRemainingAnswer *answer);

/* [any] Has the middle, where there is one, said as @seconds, and as exactly as goes with a time of
 * the day: to 5 minutes, to three from 2 hours on, and then to a fortieth of it. */
void fanfold_about_refine (FanfoldAbout *self, double seconds);

/* [any] In words, the same ones wherever such a time is said: "about 2 min (1:50–2:30)", "2–3 min",
 * "under a minute"; NULL where it is unknown. @brief: without a range, where it has a middle.
 * @dash: what stands in a range. (transfer full) (nullable) */
char *fanfold_about_say (const FanfoldAbout *self, gboolean brief, const char *dash);

G_END_DECLS
