/* fanfold-blocks-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-blocks-editor.h"
#include "fanfold-blocks-plan.h"
#include "fanfold-path-entry.h"
#include "fanfold-words.h"

#include <glib/gi18n.h>

enum
{
  MODE_SIZE,
  MODE_RECORDS
};

struct _FanfoldBlocksEditor
{
  FanfoldInputEditor parent_instance;

  gboolean ends_nowhere; /* records end with nothing, which the entry cannot tell from "as usual" */
  gboolean setting;

  FanfoldPathEntry *path;
  GtkDropDown *mode;
  GtkEntry *amount;
  GtkEntry *start;
  GtkEntry *end;
  GtkEntry *header;
};

G_DEFINE_FINAL_TYPE (FanfoldBlocksEditor, fanfold_blocks_editor, FANFOLD_TYPE_INPUT_EDITOR)

static const char *
get_amount_name (FanfoldBlocksEditor *self)
{
  return gtk_drop_down_get_selected (self->mode) == MODE_RECORDS ? FANFOLD_BLOCKS_RECORDS
                                                                 : FANFOLD_BLOCKS_SIZE;
}

static void
changed_cb (FanfoldBlocksEditor *self)
{
  if (!self->setting)
    fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static void
end_cb (FanfoldBlocksEditor *self)
{
  if (!self->setting)
    self->ends_nowhere = FALSE;
  changed_cb (self);
}

static void
show_mode (FanfoldBlocksEditor *self)
{
  gboolean counted = gtk_drop_down_get_selected (self->mode) == MODE_RECORDS;

  gtk_entry_set_placeholder_text (self->amount, counted ? "1000" : "1M");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->amount),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  counted ? _ ("Records of a block") : _ ("Size of a block"),
                                  -1);
}

static void
mode_cb (FanfoldBlocksEditor *self)
{
  if (self->setting)
    return;

  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->amount), "");
  self->setting = FALSE;
  show_mode (self);
  changed_cb (self);
}

/* (transfer full) (nullable) */
static char *
dup_word (FanfoldBlocksEditor *self, GtkEntry *entry, const char *name)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  gboolean is_text = fanfold_blocks_plan_is_text (name);
  g_autofree char *value = is_text ? g_strdup (text) : g_strstrip (g_strdup (text));

  if (*value == '\0' && !(entry == self->end && self->ends_nowhere))
    return NULL;

  return g_strconcat (name, "=", value, NULL);
}

static GStrv
fanfold_blocks_editor_dup_texts (FanfoldInputEditor *editor)
{
  FanfoldBlocksEditor *self = FANFOLD_BLOCKS_EDITOR (editor);
  g_autofree char *path = fanfold_path_entry_dup_path (self->path);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_autofree char *amount = dup_word (self, self->amount, get_amount_name (self));
  g_autofree char *start = dup_word (self, self->start, FANFOLD_BLOCKS_RECORD_START);
  g_autofree char *end = dup_word (self, self->end, FANFOLD_BLOCKS_RECORD_END);
  g_autofree char *header = dup_word (self, self->header, FANFOLD_BLOCKS_HEADER);
  const char *const words[] = { amount, start, end, header };

  if (path[0] == '\0' ||
      (amount == NULL && gtk_drop_down_get_selected (self->mode) == MODE_RECORDS))
    return g_strv_builder_end (texts);

  g_strv_builder_add (texts, path);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i] != NULL)
      g_strv_builder_add (texts, words[i]);

  return g_strv_builder_end (texts);
}

/* An entry has one line: its letters stand for what has no place in there. */
static void
show_word (GtkEntry *entry, const char *value)
{
  g_autoptr (GString) text = g_string_new (value);

  g_string_replace (text, "\n", "\\n", 0);
  g_string_replace (text, "\r", "\\r", 0);
  g_string_replace (text, "\t", "\\t", 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), text->str);
}

