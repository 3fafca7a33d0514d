/* fanfold-template-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-template-editor.h"
#include "fanfold-words.h"

#include <glib/gi18n.h>

struct _FanfoldTemplateEditor
{
  FanfoldInputEditor parent_instance;

  GPtrArray *names;  /* of the inputs */
  GArray *constants; /* gboolean, whether each is constant */

  GtkEntry *entry;
  GtkPopover *popover;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (FanfoldTemplateEditor, fanfold_template_editor, FANFOLD_TYPE_INPUT_EDITOR)

static const struct
{
  const char *text;
  const char *meaning;
} replacements[] = {
  { "{}", N_ ("The input") },
  { "{.}", N_ ("Without its extension") },
  { "{/}", N_ ("The name of the file, without the folder") },
  { "{//}", N_ ("The folder of the file") },
  { "{/.}", N_ ("The name without folder and extension") },
  { "{#}", N_ ("The number of the job, from 1") },
  { "{%}", N_ ("The number of the slot that runs the job, from 1") },
};

static void
changed_cb (FanfoldTemplateEditor *self)
{
  fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static gboolean
is_command (FanfoldTemplateEditor *self)
{
  FanfoldParam *param = fanfold_input_editor_get_param (FANFOLD_INPUT_EDITOR (self));

  return fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_COMMAND;
}

static void
add_replacement (FanfoldTemplateEditor *self, const char *text, const char *meaning)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text_label = gtk_label_new (text);
  GtkWidget *meaning_label = gtk_label_new (meaning);
  g_autofree char *name = g_strdup_printf ("%s, %s", text, meaning);

  gtk_widget_add_css_class (text_label, "monospace");
  gtk_label_set_xalign (GTK_LABEL (text_label), 0);
  gtk_label_set_width_chars (GTK_LABEL (text_label), 6);
  gtk_label_set_xalign (GTK_LABEL (meaning_label), 0);
  gtk_label_set_wrap (GTK_LABEL (meaning_label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (meaning_label), 24);
  gtk_widget_add_css_class (meaning_label, "dim-label");
  gtk_box_append (GTK_BOX (box), text_label);
  gtk_box_append (GTK_BOX (box), meaning_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (row), "text", g_strdup (text), g_free);
  gtk_list_box_append (self->list, row);
}

static void
fill_list (FanfoldTemplateEditor *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  for (guint i = 0; i < G_N_ELEMENTS (replacements); i++)
    add_replacement (self, replacements[i].text, _ (replacements[i].meaning));

  for (guint i = 0; i < self->names->len; i++)
    {
      const char *name = self->names->pdata[i];
      g_autofree char *text = g_strdup_printf ("{%s}", name);
      /* Translators: explains a replacement string in a template. */
      g_autofree char *meaning = g_strdup_printf (_ ("The input “%s”"), name);

      add_replacement (self, text, meaning);
    }
}

/* Where the cursor is, in place of what is selected. */
static void
insert (FanfoldTemplateEditor *self, const char *text)
{
  int position;

  gtk_editable_delete_selection (GTK_EDITABLE (self->entry));
  position = gtk_editable_get_position (GTK_EDITABLE (self->entry));
  gtk_editable_insert_text (GTK_EDITABLE (self->entry), text, -1, &position);
  gtk_entry_grab_focus_without_selecting (self->entry);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), position);
}

static void
activated_cb (FanfoldTemplateEditor *self, GtkListBoxRow *row)
{
  gtk_popover_popdown (self->popover);
  insert (self, g_object_get_data (G_OBJECT (row), "text"));
}

static GStrv
fanfold_template_editor_dup_texts (FanfoldInputEditor *editor)
{
  FanfoldTemplateEditor *self = FANFOLD_TEMPLATE_EDITOR (editor);
  const char *texts[] = { gtk_editable_get_text (GTK_EDITABLE (self->entry)), NULL };

  if (texts[0][0] == '\0')
    texts[0] = NULL;

  return g_strdupv ((GStrv) texts);
}

static void
fanfold_template_editor_set_texts (FanfoldInputEditor *editor, const char *const *texts)
{
  FanfoldTemplateEditor *self = FANFOLD_TEMPLATE_EDITOR (editor);
  g_autofree char *shown = g_utf8_make_valid (texts[0] != NULL ? texts[0] : "", -1);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), shown);
  changed_cb (self);
}

