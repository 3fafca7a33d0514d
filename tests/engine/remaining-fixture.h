/* remaining-fixture.h: what tests of FanfoldRemaining do with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-remaining.h"

#include <math.h>

G_BEGIN_DECLS

#define SECOND ((gint64) G_USEC_PER_SEC)

static inline gint64
at (double seconds)
{
  return (gint64) (seconds * G_USEC_PER_SEC);
}

static inline FanfoldRemainingAnswer
ask (FanfoldRemaining *remaining, double seconds)
{
  FanfoldRemainingAnswer answer;

  fanfold_remaining_ask (remaining, at (seconds), &answer);
  if (answer.median < 0)
    {
      g_assert_cmpfloat (answer.low, <, 0);
      g_assert_cmpfloat (answer.high, <, 0);
    }
  else
    {
      g_assert_cmpfloat (answer.low, >=, 0);
      g_assert_cmpfloat (answer.low, <=, answer.median);
      g_assert_cmpfloat (answer.high, >=, answer.median);
      g_assert_true (isfinite (answer.high));
    }

  return answer;
}

static inline void
assert_near (double value, double expected, double part)
{
  g_assert_cmpfloat (value, >=, expected * (1 - part));
  g_assert_cmpfloat (value, <=, expected * (1 + part));
}

/* Jobs @first to @last, one after the other in one slot, each of which takes a second. */
static inline double
run_seconds (FanfoldRemaining *remaining, guint64 first, guint64 last, double now)
{
  for (guint64 job = first; job <= last; job++)
    {
      fanfold_remaining_start (remaining, job, at (now));
      now += 1;
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, 1, at (now));
    }

  return now;
}

G_END_DECLS
