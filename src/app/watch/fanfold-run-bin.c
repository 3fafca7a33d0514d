/* fanfold-run-bin.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-bin.h"

typedef struct
{
  FanfoldRun *run;
  GSignalGroup *signals; /* of the run */
} FanfoldRunBinPrivate;

enum
{
  PROP_0,
  PROP_RUN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (FanfoldRunBin, fanfold_run_bin, ADW_TYPE_BIN)

static void
changed_cb (FanfoldRunBin *self)
{
  FANFOLD_RUN_BIN_GET_CLASS (self)->update (self, FALSE);
}

static void
set_run (FanfoldRunBin *self, FanfoldRun *run)
{
  FanfoldRunBinPrivate *priv = fanfold_run_bin_get_instance_private (self);

  if (!g_set_object (&priv->run, run))
    return;

  g_signal_group_set_target (priv->signals, run);
  FANFOLD_RUN_BIN_GET_CLASS (self)->update (self, TRUE);
}

static void
fanfold_run_bin_dispose (GObject *object)
{
  FanfoldRunBinPrivate *priv = fanfold_run_bin_get_instance_private (FANFOLD_RUN_BIN (object));

  g_clear_object (&priv->signals);
  g_clear_object (&priv->run);

  G_OBJECT_CLASS (fanfold_run_bin_parent_class)->dispose (object);
}

static void
fanfold_run_bin_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_RUN:
      g_value_set_object (value, fanfold_run_bin_get_run (FANFOLD_RUN_BIN (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_run_bin_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_RUN:
      set_run (FANFOLD_RUN_BIN (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_run_bin_class_init (FanfoldRunBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fanfold_run_bin_dispose;
  object_class->get_property = fanfold_run_bin_get_property;
  object_class->set_property = fanfold_run_bin_set_property;

  properties[PROP_RUN] = g_param_spec_object (
      "run", NULL, NULL, FANFOLD_TYPE_RUN, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fanfold_run_bin_init (FanfoldRunBin *self)
{
  FanfoldRunBinPrivate *priv = fanfold_run_bin_get_instance_private (self);

  priv->signals = g_signal_group_new (FANFOLD_TYPE_RUN);
  g_signal_group_connect_swapped (
      priv->signals, "notify::n-samples", G_CALLBACK (changed_cb), self);
  g_signal_group_connect_swapped (priv->signals, "notify::state", G_CALLBACK (changed_cb), self);
}

FanfoldRun *
fanfold_run_bin_get_run (FanfoldRunBin *self)
{
  FanfoldRunBinPrivate *priv = fanfold_run_bin_get_instance_private (self);

  g_return_val_if_fail (FANFOLD_IS_RUN_BIN (self), NULL);

  return priv->run;
}
