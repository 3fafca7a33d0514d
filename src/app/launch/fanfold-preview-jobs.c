/* fanfold-preview-jobs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preview-jobs.h"

#include "fanfold-shown-rows.h"

struct _FanfoldPreviewJobs
{
  GObject parent_instance;

  FanfoldCombine *combine;
  FanfoldPreflight *preflight;
  guint n_jobs;
  FanfoldShownRows *rows;
};

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
look_at (FanfoldPreviewJobs *self, FanfoldPreviewJob *job)
{
  fanfold_preview_job_set_marks (
      job, fanfold_preflight_get_marks (self->preflight, fanfold_preview_job_get_index (job)));
}

static gpointer
fanfold_preview_jobs_get_item (GListModel *model, guint position)
{
  FanfoldPreviewJobs *self = FANFOLD_PREVIEW_JOBS (model);
  FanfoldPreviewJob *job;

  if (position >= self->n_jobs)
    return NULL;

  job = fanfold_shown_rows_lookup (self->rows, position);
  if (job != NULL)
    return g_object_ref (job);

  job = fanfold_preview_job_new (position, self->combine);
  fanfold_shown_rows_add (self->rows, position, job);
  look_at (self, job);

  return job;
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

  g_clear_pointer (&self->rows, fanfold_shown_rows_free);
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
  self->rows = fanfold_shown_rows_new ();
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
  g_autoptr (GPtrArray) jobs = NULL;

  g_return_if_fail (FANFOLD_IS_PREVIEW_JOBS (self));

  jobs = fanfold_shown_rows_dup_all (self->rows);
  for (guint i = 0; i < jobs->len; i++)
    look_at (self, g_ptr_array_index (jobs, i));
}

guint
fanfold_preview_jobs_get_n_live (FanfoldPreviewJobs *self)
{
  g_return_val_if_fail (FANFOLD_IS_PREVIEW_JOBS (self), 0);

  return fanfold_shown_rows_get_n_rows (self->rows);
}
