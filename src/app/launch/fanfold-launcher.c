/* fanfold-launcher.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launcher.h"

struct _FanfoldLauncher
{
  GObject parent_instance;

  FanfoldEngine *engine;
  FanfoldRun *target; /* (nullable) to which jobs are on their way */
  gboolean busy;
};

enum
{
  LAUNCHED,
  ADDED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldLauncher, fanfold_launcher, G_TYPE_OBJECT)

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLauncher) self = FANFOLD_LAUNCHER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldRun) run =
      fanfold_engine_launch_finish (FANFOLD_ENGINE (source), result, &error);

  self->busy = FALSE;
  if (self->engine == NULL)
    return;

  if (run != NULL)
    g_signal_emit (self, signals[LAUNCHED], 0, run);
  else
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLauncher) self = FANFOLD_LAUNCHER (user_data);
  g_autoptr (FanfoldRun) run = g_steal_pointer (&self->target);
  g_autoptr (GError) error = NULL;
  guint64 first;
  guint64 n = fanfold_engine_add_inputs_finish (FANFOLD_ENGINE (source), result, &first, &error);

  self->busy = FALSE;
  if (self->engine == NULL)
    return;

  if (error == NULL)
    g_signal_emit (self, signals[ADDED], 0, run, first, n);
  else
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
fanfold_launcher_dispose (GObject *object)
{
  FanfoldLauncher *self = FANFOLD_LAUNCHER (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->target);

  G_OBJECT_CLASS (fanfold_launcher_parent_class)->dispose (object);
}

static void
fanfold_launcher_class_init (FanfoldLauncherClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fanfold_launcher_dispose;

  signals[LAUNCHED] = g_signal_new (
      "launched", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, FANFOLD_TYPE_RUN);
  signals[ADDED] = g_signal_new ("added",
                                 type,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 3,
                                 FANFOLD_TYPE_RUN,
                                 G_TYPE_UINT64,
                                 G_TYPE_UINT64);
  signals[FAILED] = g_signal_new (
      "failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fanfold_launcher_init (FanfoldLauncher *self)
{
}

FanfoldLauncher *
fanfold_launcher_new (void)
{
  return g_object_new (FANFOLD_TYPE_LAUNCHER, NULL);
}

void
fanfold_launcher_set_engine (FanfoldLauncher *self, FanfoldEngine *engine)
{
  g_return_if_fail (FANFOLD_IS_LAUNCHER (self));

  g_set_object (&self->engine, engine);
}

gboolean
fanfold_launcher_is_busy (FanfoldLauncher *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCHER (self), FALSE);

  return self->busy;
}

void
fanfold_launcher_launch (FanfoldLauncher *self, FanfoldBatch *batch, const FanfoldStart *start)
{
  g_return_if_fail (FANFOLD_IS_LAUNCHER (self));
  g_return_if_fail (self->engine != NULL);
  g_return_if_fail (!self->busy);

  self->busy = TRUE;
  fanfold_engine_queue_async (
      self->engine, batch, start, NULL, NULL, launched_cb, g_object_ref (self));
}

void
fanfold_launcher_add (FanfoldLauncher *self, FanfoldBatch *batch, FanfoldRun *run)
{
  g_return_if_fail (FANFOLD_IS_LAUNCHER (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));
  g_return_if_fail (self->engine != NULL);
  g_return_if_fail (!self->busy);

  self->busy = TRUE;
  self->target = g_object_ref (run);
  fanfold_engine_add_inputs_async (self->engine, run, batch, NULL, added_cb, g_object_ref (self));
}
