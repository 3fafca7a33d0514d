/* fanfold-filtered-jobs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-filtered-jobs.h"

#include <string.h>

/* So many at a time take about a millisecond; more where most of a large list changes. */
#define MAX_BLOCKS 48
#define MAX_USEC 3000

struct _FanfoldFilteredJobs
{
  GObject parent_instance;

  FanfoldJobList *jobs;
  FanfoldJobTable *table;
  guint states;      /* a mask */
  guint n_jobs;      /* when it was last brought up to date */
  GArray *positions; /* of guint32, in `jobs`, rising */
  GArray *changes;   /* of guint: of each block when it was last looked at; 0: it never was */
};

static GType
fanfold_filtered_jobs_get_item_type (GListModel *model)
{
  return FANFOLD_TYPE_JOB;
}

static guint
fanfold_filtered_jobs_get_n_items (GListModel *model)
{
  return FANFOLD_FILTERED_JOBS (model)->positions->len;
}

static gpointer
fanfold_filtered_jobs_get_item (GListModel *model, guint position)
{
  FanfoldFilteredJobs *self = FANFOLD_FILTERED_JOBS (model);

  if (position >= self->positions->len)
    return NULL;

  return g_list_model_get_item (G_LIST_MODEL (self->jobs),
                                g_array_index (self->positions, guint32, position));
}

static void
fanfold_filtered_jobs_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = fanfold_filtered_jobs_get_item_type;
  iface->get_n_items = fanfold_filtered_jobs_get_n_items;
  iface->get_item = fanfold_filtered_jobs_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FanfoldFilteredJobs,
                               fanfold_filtered_jobs,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      fanfold_filtered_jobs_iface_init))

/* Where the first position that is @least or above stands. */
static guint
find (FanfoldFilteredJobs *self, guint64 least)
{
  guint low = 0, high = self->positions->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->positions, guint32, middle) < least)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
look_at (FanfoldFilteredJobs *self, guint block)
{
  guint64 first = (guint64) block * FANFOLD_JOB_TABLE_BLOCK;
  guint64 end =
      MIN (first + FANFOLD_JOB_TABLE_BLOCK, g_list_model_get_n_items (G_LIST_MODEL (self->jobs)));
  guint at = find (self, first);
  guint n_before = find (self, end) - at;
  guint32 found[FANFOLD_JOB_TABLE_BLOCK];
  FanfoldJobRow row;
  guint n = 0;

  for (guint64 i = first; i < end; i++)
    {
      fanfold_job_table_get (self->table, i, &row);
      if (self->states & 1u << row.state)
        found[n++] = (guint32) i;
    }

  if (n == n_before &&
      (n == 0 ||
       memcmp (&g_array_index (self->positions, guint32, at), found, n * sizeof *found) == 0))
    return;

  if (n_before > 0)
    g_array_remove_range (self->positions, at, n_before);
  g_array_insert_vals (self->positions, at, found, n);
  g_list_model_items_changed (G_LIST_MODEL (self), at, n_before, n);
}

static void
fanfold_filtered_jobs_finalize (GObject *object)
{
  FanfoldFilteredJobs *self = FANFOLD_FILTERED_JOBS (object);

  g_clear_object (&self->jobs);
  g_clear_pointer (&self->table, fanfold_job_table_unref);
  g_clear_pointer (&self->positions, g_array_unref);
  g_clear_pointer (&self->changes, g_array_unref);

  G_OBJECT_CLASS (fanfold_filtered_jobs_parent_class)->finalize (object);
}

static void
fanfold_filtered_jobs_class_init (FanfoldFilteredJobsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_filtered_jobs_finalize;
}

static void
fanfold_filtered_jobs_init (FanfoldFilteredJobs *self)
{
  self->positions = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->changes = g_array_new (FALSE, TRUE, sizeof (guint));
}

FanfoldFilteredJobs *
fanfold_filtered_jobs_new (FanfoldJobList *jobs, FanfoldJobTable *table, guint states)
{
  FanfoldFilteredJobs *self;

  g_return_val_if_fail (FANFOLD_IS_JOB_LIST (jobs), NULL);
  g_return_val_if_fail (table != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_FILTERED_JOBS, NULL);
  self->jobs = g_object_ref (jobs);
  self->table = fanfold_job_table_ref (table);
  self->states = states;

  return self;
}

guint64
fanfold_filtered_jobs_get_index (FanfoldFilteredJobs *self, guint position)
{
  g_return_val_if_fail (FANFOLD_IS_FILTERED_JOBS (self), 0);
  g_return_val_if_fail (position < self->positions->len, 0);

  return g_array_index (self->positions, guint32, position);
}

gboolean
fanfold_filtered_jobs_update (FanfoldFilteredJobs *self)
{
  guint least;
  gint64 end = g_get_monotonic_time () + MAX_USEC;
  guint n_jobs, n_blocks, n_looked_at = 0;

  g_return_val_if_fail (FANFOLD_IS_FILTERED_JOBS (self), TRUE);

  /* Where nothing has changed yet all wait, and are looked at where that matters. */
  least = (self->states & 1u << FANFOLD_JOB_WAITING) != 0 ? 1 : 0;
  n_jobs = g_list_model_get_n_items (G_LIST_MODEL (self->jobs));
  n_blocks = n_jobs / FANFOLD_JOB_TABLE_BLOCK + (n_jobs % FANFOLD_JOB_TABLE_BLOCK > 0);
  if (self->changes->len < n_blocks)
    g_array_set_size (self->changes, n_blocks);
  if (self->n_jobs < n_jobs && self->n_jobs % FANFOLD_JOB_TABLE_BLOCK > 0)
    g_array_index (self->changes, guint, self->n_jobs / FANFOLD_JOB_TABLE_BLOCK) = 0;
  self->n_jobs = n_jobs;

  for (guint i = 0; i < n_blocks; i++)
    {
      guint changes = fanfold_job_table_get_changes (self->table, i) + least;

      if (changes == g_array_index (self->changes, guint, i))
        continue;
      if (n_looked_at++ == MAX_BLOCKS || g_get_monotonic_time () > end)
        return FALSE;

      g_array_index (self->changes, guint, i) = changes;
      look_at (self, i);
    }

  return TRUE;
}
