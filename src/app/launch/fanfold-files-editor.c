/* fanfold-files-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-files-editor.h"
#include "fanfold-exclude-text.h"
#include "fanfold-file-globs.h"
#include "fanfold-folder-glob.h"
#include "fanfold-glob-text.h"
#include "fanfold-kinds-bar.h"
#include "fanfold-words.h"
#include "fanfold-wrap-layout.h"

#include <glib/gi18n.h>

struct _FanfoldFilesEditor
{
  FanfoldInputEditor parent_instance;

  GtkStringList *chosen; /* globs, as bytes: names of files need not be UTF-8 */
  GHashTable *known;     /* the same, to find them */

  GtkEntry *entry;
  GtkExpander *expander;
  GtkSingleSelection *selection;
  GtkWidget *chosen_box;
  GtkCheckButton *subfolders_check;
  GtkEditable *exclude_entry;
  FanfoldKindsBar *kinds_bar;
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (FanfoldFilesEditor, fanfold_files_editor, FANFOLD_TYPE_INPUT_EDITOR)

static void
changed_cb (FanfoldFilesEditor *self)
{
  if (!self->setting)
    fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static void
update_subfolders (FanfoldFilesEditor *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->chosen));
  guint n_folders = 0, n_deep = 0;

  for (guint i = 0; i < n; i++)
    {
      g_auto (FanfoldFolderGlob) glob = { NULL };

      if (!fanfold_folder_glob_parse (&glob, gtk_string_list_get_string (self->chosen, i)))
        continue;
      n_folders++;
      n_deep += glob.deep ? 1 : 0;
    }

  self->setting = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->subfolders_check), n_folders > 0);
  gtk_check_button_set_active (self->subfolders_check, n_deep > 0);
  gtk_check_button_set_inconsistent (self->subfolders_check, n_deep > 0 && n_deep < n_folders);
  self->setting = FALSE;
}

/* Of the first chosen folder of which some files alone are meant. (transfer full) (nullable) */
static char *
dup_ending (FanfoldFilesEditor *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->chosen));

  for (guint i = 0; i < n; i++)
    {
      g_auto (FanfoldFolderGlob) glob = { NULL };

      if (fanfold_folder_glob_parse (&glob, gtk_string_list_get_string (self->chosen, i)) &&
          glob.ending != NULL)
        return g_steal_pointer (&glob.ending);
    }

  return NULL;
}

static void
update_chosen (FanfoldFilesEditor *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->chosen));
  g_autofree char *ending = dup_ending (self);
  g_autofree char *label = fanfold_glob_text_chosen (n, ending);

  gtk_expander_set_label (self->expander, label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_visible (self->chosen_box, n > 0);
  update_subfolders (self);
}

/* In one piece, as each change of the list is told to its view. */
static void
append_globs (FanfoldFilesEditor *self, const char *const *globs)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new ();

  for (guint i = 0; globs[i] != NULL; i++)
    if (g_hash_table_add (self->known, g_strdup (globs[i])))
      g_ptr_array_add (fresh, (gpointer) globs[i]);
  g_ptr_array_add (fresh, NULL);

  gtk_string_list_splice (self->chosen,
                          g_list_model_get_n_items (G_LIST_MODEL (self->chosen)),
                          0,
                          (const char *const *) fresh->pdata);
}

static void
chosen_response_cb (FanfoldFilesEditor *self, int response, GtkNativeDialog *dialog)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (chooser);

      fanfold_files_editor_add (self,
                                files,
                                gtk_file_chooser_get_action (chooser) ==
                                    GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
    }

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
choose (FanfoldFilesEditor *self, const char *title, GtkFileChooserAction action)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      title, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), action, _ ("Add"), NULL);

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (
      chooser, "response", G_CALLBACK (chosen_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
choose_files_cb (FanfoldFilesEditor *self)
{
  choose (self, _ ("Choose Files"), GTK_FILE_CHOOSER_ACTION_OPEN);
}

static void
choose_folder_cb (FanfoldFilesEditor *self)
{
  choose (self, _ ("Choose Folders"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
clear (FanfoldFilesEditor *self)
{
  gtk_string_list_splice (
      self->chosen, 0, g_list_model_get_n_items (G_LIST_MODEL (self->chosen)), NULL);
  g_hash_table_remove_all (self->known);
}

/* @globs: (transfer full) in the place of those that were chosen. */
static void
replace_chosen (FanfoldFilesEditor *self, GPtrArray *globs)
{
  clear (self);
  append_globs (self, (const char *const *) globs->pdata);
  g_ptr_array_unref (globs);
  update_chosen (self);
  changed_cb (self);
}

/* Every folder with its subfolders, or every one without. */
static void
subfolders_cb (FanfoldFilesEditor *self)
{
  gboolean deep = gtk_check_button_get_active (self->subfolders_check);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->chosen));
  GPtrArray *globs;

  if (self->setting)
    return;

  globs = g_ptr_array_new_null_terminated (n, g_free, TRUE);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (
        globs, fanfold_folder_glob_with_depth (gtk_string_list_get_string (self->chosen, i), deep));
  replace_chosen (self, globs);
}

/* @ending: (nullable) all kinds. */
static void
kind_cb (FanfoldFilesEditor *self, const char *ending)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->chosen));
  GPtrArray *globs = g_ptr_array_new_null_terminated (n, g_free, TRUE);
  g_autofree char *text =
      fanfold_folder_glob_with_ending (gtk_editable_get_text (GTK_EDITABLE (self->entry)), ending);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (
        globs,
        fanfold_folder_glob_with_ending (gtk_string_list_get_string (self->chosen, i), ending));

  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->setting = FALSE;
  replace_chosen (self, globs);
}

