/* fanfold-value-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-value-editor.h"
#include "fanfold-words.h"

#include <glib/gi18n.h>

#define MAX_DIGITS 12
/* The largest whole number up to which a double, and so a spin button, holds every one. */
#define MAX_EXACT 9007199254740992.0

struct _FanfoldValueEditor
{
  FanfoldInputEditor parent_instance;

  gboolean setting; /* our own change, not the person's */

  GtkStack *stack;
  GtkEntry *entry;
  GtkButton *choose_button;
  GtkSwitch *switch_;
  GtkDropDown *choice;
  GtkSpinButton *spin;
};

G_DEFINE_FINAL_TYPE (FanfoldValueEditor, fanfold_value_editor, FANFOLD_TYPE_INPUT_EDITOR)

static FanfoldParam *
get_param (FanfoldValueEditor *self)
{
  return fanfold_input_editor_get_param (FANFOLD_INPUT_EDITOR (self));
}

static void
changed_cb (FanfoldValueEditor *self)
{
  if (!self->setting)
    fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static gboolean
is_path (FanfoldParam *param)
{
  FanfoldParamType type = fanfold_param_get_param_type (param);

  return type == FANFOLD_PARAM_TYPE_FILE || type == FANFOLD_PARAM_TYPE_FOLDER;
}

/* The widget for a type: numbers need limits for a spin button, and reals a step, which says how
 * many digits there are. */
static const char *
choose_widget (FanfoldParam *param)
{
  double minimum, maximum;

  switch (fanfold_param_get_param_type (param))
    {
    case FANFOLD_PARAM_TYPE_BOOL:
      return "switch";

    case FANFOLD_PARAM_TYPE_CHOICE:
      return "choice";

    case FANFOLD_PARAM_TYPE_INT:
    case FANFOLD_PARAM_TYPE_REAL:
      if (!fanfold_param_get_limits (param, &minimum, &maximum) || minimum < -MAX_EXACT ||
          maximum > MAX_EXACT)
        return "entry";
      if (fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_REAL &&
          fanfold_param_get_step (param) <= 0)
        return "entry";
      return "spin";

    case FANFOLD_PARAM_TYPE_TEXT:
    case FANFOLD_PARAM_TYPE_JSON:
    case FANFOLD_PARAM_TYPE_FILE:
    case FANFOLD_PARAM_TYPE_FOLDER:
    case FANFOLD_PARAM_TYPE_COMMAND:
    default:
      return "entry";
    }
}

static guint
count_digits (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE + 320];
  gsize length;
  guint n_digits = MAX_DIGITS;

  g_ascii_formatd (text, sizeof text, "%.12f", value);
  length = strlen (text);
  while (n_digits > 0 && text[length - 1 - (MAX_DIGITS - n_digits)] == '0')
    n_digits--;

  return n_digits;
}

static void
set_up_spin (FanfoldValueEditor *self)
{
  FanfoldParam *param = get_param (self);
  gboolean whole = fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_INT;
  double step = fanfold_param_get_step (param);
  double minimum, maximum;

  if (!g_str_equal (choose_widget (param), "spin"))
    return;

  fanfold_param_get_limits (param, &minimum, &maximum);
  if (step <= 0)
    step = 1;
  gtk_spin_button_set_digits (self->spin, whole ? 0 : count_digits (step));
  gtk_spin_button_set_range (self->spin, minimum, maximum);
  gtk_spin_button_set_increments (self->spin, step, step * 10);
}

static void
set_up_choices (FanfoldValueEditor *self)
{
  FanfoldParam *param = get_param (self);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < fanfold_param_get_n_choices (param); i++)
    gtk_string_list_append (labels, fanfold_words_choice_label (param, i));

  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (labels));
}

static guint
find_choice (FanfoldParam *param, const char *text)
{
  for (guint i = 0; i < fanfold_param_get_n_choices (param); i++)
    if (g_str_equal (fanfold_param_get_choice_id (param, i), text))
      return i;

  return GTK_INVALID_LIST_POSITION;
}

/* Whether @name can show @value, which the parameter accepts, without changing it. */
static gboolean
show_in (FanfoldValueEditor *self, const char *name, GVariant *value)
{
  FanfoldParam *param = get_param (self);
  double number;

  if (g_str_equal (name, "switch"))
    {
      gtk_switch_set_active (self->switch_, g_variant_get_boolean (value));
      return TRUE;
    }

  if (g_str_equal (name, "choice"))
    {
      guint position = find_choice (param, g_variant_get_string (value, NULL));

      gtk_drop_down_set_selected (self->choice, position);
      return position != GTK_INVALID_LIST_POSITION;
    }

  if (!g_str_equal (name, "spin"))
    return FALSE;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    {
      number = (double) g_variant_get_int64 (value);
    }
  else
    {
      number = g_variant_get_double (value);
      gtk_spin_button_set_digits (
          self->spin, MAX (gtk_spin_button_get_digits (self->spin), count_digits (number)));
    }
  gtk_spin_button_set_value (self->spin, number);

  return gtk_spin_button_get_value (self->spin) == number;
}

static void
show_text (FanfoldValueEditor *self, const char *text)
{
  FanfoldParam *param = get_param (self);
  const char *name = choose_widget (param);
  g_autoptr (GVariant) value = NULL;

  self->setting = TRUE;

  if (!g_str_equal (name, "entry"))
    value = fanfold_param_parse (param, text, NULL);
  if (value == NULL || !show_in (self, name, value))
    {
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      name = "entry";
      gtk_editable_set_text (GTK_EDITABLE (self->entry), shown);
    }
  gtk_stack_set_visible_child_name (self->stack, name);

  self->setting = FALSE;
}

