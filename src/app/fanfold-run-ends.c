/* fanfold-run-ends.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-ends.h"

struct _FanfoldRunEnds
{
  GObject parent_instance;

  GListModel *runs;
};

enum
{
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldRunEnds, fanfold_run_ends, G_TYPE_OBJECT)

static void
run_state_cb (FanfoldRunEnds *self, GParamSpec *pspec, FanfoldRun *run)
{
  if (!fanfold_run_state_is_over (fanfold_run_get_state (run)))
    return;

  g_signal_handlers_disconnect_by_func (run, run_state_cb, self);
  g_signal_emit (self, signals[ENDED], 0);
}

static void
runs_changed_cb (
    FanfoldRunEnds *self, guint position, guint n_removed, guint n_added, GListModel *runs)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (FanfoldRun) run = g_list_model_get_item (runs, i);

      if (!fanfold_run_state_is_over (fanfold_run_get_state (run)))
        g_signal_connect_object (
            run, "notify::state", G_CALLBACK (run_state_cb), self, G_CONNECT_SWAPPED);
    }
}

static void
fanfold_run_ends_finalize (GObject *object)
{
  g_clear_object (&FANFOLD_RUN_ENDS (object)->runs);

  G_OBJECT_CLASS (fanfold_run_ends_parent_class)->finalize (object);
}

static void
fanfold_run_ends_class_init (FanfoldRunEndsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_run_ends_finalize;

  signals[ENDED] = g_signal_new (
      "ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fanfold_run_ends_init (FanfoldRunEnds *self)
{
}

FanfoldRunEnds *
fanfold_run_ends_new (GListModel *runs)
{
  FanfoldRunEnds *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (runs), NULL);

  self = g_object_new (FANFOLD_TYPE_RUN_ENDS, NULL);
  self->runs = g_object_ref (runs);
  g_signal_connect_object (
      runs, "items-changed", G_CALLBACK (runs_changed_cb), self, G_CONNECT_SWAPPED);
  runs_changed_cb (self, 0, 0, g_list_model_get_n_items (runs), runs);

  return self;
}
