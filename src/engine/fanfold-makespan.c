/* fanfold-makespan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-makespan.h"

#include <math.h>

typedef struct
{
  double least;
  double seconds;
} Delayed;

struct _FanfoldMakespan
{
  guint n_slots;
  GArray *delayed; /* of Delayed */
  guint next;      /* of them */
  double last;
  double next_start; /* no job begins before that */
  double spacing;
  double free[]; /* a heap: the first is the least */
};

FanfoldMakespan *
fanfold_makespan_new (guint n_slots)
{
  FanfoldMakespan *self;

  n_slots = MAX (n_slots, 1);
  self = g_malloc0 (sizeof *self + n_slots * sizeof *self->free);
  self->n_slots = n_slots;
  self->delayed = g_array_new (FALSE, FALSE, sizeof (Delayed));

  return self;
}

void
fanfold_makespan_free (FanfoldMakespan *self)
{
  g_array_unref (self->delayed);
  g_free (self);
}

/* The first slot is free at @value from now on. */
static void
sink (FanfoldMakespan *self, double value)
{
  guint at = 0;
  guint child;

  while ((child = 2 * at + 1) < self->n_slots)
    {
      if (child + 1 < self->n_slots && self->free[child + 1] < self->free[child])
        child++;
      if (self->free[child] >= value)
        break;
      self->free[at] = self->free[child];
      at = child;
    }
  self->free[at] = value;
  self->last = MAX (self->last, value);
}

void
fanfold_makespan_begin (FanfoldMakespan *self, const double *left, guint n_running)
{
  self->last = 0;
  self->next = 0;
  self->next_start = self->spacing = 0;
  g_array_set_size (self->delayed, 0);
  for (guint i = 0; i < self->n_slots; i++)
    self->free[i] = 0;

  for (guint i = 0; i < n_running; i++)
    {
      self->last = MAX (self->last, left[i]);
      if (left[i] > self->free[0])
        sink (self, left[i]);
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

void
fanfold_makespan_space (FanfoldMakespan *self, double first, double spacing)
{
  self->next_start = MAX (first, 0);
  self->spacing = spacing;
}

/* When the slot that is free after @at others gets a job. */
static double
get_start (FanfoldMakespan *self, guint at)
{
  return self->spacing > 0 ? MAX (self->free[at], self->next_start + at * self->spacing)
                           : self->free[at];
}

/* The last of @n jobs begin one by one, and end in so many slots, of which this is the one that is
 * free after @at others. */
static double
get_spaced_end (FanfoldMakespan *self, double n, double each, guint at, guint n_slots)
{
  double n_before = n - n_slots + at;

  return n_before >= 0 ? self->next_start + n_before * self->spacing + each : 0;
}

/* As water fills a vessel with an uneven floor. The slots do not come free at the same time then,
 * but each in the course of a job. */
void
fanfold_makespan_pour (FanfoldMakespan *self, double n, double seconds)
{
  double each = seconds / n;
  double sum = 0;
  double level = 0;
  double width;
  guint n_slots;

  qsort (self->free, self->n_slots, sizeof *self->free, compare);
  for (n_slots = 0; n_slots < self->n_slots; n_slots++)
    {
      double start = get_start (self, n_slots);

      if (n_slots > 0 && start * n_slots - sum >= seconds)
        break;
      sum += start;
    }
  level = (seconds + sum) / n_slots;
  width = MIN (each, seconds / n_slots);
  for (guint i = 0; i < n_slots; i++)
    {
      double off = (i + 0.5) / n_slots - 0.5;

      self->free[i] = MAX (self->free[i], level + off * width);
      if (self->spacing > 0)
        self->free[i] = MAX (self->free[i], get_spaced_end (self, n, each, i, n_slots));
      self->last = MAX (self->last, self->free[i]);
    }
  if (self->spacing > 0)
    self->next_start += n * self->spacing;

  /* An array in order is a heap. */
  qsort (self->free, self->n_slots, sizeof *self->free, compare);
}

void
fanfold_makespan_delay (FanfoldMakespan *self, double least, double seconds)
{
  Delayed delayed = { least, seconds };

  g_array_append_val (self->delayed, delayed);
}

/* In the slot that is free first. */
static void
begin_job (FanfoldMakespan *self, double least, double seconds)
{
  double start = MAX (MAX (self->free[0], self->next_start), least);

  sink (self, start + seconds);
  if (self->spacing > 0)
    self->next_start = start + self->spacing;
}

/* Those whose time has come when the next job may begin, or by @at. */
static void
add_due (FanfoldMakespan *self, double at)
{
  for (; self->next < self->delayed->len; self->next++)
    {
      const Delayed *delayed = &g_array_index (self->delayed, Delayed, self->next);

      if (delayed->least > MAX (MAX (self->free[0], self->next_start), at))
        break;
      begin_job (self, delayed->least, delayed->seconds);
    }
}

void
fanfold_makespan_add (FanfoldMakespan *self, double seconds)
{
  add_due (self, 0);
  begin_job (self, 0, seconds);
}

double
fanfold_makespan_get (FanfoldMakespan *self)
{
  add_due (self, INFINITY);

  return self->last;
}
