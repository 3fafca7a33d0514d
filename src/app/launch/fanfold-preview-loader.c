/* fanfold-preview-loader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preview-loader.h"
#include "fanfold-leave-out-task.h"
#include "fanfold-run-ends.h"

#define EXPAND_MSEC 250

struct _FanfoldPreviewLoader
{
  GObject parent_instance;

  FanfoldEngine *engine;
  FanfoldBatch *batch;
  GCancellable *cancellable;          /* of the expansion or the look at its jobs that goes on */
  FanfoldExpansionProgress *progress; /* while it is expanded */
  FanfoldPreflight *preflight;        /* once it is expanded */
  FanfoldRunEnds *run_ends;
  gboolean stale; /* a run has ended since */
  guint expand_id;
};

enum
{
  EXPANDED,
  LOOKED,
  FAILED,
  AGED,
  LEFT_OUT,
  NOT_LEFT_OUT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldPreviewLoader, fanfold_preview_loader, G_TYPE_OBJECT)

static void
run_ended_cb (FanfoldPreviewLoader *self)
{
  self->stale = TRUE;
  g_signal_emit (self, signals[AGED], 0);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldPreviewLoader) self = FANFOLD_PREVIEW_LOADER (user_data);
  g_autoptr (GError) error = NULL;

  if (!fanfold_engine_preflight_finish (FANFOLD_ENGINE (source), result, &error))
    return;

  fanfold_preview_loader_stop (self);
  g_signal_emit (self, signals[LOOKED], 0);
}

static void
expanded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldPreviewLoader) self = FANFOLD_PREVIEW_LOADER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCombine) combine =
      fanfold_engine_expand_finish (FANFOLD_ENGINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_pointer (&self->progress, fanfold_expansion_progress_unref);
  if (combine == NULL)
    {
      fanfold_preview_loader_stop (self);
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }

  self->preflight = fanfold_engine_preflight_async (
      self->engine, self->batch, combine, TRUE, self->cancellable, looked_cb, g_object_ref (self));
  g_signal_emit (self, signals[EXPANDED], 0, combine);
}

static void
left_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldPreviewLoader) self = FANFOLD_PREVIEW_LOADER (user_data);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) globs = fanfold_leave_out_task_finish (result, &error);
  const char *name = self->batch != NULL ? fanfold_leave_out_task_find_input (self->batch) : NULL;

  if (self->batch == NULL)
    return;

  if (globs == NULL)
    g_signal_emit (self, signals[NOT_LEFT_OUT], 0, error->message);
  else if (name != NULL)
    g_signal_emit (self, signals[LEFT_OUT], 0, name, globs);
}

