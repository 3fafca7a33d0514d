/* fanfold-expansion-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-expansion-progress.h"

#include "fanfold-lock.h"

struct _FanfoldExpansionProgress
{
  gatomicrefcount ref_count;
  guint64 n_values; /* atomic */
};

FanfoldExpansionProgress *
fanfold_expansion_progress_new (void)
{
  FanfoldExpansionProgress *self = g_new0 (FanfoldExpansionProgress, 1);

  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

FanfoldExpansionProgress *
fanfold_expansion_progress_ref (FanfoldExpansionProgress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_expansion_progress_unref (FanfoldExpansionProgress *self)
{
  g_return_if_fail (self != NULL);

  if (fanfold_ref_count_dec (&self->ref_count))
    g_free (self);
}

void
fanfold_expansion_progress_add (FanfoldExpansionProgress *self, guint64 n_values)
{
  if (self != NULL)
    __atomic_fetch_add (&self->n_values, n_values, __ATOMIC_RELAXED);
}

guint64
fanfold_expansion_progress_get_n_values (FanfoldExpansionProgress *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return __atomic_load_n (&self->n_values, __ATOMIC_RELAXED);
}