static GStrv
fanfold_files_editor_dup_texts (FanfoldInputEditor *editor)
{
  FanfoldFilesEditor *self = FANFOLD_FILES_EDITOR (editor);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->chosen));
  g_autofree char *glob =
      fanfold_input_editor_expand_home (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  if (glob[0] != '\0')
    g_strv_builder_add (texts, glob);
  for (guint i = 0; i < n; i++)
    g_strv_builder_add (texts, gtk_string_list_get_string (self->chosen, i));

  return g_strv_builder_end (texts);
}

/* How many globs stand for folders, and whether one of them for some of its files alone. */
static guint
count_folders (FanfoldFilesEditor *self, gboolean *narrowed)
{
  g_auto (GStrv) globs = fanfold_files_editor_dup_texts (FANFOLD_INPUT_EDITOR (self));
  guint n = 0;

  *narrowed = FALSE;
  for (guint i = 0; globs[i] != NULL; i++)
    {
      g_auto (FanfoldFolderGlob) glob = { NULL };

      if (!fanfold_folder_glob_parse (&glob, globs[i]))
        continue;
      n++;
      *narrowed = *narrowed || glob.ending != NULL;
    }

  return n;
}

static void
clear_cb (FanfoldFilesEditor *self)
{
  clear (self);
  update_chosen (self);
  changed_cb (self);
}

static void
remove_cb (FanfoldFilesEditor *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position == GTK_INVALID_LIST_POSITION)
    return;

  g_hash_table_remove (self->known, gtk_string_list_get_string (self->chosen, position));
  gtk_string_list_remove (self->chosen, position);
  update_chosen (self);
  changed_cb (self);
}

static void
setup_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_START);
  gtk_list_item_set_child (item, label);
}

static void
bind_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *shown =
      fanfold_glob_text (gtk_string_object_get_string (gtk_list_item_get_item (item)));

  gtk_label_set_label (GTK_LABEL (label), shown);
  gtk_widget_set_tooltip_text (label, shown);
}

static void
fanfold_files_editor_set_texts (FanfoldInputEditor *editor, const char *const *texts)
{
  FanfoldFilesEditor *self = FANFOLD_FILES_EDITOR (editor);
  gboolean single = texts[0] != NULL && texts[1] == NULL && g_utf8_validate (texts[0], -1, NULL);

  clear (self);
  if (!single)
    append_globs (self, texts);
  update_chosen (self);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), single ? texts[0] : "");
  changed_cb (self);
}

static FanfoldInput *
fanfold_files_editor_dup_input (FanfoldInputEditor *editor, const char *name)
{
  g_auto (GStrv) exclude = fanfold_exclude_text_read (
      gtk_editable_get_text (FANFOLD_FILES_EDITOR (editor)->exclude_entry));
  g_autoptr (FanfoldInput) input =
      FANFOLD_INPUT_EDITOR_CLASS (fanfold_files_editor_parent_class)->dup_input (editor, name);

  if (input == NULL || exclude[0] == NULL)
    return g_steal_pointer (&input);

  return fanfold_input_with_exclude (input, (const char *const *) exclude);
}

static void
fanfold_files_editor_set_input (FanfoldInputEditor *editor, FanfoldInput *input)
{
  FanfoldFilesEditor *self = FANFOLD_FILES_EDITOR (editor);
  g_autofree char *shown = fanfold_exclude_text_join (fanfold_input_get_exclude (input));

  self->setting = TRUE;
  gtk_editable_set_text (self->exclude_entry, shown);
  self->setting = FALSE;
  fanfold_files_editor_set_texts (editor, fanfold_input_get_texts (input));
}