static gboolean
expand_cb (gpointer user_data)
{
  FanfoldPreviewLoader *self = FANFOLD_PREVIEW_LOADER (user_data);

  self->expand_id = 0;
  self->stale = FALSE;
  self->cancellable = g_cancellable_new ();
  self->progress = fanfold_expansion_progress_new ();
  fanfold_batch_set_progress (self->batch, self->progress);
  fanfold_engine_expand_async (
      self->engine, self->batch, self->cancellable, expanded_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
fanfold_preview_loader_dispose (GObject *object)
{
  FanfoldPreviewLoader *self = FANFOLD_PREVIEW_LOADER (object);

  fanfold_preview_loader_clear (self);
  g_clear_object (&self->run_ends);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (fanfold_preview_loader_parent_class)->dispose (object);
}

static void
fanfold_preview_loader_class_init (FanfoldPreviewLoaderClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fanfold_preview_loader_dispose;

  signals[EXPANDED] = g_signal_new (
      "expanded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[LOOKED] =
      g_signal_new ("looked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new (
      "failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[AGED] =
      g_signal_new ("aged", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT_OUT] = g_signal_new ("left-out",
                                    type,
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    2,
                                    G_TYPE_STRING,
                                    G_TYPE_STRV);
  signals[NOT_LEFT_OUT] = g_signal_new (
      "not-left-out", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fanfold_preview_loader_init (FanfoldPreviewLoader *self)
{
}

FanfoldPreviewLoader *
fanfold_preview_loader_new (void)
{
  return g_object_new (FANFOLD_TYPE_PREVIEW_LOADER, NULL);
}

void
fanfold_preview_loader_set_engine (FanfoldPreviewLoader *self, FanfoldEngine *engine)
{
  g_return_if_fail (FANFOLD_IS_PREVIEW_LOADER (self));

  if (!g_set_object (&self->engine, engine))
    return;

  g_clear_object (&self->run_ends);
  if (engine == NULL)
    return;

  self->run_ends = fanfold_run_ends_new (fanfold_engine_get_runs (engine));
  g_signal_connect_object (
      self->run_ends, "ended", G_CALLBACK (run_ended_cb), self, G_CONNECT_SWAPPED);
}

void
fanfold_preview_loader_load (FanfoldPreviewLoader *self, FanfoldBatch *batch)
{
  g_return_if_fail (FANFOLD_IS_PREVIEW_LOADER (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  fanfold_preview_loader_clear (self);
  self->batch = fanfold_batch_copy (batch);
  fanfold_preview_loader_reload (self);
}

void
fanfold_preview_loader_reload (FanfoldPreviewLoader *self)
{
  g_return_if_fail (FANFOLD_IS_PREVIEW_LOADER (self));
  g_return_if_fail (self->engine != NULL);
  g_return_if_fail (self->batch != NULL);

  fanfold_preview_loader_stop (self);
  g_clear_pointer (&self->preflight, fanfold_preflight_unref);
  self->expand_id = g_timeout_add (EXPAND_MSEC, expand_cb, self);
}

void
fanfold_preview_loader_stop (FanfoldPreviewLoader *self)
{
  g_return_if_fail (FANFOLD_IS_PREVIEW_LOADER (self));

  g_clear_handle_id (&self->expand_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->progress, fanfold_expansion_progress_unref);
}

void
fanfold_preview_loader_clear (FanfoldPreviewLoader *self)
{
  g_return_if_fail (FANFOLD_IS_PREVIEW_LOADER (self));

  fanfold_preview_loader_stop (self);
  g_clear_object (&self->batch);
  g_clear_pointer (&self->preflight, fanfold_preflight_unref);
}

FanfoldBatch *
fanfold_preview_loader_get_batch (FanfoldPreviewLoader *self)
{
  g_return_val_if_fail (FANFOLD_IS_PREVIEW_LOADER (self), NULL);

  return self->batch;
}

FanfoldPreflight *
fanfold_preview_loader_get_preflight (FanfoldPreviewLoader *self)
{
  g_return_val_if_fail (FANFOLD_IS_PREVIEW_LOADER (self), NULL);

  return self->preflight;
}

gboolean
fanfold_preview_loader_is_stale (FanfoldPreviewLoader *self)
{
  g_return_val_if_fail (FANFOLD_IS_PREVIEW_LOADER (self), FALSE);

  return self->stale;
}

guint64
fanfold_preview_loader_get_n_values (FanfoldPreviewLoader *self)
{
  g_return_val_if_fail (FANFOLD_IS_PREVIEW_LOADER (self), 0);

  return self->progress != NULL ? fanfold_expansion_progress_get_n_values (self->progress) : 0;
}

gboolean
fanfold_preview_loader_can_leave_out (FanfoldPreviewLoader *self)
{
  FanfoldPreflightSample sample;

  g_return_val_if_fail (FANFOLD_IS_PREVIEW_LOADER (self), FALSE);

  if (self->batch == NULL || self->preflight == NULL)
    return FALSE;

  fanfold_preflight_sample (self->preflight, &sample);

  return sample.over && fanfold_leave_out_task_find_input (self->batch) != NULL;
}

void
fanfold_preview_loader_leave_out (FanfoldPreviewLoader *self, FanfoldFindingKind kind)
{
  g_return_if_fail (FANFOLD_IS_PREVIEW_LOADER (self));

  if (fanfold_preview_loader_can_leave_out (self))
    fanfold_leave_out_task_async (self->preflight,
                                  fanfold_leave_out_task_find_input (self->batch),
                                  kind,
                                  NULL,
                                  left_out_cb,
                                  g_object_ref (self));
}
