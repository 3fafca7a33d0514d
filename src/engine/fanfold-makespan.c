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

/* As water fills a vessel with an uneven floor. The slots do not come free at the same time then,
 * but each in the course of a job. */
void
fanfold_makespan_pour (FanfoldMakespan *self, double seconds, double each)
{
  double sum = 0;
  double level = 0;
  guint n;

  qsort (self->free, self->n_slots, sizeof *self->free, compare);
  for (n = 0; n < self->n_slots; n++)
    {
      if (n > 0 && self->free[n] * n - sum >= seconds)
        break;
      sum += self->free[n];
    }
  level = (seconds + sum) / n;
  each = MIN (each, seconds / n);
  for (guint i = 0; i < n; i++)
    {
      double off = (i + 0.5) / n - 0.5;

      self->free[i] = MAX (self->free[i], level + off * each);
      self->last = MAX (self->last, self->free[i]);
    }

  /* An array in order is a heap. */
  qsort (self->free, self->n_slots, sizeof *self->free, compare);
}

void
fanfold_makespan_delay (FanfoldMakespan *self, double least, double seconds)
{
  Delayed delayed = { least, seconds };

  g_array_append_val (self->delayed, delayed);
}

/* Those whose time has come when the next slot is free, or by @at. */
static void
add_due (FanfoldMakespan *self, double at)
{
  for (; self->next < self->delayed->len; self->next++)
    {
      const Delayed *delayed = &g_array_index (self->delayed, Delayed, self->next);

      if (delayed->least > MAX (self->free[0], at))
        break;
      sink (self, MAX (self->free[0], delayed->least) + delayed->seconds);
    }
}

void
fanfold_makespan_add (FanfoldMakespan *self, double seconds)
{
  add_due (self, 0);
  sink (self, self->free[0] + seconds);
}

double
fanfold_makespan_get (FanfoldMakespan *self)
{
  add_due (self, INFINITY);

  return self->last;
}