static void
fanfold_blocks_editor_set_texts (FanfoldInputEditor *editor, const char *const *texts)
{
  FanfoldBlocksEditor *self = FANFOLD_BLOCKS_EDITOR (editor);
  const char *const *words = texts[0] != NULL ? texts + 1 : texts;
  const char *records = fanfold_blocks_plan_find (words, FANFOLD_BLOCKS_RECORDS);
  const char *end = fanfold_blocks_plan_find (words, FANFOLD_BLOCKS_RECORD_END);

  self->setting = TRUE;
  self->ends_nowhere = end != NULL && *end == '\0';
  fanfold_path_entry_set_path (self->path, texts[0] != NULL ? texts[0] : "");
  gtk_drop_down_set_selected (self->mode, records != NULL ? MODE_RECORDS : MODE_SIZE);
  show_word (self->amount,
             records != NULL ? records : fanfold_blocks_plan_find (words, FANFOLD_BLOCKS_SIZE));
  show_word (self->start, fanfold_blocks_plan_find (words, FANFOLD_BLOCKS_RECORD_START));
  show_word (self->end, end);
  show_word (self->header, fanfold_blocks_plan_find (words, FANFOLD_BLOCKS_HEADER));
  self->setting = FALSE;

  show_mode (self);
  fanfold_input_editor_changed (editor);
}

/* Whether the entry holds by itself what it must not. */
static gboolean
is_wrong (FanfoldBlocksEditor *self, GtkEntry *entry, const char *name)
{
  g_autofree char *word = dup_word (self, entry, name);
  const char *const words[] = { word, NULL };
  g_auto (FanfoldBlocksPlan) plan = { 0 };

  return word != NULL && !fanfold_blocks_plan_parse (&plan, words, NULL);
}

/* Where no entry is wrong by itself, the file is. */
static void
fanfold_blocks_editor_mark (FanfoldInputEditor *editor, const char *error)
{
  FanfoldBlocksEditor *self = FANFOLD_BLOCKS_EDITOR (editor);
  const struct
  {
    GtkEntry *entry;
    const char *name;
  } all[] = {
    { self->amount, get_amount_name (self) },
    { self->start, FANFOLD_BLOCKS_RECORD_START },
    { self->end, FANFOLD_BLOCKS_RECORD_END },
    { self->header, FANFOLD_BLOCKS_HEADER },
  };
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      gboolean wrong = error != NULL && is_wrong (self, all[i].entry, all[i].name);

      any = any || wrong;
      fanfold_input_editor_mark_widget (GTK_WIDGET (all[i].entry), wrong ? error : NULL);
    }
  fanfold_path_entry_mark (self->path, any ? NULL : error);
}

static void
fanfold_blocks_editor_constructed (GObject *object)
{
  FanfoldBlocksEditor *self = FANFOLD_BLOCKS_EDITOR (object);
  FanfoldParam *param = fanfold_input_editor_get_param (FANFOLD_INPUT_EDITOR (self));

  G_OBJECT_CLASS (fanfold_blocks_editor_parent_class)->constructed (object);

  fanfold_path_entry_set_label (self->path, fanfold_words_param_label (param));
}

static void
fanfold_blocks_editor_class_init (FanfoldBlocksEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FanfoldInputEditorClass *editor_class = FANFOLD_INPUT_EDITOR_CLASS (klass);

  object_class->constructed = fanfold_blocks_editor_constructed;

  editor_class->kind = FANFOLD_INPUT_BLOCKS;
  editor_class->dup_texts = fanfold_blocks_editor_dup_texts;
  editor_class->set_texts = fanfold_blocks_editor_set_texts;
  editor_class->mark = fanfold_blocks_editor_mark;

  g_type_ensure (FANFOLD_TYPE_PATH_ENTRY);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-blocks-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldBlocksEditor, path);
  gtk_widget_class_bind_template_child (widget_class, FanfoldBlocksEditor, mode);
  gtk_widget_class_bind_template_child (widget_class, FanfoldBlocksEditor, amount);
  gtk_widget_class_bind_template_child (widget_class, FanfoldBlocksEditor, start);
  gtk_widget_class_bind_template_child (widget_class, FanfoldBlocksEditor, end);
  gtk_widget_class_bind_template_child (widget_class, FanfoldBlocksEditor, header);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, end_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_cb);
}

static void
fanfold_blocks_editor_init (FanfoldBlocksEditor *self)
{
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
  show_mode (self);
}

GtkWidget *
fanfold_blocks_editor_new (FanfoldParam *param)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  return g_object_new (FANFOLD_TYPE_BLOCKS_EDITOR, "param", param, NULL);
}
