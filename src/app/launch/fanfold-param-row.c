/* fanfold-param-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-param-row.h"
#include "fanfold-error.h"
#include "fanfold-files-editor.h"
#include "fanfold-input-kind.h"
#include "fanfold-lines-editor.h"
#include "fanfold-list-editor.h"
#include "fanfold-range-editor.h"
#include "fanfold-text.h"
#include "fanfold-value-editor.h"

#include <glib/gi18n.h>

#define N_KINDS (FANFOLD_INPUT_LINES + 1)

struct _FanfoldParamRow
{
  AdwPreferencesRow parent_instance;

  FanfoldParam *param;
  FanfoldInputKind kind;
  FanfoldInputEditor *editors[N_KINDS]; /* made when first shown; owned by the bin */
  char *error;
  gboolean missing;
  gboolean setting;

  GtkLabel *title_label;
  GtkLabel *unit_label;
  GtkDropDown *kind_choice;
  GtkStack *stack;
  GtkLabel *help_label;
  GtkLabel *error_label;
};

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

G_DEFINE_FINAL_TYPE (FanfoldParamRow, fanfold_param_row, ADW_TYPE_PREFERENCES_ROW)

static guint
get_kind_position (FanfoldParamRow *self, FanfoldInputKind kind)
{
  guint position = 0;

  for (FanfoldInputKind i = 0; i < kind; i++)
    if (fanfold_param_row_has_kind (self, i))
      position++;

  return position;
}

static FanfoldInputKind
get_kind_at (FanfoldParamRow *self, guint position)
{
  for (FanfoldInputKind kind = 0; kind < N_KINDS; kind++)
    if (fanfold_param_row_has_kind (self, kind) && get_kind_position (self, kind) == position)
      return kind;

  return FANFOLD_INPUT_VALUE;
}

static void
show_error (FanfoldParamRow *self, const char *error)
{
  g_free (self->error);
  self->error = g_strdup (error);
  gtk_label_set_label (self->error_label, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                             : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
check (FanfoldParamRow *self)
{
  g_auto (GStrv) texts = fanfold_input_editor_dup_texts (self->editors[self->kind]);
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GError) error = NULL;

  if (fanfold_input_kind_is_left_out (self->kind, self->param, (const char *const *) texts))
    {
      value = fanfold_param_dup_default (self->param, NULL);
      self->missing = self->kind != FANFOLD_INPUT_VALUE || value == NULL;
      show_error (self, NULL);
      return;
    }

  self->missing = FALSE;
  fanfold_input_kind_check (self->kind, self->param, (const char *const *) texts, &error);
  show_error (self, error != NULL ? error->message : NULL);
}

static void
changed_cb (FanfoldParamRow *self)
{
  if (self->setting)
    return;

  check (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static FanfoldInputEditor *
make_editor (FanfoldParamRow *self, FanfoldInputKind kind)
{
  GtkWidget *editor;

  switch (kind)
    {
    case FANFOLD_INPUT_LIST:
      editor = fanfold_list_editor_new (self->param);
      break;

    case FANFOLD_INPUT_RANGE:
      editor = fanfold_range_editor_new (self->param);
      break;

    case FANFOLD_INPUT_FILES:
      editor = fanfold_files_editor_new (self->param);
      break;

    case FANFOLD_INPUT_LINES:
      editor = fanfold_lines_editor_new (self->param);
      break;

    case FANFOLD_INPUT_LINSPACE:
    case FANFOLD_INPUT_GEOMSPACE:
    case FANFOLD_INPUT_CSV:
    case FANFOLD_INPUT_TEMPLATE:
    case FANFOLD_INPUT_VALUE:
    default:
      editor = fanfold_value_editor_new (self->param);
      break;
    }

  g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (self->stack, editor);

  return FANFOLD_INPUT_EDITOR (editor);
}

static void
kind_chosen_cb (FanfoldParamRow *self)
{
  guint position = gtk_drop_down_get_selected (self->kind_choice);

  if (!self->setting && position != GTK_INVALID_LIST_POSITION)
    fanfold_param_row_set_kind (self, get_kind_at (self, position));
}

static void
show_kind (FanfoldParamRow *self, FanfoldInputKind kind)
{
  if (self->editors[kind] == NULL)
    self->editors[kind] = make_editor (self, kind);

  self->kind = kind;
  self->setting = TRUE;
  gtk_drop_down_set_selected (self->kind_choice, get_kind_position (self, kind));
  self->setting = FALSE;
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->editors[kind]));
  check (self);
}

static void
show_help (FanfoldParamRow *self)
{
  const char *help = fanfold_param_get_help (self->param);
  g_autofree char *limits = fanfold_text_limits (self->param);
  g_autofree char *text = NULL;

  if (help != NULL && help[0] != '\0' && limits != NULL)
    text = g_strdup_printf ("%s\n%s", help, limits);
  else
    text = g_strdup (limits != NULL ? limits : help);

  gtk_label_set_label (self->help_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->help_label), text != NULL && text[0] != '\0');
}

