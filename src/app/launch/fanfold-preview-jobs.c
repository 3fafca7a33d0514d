/* fanfold-preview-jobs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preview-jobs.h"

/* A job that somebody holds; the list does not. */
typedef struct
{
  guint64 index; /* first: the keys of the hash table point to it */
  FanfoldPreviewJobs *list;
  FanfoldPreviewJob *job;
} Live;

struct _FanfoldPreviewJobs
{
  GObject parent_instance;

  FanfoldCombine *combine;
  FanfoldPreflight *preflight;
  guint n_jobs;
  GHashTable *live; /* &Live.index: Live */
};

static void
job_gone_cb (gpointer user_data, GObject *where_the_job_was)
{
  Live *live = user_data;

  g_hash_table_remove (live->list->live, &live->index);
}

static GType
fanfold_preview_jobs_get_item_type (GListModel *model)
{
  return FANFOLD_TYPE_PREVIEW_JOB;
}

static guint
fanfold_preview_jobs_get_n_items (GListModel *model)
{
  return FANFOLD_PREVIEW_JOBS (model)->n_jobs;
}

static void
look_at (FanfoldPreviewJobs *self, Live *live)
{
  fanfold_preview_job_set_marks (live->job,
                                 fanfold_preflight_get_marks (self->preflight, live->index));
}

static gpointer
fanfold_preview_jobs_get_item (GListModel *model, guint position)
{
  FanfoldPreviewJobs *self = FANFOLD_PREVIEW_JOBS (model);
  guint64 index = position;
  Live *live;

  if (position >= self->n_jobs)
    return NULL;

  live = g_hash_table_lookup (self->live, &index);
  if (live != NULL)
    return g_object_ref (live->job);

  live = g_new0 (Live, 1);
  live->index = index;
  live->list = self;
  live->job = fanfold_preview_job_new (index, self->combine);
  g_hash_table_insert (self->live, &live->index, live);
  g_object_weak_ref (G_OBJECT (live->job), job_gone_cb, live);
  look_at (self, live);

  return live->job;
}

static void
fanfold_preview_jobs_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = fanfold_preview_jobs_get_item_type;
  iface->get_n_items = fanfold_preview_jobs_get_n_items;
  iface->get_item = fanfold_preview_jobs_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FanfoldPreviewJobs,
                               fanfold_preview_jobs,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      fanfold_preview_jobs_iface_init))

static void
fanfold_preview_jobs_finalize (GObject *object)
{
  FanfoldPreviewJobs *self = FANFOLD_PREVIEW_JOBS (object);
  GHashTableIter iter;
  Live *live;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &live))
    g_object_weak_unref (G_OBJECT (live->job), job_gone_cb, live);

  g_clear_pointer (&self->live, g_hash_table_unref);
  g_clear_pointer (&self->preflight, fanfold_preflight_unref);
  g_clear_pointer (&self->combine, fanfold_combine_unref);

  G_OBJECT_CLASS (fanfold_preview_jobs_parent_class)->finalize (object);
}

static void
fanfold_preview_jobs_class_init (FanfoldPreviewJobsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = fanfold_preview_jobs_finalize;
}

static void
fanfold_preview_jobs_init (FanfoldPreviewJobs *self)
{
  self->live = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
}

FanfoldPreviewJobs *
fanfold_preview_jobs_new (FanfoldCombine *combine, FanfoldPreflight *preflight)
{
  FanfoldPreviewJobs *self;

  g_return_val_if_fail (combine != NULL, NULL);
  g_return_val_if_fail (preflight != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_PREVIEW_JOBS, NULL);
  self->combine = fanfold_combine_ref (combine);
  self->preflight = fanfold_preflight_ref (preflight);
  self->n_jobs = (guint) fanfold_combine_get_n_jobs (combine);

  return self;
}

void
fanfold_preview_jobs_sample (FanfoldPreviewJobs *self)
{
  GHashTableIter iter;
  Live *live;
  g_autoptr (GPtrArray) jobs = NULL;

  g_return_if_fail (FANFOLD_IS_PREVIEW_JOBS (self));

  /* A handler of what is notified here may hold or let go of jobs. */
  jobs = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &live))
    g_ptr_array_add (jobs, g_object_ref (live->job));

  for (guint i = 0; i < jobs->len; i++)
    {
      guint64 index = fanfold_preview_job_get_index (jobs->pdata[i]);

      look_at (self, g_hash_table_lookup (self->live, &index));
    }
}

guint
fanfold_preview_jobs_get_n_live (FanfoldPreviewJobs *self)
{
  g_return_val_if_fail (FANFOLD_IS_PREVIEW_JOBS (self), 0);

  return g_hash_table_size (self->live);
}