static FanfoldTemplate *
parse (FanfoldTemplateEditor *self, GError **error)
{
  g_autofree FanfoldTemplateInput *inputs = g_new0 (FanfoldTemplateInput, self->names->len + 1);

  for (guint i = 0; i < self->names->len; i++)
    {
      inputs[i].name = self->names->pdata[i];
      inputs[i].constant = g_array_index (self->constants, gboolean, i);
    }

  return fanfold_template_new (gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                               is_command (self) ? FANFOLD_TEMPLATE_COMMAND : FANFOLD_TEMPLATE_TEXT,
                               inputs,
                               self->names->len,
                               error);
}

static gboolean
fanfold_template_editor_check (FanfoldInputEditor *editor, GError **error)
{
  g_autoptr (FanfoldTemplate) template = parse (FANFOLD_TEMPLATE_EDITOR (editor), error);

  return template != NULL;
}

static void
fanfold_template_editor_constructed (GObject *object)
{
  FanfoldTemplateEditor *self = FANFOLD_TEMPLATE_EDITOR (object);
  FanfoldParam *param = fanfold_input_editor_get_param (FANFOLD_INPUT_EDITOR (self));

  G_OBJECT_CLASS (fanfold_template_editor_parent_class)->constructed (object);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  fanfold_words_param_label (param),
                                  -1);
  gtk_entry_set_placeholder_text (
      self->entry, is_command (self) ? "convert {} -resize 1600 {.}-small.jpg" : "{.}-small.jpg");
  fill_list (self);
}

static void
fanfold_template_editor_finalize (GObject *object)
{
  FanfoldTemplateEditor *self = FANFOLD_TEMPLATE_EDITOR (object);

  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->constants, g_array_unref);

  G_OBJECT_CLASS (fanfold_template_editor_parent_class)->finalize (object);
}

static void
fanfold_template_editor_class_init (FanfoldTemplateEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FanfoldInputEditorClass *editor_class = FANFOLD_INPUT_EDITOR_CLASS (klass);

  object_class->constructed = fanfold_template_editor_constructed;
  object_class->finalize = fanfold_template_editor_finalize;

  editor_class->kind = FANFOLD_INPUT_TEMPLATE;
  editor_class->dup_texts = fanfold_template_editor_dup_texts;
  editor_class->set_texts = fanfold_template_editor_set_texts;
  editor_class->check = fanfold_template_editor_check;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-template-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldTemplateEditor, entry);
  gtk_widget_class_bind_template_child (widget_class, FanfoldTemplateEditor, popover);
  gtk_widget_class_bind_template_child (widget_class, FanfoldTemplateEditor, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
fanfold_template_editor_init (FanfoldTemplateEditor *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->constants = g_array_new (FALSE, FALSE, sizeof (gboolean));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fanfold_template_editor_new (FanfoldParam *param)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  return g_object_new (FANFOLD_TYPE_TEMPLATE_EDITOR, "param", param, NULL);
}

gboolean
fanfold_template_editor_set_inputs (FanfoldTemplateEditor *self,
                                    const FanfoldTemplateInput *inputs,
                                    guint n_inputs)
{
  gboolean same;

  g_return_val_if_fail (FANFOLD_IS_TEMPLATE_EDITOR (self), FALSE);
  g_return_val_if_fail (inputs != NULL || n_inputs == 0, FALSE);

  same = n_inputs == self->names->len;
  for (guint i = 0; same && i < n_inputs; i++)
    same = g_str_equal (inputs[i].name, self->names->pdata[i]) &&
           inputs[i].constant == g_array_index (self->constants, gboolean, i);
  if (same)
    return FALSE;

  g_ptr_array_set_size (self->names, 0);
  g_array_set_size (self->constants, 0);
  for (guint i = 0; i < n_inputs; i++)
    {
      g_ptr_array_add (self->names, g_strdup (inputs[i].name));
      g_array_append_val (self->constants, inputs[i].constant);
    }
  fill_list (self);

  return TRUE;
}

gboolean
fanfold_template_editor_uses (FanfoldTemplateEditor *self, const char *name)
{
  g_autoptr (FanfoldTemplate) template = NULL;
  guint position;

  g_return_val_if_fail (FANFOLD_IS_TEMPLATE_EDITOR (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  template = parse (self, NULL);

  return template != NULL &&
         g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &position) &&
         fanfold_template_uses (template, position);
}
