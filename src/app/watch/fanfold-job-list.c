/* fanfold-job-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-list.h"

#include "fanfold-shown-rows.h"

struct _FanfoldJobList
{
  GObject parent_instance;

  FanfoldJobTable *table;
  FanfoldCombine *combine;
  guint n_jobs; /* as told; the table may have grown since */
  FanfoldShownRows *rows;
  gint64 now_usec;
};

static guint
get_changes (FanfoldJobList *self, guint64 index)
{
  return fanfold_job_table_get_changes (self->table, index / FANFOLD_JOB_TABLE_BLOCK);
}

static void
look_at (FanfoldJobList *self, FanfoldJob *job)
{
  guint64 index = fanfold_job_get_index (job);
  FanfoldJobRow row;

  fanfold_job_set_changes (job, get_changes (self, index));
  fanfold_job_table_get (self->table, index, &row);
  fanfold_job_update (job, &row, self->now_usec);
}

static GType
fanfold_job_list_get_item_type (GListModel *model)
{
  return FANFOLD_TYPE_JOB;
}

static guint
fanfold_job_list_get_n_items (GListModel *model)
{
  return FANFOLD_JOB_LIST (model)->n_jobs;
}

static gpointer
fanfold_job_list_get_item (GListModel *model, guint position)
{
  FanfoldJobList *self = FANFOLD_JOB_LIST (model);
  FanfoldJob *job;

  if (position >= fanfold_job_list_get_n_items (model))
    return NULL;

  job = fanfold_shown_rows_lookup (self->rows, position);
  if (job != NULL)
    return g_object_ref (job);

  job = fanfold_job_new (position, self->combine);
  fanfold_shown_rows_add (self->rows, position, job);
  look_at (self, job);

  return job;
}

static void
fanfold_job_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = fanfold_job_list_get_item_type;
  iface->get_n_items = fanfold_job_list_get_n_items;
  iface->get_item = fanfold_job_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FanfoldJobList,
                               fanfold_job_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      fanfold_job_list_iface_init))

static void
fanfold_job_list_finalize (GObject *object)
{
  FanfoldJobList *self = FANFOLD_JOB_LIST (object);

  g_clear_pointer (&self->rows, fanfold_shown_rows_free);
  g_clear_pointer (&self->table, fanfold_job_table_unref);
  g_clear_pointer (&self->combine, fanfold_combine_unref);

  G_OBJECT_CLASS (fanfold_job_list_parent_class)->finalize (object);
}

static void
fanfold_job_list_class_init (FanfoldJobListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = fanfold_job_list_finalize;
}

static void
fanfold_job_list_init (FanfoldJobList *self)
{
  self->rows = fanfold_shown_rows_new ();
  self->now_usec = g_get_real_time ();
}

FanfoldJobList *
fanfold_job_list_new (FanfoldJobTable *table, FanfoldCombine *combine)
{
  FanfoldJobList *self;

  g_return_val_if_fail (table != NULL, NULL);
  g_return_val_if_fail (combine != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_JOB_LIST, NULL);
  self->table = fanfold_job_table_ref (table);
  self->n_jobs = (guint) fanfold_job_table_get_n_jobs (table);
  self->combine = fanfold_combine_ref (combine);

  return self;
}

void
fanfold_job_list_set_combine (FanfoldJobList *self, FanfoldCombine *combine)
{
  g_return_if_fail (FANFOLD_IS_JOB_LIST (self));
  g_return_if_fail (combine != NULL);

  fanfold_combine_ref (combine);
  fanfold_combine_unref (self->combine);
  self->combine = combine;
}

static void
grow (FanfoldJobList *self)
{
  guint n_before = self->n_jobs;

  self->n_jobs = (guint) fanfold_job_table_get_n_jobs (self->table);
  if (self->n_jobs > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->n_jobs - n_before);
}

guint
fanfold_job_list_sample (FanfoldJobList *self, gint64 now_usec)
{
  g_autoptr (GPtrArray) jobs = NULL;
  guint n_changed = 0;

  g_return_val_if_fail (FANFOLD_IS_JOB_LIST (self), 0);

  self->now_usec = now_usec;
  grow (self);
  jobs = fanfold_shown_rows_dup_all (self->rows);
  for (guint i = 0; i < jobs->len; i++)
    {
      FanfoldJob *job = g_ptr_array_index (jobs, i);

      if (fanfold_job_get_state (job) != FANFOLD_JOB_RUNNING &&
          fanfold_job_get_changes (job) == get_changes (self, fanfold_job_get_index (job)))
        continue;

      look_at (self, job);
      n_changed++;
    }

  return n_changed;
}

guint
fanfold_job_list_get_n_live (FanfoldJobList *self)
{
  g_return_val_if_fail (FANFOLD_IS_JOB_LIST (self), 0);

  return fanfold_shown_rows_get_n_rows (self->rows);
}
