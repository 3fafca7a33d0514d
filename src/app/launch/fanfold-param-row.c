/* fanfold-param-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-param-row.h"
#include "fanfold-csv-editor.h"
#include "fanfold-editor-stack.h"
#include "fanfold-files-editor.h"
#include "fanfold-error.h"
#include "fanfold-free-name.h"
#include "fanfold-input-kind.h"
#include "fanfold-input-status.h"
#include "fanfold-template-editor.h"
#include "fanfold-text.h"
#include "fanfold-words.h"

#include <glib/gi18n.h>

struct _FanfoldParamRow
{
  AdwPreferencesRow parent_instance;

  FanfoldParam *param; /* NULL: a free input */
  char *folder;
  guint group;
  gboolean missing;
  gboolean taken;

  GtkLabel *title_label;
  GtkLabel *unit_label;
  GtkEditable *name_entry;
  GtkDropDown *kind_choice;
  GtkButton *remove_button;
  FanfoldEditorStack *stack;
  GtkLabel *help_label;
  FanfoldInputStatus *status;
};

enum
{
  CHANGED,
  COUNTED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldParamRow, fanfold_param_row, ADW_TYPE_PREFERENCES_ROW)

static gboolean
is_missing (FanfoldParamRow *self)
{
  g_autoptr (GVariant) value = NULL;

  if (self->param == NULL || fanfold_param_row_is_varying (self))
    return TRUE;

  value = fanfold_param_dup_default (self->param, NULL);

  return value == NULL;
}

static void
show_wrong (FanfoldParamRow *self)
{
  gboolean wrong = fanfold_input_status_get_error (self->status) != NULL;

  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static const char *
get_message (const GError *error)
{
  return error != NULL ? error->message : NULL;
}

/* What can be said without the disk; the rest is asked for. */
static void
check (FanfoldParamRow *self)
{
  FanfoldInputEditor *editor = fanfold_param_row_get_editor (self);
  g_autoptr (FanfoldInput) input = fanfold_param_row_dup_input (self);
  g_autoptr (GError) name_error = NULL;
  g_autoptr (GError) error = NULL;
  gboolean countable;

  if (FANFOLD_IS_CSV_EDITOR (editor))
    fanfold_csv_editor_set_folder (FANFOLD_CSV_EDITOR (editor), self->folder);

  self->missing = input == NULL && is_missing (self);
  if (input != NULL)
    fanfold_input_editor_check (editor, &error);

  if (self->param == NULL)
    fanfold_free_name_check (fanfold_param_row_get_name (self), self->taken, &name_error);

  fanfold_input_editor_mark_widget (GTK_WIDGET (self->name_entry), get_message (name_error));
  fanfold_input_editor_mark (editor, get_message (error));
  fanfold_input_status_set_error (self->status,
                                  get_message (name_error != NULL ? name_error : error));
  countable = input != NULL && error == NULL && fanfold_param_row_is_varying (self) &&
              gtk_widget_get_sensitive (GTK_WIDGET (self));
  fanfold_input_status_count (self->status,
                              countable ? input : NULL,
                              fanfold_editor_stack_get_param (self->stack),
                              self->folder);
  show_wrong (self);
}

static void
counted_cb (FanfoldParamRow *self)
{
  const char *error = fanfold_input_status_get_error (self->status);
  FanfoldInputEditor *editor = fanfold_param_row_get_editor (self);

  if (error != NULL)
    fanfold_input_editor_mark (editor, error);
  if (FANFOLD_IS_FILES_EDITOR (editor))
    fanfold_files_editor_set_kinds (FANFOLD_FILES_EDITOR (editor),
                                    fanfold_input_status_get_kinds (self->status));
  show_wrong (self);
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
changed_cb (FanfoldParamRow *self)
{
  check (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
name_changed_cb (FanfoldParamRow *self)
{
  self->taken = FALSE;
  changed_cb (self);
}

static void
removed_cb (FanfoldParamRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
show_help (FanfoldParamRow *self)
{
  const char *help = fanfold_words_param_help (self->param);
  g_autofree char *limits = fanfold_text_limits (self->param);
  g_autofree char *text = NULL;

  if (help != NULL && help[0] != '\0' && limits != NULL)
    text = g_strdup_printf ("%s\n%s", help, limits);
  else
    text = g_strdup (limits != NULL ? limits : help);

  gtk_label_set_label (self->help_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->help_label), text != NULL && text[0] != '\0');
}

static void
set_up_param (FanfoldParamRow *self)
{
  const char *label = fanfold_words_param_label (self->param);
  const char *unit = fanfold_param_get_unit (self->param);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_label_set_label (self->title_label, label);
  gtk_label_set_label (self->unit_label, unit != NULL ? unit : "");
  gtk_widget_set_visible (GTK_WIDGET (self->unit_label), unit != NULL && unit[0] != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->name_entry), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->remove_button), FALSE);
  show_help (self);
  fanfold_editor_stack_set_up (self->stack, self->kind_choice, self->param, NULL);
}

static void
set_up_free (FanfoldParamRow *self)
{
  g_autoptr (FanfoldParam) texts = fanfold_free_name_new_param (FANFOLD_PARAM_TYPE_FILE);
  g_autoptr (FanfoldParam) numbers = fanfold_free_name_new_param (FANFOLD_PARAM_TYPE_REAL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Input"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Input for templates"), -1);
  gtk_widget_set_visible (GTK_WIDGET (self->title_label), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->unit_label), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->help_label), FALSE);
  fanfold_editor_stack_set_up (self->stack, self->kind_choice, texts, numbers);
}

