/* fanfold-twins.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-twins.h"

#include "fanfold-lock.h"
#include "fanfold-n-jobs.h"

/* Equal jobs, from when the first of them is given out. */
typedef struct
{
  guint64 first;      /* the key: the lowest of them */
  guint64 leader;     /* the one that is computed */
  gboolean free;      /* it did not succeed: each is computed for itself */
  FanfoldBlock *done; /* (nullable) its result, for those that were out when it came */
  FanfoldRanges *out; /* those */
} Family;

/* Which jobs are equal, of those that there were. */
typedef struct _Known Known;
struct _Known
{
  Known *before;
  FanfoldCombineTwins *twins; /* (nullable) */
  guint64 n_jobs;
};

struct _FanfoldTwins
{
  Known *known; /* atomic; changed with the lock */
  FanfoldJobTable *table;
  FanfoldDispatch *dispatch;

  GMutex mutex;
  GHashTable *families; /* of Family, by first */
};

/* Jobs side by side, as they come in a walk. */
typedef struct
{
  FanfoldTwins *self;
  void (*each_run) (FanfoldTwins *self, guint64 first, guint64 n, gpointer user_data);
  gpointer user_data;
  guint64 first;
  guint64 n;
} Walk;

static void
family_free (gpointer data)
{
  Family *family = data;

  g_clear_pointer (&family->done, fanfold_block_unref);
  g_clear_pointer (&family->out, fanfold_ranges_free);
  g_free (family);
}

static void
add_known (FanfoldTwins *self, FanfoldCombine *combine)
{
  Known *known = g_new0 (Known, 1);

  known->before = self->known;
  known->twins = fanfold_combine_get_twins (combine);
  known->n_jobs = fanfold_combine_get_n_jobs (combine);
  g_atomic_pointer_set (&self->known, known);
}

static gboolean
has_twins (const Known *known, guint64 index)
{
  return known->twins != NULL && index < known->n_jobs &&
         fanfold_combine_twins_has (known->twins, index);
}

/* This and what follows: with the lock. */
static Family *
find_family (FanfoldTwins *self, guint64 index)
{
  guint64 first = fanfold_combine_twins_get_first (self->known->twins, index);

  return g_hash_table_lookup (self->families, &first);
}

static void
add_family (FanfoldTwins *self, guint64 leader)
{
  Family *family = g_new0 (Family, 1);

  family->first = fanfold_combine_twins_get_first (self->known->twins, leader);
  family->leader = leader;
  g_hash_table_replace (self->families, &family->first, family);
}

static void
walk_cb (guint64 index, gpointer user_data)
{
  Walk *walk = user_data;

  if (walk->n > 0 && index == walk->first + walk->n)
    {
      walk->n++;
      return;
    }

  if (walk->n > 0)
    walk->each_run (walk->self, walk->first, walk->n, walk->user_data);
  walk->first = index;
  walk->n = 1;
}

static void
foreach_run (FanfoldTwins *self,
             guint64 index,
             void (*each_run) (FanfoldTwins *self, guint64 first, guint64 n, gpointer user_data),
             gpointer user_data)
{
  Walk walk = { .self = self, .each_run = each_run, .user_data = user_data };

  fanfold_combine_twins_foreach (self->known->twins, index, walk_cb, &walk);
  if (walk.n > 0)
    each_run (self, walk.first, walk.n, user_data);
}

static void
unpark (FanfoldTwins *self, guint64 first, guint64 n, gpointer user_data)
{
  fanfold_dispatch_unpark (self->dispatch, first, n);
}

typedef struct
{
  FanfoldRanges *settled;
  FanfoldRanges *out;
} Split;

/* Those that wait get their copies now; those that are out when they come back. */
static void
split_run (FanfoldTwins *self, guint64 first, guint64 n, gpointer user_data)
{
  Split *split = user_data;

  if (fanfold_dispatch_settle (self->dispatch, first, n, split->settled) == n)
    return;

  for (guint64 i = first; i < first + n; i++)
    {
      FanfoldJobRow row;

      if (fanfold_ranges_contains (split->settled, i))
        continue;
      fanfold_job_table_get (self->table, i, &row);
      if (!fanfold_job_state_is_over (row.state))
        fanfold_ranges_add (split->out, i, 1);
    }
}

static void
hand_copies (FanfoldBlock *block,
             guint place,
             FanfoldRanges *jobs,
             FanfoldTwinsFunc finish,
             gpointer user_data)
{
  gint64 now = g_get_real_time ();
  guint64 first, n;

  while (fanfold_ranges_take (jobs, FANFOLD_BLOCK_MAX_JOBS, &first, &n))
    {
      g_autoptr (FanfoldBlock) copies =
          fanfold_block_new_copies (block, place, first, (guint) n, now);
      guint n_copies = fanfold_block_get_n_jobs (copies);

      fanfold_ranges_add (jobs, first + n_copies, n - n_copies);
      finish (copies, user_data);
    }
}

/* With the lock. The job that was out has come back. */
static void
forget (FanfoldTwins *self, Family *family, guint64 index)
{
  fanfold_ranges_remove (family->out, index, 1);
  if (fanfold_ranges_get_size (family->out) == 0)
    g_hash_table_remove (self->families, &family->first);
}

