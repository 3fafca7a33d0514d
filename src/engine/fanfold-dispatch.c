/* fanfold-dispatch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-dispatch.h"

#include "fanfold-block.h"
#include "fanfold-lock.h"

#define SHORT_SECONDS 0.001 /* longer jobs travel alone */
#define BUNDLE_SECONDS 0.02 /* what a bundle is meant to take */
#define MAX_GROWTH 8

typedef struct
{
  guint64 first;
  guint64 n;
} Range;

struct _FanfoldDispatch
{
  GMutex mutex;
  guint64 n_jobs;
  guint64 next;
  GArray *returned; /* Range */
  guint n_slots;
  guint bundle;
  gboolean may_bundle;
  gboolean closed;
};

static guint64
count_left (FanfoldDispatch *self)
{
  guint64 n = self->n_jobs - self->next;

  for (guint i = 0; i < self->returned->len; i++)
    n += g_array_index (self->returned, Range, i).n;

  return n;
}

static gboolean
take (FanfoldDispatch *self, guint max, guint64 *first, guint *n)
{
  if (self->returned->len > 0)
    {
      Range *range = &g_array_index (self->returned, Range, 0);

      *first = range->first;
      *n = (guint) MIN (range->n, max);
      range->first += *n;
      range->n -= *n;
      if (range->n == 0)
        g_array_remove_index (self->returned, 0);
      return TRUE;
    }

  *first = self->next;
  *n = (guint) MIN (self->n_jobs - self->next, max);
  self->next += *n;

  return *n > 0;
}

FanfoldDispatch *
fanfold_dispatch_new (guint64 n_jobs, guint n_slots, gboolean may_bundle)
{
  FanfoldDispatch *self = g_new0 (FanfoldDispatch, 1);

  g_mutex_init (&self->mutex);
  self->n_jobs = n_jobs;
  self->n_slots = MAX (n_slots, 1);
  self->bundle = 1;
  self->may_bundle = may_bundle;
  self->returned = g_array_new (FALSE, FALSE, sizeof (Range));

  return self;
}

void
fanfold_dispatch_free (FanfoldDispatch *self)
{
  g_mutex_clear (&self->mutex);
  g_array_unref (self->returned);
  g_free (self);
}

gboolean
fanfold_dispatch_next (FanfoldDispatch *self, guint64 *first, guint *n)
{
  gboolean found = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  fanfold_lock (&self->mutex);
  if (!self->closed)
    {
      /* Towards the end bundles shrink, so that no slot is left with a large one while others are
       * idle. */
      guint64 share = count_left (self) / (2 * (guint64) self->n_slots);

      found = take (self, (guint) CLAMP (share, 1, self->bundle), first, n);
    }
  fanfold_unlock (&self->mutex);

  return found;
}

void
fanfold_dispatch_return (FanfoldDispatch *self, guint64 first, guint n)
{
  Range range = { first, n };

  g_return_if_fail (self != NULL);

  if (n == 0)
    return;

  fanfold_lock (&self->mutex);
  g_array_append_val (self->returned, range);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_learn (FanfoldDispatch *self, guint n, double seconds)
{
  double each;

  g_return_if_fail (self != NULL);

  if (!self->may_bundle || n == 0)
    return;

  each = MAX (seconds / n, 1e-9);

  fanfold_lock (&self->mutex);
  if (each >= SHORT_SECONDS)
    self->bundle = 1;
  else
    self->bundle =
        (guint) CLAMP (BUNDLE_SECONDS / each, 1, MIN (MAX_GROWTH * n, FANFOLD_BLOCK_MAX_JOBS));
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_close (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->closed = TRUE;
  fanfold_unlock (&self->mutex);
}