/* What the form shows before anybody has touched it: the default, else the first thing that the
 * widget can show. */
static void
show_initial (FanfoldValueEditor *self)
{
  FanfoldParam *param = get_param (self);
  const char *initial = fanfold_param_get_initial (param);
  const char *name = choose_widget (param);

  if (initial != NULL)
    {
      show_text (self, initial);
      gtk_entry_set_placeholder_text (self->entry, initial);
      return;
    }

  gtk_stack_set_visible_child_name (self->stack, name);
}

/* Takes over what was typed and not yet entered. */
static double
read_spin (FanfoldValueEditor *self)
{
  self->setting = TRUE;
  gtk_spin_button_update (self->spin);
  self->setting = FALSE;

  return gtk_spin_button_get_value (self->spin);
}

static char *
read_text (FanfoldValueEditor *self)
{
  FanfoldParam *param = get_param (self);
  const char *name = gtk_stack_get_visible_child_name (self->stack);
  g_autoptr (GVariant) number = NULL;
  guint position;

  if (g_str_equal (name, "switch"))
    return g_strdup (gtk_switch_get_active (self->switch_) ? "true" : "false");

  if (g_str_equal (name, "choice"))
    {
      position = gtk_drop_down_get_selected (self->choice);
      return g_strdup (position == GTK_INVALID_LIST_POSITION
                           ? ""
                           : fanfold_param_get_choice_id (param, position));
    }

  if (g_str_equal (name, "spin"))
    {
      double value = read_spin (self);

      if (fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_INT)
        return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) value);

      number = g_variant_ref_sink (g_variant_new_double (value));
      return fanfold_param_format (param, number);
    }

  if (is_path (param))
    return fanfold_input_editor_expand_home (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
chosen_cb (FanfoldValueEditor *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL)
        gtk_editable_set_text (GTK_EDITABLE (self->entry), path);
    }

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
choose_cb (FanfoldValueEditor *self)
{
  FanfoldParam *param = get_param (self);
  gboolean folder = fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_FOLDER;
  gboolean output = (fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_OUTPUT) != 0;
  GtkFileChooserAction action = GTK_FILE_CHOOSER_ACTION_OPEN;
  GtkFileChooserNative *chooser;

  if (folder)
    action = GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER;
  else if (output)
    action = GTK_FILE_CHOOSER_ACTION_SAVE;

  chooser = gtk_file_chooser_native_new (fanfold_words_param_label (param),
                                         GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                         action,
                                         _ ("Choose"),
                                         NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static GStrv
fanfold_value_editor_dup_texts (FanfoldInputEditor *editor)
{
  g_autofree char *text = read_text (FANFOLD_VALUE_EDITOR (editor));
  const char *texts[] = { text, NULL };

  return g_strdupv ((GStrv) texts);
}

static void
fanfold_value_editor_set_texts (FanfoldInputEditor *editor, const char *const *texts)
{
  show_text (FANFOLD_VALUE_EDITOR (editor), texts[0] != NULL ? texts[0] : "");
  fanfold_input_editor_changed (editor);
}

static void
name_widget (GtkWidget *widget, FanfoldParam *param)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  fanfold_words_param_label (param),
                                  -1);
}

static void
fanfold_value_editor_constructed (GObject *object)
{
  FanfoldValueEditor *self = FANFOLD_VALUE_EDITOR (object);
  FanfoldParam *param = get_param (self);

  G_OBJECT_CLASS (fanfold_value_editor_parent_class)->constructed (object);

  name_widget (GTK_WIDGET (self->entry), param);
  name_widget (GTK_WIDGET (self->switch_), param);
  name_widget (GTK_WIDGET (self->choice), param);
  name_widget (GTK_WIDGET (self->spin), param);
  gtk_widget_set_visible (GTK_WIDGET (self->choose_button), is_path (param));

  self->setting = TRUE;
  set_up_spin (self);
  set_up_choices (self);
  self->setting = FALSE;
  show_initial (self);
}

static void
fanfold_value_editor_class_init (FanfoldValueEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FanfoldInputEditorClass *editor_class = FANFOLD_INPUT_EDITOR_CLASS (klass);

  object_class->constructed = fanfold_value_editor_constructed;

  editor_class->kind = FANFOLD_INPUT_VALUE;
  editor_class->dup_texts = fanfold_value_editor_dup_texts;
  editor_class->set_texts = fanfold_value_editor_set_texts;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-value-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldValueEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldValueEditor, entry);
  gtk_widget_class_bind_template_child (widget_class, FanfoldValueEditor, choose_button);
  gtk_widget_class_bind_template_child_full (
      widget_class, "switch", FALSE, G_STRUCT_OFFSET (FanfoldValueEditor, switch_));
  gtk_widget_class_bind_template_child (widget_class, FanfoldValueEditor, choice);
  gtk_widget_class_bind_template_child (widget_class, FanfoldValueEditor, spin);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
fanfold_value_editor_init (FanfoldValueEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fanfold_value_editor_new (FanfoldParam *param)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  return g_object_new (FANFOLD_TYPE_VALUE_EDITOR, "param", param, NULL);
}

const char *
fanfold_value_editor_get_widget_name (FanfoldValueEditor *self)
{
  g_return_val_if_fail (FANFOLD_IS_VALUE_EDITOR (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}