FanfoldTwins *
fanfold_twins_new (FanfoldCombine *combine, FanfoldJobTable *table, FanfoldDispatch *dispatch)
{
  FanfoldTwins *self;

  g_return_val_if_fail (combine != NULL, NULL);
  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (dispatch != NULL, NULL);

  self = g_new0 (FanfoldTwins, 1);
  add_known (self, combine);
  self->table = table;
  self->dispatch = dispatch;
  self->families = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, family_free);
  g_mutex_init (&self->mutex);

  return self;
}

void
fanfold_twins_free (FanfoldTwins *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->families);
  g_mutex_clear (&self->mutex);
  while (self->known != NULL)
    {
      Known *known = self->known;

      self->known = known->before;
      g_free (known);
    }
  g_free (self);
}

/* With the lock. Those that run did not know of an equal when they began. One that ends meanwhile
 * either is over here, or finds what is made here when it has the lock. */
static void
lead_running (FanfoldTwins *self)
{
  guint64 running[FANFOLD_MAX_SLOTS];
  guint n = fanfold_job_table_get_running (self->table, running, G_N_ELEMENTS (running));

  for (guint i = 0; i < n; i++)
    {
      FanfoldJobRow row;

      fanfold_job_table_get (self->table, running[i], &row);
      if (row.state == FANFOLD_JOB_RUNNING && has_twins (self->known, running[i]) &&
          find_family (self, running[i]) == NULL)
        add_family (self, running[i]);
    }
}

void
fanfold_twins_extend (FanfoldTwins *self, FanfoldCombine *combine)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (combine != NULL);

  /* Too many to be compared: the new ones are not. */
  if (fanfold_combine_get_twins (combine) == NULL)
    return;

  fanfold_lock (&self->mutex);
  add_known (self, combine);
  lead_running (self);
  fanfold_unlock (&self->mutex);
}

gboolean
fanfold_twins_park (FanfoldTwins *self, guint64 index, FanfoldTwinsFunc finish, gpointer user_data)
{
  g_autoptr (FanfoldBlock) done = NULL;
  g_autoptr (FanfoldRanges) copied = NULL;
  Family *family;
  gboolean parked;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (finish != NULL, FALSE);

  if (!has_twins (g_atomic_pointer_get (&self->known), index))
    return FALSE;

  fanfold_lock (&self->mutex);
  family = find_family (self, index);
  if (family == NULL)
    add_family (self, index);
  parked = family != NULL && (family->done != NULL || (!family->free && family->leader != index));
  if (parked)
    fanfold_dispatch_park (self->dispatch, index);
  if (parked && family->done != NULL)
    {
      copied = fanfold_ranges_new ();
      done = fanfold_block_ref (family->done);
      fanfold_dispatch_settle (self->dispatch, index, 1, copied);
      forget (self, family, index);
    }
  fanfold_unlock (&self->mutex);

  if (done != NULL)
    hand_copies (done, 0, copied, finish, user_data);

  return parked;
}

/* With the lock. Gives those that are to have a copy of the job. (transfer full) */
static FanfoldRanges *
share (FanfoldTwins *self, Family *family, FanfoldBlock *block, guint place)
{
  Split split = { fanfold_ranges_new (), fanfold_ranges_new () };

  foreach_run (self, fanfold_block_get_first (block) + place, split_run, &split);
  if (fanfold_ranges_get_size (split.out) == 0)
    {
      fanfold_ranges_free (split.out);
      g_hash_table_remove (self->families, &family->first);
    }
  else
    {
      family->out = split.out;
      family->done = fanfold_block_slice (block, place, 1);
    }

  return split.settled;
}

static void
finish_job (FanfoldTwins *self,
            FanfoldBlock *block,
            guint place,
            FanfoldTwinsFunc finish,
            gpointer user_data)
{
  g_autoptr (FanfoldRanges) copied = NULL;
  guint64 index = fanfold_block_get_first (block) + place;
  FanfoldJobState state = fanfold_block_get_state (block, place);
  Family *family;

  fanfold_lock (&self->mutex);
  family = find_family (self, index);
  if (family != NULL && family->done != NULL)
    forget (self, family, index);
  else if (family != NULL && (state == FANFOLD_JOB_DONE || state == FANFOLD_JOB_CACHED))
    copied = share (self, family, block, place);
  else if (family != NULL && family->leader == index && !family->free)
    {
      family->free = TRUE;
      foreach_run (self, index, unpark, NULL);
    }
  fanfold_unlock (&self->mutex);

  if (copied != NULL)
    hand_copies (block, place, copied, finish, user_data);
}

void
fanfold_twins_finish (FanfoldTwins *self,
                      FanfoldBlock *block,
                      FanfoldTwinsFunc finish,
                      gpointer user_data)
{
  const Known *known;
  guint n_jobs;

  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);
  g_return_if_fail (finish != NULL);

  /* With the lock: see lead_running (). */
  fanfold_lock (&self->mutex);
  known = self->known;
  fanfold_unlock (&self->mutex);

  n_jobs = fanfold_block_get_n_jobs (block);
  for (guint i = 0; i < n_jobs; i++)
    {
      if (has_twins (known, fanfold_block_get_first (block) + i))
        finish_job (self, block, i, finish, user_data);
    }
}