static void
fanfold_files_editor_mark (FanfoldInputEditor *editor, const char *error)
{
  fanfold_input_editor_mark_widget (GTK_WIDGET (FANFOLD_FILES_EDITOR (editor)->entry), error);
}

static void
fanfold_files_editor_constructed (GObject *object)
{
  FanfoldFilesEditor *self = FANFOLD_FILES_EDITOR (object);
  FanfoldParam *param = fanfold_input_editor_get_param (FANFOLD_INPUT_EDITOR (self));

  G_OBJECT_CLASS (fanfold_files_editor_parent_class)->constructed (object);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  fanfold_words_param_label (param),
                                  -1);
}

static void
fanfold_files_editor_finalize (GObject *object)
{
  FanfoldFilesEditor *self = FANFOLD_FILES_EDITOR (object);

  g_clear_pointer (&self->known, g_hash_table_unref);

  G_OBJECT_CLASS (fanfold_files_editor_parent_class)->finalize (object);
}

static void
fanfold_files_editor_class_init (FanfoldFilesEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FanfoldInputEditorClass *editor_class = FANFOLD_INPUT_EDITOR_CLASS (klass);

  object_class->constructed = fanfold_files_editor_constructed;
  object_class->finalize = fanfold_files_editor_finalize;

  editor_class->kind = FANFOLD_INPUT_FILES;
  editor_class->dup_texts = fanfold_files_editor_dup_texts;
  editor_class->set_texts = fanfold_files_editor_set_texts;
  editor_class->dup_input = fanfold_files_editor_dup_input;
  editor_class->set_input = fanfold_files_editor_set_input;
  editor_class->mark = fanfold_files_editor_mark;

  g_type_ensure (FANFOLD_TYPE_WRAP_LAYOUT);
  g_type_ensure (FANFOLD_TYPE_KINDS_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-files-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldFilesEditor, chosen);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFilesEditor, chosen_box);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFilesEditor, entry);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFilesEditor, exclude_entry);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFilesEditor, subfolders_check);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFilesEditor, kinds_bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFilesEditor, expander);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFilesEditor, selection);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_files_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_item_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_item_cb);
  gtk_widget_class_bind_template_callback (widget_class, subfolders_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
}

static void
fanfold_files_editor_init (FanfoldFilesEditor *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  update_chosen (self);
}

GtkWidget *
fanfold_files_editor_new (FanfoldParam *param)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  return g_object_new (FANFOLD_TYPE_FILES_EDITOR, "param", param, NULL);
}

void
fanfold_files_editor_add (FanfoldFilesEditor *self, GListModel *files, gboolean folders)
{
  g_autoptr (GStrvBuilder) globs = g_strv_builder_new ();
  g_auto (GStrv) added = NULL;
  guint n;

  g_return_if_fail (FANFOLD_IS_FILES_EDITOR (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  n = g_list_model_get_n_items (files);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      const char *path = g_file_peek_path (file);

      if (path != NULL)
        {
          g_autofree char *glob = fanfold_file_globs_make (path, folders);

          g_strv_builder_add (globs, glob);
        }
    }

  added = g_strv_builder_end (globs);
  fanfold_files_editor_add_globs (self, (const char *const *) added);
}

void
fanfold_files_editor_add_globs (FanfoldFilesEditor *self, const char *const *globs)
{
  g_return_if_fail (FANFOLD_IS_FILES_EDITOR (self));
  g_return_if_fail (globs != NULL);

  append_globs (self, globs);
  update_chosen (self);
  changed_cb (self);
}

void
fanfold_files_editor_leave_out (FanfoldFilesEditor *self, const char *const *globs)
{
  g_autofree char *more = NULL;
  g_autofree char *text = NULL;
  const char *before;

  g_return_if_fail (FANFOLD_IS_FILES_EDITOR (self));
  g_return_if_fail (globs != NULL);

  more = fanfold_exclude_text_join (globs);
  before = gtk_editable_get_text (self->exclude_entry);
  text = g_strconcat (before, *before != '\0' ? ", " : "", more, NULL);
  gtk_editable_set_text (self->exclude_entry, text);
}

void
fanfold_files_editor_set_kinds (FanfoldFilesEditor *self, GPtrArray *kinds)
{
  gboolean narrowed;
  guint n_folders;

  g_return_if_fail (FANFOLD_IS_FILES_EDITOR (self));

  n_folders = count_folders (self, &narrowed);
  fanfold_kinds_bar_set_kinds (self->kinds_bar, n_folders > 0 ? kinds : NULL, narrowed);
}