static void
fanfold_param_row_finalize (GObject *object)
{
  FanfoldParamRow *self = FANFOLD_PARAM_ROW (object);

  g_clear_object (&self->param);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (fanfold_param_row_parent_class)->finalize (object);
}

static guint
add_signal (FanfoldParamRowClass *klass, const char *name)
{
  return g_signal_new (
      name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/launch/fanfold-param-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, unit_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, name_entry);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, kind_choice);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, remove_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, help_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldParamRow, status);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, counted_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, removed_cb);
}

static void
fanfold_param_row_class_init (FanfoldParamRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = fanfold_param_row_finalize;

  signals[CHANGED] = add_signal (klass, "changed");
  signals[COUNTED] = add_signal (klass, "counted");
  signals[REMOVED] = add_signal (klass, "removed");

  g_type_ensure (FANFOLD_TYPE_EDITOR_STACK);
  g_type_ensure (FANFOLD_TYPE_INPUT_STATUS);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
fanfold_param_row_init (FanfoldParamRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fanfold_param_row_new (FanfoldParam *param)
{
  FanfoldParamRow *self;

  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  self = g_object_new (FANFOLD_TYPE_PARAM_ROW, NULL);
  self->param = g_object_ref (param);
  set_up_param (self);
  check (self);

  return GTK_WIDGET (self);
}

GtkWidget *
fanfold_param_row_new_free (const char *name)
{
  FanfoldParamRow *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_PARAM_ROW, NULL);
  set_up_free (self);
  gtk_editable_set_text (self->name_entry, name);

  return GTK_WIDGET (self);
}

gboolean
fanfold_param_row_is_free (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), FALSE);

  return self->param == NULL;
}

const char *
fanfold_param_row_get_name (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), NULL);

  return self->param != NULL ? fanfold_param_get_id (self->param)
                             : gtk_editable_get_text (self->name_entry);
}

const char *
fanfold_param_row_get_label (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), NULL);

  return self->param != NULL ? fanfold_words_param_label (self->param)
                             : gtk_editable_get_text (self->name_entry);
}

void
fanfold_param_row_set_taken (FanfoldParamRow *self, gboolean taken)
{
  g_return_if_fail (FANFOLD_IS_PARAM_ROW (self));

  if (self->taken == taken)
    return;

  self->taken = taken;
  check (self);
}

void
fanfold_param_row_edit_name (FanfoldParamRow *self)
{
  g_return_if_fail (FANFOLD_IS_PARAM_ROW (self));
  g_return_if_fail (self->param == NULL);

  gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
}