static FanfoldInputKind
choose_first_kind (FanfoldParamRow *self)
{
  if ((fanfold_param_get_flags (self->param) & FANFOLD_PARAM_FLAG_EACH) == 0)
    return FANFOLD_INPUT_VALUE;

  if (fanfold_param_row_has_kind (self, FANFOLD_INPUT_FILES))
    return FANFOLD_INPUT_FILES;

  if (fanfold_param_row_has_kind (self, FANFOLD_INPUT_RANGE))
    return FANFOLD_INPUT_RANGE;

  return FANFOLD_INPUT_LIST;
}

static void
set_up_kinds (FanfoldParamRow *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  /* Translators: names, for a screen reader, the choice of where a parameter's values come from. */
  g_autofree char *name =
      g_strdup_printf (_ ("Kind of input for %s"), fanfold_param_get_label (self->param));

  for (FanfoldInputKind kind = 0; kind < N_KINDS; kind++)
    if (fanfold_param_row_has_kind (self, kind))
      gtk_string_list_append (labels, fanfold_input_kind_get_label (kind));

  self->setting = TRUE;
  gtk_drop_down_set_model (self->kind_choice, G_LIST_MODEL (labels));
  self->setting = FALSE;
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->kind_choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
fanfold_param_row_constructed (GObject *object)
{
  FanfoldParamRow *self = FANFOLD_PARAM_ROW (object);
  const char *label = fanfold_param_get_label (self->param);
  const char *unit = fanfold_param_get_unit (self->param);

  G_OBJECT_CLASS (fanfold_param_row_parent_class)->constructed (object);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_label_set_label (self->title_label, label);
  gtk_label_set_label (self->unit_label, unit != NULL ? unit : "");
  gtk_widget_set_visible (GTK_WIDGET (self->unit_label), unit != NULL && unit[0] != '\0');
  show_help (self);
  set_up_kinds (self);
  show_kind (self, choose_first_kind (self));
}

static void
fanfold_param_row_finalize (GObject *object)
{
  FanfoldParamRow *self = FANFOLD_PARAM_ROW (object);

  g_clear_object (&self->param);
  g_clear_pointer (&self->error, g_free);

  G_OBJECT_CLASS (fanfold_param_row_parent_class)->finalize (object);
}

static void
fanfold_param_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldParamRow *self = FANFOLD_PARAM_ROW (object);

  switch (prop_id)
    {
    case PROP_PARAM:
      g_value_set_object (value, self->param);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_param_row_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  FanfoldParamRow *self = FANFOLD_PARAM_ROW (object);

  switch (prop_id)
    {
    case PROP_PARAM:
      self->param = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_param_row_class_init (FanfoldParamRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = fanfold_param_row_constructed;
  object_class->finalize = fanfold_param_row_finalize;
  object_class->get_property = fanfold_param_row_get_property;
  object_class->set_property = fanfold_param_row_set_property;

  properties[PROP_PARAM] =
      g_param_spec_object ("param",
                           NULL,
                           NULL,
                           FANFOLD_TYPE_PARAM,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/launch/fanfold-param-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, unit_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, kind_choice);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, help_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, error_label);
  gtk_widget_class_bind_template_callback (widget_class, kind_chosen_cb);
}

static void
fanfold_param_row_init (FanfoldParamRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fanfold_param_row_new (FanfoldParam *param)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  return g_object_new (FANFOLD_TYPE_PARAM_ROW, "param", param, NULL);
}

FanfoldParam *
fanfold_param_row_get_param (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), NULL);

  return self->param;
}

