/* fanfold-pending.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-pending.h"

struct _FanfoldPending
{
  FanfoldRanges *ready;
  FanfoldRanges *parked;
  FanfoldRanges *cancelled;
  FanfoldRanges *unwanted; /* those that are out among them are not to be given again */
  FanfoldDelayed *delayed;
  guint64 n_out;
};

/* Moves what @from and the numbers have in common to @to (nullable). */
static guint64
move (FanfoldRanges *from, guint64 first, guint64 n, FanfoldRanges *to)
{
  guint64 end = first + n;
  guint64 n_moved = 0;
  guint64 part_first, part_n;

  while (fanfold_ranges_find (from, first, &part_first, &part_n) && part_first < end)
    {
      part_n = MIN (part_n, end - part_first);
      n_moved += fanfold_ranges_remove (from, part_first, part_n);
      if (to != NULL)
        fanfold_ranges_add (to, part_first, part_n);
      first = part_first + part_n;
    }

  return n_moved;
}

static void
come_back (FanfoldPending *self, guint n)
{
  g_assert (self->n_out >= n);

  self->n_out -= n;
  if (self->n_out == 0 && fanfold_ranges_get_size (self->unwanted) > 0)
    {
      fanfold_ranges_free (self->unwanted);
      self->unwanted = fanfold_ranges_new ();
    }
}

FanfoldPending *
fanfold_pending_new (FanfoldRanges *jobs)
{
  FanfoldPending *self;

  g_return_val_if_fail (jobs != NULL, NULL);

  self = g_new0 (FanfoldPending, 1);
  self->ready = jobs;
  self->parked = fanfold_ranges_new ();
  self->cancelled = fanfold_ranges_new ();
  self->unwanted = fanfold_ranges_new ();
  self->delayed = fanfold_delayed_new ();

  return self;
}

void
fanfold_pending_free (FanfoldPending *self)
{
  g_return_if_fail (self != NULL);

  fanfold_ranges_free (self->ready);
  fanfold_ranges_free (self->parked);
  fanfold_ranges_free (self->cancelled);
  fanfold_ranges_free (self->unwanted);
  fanfold_delayed_free (self->delayed);
  g_free (self);
}

guint64
fanfold_pending_get_n_ready (FanfoldPending *self)
{
  return fanfold_ranges_get_size (self->ready);
}

guint64
fanfold_pending_get_n_waiting (FanfoldPending *self)
{
  return fanfold_ranges_get_size (self->ready) + fanfold_ranges_get_size (self->parked) +
         fanfold_delayed_get_size (self->delayed);
}

guint64
fanfold_pending_get_n_cancelled (FanfoldPending *self)
{
  return fanfold_ranges_get_size (self->cancelled);
}

guint64
fanfold_pending_get_n_out (FanfoldPending *self)
{
  return self->n_out;
}

void
fanfold_pending_update (FanfoldPending *self, gint64 now_usec)
{
  fanfold_delayed_take_due (self->delayed, now_usec, self->ready);
}

gint64
fanfold_pending_get_next_due (FanfoldPending *self)
{
  return fanfold_delayed_get_next_due (self->delayed);
}

guint
fanfold_pending_get_delayed (FanfoldPending *self, FanfoldDelayedJob *jobs, guint max)
{
  return fanfold_delayed_get_last (self->delayed, jobs, max);
}

guint64
fanfold_pending_get_first (FanfoldPending *self)
{
  guint64 first = 0, n;
  gboolean found = fanfold_ranges_find (self->ready, 0, &first, &n);

  g_assert (found);

  return first;
}

static void
take (FanfoldRanges *jobs, guint max, guint64 *first, guint *n)
{
  guint64 n_taken = 0;
  gboolean taken = fanfold_ranges_take (jobs, max, first, &n_taken);

  g_assert (taken);

  *n = (guint) n_taken;
}

void
fanfold_pending_take (FanfoldPending *self, guint max, guint64 *first, guint *n)
{
  take (self->ready, max, first, n);
  self->n_out += *n;
}

void
fanfold_pending_take_cancelled (FanfoldPending *self, guint max, guint64 *first, guint *n)
{
  take (self->cancelled, max, first, n);
}