gboolean
fanfold_param_row_has_kind (FanfoldParamRow *self, FanfoldInputKind kind)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), FALSE);

  return fanfold_editor_stack_has_kind (self->stack, kind);
}

FanfoldInputKind
fanfold_param_row_get_kind (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), FANFOLD_INPUT_VALUE);

  return fanfold_editor_stack_get_kind (self->stack);
}

void
fanfold_param_row_set_kind (FanfoldParamRow *self, FanfoldInputKind kind)
{
  g_return_if_fail (FANFOLD_IS_PARAM_ROW (self));
  g_return_if_fail (fanfold_param_row_has_kind (self, kind));

  fanfold_editor_stack_set_kind (self->stack, kind);
}

FanfoldInputEditor *
fanfold_param_row_get_editor (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), NULL);

  return fanfold_editor_stack_get_editor (self->stack);
}

FanfoldInput *
fanfold_param_row_dup_input (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), NULL);

  return fanfold_input_editor_dup_input (fanfold_param_row_get_editor (self),
                                         fanfold_param_row_get_name (self));
}

gboolean
fanfold_param_row_set_input (FanfoldParamRow *self, FanfoldInput *input, GError **error)
{
  FanfoldInputKind kind;

  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), FALSE);
  g_return_val_if_fail (input != NULL, FALSE);

  kind = fanfold_input_get_kind (input);
  if (!fanfold_param_row_has_kind (self, kind))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("“%s” cannot take an input of the kind “%s”: use another kind"),
                   fanfold_param_row_get_label (self),
                   fanfold_input_kind_get_label (kind));
      return FALSE;
    }

  self->group = fanfold_input_get_group (input);
  fanfold_editor_stack_set_input (self->stack, input);

  return TRUE;
}

guint
fanfold_param_row_get_group (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), 0);

  return self->group;
}

void
fanfold_param_row_set_folder (FanfoldParamRow *self, const char *folder)
{
  g_return_if_fail (FANFOLD_IS_PARAM_ROW (self));

  g_free (self->folder);
  self->folder = g_strdup (folder);
}

void
fanfold_param_row_set_locked (FanfoldParamRow *self, gboolean locked)
{
  g_return_if_fail (FANFOLD_IS_PARAM_ROW (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self), !locked);
  check (self);
}

void
fanfold_param_row_set_inputs (FanfoldParamRow *self,
                              const FanfoldTemplateInput *inputs,
                              guint n_inputs)
{
  FanfoldInputEditor *editor;

  g_return_if_fail (FANFOLD_IS_PARAM_ROW (self));

  editor = fanfold_param_row_get_editor (self);
  if (!FANFOLD_IS_TEMPLATE_EDITOR (editor))
    return;

  if (fanfold_template_editor_set_inputs (FANFOLD_TEMPLATE_EDITOR (editor), inputs, n_inputs))
    check (self);
}

void
fanfold_param_row_set_partners (FanfoldParamRow *self, const char *text)
{
  g_return_if_fail (FANFOLD_IS_PARAM_ROW (self));

  fanfold_input_status_set_partners (self->status, text);
}

gboolean
fanfold_param_row_is_varying (FanfoldParamRow *self)
{
  FanfoldInputKind kind;

  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), FALSE);

  kind = fanfold_param_row_get_kind (self);

  return kind != FANFOLD_INPUT_VALUE && kind != FANFOLD_INPUT_TEMPLATE;
}

guint64
fanfold_param_row_get_n_values (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), 0);

  return fanfold_input_status_get_n_values (self->status);
}

const char *
fanfold_param_row_get_error (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), NULL);

  return fanfold_input_status_get_error (self->status);
}

gboolean
fanfold_param_row_is_missing (FanfoldParamRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM_ROW (self), FALSE);

  return self->missing;
}

void
fanfold_param_row_check_again (FanfoldParamRow *self)
{
  g_return_if_fail (FANFOLD_IS_PARAM_ROW (self));

  if (!fanfold_input_status_is_busy (self->status) &&
      fanfold_input_status_get_error (self->status) == NULL)
    check (self);
}
