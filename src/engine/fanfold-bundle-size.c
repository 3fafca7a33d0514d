/* fanfold-bundle-size.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-bundle-size.h"

#include "fanfold-block.h"

/* The outcomes of the first of a bundle wait for the last, and are to be on disk within 20 ms. */
#define BUNDLE_SECONDS 0.015
#define SHORT_SECONDS (BUNDLE_SECONDS / 2)
#define MAX_GROWTH 8

void
fanfold_bundle_size_init (FanfoldBundleSize *self, gboolean together, guint asked)
{
  g_return_if_fail (self != NULL);

  *self = (FanfoldBundleSize){ .together = together,
                               .asked = MIN (asked, FANFOLD_BLOCK_MAX_JOBS),
                               .n = together ? CLAMP (asked, 1, FANFOLD_BLOCK_MAX_JOBS) : 1 };
}

void
fanfold_bundle_size_learn (FanfoldBundleSize *self, guint n, double seconds)
{
  double each;
  guint64 most;

  g_return_if_fail (self != NULL);

  if (!self->together || n == 0)
    return;

  each = MAX (seconds / n, 1e-9);
  most = MIN (MAX_GROWTH * (guint64) n, FANFOLD_BLOCK_MAX_JOBS);
  if (each >= SHORT_SECONDS)
    self->n = 1;
  else if (self->asked > 0)
    self->n = self->asked;
  else
    self->n = (guint) CLAMP (BUNDLE_SECONDS / each, 1, most);
}

guint
fanfold_bundle_size_get (const FanfoldBundleSize *self, guint64 n_waiting, guint n_slots)
{
  g_return_val_if_fail (self != NULL, 1);

  if (self->asked > 0)
    return self->n;

  return (guint) CLAMP (n_waiting / (2 * (guint64) MAX (n_slots, 1)), 1, self->n);
}
