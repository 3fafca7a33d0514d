/* fanfold-memo-uses.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-memo-uses.h"

#include "fanfold-lock.h"

typedef struct
{
  char *version;
  GStrv params;
  FanfoldMemoCounters more; /* not written yet */
  gboolean stored;
} FunctionUse;

struct _FanfoldMemoUses
{
  GMutex mutex; /* of all below */
  FanfoldMemoCounts counts;
  GHashTable *functions; /* id → FunctionUse; none is ever removed */
  GHashTable *news[FANFOLD_N_MEMO_NEWS];
};

static void
function_use_free (gpointer data)
{
  FunctionUse *use = data;

  g_free (use->version);
  g_strfreev (use->params);
  g_free (use);
}

/* With the mutex held. */
static FunctionUse *
get_use (FanfoldMemoUses *self, FanfoldFunction *function)
{
  const char *id = fanfold_function_get_id (function);
  FunctionUse *use = g_hash_table_lookup (self->functions, id);

  if (use == NULL)
    {
      use = g_new0 (FunctionUse, 1);
      use->version = g_strdup (fanfold_function_get_cache_version (function));
      use->params = fanfold_memo_uses_dup_param_ids (function);
      g_hash_table_insert (self->functions, g_strdup (id), use);
    }

  return use;
}

static void
add_counters (FanfoldMemoCounters *counters, const FanfoldMemoCounters *more)
{
  counters->n_hits += more->n_hits;
  counters->n_misses += more->n_misses;
  counters->n_stores += more->n_stores;
  counters->seconds_saved += more->seconds_saved;
}

/* What could not be written is kept for the next time. */
static void
flush_function (FanfoldMemoUses *self, const char *folder, const char *id, FunctionUse *use)
{
  g_autofree char *path = g_build_filename (folder, id, NULL);
  FanfoldMemoCounters more;

  fanfold_lock (&self->mutex);
  more = use->more;
  use->more = (FanfoldMemoCounters){ 0 };
  fanfold_unlock (&self->mutex);

  if (more.n_hits == 0 && more.n_misses == 0 && more.n_stores == 0)
    return;
  if (fanfold_memo_counters_add (path, id, use->version, (const char *const *) use->params, &more))
    return;

  fanfold_lock (&self->mutex);
  add_counters (&use->more, &more);
  fanfold_unlock (&self->mutex);
}

FanfoldMemoUses *
fanfold_memo_uses_new (void)
{
  FanfoldMemoUses *self;

  self = g_new0 (FanfoldMemoUses, 1);
  g_mutex_init (&self->mutex);
  self->functions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, function_use_free);
  for (guint i = 0; i < FANFOLD_N_MEMO_NEWS; i++)
    self->news[i] = g_hash_table_new (NULL, NULL);

  return self;
}

void
fanfold_memo_uses_free (FanfoldMemoUses *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->functions);
  for (guint i = 0; i < FANFOLD_N_MEMO_NEWS; i++)
    g_hash_table_unref (self->news[i]);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
fanfold_memo_uses_add_hit (FanfoldMemoUses *self, FanfoldFunction *function, double seconds)
{
  FunctionUse *use;

  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  use = get_use (self, function);
  use->more.n_hits++;
  use->more.seconds_saved += seconds;
  self->counts.n_hits++;
  fanfold_unlock (&self->mutex);
}

void
fanfold_memo_uses_take_back_hit (FanfoldMemoUses *self, FanfoldFunction *function, double seconds)
{
  FunctionUse *use;

  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  use = get_use (self, function);
  use->more.n_hits--;
  use->more.seconds_saved -= seconds;
  use->more.n_misses++;
  self->counts.n_hits--;
  self->counts.n_misses++;
  fanfold_unlock (&self->mutex);
}

void
fanfold_memo_uses_add_miss (FanfoldMemoUses *self, FanfoldFunction *function)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  get_use (self, function)->more.n_misses++;
  self->counts.n_misses++;
  fanfold_unlock (&self->mutex);
}

gboolean
fanfold_memo_uses_add_store (FanfoldMemoUses *self, FanfoldFunction *function)
{
  FunctionUse *use;
  gboolean is_first;

  g_return_val_if_fail (self != NULL, FALSE);

  fanfold_lock (&self->mutex);
  use = get_use (self, function);
  use->more.n_stores++;
  is_first = !use->stored;
  use->stored = TRUE;
  self->counts.n_stores++;
  fanfold_unlock (&self->mutex);

  return is_first;
}

void
fanfold_memo_uses_add_set_aside (FanfoldMemoUses *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->counts.n_set_aside++;
  fanfold_unlock (&self->mutex);
}

void
fanfold_memo_uses_add_unstored (FanfoldMemoUses *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->counts.n_unstored++;
  fanfold_unlock (&self->mutex);
}

void
fanfold_memo_uses_get_counts (FanfoldMemoUses *self, FanfoldMemoCounts *counts)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (counts != NULL);

  fanfold_lock (&self->mutex);
  *counts = self->counts;
  fanfold_unlock (&self->mutex);
}

gboolean
fanfold_memo_uses_is_news (FanfoldMemoUses *self, FanfoldMemoNews kind, int code)
{
  gboolean added;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (kind < FANFOLD_N_MEMO_NEWS, FALSE);

  fanfold_lock (&self->mutex);
  added = g_hash_table_add (self->news[kind], GINT_TO_POINTER (code));
  fanfold_unlock (&self->mutex);

  return added;
}

void
fanfold_memo_uses_flush (FanfoldMemoUses *self, const char *folder)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) uses = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id, use;

  g_return_if_fail (self != NULL);
  g_return_if_fail (folder != NULL);

  /* Neither ids nor uses go while @self is there, so they outlast the lock. */
  fanfold_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->functions);
  while (g_hash_table_iter_next (&iter, &id, &use))
    {
      g_ptr_array_add (ids, id);
      g_ptr_array_add (uses, use);
    }
  fanfold_unlock (&self->mutex);

  for (guint i = 0; i < ids->len; i++)
    flush_function (self, folder, g_ptr_array_index (ids, i), g_ptr_array_index (uses, i));
}

GStrv
fanfold_memo_uses_dup_param_ids (FanfoldFunction *function)
{
  GPtrArray *params = fanfold_function_get_params (function);
  GStrv ids = g_new0 (char *, params->len + 1);

  for (guint i = 0; i < params->len; i++)
    ids[i] = g_strdup (fanfold_param_get_id (g_ptr_array_index (params, i)));

  return ids;
}
