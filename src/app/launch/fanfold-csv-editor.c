/* fanfold-csv-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-csv-editor.h"
#include "fanfold-csv-header.h"
#include "fanfold-path-entry.h"
#include "fanfold-words.h"

#define READ_MSEC 250

struct _FanfoldCsvEditor
{
  FanfoldInputEditor parent_instance;

  char *folder; /* (nullable) */
  char *column; /* (nullable) the header that was chosen or opened */
  GError *error;
  GCancellable *cancellable;
  guint read_id;
  gboolean setting;

  FanfoldPathEntry *path;
  GtkWidget *column_box;
  GtkDropDown *choice;
  GtkStringList *columns;
};

G_DEFINE_FINAL_TYPE (FanfoldCsvEditor, fanfold_csv_editor, FANFOLD_TYPE_INPUT_EDITOR)

static void
cancel (FanfoldCsvEditor *self)
{
  g_clear_handle_id (&self->read_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
}

/* @names: what the file has, or NULL while that is not known; the chosen one is always shown. */
static void
show_columns (FanfoldCsvEditor *self, const char *const *names)
{
  const char *none[] = { NULL };
  const char *chosen[] = { self->column, NULL };
  FanfoldParam *param = fanfold_input_editor_get_param (FANFOLD_INPUT_EDITOR (self));
  guint selected = GTK_INVALID_LIST_POSITION;
  guint n;

  self->setting = TRUE;
  n = g_list_model_get_n_items (G_LIST_MODEL (self->columns));
  gtk_string_list_splice (self->columns, 0, n, names != NULL ? names : none);
  if (self->column != NULL && (names == NULL || !g_strv_contains (names, self->column)))
    gtk_string_list_splice (self->columns, 0, 0, chosen);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->columns));
  for (guint i = 0; i < n; i++)
    {
      const char *name = gtk_string_list_get_string (self->columns, i);

      if (g_strcmp0 (name, self->column) == 0 ||
          (self->column == NULL && selected == GTK_INVALID_LIST_POSITION &&
           g_str_equal (name, fanfold_param_get_id (param))))
        selected = i;
    }
  if (selected == GTK_INVALID_LIST_POSITION && n > 0)
    selected = 0;
  gtk_drop_down_set_selected (self->choice, selected);
  self->setting = FALSE;

  if (selected != GTK_INVALID_LIST_POSITION && self->column == NULL)
    self->column = g_strdup (gtk_string_list_get_string (self->columns, selected));
  gtk_widget_set_visible (self->column_box, n > 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldCsvEditor) self = FANFOLD_CSV_EDITOR (user_data);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = fanfold_csv_header_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  self->error = g_steal_pointer (&error);
  if (names != NULL)
    show_columns (self, (const char *const *) names);
  fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static gboolean
start_cb (gpointer user_data)
{
  FanfoldCsvEditor *self = FANFOLD_CSV_EDITOR (user_data);
  g_autofree char *path = fanfold_path_entry_dup_path (self->path);

  self->read_id = 0;
  if (path[0] == '\0')
    return G_SOURCE_REMOVE;

  self->cancellable = g_cancellable_new ();
  fanfold_csv_header_async (path, self->folder, self->cancellable, read_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
read_columns (FanfoldCsvEditor *self)
{
  cancel (self);
  self->read_id = g_timeout_add (READ_MSEC, start_cb, self);
  fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static void
changed_cb (FanfoldCsvEditor *self)
{
  g_clear_pointer (&self->column, g_free);
  show_columns (self, NULL);
  read_columns (self);
}

static void
column_cb (FanfoldCsvEditor *self)
{
  guint position = gtk_drop_down_get_selected (self->choice);

  if (self->setting || position == GTK_INVALID_LIST_POSITION)
    return;

  g_free (self->column);
  self->column = g_strdup (gtk_string_list_get_string (self->columns, position));
  fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static GStrv
fanfold_csv_editor_dup_texts (FanfoldInputEditor *editor)
{
  FanfoldCsvEditor *self = FANFOLD_CSV_EDITOR (editor);
  g_autofree char *path = fanfold_path_entry_dup_path (self->path);
  const char *texts[] = { path, self->column, NULL };

  if (path[0] == '\0' || self->column == NULL)
    texts[0] = NULL;

  return g_strdupv ((GStrv) texts);
}

static void
fanfold_csv_editor_set_texts (FanfoldInputEditor *editor, const char *const *texts)
{
  FanfoldCsvEditor *self = FANFOLD_CSV_EDITOR (editor);

  g_free (self->column);
  self->column = g_strdup (texts[0] != NULL ? texts[1] : NULL);
  show_columns (self, NULL);
  fanfold_path_entry_set_path (self->path, texts[0] != NULL ? texts[0] : "");
  read_columns (self);
}

static gboolean
fanfold_csv_editor_check (FanfoldInputEditor *editor, GError **error)
{
  FanfoldCsvEditor *self = FANFOLD_CSV_EDITOR (editor);

  if (self->error != NULL && error != NULL)
    *error = g_error_copy (self->error);

  return self->error == NULL;
}

static void
fanfold_csv_editor_constructed (GObject *object)
{
  FanfoldCsvEditor *self = FANFOLD_CSV_EDITOR (object);
  FanfoldParam *param = fanfold_input_editor_get_param (FANFOLD_INPUT_EDITOR (self));

  G_OBJECT_CLASS (fanfold_csv_editor_parent_class)->constructed (object);

  fanfold_path_entry_set_label (self->path, fanfold_words_param_label (param));
}

static void
fanfold_csv_editor_dispose (GObject *object)
{
  cancel (FANFOLD_CSV_EDITOR (object));

  G_OBJECT_CLASS (fanfold_csv_editor_parent_class)->dispose (object);
}

static void
fanfold_csv_editor_finalize (GObject *object)
{
  FanfoldCsvEditor *self = FANFOLD_CSV_EDITOR (object);

  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->column, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (fanfold_csv_editor_parent_class)->finalize (object);
}

static void
fanfold_csv_editor_class_init (FanfoldCsvEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FanfoldInputEditorClass *editor_class = FANFOLD_INPUT_EDITOR_CLASS (klass);

  object_class->constructed = fanfold_csv_editor_constructed;
  object_class->dispose = fanfold_csv_editor_dispose;
  object_class->finalize = fanfold_csv_editor_finalize;

  g_type_ensure (FANFOLD_TYPE_PATH_ENTRY);
  editor_class->kind = FANFOLD_INPUT_CSV;
  editor_class->dup_texts = fanfold_csv_editor_dup_texts;
  editor_class->set_texts = fanfold_csv_editor_set_texts;
  editor_class->check = fanfold_csv_editor_check;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/launch/fanfold-csv-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldCsvEditor, path);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCsvEditor, column_box);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCsvEditor, choice);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCsvEditor, columns);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, column_cb);
}

static void
fanfold_csv_editor_init (FanfoldCsvEditor *self)
{
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
}

GtkWidget *
fanfold_csv_editor_new (FanfoldParam *param)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  return g_object_new (FANFOLD_TYPE_CSV_EDITOR, "param", param, NULL);
}

void
fanfold_csv_editor_set_folder (FanfoldCsvEditor *self, const char *folder)
{
  g_return_if_fail (FANFOLD_IS_CSV_EDITOR (self));

  g_free (self->folder);
  self->folder = g_strdup (folder);
}
