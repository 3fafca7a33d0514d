/* fanfold-guard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-guard.h"

#include <math.h>

#include "fanfold-family-memory.h"

#define TERM_USEC (30 * 1000) /* behind the end of a job's time */
#define KILL_USEC (80 * 1000)
#define EARLY_USEC (100 * 1000) /* of a bundle: then its memory is looked at more often */
#define EARLY_MEMORY_USEC (10 * 1000)
#define MEMORY_USEC (50 * 1000)
/* Where there is no limit. Short jobs that travel together are over by the first look: what their
 * processes used is known without it. */
#define EARLY_FREE_MEMORY_USEC (20 * 1000)
#define FREE_MEMORY_USEC (100 * 1000)

static gint64
get_memory_pause (const FanfoldGuard *self, gint64 now)
{
  gboolean limited = self->limits->memory_bytes > 0;

  if (now - self->begun_usec < EARLY_USEC)
    return limited ? EARLY_MEMORY_USEC : EARLY_FREE_MEMORY_USEC;

  return limited ? MEMORY_USEC : FREE_MEMORY_USEC;
}

void
fanfold_guard_begin (FanfoldGuard *self,
                     FanfoldRunnerLink *link,
                     const FanfoldFreezer *freezer,
                     const FanfoldJobLimits *limits)
{
  gint64 now = g_get_monotonic_time ();

  self->link = link;
  self->freezer = freezer;
  self->limits = limits;
  self->begun_usec = now;
  self->begun_own_usec = fanfold_freezer_get_own_time (freezer, now);
  self->next_time = now;
  self->next_memory = now + get_memory_pause (self, now);
}

/* What stands in the memory that a job can write to counts only as far as it can be. */
gint64
fanfold_guard_get_elapsed (FanfoldGuard *self, guint place, gint64 now)
{
  FanfoldBlockBuffer *buffer = fanfold_runner_link_get_buffer (self->link);
  gint64 own_now = fanfold_freezer_get_own_time (self->freezer, now);
  gint64 begun = fanfold_runner_link_get_begun (self->link);
  gint64 behind = fanfold_block_buffer_get_started (buffer, place) -
                  fanfold_block_buffer_get_started (buffer, 0);

  begun = CLAMP (begun, self->begun_own_usec, own_now);
  return own_now - begun - CLAMP (behind, 0, own_now - begun);
}

static char *
describe_time_limit (gint64 usec)
{
  double seconds = usec / (double) G_USEC_PER_SEC;

  return seconds < 100 ? g_strdup_printf ("took longer than its limit of %.3g s", seconds)
                       : g_strdup_printf ("took longer than its limit of %.0f s", seconds);
}

/* In the units of the limit as it is given: 100M is 100 MiB. */
static char *
describe_memory_limit (guint64 bytes, guint64 limit)
{
  double mebibyte = 1024 * 1024;

  return g_strdup_printf ("used %.*f MiB of memory, more than its limit of %.*f MiB",
                          bytes < 100 * mebibyte,
                          ceil (bytes / mebibyte * 10) / 10,
                          limit < 10 * mebibyte,
                          limit / mebibyte);
}

static gboolean
check_time (FanfoldGuard *self, guint place, gint64 now, FanfoldLadder *ladder)
{
  gint64 limit = self->limits->time_usec;
  gint64 left = limit;

  self->next_time = G_MAXINT64;
  if (limit <= 0)
    return FALSE;

  if (place != FANFOLD_GUARD_NO_PLACE)
    left -= fanfold_guard_get_elapsed (self, place, now);
  self->next_time = now + (left > 0 ? left : limit);
  if (left > 0)
    return FALSE;

  fanfold_ladder_start (ladder,
                        place,
                        FANFOLD_JOB_TIMED_OUT,
                        describe_time_limit (limit),
                        now + TERM_USEC,
                        now + KILL_USEC);
  return TRUE;
}

static gboolean
check_memory (FanfoldGuard *self, guint place, gint64 now, FanfoldLadder *ladder)
{
  guint64 limit = self->limits->memory_bytes;
  guint64 bytes = fanfold_family_get_memory (limit);

  if (place != FANFOLD_GUARD_NO_PLACE)
    fanfold_block_buffer_raise_peak_of (fanfold_runner_link_get_buffer (self->link), place, bytes);
  self->next_memory = now + get_memory_pause (self, now);
  if (limit == 0 || bytes <= limit || place == FANFOLD_GUARD_NO_PLACE)
    return FALSE;

  fanfold_ladder_start (
      ladder, place, FANFOLD_JOB_FAILED, describe_memory_limit (bytes, limit), now, now);
  return TRUE;
}

gboolean
fanfold_guard_check (FanfoldGuard *self, guint place, gint64 now, FanfoldLadder *ladder)
{
  gboolean exceeded = FALSE;

  if (fanfold_freezer_is_stopped (self->freezer))
    return FALSE;

  if (now >= self->next_time)
    exceeded = check_time (self, place, now, ladder);
  if (now >= self->next_memory)
    exceeded = check_memory (self, place, now, ladder) || exceeded;

  return exceeded;
}

gint64
fanfold_guard_get_next (FanfoldGuard *self)
{
  if (fanfold_freezer_is_stopped (self->freezer))
    return G_MAXINT64;

  return MIN (self->next_time, self->next_memory);
}

void
fanfold_guard_look_again (FanfoldGuard *self)
{
  self->next_time = self->next_memory = 0;
}
