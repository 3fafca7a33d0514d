/* fanfold-input-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input-editor.h"
#include "fanfold-input-kind.h"

typedef struct
{
  FanfoldParam *param;
  FanfoldInputKind kind;
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

static GStrv
dup_texts (FanfoldInputEditor *self)
{
  return FANFOLD_INPUT_EDITOR_GET_CLASS (self)->dup_texts (self);
}

static FanfoldInput *
dup_input (FanfoldInputEditor *self, const char *name)
{
  FanfoldInputEditorPrivate *priv = fanfold_input_editor_get_instance_private (self);
  g_auto (GStrv) texts = dup_texts (self);

  if (fanfold_input_kind_is_left_out (priv->kind, priv->param, (const char *const *) texts))
    return NULL;

  return fanfold_input_new_take (name, priv->kind, g_steal_pointer (&texts));
}

static void
set_input (FanfoldInputEditor *self, FanfoldInput *input)
{
  fanfold_input_editor_set_kind (self, fanfold_input_get_kind (input));
  fanfold_input_editor_set_texts (self, fanfold_input_get_texts (input));
}

static gboolean
check (FanfoldInputEditor *self, GError **error)
{
  FanfoldInputEditorPrivate *priv = fanfold_input_editor_get_instance_private (self);
  g_auto (GStrv) texts = dup_texts (self);

  return fanfold_input_kind_check (priv->kind, priv->param, (const char *const *) texts, error);
}

static void
mark_below (GtkWidget *widget, const char *error)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_EDITABLE (child) || GTK_IS_TEXT_VIEW (child))
      fanfold_input_editor_mark_widget (child, error);
    else
      mark_below (child, error);
}

static void
mark (FanfoldInputEditor *self, const char *error)
{
  mark_below (GTK_WIDGET (self), error);
}

static void
fanfold_input_editor_constructed (GObject *object)
{
  FanfoldInputEditorPrivate *priv =
      fanfold_input_editor_get_instance_private (FANFOLD_INPUT_EDITOR (object));

  G_OBJECT_CLASS (fanfold_input_editor_parent_class)->constructed (object);

  priv->kind = FANFOLD_INPUT_EDITOR_GET_CLASS (object)->kind;
}

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

  object_class->constructed = fanfold_input_editor_constructed;
  object_class->finalize = fanfold_input_editor_finalize;
  object_class->get_property = fanfold_input_editor_get_property;
  object_class->set_property = fanfold_input_editor_set_property;

  klass->dup_input = dup_input;
  klass->set_input = set_input;
  klass->check = check;
  klass->mark = mark;

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

FanfoldInputKind
fanfold_input_editor_get_kind (FanfoldInputEditor *self)
{
  FanfoldInputEditorPrivate *priv = fanfold_input_editor_get_instance_private (self);

  g_return_val_if_fail (FANFOLD_IS_INPUT_EDITOR (self), FANFOLD_INPUT_VALUE);

  return priv->kind;
}

void
fanfold_input_editor_set_kind (FanfoldInputEditor *self, FanfoldInputKind kind)
{
  FanfoldInputEditorPrivate *priv = fanfold_input_editor_get_instance_private (self);

  g_return_if_fail (FANFOLD_IS_INPUT_EDITOR (self));

  priv->kind = kind;
}

FanfoldInput *
fanfold_input_editor_dup_input (FanfoldInputEditor *self, const char *name)
{
  g_return_val_if_fail (FANFOLD_IS_INPUT_EDITOR (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return FANFOLD_INPUT_EDITOR_GET_CLASS (self)->dup_input (self, name);
}

void
fanfold_input_editor_set_input (FanfoldInputEditor *self, FanfoldInput *input)
{
  g_return_if_fail (FANFOLD_IS_INPUT_EDITOR (self));
  g_return_if_fail (input != NULL);

  FANFOLD_INPUT_EDITOR_GET_CLASS (self)->set_input (self, input);
}

gboolean
fanfold_input_editor_check (FanfoldInputEditor *self, GError **error)
{
  g_return_val_if_fail (FANFOLD_IS_INPUT_EDITOR (self), FALSE);

  return FANFOLD_INPUT_EDITOR_GET_CLASS (self)->check (self, error);
}

void
fanfold_input_editor_mark (FanfoldInputEditor *self, const char *error)
{
  g_return_if_fail (FANFOLD_IS_INPUT_EDITOR (self));

  FANFOLD_INPUT_EDITOR_GET_CLASS (self)->mark (self, error);
}

void
fanfold_input_editor_mark_widget (GtkWidget *widget, const char *error)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (error != NULL)
    gtk_widget_add_css_class (widget, "error");
  else
    gtk_widget_remove_css_class (widget, "error");

  gtk_accessible_update_state (GTK_ACCESSIBLE (widget),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                             : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (error != NULL)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, error, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
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
