/* fanfold-recollection.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-recollection.h"

#include "fanfold-lock.h"

struct _FanfoldRecollection
{
  gatomicrefcount ref_count;

  FanfoldMemo *memo; /* (nullable) */
  char *folder;      /* (nullable) */

  GMutex mutex;            /* of what follows */
  FanfoldHistory *history; /* (nullable) */
  FanfoldDurations *durations;
  FanfoldProducts *products;
  FanfoldFootprint *footprint;
};

FanfoldRecollection *
fanfold_recollection_new (FanfoldHistory *history, FanfoldMemo *memo)
{
  FanfoldRecollection *self = g_new0 (FanfoldRecollection, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->history = history != NULL ? fanfold_history_ref (history) : NULL;
  self->memo = memo != NULL ? fanfold_memo_ref (memo) : NULL;

  return self;
}

FanfoldRecollection *
fanfold_recollection_new_for_folder (const char *folder, FanfoldMemo *memo)
{
  FanfoldRecollection *self = fanfold_recollection_new (NULL, memo);

  self->folder = g_strdup (folder);

  return self;
}

FanfoldRecollection *
fanfold_recollection_ref (FanfoldRecollection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_recollection_unref (FanfoldRecollection *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->durations, fanfold_durations_unref);
  g_clear_pointer (&self->products, fanfold_products_unref);
  g_clear_pointer (&self->footprint, fanfold_footprint_unref);
  g_clear_pointer (&self->history, fanfold_history_unref);
  g_clear_pointer (&self->memo, fanfold_memo_unref);
  g_mutex_clear (&self->mutex);
  g_free (self->folder);
  g_free (self);
}

/* (nullable) It stays as long as @self. */
static FanfoldHistory *
get_history (FanfoldRecollection *self)
{
  FanfoldHistory *history;

  fanfold_lock (&self->mutex);
  if (self->history == NULL && self->folder != NULL)
    self->history = fanfold_history_open_to_read (self->folder);
  history = self->history;
  fanfold_unlock (&self->mutex);

  return history;
}

FanfoldDurations *
fanfold_recollection_get_durations (FanfoldRecollection *self,
                                    FanfoldFunction *function,
                                    GCancellable *cancellable,
                                    GError **error)
{
  g_autoptr (FanfoldDurations) before = NULL;
  FanfoldDurations *durations;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  fanfold_lock (&self->mutex);
  before = self->durations != NULL ? fanfold_durations_ref (self->durations) : NULL;
  fanfold_unlock (&self->mutex);

  durations =
      fanfold_durations_load (get_history (self), self->memo, function, before, cancellable, error);
  if (durations == NULL)
    return NULL;

  g_clear_pointer (&before, fanfold_durations_unref);
  fanfold_lock (&self->mutex);
  before = self->durations;
  self->durations = fanfold_durations_ref (durations);
  fanfold_unlock (&self->mutex);

  return durations;
}

FanfoldProducts *
fanfold_recollection_get_products (FanfoldRecollection *self,
                                   GCancellable *cancellable,
                                   GError **error)
{
  g_autoptr (FanfoldProducts) before = NULL;
  FanfoldProducts *products;

  g_return_val_if_fail (self != NULL, NULL);

  fanfold_lock (&self->mutex);
  before = self->products != NULL ? fanfold_products_ref (self->products) : NULL;
  fanfold_unlock (&self->mutex);

  products = fanfold_products_load (get_history (self), before, cancellable, error);
  if (products == NULL)
    return NULL;

  g_clear_pointer (&before, fanfold_products_unref);
  fanfold_lock (&self->mutex);
  before = self->products;
  self->products = fanfold_products_ref (products);
  fanfold_unlock (&self->mutex);

  return products;
}

FanfoldFootprint *
fanfold_recollection_get_footprint (FanfoldRecollection *self,
                                    FanfoldCombine *combine,
                                    GCancellable *cancellable,
                                    GError **error)
{
  g_autoptr (FanfoldFootprint) before = NULL;
  FanfoldFootprint *footprint;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (combine != NULL, NULL);

  fanfold_lock (&self->mutex);
  before = self->footprint != NULL ? fanfold_footprint_ref (self->footprint) : NULL;
  fanfold_unlock (&self->mutex);

  footprint = fanfold_footprint_load (get_history (self), combine, before, cancellable, error);
  if (footprint == NULL)
    return NULL;

  g_clear_pointer (&before, fanfold_footprint_unref);
  fanfold_lock (&self->mutex);
  before = self->footprint;
  self->footprint = fanfold_footprint_ref (footprint);
  fanfold_unlock (&self->mutex);

  return footprint;
}