void
fanfold_pending_return (FanfoldPending *self, guint64 first, guint n)
{
  fanfold_ranges_add (self->ready, first, n);
  if (fanfold_ranges_get_size (self->unwanted) > 0)
    {
      g_autoptr (FanfoldRanges) back = fanfold_ranges_new ();
      guint64 from = 0, part_first, part_n;

      move (self->unwanted, first, n, back);
      for (; fanfold_ranges_find (back, from, &part_first, &part_n); from = part_first + part_n)
        move (self->ready, part_first, part_n, self->cancelled);
    }
  come_back (self, n);
}

void
fanfold_pending_delay (FanfoldPending *self, guint64 index, gint64 due_usec)
{
  if (move (self->unwanted, index, 1, self->cancelled) == 0)
    fanfold_delayed_add (self->delayed, index, due_usec);
  come_back (self, 1);
}

void
fanfold_pending_park (FanfoldPending *self, guint64 index)
{
  if (move (self->unwanted, index, 1, self->cancelled) == 0)
    fanfold_ranges_add (self->parked, index, 1);
  come_back (self, 1);
}

void
fanfold_pending_finish (FanfoldPending *self, guint64 first, guint n)
{
  fanfold_ranges_remove (self->unwanted, first, n);
  come_back (self, n);
}

void
fanfold_pending_add (FanfoldPending *self, guint64 first, guint64 n)
{
  fanfold_ranges_remove (self->parked, first, n);
  fanfold_ranges_remove (self->unwanted, first, n);
  fanfold_ranges_remove (self->cancelled, first, n);
  fanfold_delayed_remove (self->delayed, first, n, NULL);
  fanfold_ranges_add (self->ready, first, n);
}

void
fanfold_pending_unpark (FanfoldPending *self, guint64 first, guint64 n)
{
  move (self->parked, first, n, self->ready);
}

guint64
fanfold_pending_settle (FanfoldPending *self, guint64 first, guint64 n, FanfoldRanges *settled)
{
  return move (self->ready, first, n, settled) + move (self->parked, first, n, settled) +
         fanfold_delayed_remove (self->delayed, first, n, settled);
}

static void
cancel_range (FanfoldPending *self, guint64 first, guint64 n, FanfoldRanges *taken)
{
  guint64 n_taken;

  n_taken = move (self->ready, first, n, taken) + move (self->parked, first, n, taken) +
            fanfold_delayed_remove (self->delayed, first, n, taken);
  if (self->n_out > 0 && n_taken < n)
    fanfold_ranges_add (self->unwanted, first, n);
}

void
fanfold_pending_cancel (FanfoldPending *self, FanfoldRanges *jobs, FanfoldRanges *taken)
{
  g_autoptr (FanfoldRanges) own = fanfold_ranges_new ();
  guint64 from, first, n;

  for (from = 0; fanfold_ranges_find (jobs, from, &first, &n); from = first + n)
    cancel_range (self, first, n, own);

  for (from = 0; fanfold_ranges_find (own, from, &first, &n); from = first + n)
    {
      fanfold_ranges_remove (self->unwanted, first, n);
      fanfold_ranges_add (self->cancelled, first, n);
      if (taken != NULL)
        fanfold_ranges_add (taken, first, n);
    }
}

void
fanfold_pending_keep (FanfoldPending *self, FanfoldRanges *jobs, FanfoldRanges *kept)
{
  guint64 from = 0, first, n;

  g_return_if_fail (self != NULL);
  g_return_if_fail (jobs != NULL && kept != NULL);

  for (; fanfold_ranges_find (jobs, from, &first, &n); from = first + n)
    move (self->cancelled, first, n, kept);
  for (from = 0; fanfold_ranges_find (kept, from, &first, &n); from = first + n)
    fanfold_ranges_add (self->ready, first, n);
}

guint
fanfold_pending_count_wanted (FanfoldPending *self, guint64 first, guint n)
{
  guint64 unwanted, n_unwanted;

  g_return_val_if_fail (self != NULL, 0);

  if (!fanfold_ranges_find (self->unwanted, first, &unwanted, &n_unwanted))
    return n;

  return (guint) MIN (unwanted - first, n);
}