gboolean
fanfold_param_row_has_kind (FanfoldParamRow *self, FanfoldInputKind kind)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), FALSE);

  return fanfold_input_kind_fits (kind, self->param);
}

FanfoldInputKind
fanfold_param_row_get_kind (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), FANFOLD_INPUT_VALUE);

  return self->kind;
}

void
fanfold_param_row_set_kind (FanfoldParamRow *self, FanfoldInputKind kind)
{
  g_return_if_fail (FANFOLD_IS_PARAM_ROW (self));
  g_return_if_fail (fanfold_param_row_has_kind (self, kind));

  if (self->kind == kind)
    return;

  show_kind (self, kind);
  changed_cb (self);
}

FanfoldInputEditor *
fanfold_param_row_get_editor (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), NULL);

  return self->editors[self->kind];
}

FanfoldInput *
fanfold_param_row_dup_input (FanfoldParamRow *self)
{
  g_auto (GStrv) texts = NULL;

  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), NULL);

  texts = fanfold_input_editor_dup_texts (self->editors[self->kind]);
  if (fanfold_input_kind_is_left_out (self->kind, self->param, (const char *const *) texts))
    return NULL;

  return fanfold_input_new (
      fanfold_param_get_id (self->param), self->kind, (const char *const *) texts);
}

gboolean
fanfold_param_row_set_input (FanfoldParamRow *self, FanfoldInput *input, GError **error)
{
  FanfoldInputKind kind;
  const char *const *texts;

  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), FALSE);
  g_return_val_if_fail (input != NULL, FALSE);

  kind = fanfold_input_get_kind (input);
  texts = fanfold_input_get_texts (input);
  if (!fanfold_param_row_has_kind (self, kind))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("“%s” cannot take an input of the kind “%s”: use another kind"),
                   fanfold_param_get_label (self->param),
                   fanfold_input_kind_get_label (kind));
      return FALSE;
    }

  for (guint i = 0; kind == FANFOLD_INPUT_LIST && texts[i] != NULL; i++)
    if (strchr (texts[i], '\n') != NULL)
      {
        g_set_error (
            error,
            FANFOLD_ERROR,
            FANFOLD_ERROR_INVALID,
            _ ("Value %u of “%s” has a line break, which a list in the window cannot hold: "
               "run the file with fanfold-cli"),
            i + 1,
            fanfold_param_get_label (self->param));
        return FALSE;
      }

  self->setting = TRUE;
  if (self->editors[kind] == NULL)
    self->editors[kind] = make_editor (self, kind);
  fanfold_input_editor_set_texts (self->editors[kind], texts);
  self->setting = FALSE;
  show_kind (self, kind);
  changed_cb (self);

  return TRUE;
}

const char *
fanfold_param_row_get_error (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), NULL);

  return self->error;
}

gboolean
fanfold_param_row_is_missing (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), FALSE);

  return self->missing;
}

void
fanfold_param_row_blame (FanfoldParamRow *self, const char *message)
{
  g_return_if_fail (FANFOLD_IS_PARAM_ROW (self));

  show_error (self, message);
}
