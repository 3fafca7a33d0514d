/* fanfold-list-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-list-editor.h"
#include "fanfold-pasted-lines.h"
#include "fanfold-text.h"
#include "fanfold-values-window.h"
#include "fanfold-words.h"

#include <glib/gi18n.h>

/* A text view takes some 10 ms to lay out so much; beyond it the lines are kept beside it. */
#define MAX_TEXT_BYTES (16 * 1024)

struct _FanfoldListEditor
{
  FanfoldInputEditor parent_instance;

  FanfoldInput *kept; /* (nullable) what is too long for the view */
  GError *wrong;      /* with it */
  GCancellable *cancellable;
  gboolean setting;

  GtkStack *stack;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkLabel *kept_label;
  GtkWidget *show_button;
  GtkWidget *remove_button;
};

G_DEFINE_FINAL_TYPE (FanfoldListEditor, fanfold_list_editor, FANFOLD_TYPE_INPUT_EDITOR)

static FanfoldParam *
get_param (FanfoldListEditor *self)
{
  return fanfold_input_editor_get_param (FANFOLD_INPUT_EDITOR (self));
}

static char *
get_text (FanfoldListEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static void
changed_cb (FanfoldListEditor *self)
{
  if (!self->setting)
    fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static void
set_view_text (FanfoldListEditor *self, const char *text)
{
  self->setting = TRUE;
  gtk_text_buffer_set_text (self->buffer, text, -1);
  self->setting = FALSE;
}

static void
drop_kept (FanfoldListEditor *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->kept, fanfold_input_unref);
  g_clear_error (&self->wrong);
  gtk_stack_set_visible_child_name (self->stack, "text");
}

static void
show_kept (FanfoldListEditor *self)
{
  guint n = g_strv_length ((GStrv) fanfold_input_get_texts (self->kept));
  g_autofree char *count = fanfold_text_count (n);
  g_autofree char *text = g_strdup_printf (ngettext ("%s line", "%s lines", n), count);

  gtk_label_set_label (self->kept_label, text);
  gtk_widget_set_sensitive (self->show_button, TRUE);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldListEditor) self = FANFOLD_LIST_EDITOR (user_data);
  g_autoptr (GError) wrong = NULL;
  FanfoldInput *kept = fanfold_pasted_lines_finish (result, &wrong);

  if (kept == NULL)
    return;

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->kept, fanfold_input_unref);
  self->kept = kept;
  self->wrong = g_steal_pointer (&wrong);
  set_view_text (self, "");
  show_kept (self);
  fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

/* Beside the view: @text (transfer full), or @input. */
static void
keep (FanfoldListEditor *self, char *text, FanfoldInput *input)
{
  drop_kept (self);
  self->cancellable = g_cancellable_new ();
  gtk_label_set_label (self->kept_label, _ ("Reading the lines…"));
  gtk_widget_set_sensitive (self->show_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "kept");
  fanfold_pasted_lines_async (
      text, input, get_param (self), self->cancellable, kept_cb, g_object_ref (self));
}

/* Whatever comes into the text, from the keyboard, the clipboard or a drop, passes here first. */
static void
insert_text_cb (FanfoldListEditor *self, GtkTextIter *place, const char *text, int length)
{
  GtkTextIter start, end;
  g_autofree char *before = NULL;
  g_autofree char *added = NULL;
  g_autofree char *after = NULL;

  if (self->setting)
    return;

  if (length + gtk_text_buffer_get_char_count (self->buffer) <= MAX_TEXT_BYTES)
    return;

  g_signal_stop_emission_by_name (self->buffer, "insert-text");
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  before = gtk_text_buffer_get_text (self->buffer, &start, place, FALSE);
  after = gtk_text_buffer_get_text (self->buffer, place, &end, FALSE);
  added = g_strndup (text, length);
  keep (self, g_strconcat (before, added, after, NULL), NULL);
  gtk_widget_grab_focus (self->remove_button);
}

