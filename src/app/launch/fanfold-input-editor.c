/* fanfold-input-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input-editor.h"

typedef struct
{
  FanfoldParam *param;
} FanfoldInputEditorPrivate;

enum
{
  PROP_0,
  PROP_PARAM,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (FanfoldInputEditor, fanfold_input_editor, ADW_TYPE_BIN)

static void
fanfold_input_editor_finalize (GObject *object)
{
  FanfoldInputEditorPrivate *priv =
      fanfold_input_editor_get_instance_private (FANFOLD_INPUT_EDITOR (object));

  g_clear_object (&priv->param);

  G_OBJECT_CLASS (fanfold_input_editor_parent_class)->finalize (object);
}

static void
fanfold_input_editor_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldInputEditorPrivate *priv =
      fanfold_input_editor_get_instance_private (FANFOLD_INPUT_EDITOR (object));

  switch (prop_id)
    {
    case PROP_PARAM:
      g_value_set_object (value, priv->param);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_input_editor_set_property (GObject *object,
                                   guint prop_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  FanfoldInputEditorPrivate *priv =
      fanfold_input_editor_get_instance_private (FANFOLD_INPUT_EDITOR (object));

  switch (prop_id)
    {
    case PROP_PARAM:
      priv->param = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_input_editor_class_init (FanfoldInputEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = fanfold_input_editor_finalize;
  object_class->get_property = fanfold_input_editor_get_property;
  object_class->set_property = fanfold_input_editor_set_property;

  properties[PROP_PARAM] =
      g_param_spec_object ("param",
                           NULL,
                           NULL,
                           FANFOLD_TYPE_PARAM,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fanfold_input_editor_init (FanfoldInputEditor *self)
{
}

FanfoldParam *
fanfold_input_editor_get_param (FanfoldInputEditor *self)
{
  FanfoldInputEditorPrivate *priv = fanfold_input_editor_get_instance_private (self);

  g_return_val_if_fail (FANFOLD_IS_INPUT_EDITOR (self), NULL);

  return priv->param;
}

GStrv
fanfold_input_editor_dup_texts (FanfoldInputEditor *self)
{
  g_return_val_if_fail (FANFOLD_IS_INPUT_EDITOR (self), NULL);

  return FANFOLD_INPUT_EDITOR_GET_CLASS (self)->dup_texts (self);
}

void
fanfold_input_editor_set_texts (FanfoldInputEditor *self, const char *const *texts)
{
  g_return_if_fail (FANFOLD_IS_INPUT_EDITOR (self));
  g_return_if_fail (texts != NULL);

  FANFOLD_INPUT_EDITOR_GET_CLASS (self)->set_texts (self, texts);
}

void
fanfold_input_editor_changed (FanfoldInputEditor *self)
{
  g_return_if_fail (FANFOLD_IS_INPUT_EDITOR (self));

  g_signal_emit (self, signals[CHANGED], 0);
}

char *
fanfold_input_editor_expand_home (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (!g_str_has_prefix (text, "~/"))
    return g_strdup (text);

  return g_build_filename (g_get_home_dir (), text + 2, NULL);
}
