/* fanfold-sampler.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-sampler.h"

#include <string.h>

#define FIRST_USEC (10 * 1000)
#define INTERVAL_USEC (100 * 1000)
#define NOTHING_TOLD G_MAXUINT64
#define WAITING (G_MAXUINT64 - 1)

void
fanfold_sampler_wait (FanfoldSampler *self,
                      FanfoldRunnerLink *link,
                      FanfoldWire *wire,
                      guint64 first)
{
  self->link = link;
  self->wire = wire;
  self->first = first;
  self->index = WAITING;
  self->last_usec = g_get_monotonic_time ();
  self->next_usec = self->last_usec + FANFOLD_SAMPLER_BEAT_USEC;
}

void
fanfold_sampler_begin (FanfoldSampler *self)
{
  self->index = NOTHING_TOLD;
  self->last_usec = g_get_monotonic_time ();
  self->next_usec = self->last_usec + FIRST_USEC;
}

static void
send_beat (FanfoldSampler *self)
{
  fanfold_wire_send (self->wire, FANFOLD_WIRE_BEAT, g_variant_new ("()"));
}

/* Says it when that has changed or nothing was said long since; it is a sign of life, too. */
static void
tell (FanfoldSampler *self, gint64 now)
{
  FanfoldBlockBuffer *buffer = fanfold_runner_link_get_buffer (self->link);
  guint n_begun = fanfold_block_buffer_get_n_begun (buffer);
  guint place = MAX (n_begun, 1) - 1;
  guint64 index = self->first + place;
  char message[256];
  double fraction;

  fanfold_call_board_read (fanfold_runner_link_get_board (self->link), &fraction, message);
  if (index == self->index && fraction == self->fraction && strcmp (message, self->message) == 0 &&
      now - self->last_usec < FANFOLD_SAMPLER_BEAT_USEC)
    return;

  self->last_usec = now;
  self->index = index;
  self->fraction = fraction;
  g_strlcpy (self->message, message, sizeof self->message);
  if (n_begun > 0)
    fanfold_wire_send (
        self->wire,
        FANFOLD_WIRE_SAMPLE,
        g_variant_new (
            "(txds)", index, fanfold_block_buffer_get_started (buffer, place), fraction, message));
  else
    send_beat (self);
}

void
fanfold_sampler_check (FanfoldSampler *self, gint64 now)
{
  if (now < self->next_usec)
    return;

  if (self->index == WAITING)
    {
      self->next_usec = now + FANFOLD_SAMPLER_BEAT_USEC;
      send_beat (self);
    }
  else
    {
      self->next_usec = now + INTERVAL_USEC;
      tell (self, now);
    }
}

gint64
fanfold_sampler_get_next (FanfoldSampler *self)
{
  return self->next_usec;
}