static void
remove_cb (FanfoldListEditor *self)
{
  drop_kept (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static void
show_cb (FanfoldListEditor *self)
{
  GtkWidget *window =
      fanfold_values_window_new (fanfold_words_param_label (get_param (self)), self->kept);

  gtk_window_set_transient_for (GTK_WINDOW (window),
                                GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (window));
}

static GStrv
fanfold_list_editor_dup_texts (FanfoldInputEditor *editor)
{
  FanfoldListEditor *self = FANFOLD_LIST_EDITOR (editor);
  g_autofree char *text = NULL;

  if (self->kept != NULL)
    return g_strdupv ((GStrv) fanfold_input_get_texts (self->kept));

  text = get_text (self);

  return fanfold_pasted_lines_split (text, get_param (self));
}

/* Whether the view holds them and gives them back as they are. */
static gboolean
fits_view (const char *const *texts)
{
  gsize n_bytes = 0;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      n_bytes += strlen (texts[i]) + 1;
      if (n_bytes > MAX_TEXT_BYTES || strpbrk (texts[i], "\r\n") != NULL ||
          !g_utf8_validate (texts[i], -1, NULL))
        return FALSE;
    }

  return TRUE;
}

static void
fanfold_list_editor_set_texts (FanfoldInputEditor *editor, const char *const *texts)
{
  FanfoldListEditor *self = FANFOLD_LIST_EDITOR (editor);
  g_autoptr (FanfoldInput) input = fanfold_input_new ("list", FANFOLD_INPUT_LIST, texts);

  FANFOLD_INPUT_EDITOR_GET_CLASS (self)->set_input (editor, input);
}

static void
fanfold_list_editor_set_input (FanfoldInputEditor *editor, FanfoldInput *input)
{
  FanfoldListEditor *self = FANFOLD_LIST_EDITOR (editor);
  const char *const *texts = fanfold_input_get_texts (input);
  g_autoptr (GString) text = g_string_new (NULL);

  drop_kept (self);
  if (!fits_view (texts))
    {
      set_view_text (self, "");
      keep (self, NULL, input);
      self->kept = fanfold_input_ref (input);
      show_kept (self);
      fanfold_input_editor_changed (editor);
      return;
    }

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_string_append (text, texts[i]);
      if (texts[i + 1] != NULL || texts[i][0] == '\0')
        g_string_append_c (text, '\n');
    }

  set_view_text (self, text->str);
  fanfold_input_editor_changed (editor);
}

static FanfoldInput *
fanfold_list_editor_dup_input (FanfoldInputEditor *editor, const char *name)
{
  FanfoldListEditor *self = FANFOLD_LIST_EDITOR (editor);

  if (self->kept != NULL)
    return fanfold_input_with_name (self->kept, name);

  return FANFOLD_INPUT_EDITOR_CLASS (fanfold_list_editor_parent_class)->dup_input (editor, name);
}

static gboolean
fanfold_list_editor_check (FanfoldInputEditor *editor, GError **error)
{
  FanfoldListEditor *self = FANFOLD_LIST_EDITOR (editor);

  if (self->kept == NULL)
    return FANFOLD_INPUT_EDITOR_CLASS (fanfold_list_editor_parent_class)->check (editor, error);

  if (self->wrong != NULL && error != NULL)
    *error = g_error_copy (self->wrong);

  return self->wrong == NULL;
}

static void
fanfold_list_editor_constructed (GObject *object)
{
  FanfoldListEditor *self = FANFOLD_LIST_EDITOR (object);

  G_OBJECT_CLASS (fanfold_list_editor_parent_class)->constructed (object);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  fanfold_words_param_label (get_param (self)),
                                  -1);
}

static void
fanfold_list_editor_dispose (GObject *object)
{
  FanfoldListEditor *self = FANFOLD_LIST_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (fanfold_list_editor_parent_class)->dispose (object);
}

static void
fanfold_list_editor_finalize (GObject *object)
{
  FanfoldListEditor *self = FANFOLD_LIST_EDITOR (object);

  g_clear_pointer (&self->kept, fanfold_input_unref);
  g_clear_error (&self->wrong);

  G_OBJECT_CLASS (fanfold_list_editor_parent_class)->finalize (object);
}

static void
fanfold_list_editor_class_init (FanfoldListEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FanfoldInputEditorClass *editor_class = FANFOLD_INPUT_EDITOR_CLASS (klass);

  object_class->constructed = fanfold_list_editor_constructed;
  object_class->dispose = fanfold_list_editor_dispose;
  object_class->finalize = fanfold_list_editor_finalize;

  editor_class->kind = FANFOLD_INPUT_LIST;
  editor_class->dup_texts = fanfold_list_editor_dup_texts;
  editor_class->set_texts = fanfold_list_editor_set_texts;
  editor_class->dup_input = fanfold_list_editor_dup_input;
  editor_class->set_input = fanfold_list_editor_set_input;
  editor_class->check = fanfold_list_editor_check;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-list-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldListEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldListEditor, view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldListEditor, buffer);
  gtk_widget_class_bind_template_child (widget_class, FanfoldListEditor, kept_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldListEditor, show_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldListEditor, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, insert_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
}

static void
fanfold_list_editor_init (FanfoldListEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fanfold_list_editor_new (FanfoldParam *param)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  return g_object_new (FANFOLD_TYPE_LIST_EDITOR, "param", param, NULL);
}
