/* fanfold-file-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-file-actions.h"
#include "fanfold-table-reader.h"
#include "fanfold-form-file.h"
#include "fanfold-table-inputs.h"
#include "fanfold-task.h"

#include <glib/gi18n.h>

struct _FanfoldFileActions
{
  GObject parent_instance;

  GtkApplicationWindow *window; /* borrowed; NULL: it is going */
  AdwToastOverlay *toasts;      /* likewise */
  FanfoldLaunchView *view;      /* likewise */
  FanfoldRecentMenu *recent;

  GFile *opened;          /* of the form that is about to be shown */
  char *opened_id;        /* its function */
  FanfoldBatch *replaced; /* what was not saved in the form before */
  GFile *replaced_file;   /* (nullable) */
};

G_DEFINE_FINAL_TYPE (FanfoldFileActions, fanfold_file_actions, G_TYPE_OBJECT)

static void
show_toast (FanfoldFileActions *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.toast", "s", text);
}

static void
show_error (FanfoldFileActions *self, const char *heading, const char *text)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self->window), heading, text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A form that is seen for the first time is as it was opened, or empty. */
static void
page_changed_cb (FanfoldFileActions *self)
{
  FanfoldLaunchForm *form =
      fanfold_launch_page_get_form (fanfold_launch_view_get_page (self->view));

  if (self->window == NULL)
    return;

  if (form == NULL)
    {
      g_clear_object (&self->opened);
    }
  else if (!fanfold_form_file_is_known (form))
    {
      const char *id = fanfold_function_get_id (fanfold_launch_form_get_function (form));
      gboolean opened = g_strcmp0 (id, self->opened_id) == 0;

      fanfold_form_file_set (form, opened ? self->opened : NULL);
      if (opened)
        g_clear_object (&self->opened);
    }
}

/* What would be lost with the form that is to be replaced can be had back. */
static void
keep_replaced (FanfoldFileActions *self, FanfoldBatch *batch)
{
  FanfoldLaunchPage *page = fanfold_launch_view_get_page (self->view);
  FanfoldLaunchForm *form = fanfold_form_stack_find (fanfold_launch_page_get_forms (page),
                                                     fanfold_batch_get_function_id (batch));
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;
  AdwToast *toast;

  g_clear_object (&self->replaced);
  g_clear_object (&self->replaced_file);
  if (form == NULL || !fanfold_form_file_is_changed (form))
    return;

  self->replaced = fanfold_launch_form_dup_batch (form);
  g_set_object (&self->replaced_file, fanfold_form_file_get (form));
  name = fanfold_form_file_dup_name (form);
  text = g_strdup_printf (_ ("Not saved: “%s”"), name);
  markup = g_markup_escape_text (text, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _ ("_Restore"));
  adw_toast_set_action_name (toast, "win.restore");
  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
show_batch (FanfoldFileActions *self, FanfoldBatch *batch, GFile *file, const char *const *notes)
{
  keep_replaced (self, batch);
  g_set_object (&self->opened, file);
  g_free (self->opened_id);
  self->opened_id = g_strdup (fanfold_batch_get_function_id (batch));
  fanfold_launch_view_show_batch (self->view, batch, notes);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.view", "s", "launch");
}

static void
restore_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldFileActions *self = FANFOLD_FILE_ACTIONS (user_data);
  g_autoptr (FanfoldBatch) batch = g_steal_pointer (&self->replaced);
  g_autoptr (GFile) file = g_steal_pointer (&self->replaced_file);

  if (batch != NULL)
    show_batch (self, batch, file, NULL);
}

static void
load_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  FanfoldBatch *batch = fanfold_batch_new_from_file (G_FILE (task_data), &error);

  if (batch != NULL)
    g_task_return_pointer (task, batch, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldFileActions *self = FANFOLD_FILE_ACTIONS (source);
  GFile *file = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;

  fanfold_take_over (result);
  batch = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->window == NULL)
    return;

  if (batch == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        fanfold_recent_menu_remove (self->recent, file);
      show_error (self, _ ("The batch cannot be opened"), error->message);
      return;
    }

  fanfold_recent_menu_add (self->recent, file);
  show_batch (self, batch, file, NULL);
}

static void
open_batch (FanfoldFileActions *self, GFile *file)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, loaded_cb, NULL);

  g_task_set_source_tag (task, open_batch);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  fanfold_task_run (task, load_thread);
}

static gboolean
has_suffix (GFile *file, const char *const *suffixes)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  for (; lower != NULL && *suffixes != NULL; suffixes++)
    if (g_str_has_suffix (lower, *suffixes))
      return TRUE;

  return FALSE;
}

static gboolean
is_json (GFile *file)
{
  return has_suffix (file, (const char *[]){ ".json", ".jsonl", ".ndjson", NULL });
}

static void
header_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (FanfoldTableReader) reader = NULL;
  GError *error = NULL;

  reader = fanfold_table_reader_open (task_data, &error);
  if (reader != NULL)
    g_task_return_pointer (task,
                           g_strdupv ((GStrv) fanfold_table_reader_get_header (reader)),
                           (GDestroyNotify) g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
take_as_file (FanfoldFileActions *self, GFile *file)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  g_list_store_append (files, file);
  fanfold_launch_view_add_files (self->view, G_LIST_MODEL (files));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.view", "s", "launch");
}

static void
header_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldFileActions *self = FANFOLD_FILE_ACTIONS (source);
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (FanfoldBatch) filled = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (g_task_get_task_data (G_TASK (result)));
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) header = NULL;
  FanfoldLaunchForm *form;

  fanfold_take_over (result);
  header = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->window == NULL)
    return;

  form = fanfold_launch_view_get_form_or_command (self->view);
  if (header != NULL && form != NULL)
    {
      batch = fanfold_launch_form_dup_batch (form);
      filled = fanfold_table_inputs_add (batch,
                                         fanfold_launch_form_get_function (form),
                                         g_task_get_task_data (G_TASK (result)),
                                         (const char *const *) header,
                                         &error);
    }
  if (filled == NULL && is_json (file))
    take_as_file (self, file); /* JSON may be anything, and no table */
  else if (filled != NULL && fanfold_launch_form_set_batch (form, filled, &error))
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.view", "s", "launch");
  else if (error != NULL)
    show_error (self, _ ("The table cannot be used"), error->message);
}

static void
open_table (FanfoldFileActions *self, GFile *file)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, header_cb, NULL);

  g_task_set_source_tag (task, open_table);
  g_task_set_task_data (task, g_file_get_path (file), g_free);
  fanfold_task_run (task, header_thread);
}

static void
open_recent_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  open_batch (FANFOLD_FILE_ACTIONS (user_data), file);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const *suffixes)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  if (suffixes == NULL)
    gtk_file_filter_add_pattern (filter, "*");
  for (; suffixes != NULL && *suffixes != NULL; suffixes++)
    gtk_file_filter_add_suffix (filter, *suffixes);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
open_response_cb (FanfoldFileActions *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT && self->window != NULL)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

      fanfold_file_actions_take_files (self, files);
    }

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldFileActions *self = FANFOLD_FILE_ACTIONS (user_data);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Open"), GTK_WINDOW (self->window), GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  add_filter (GTK_FILE_CHOOSER (chooser),
              _ ("Batches and tables of values"),
              (const char *[]){ "fanfold", "csv", "tsv", "json", "jsonl", "ndjson", NULL });
  add_filter (GTK_FILE_CHOOSER (chooser), _ ("All files"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (
      chooser, "response", G_CALLBACK (open_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static const GActionEntry actions[] = {
  { .name = "open", .activate = open_action },
  { .name = "open-recent", .activate = open_recent_action, .parameter_type = "s" },
  { .name = "restore", .activate = restore_action },
};

static void
fanfold_file_actions_finalize (GObject *object)
{
  FanfoldFileActions *self = FANFOLD_FILE_ACTIONS (object);

  g_clear_object (&self->recent);
  g_clear_object (&self->opened);
  g_clear_pointer (&self->opened_id, g_free);
  g_clear_object (&self->replaced);
  g_clear_object (&self->replaced_file);

  G_OBJECT_CLASS (fanfold_file_actions_parent_class)->finalize (object);
}

static void
fanfold_file_actions_class_init (FanfoldFileActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_file_actions_finalize;
}

static void
fanfold_file_actions_init (FanfoldFileActions *self)
{
}

FanfoldFileActions *
fanfold_file_actions_new (GtkApplicationWindow *window,
                          AdwToastOverlay *toasts,
                          FanfoldLaunchView *view,
                          FanfoldRecentMenu *recent)
{
  FanfoldFileActions *self;

  g_return_val_if_fail (GTK_IS_APPLICATION_WINDOW (window), NULL);
  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (toasts), NULL);
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_VIEW (view), NULL);
  g_return_val_if_fail (FANFOLD_IS_RECENT_MENU (recent), NULL);

  self = g_object_new (FANFOLD_TYPE_FILE_ACTIONS, NULL);
  self->window = window;
  self->toasts = toasts;
  self->view = view;
  self->recent = g_object_ref (recent);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (fanfold_launch_view_get_page (view),
                           "changed",
                           G_CALLBACK (page_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);

  return self;
}

void
fanfold_file_actions_stop (FanfoldFileActions *self)
{
  g_return_if_fail (FANFOLD_IS_FILE_ACTIONS (self));

  self->window = NULL;
}

static gboolean
is_table (GFile *file)
{
  return is_json (file) || has_suffix (file, (const char *[]){ ".csv", ".tsv", NULL });
}

void
fanfold_file_actions_take_files (FanfoldFileActions *self, GListModel *files)
{
  guint n_files;

  g_return_if_fail (FANFOLD_IS_FILE_ACTIONS (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  n_files = g_list_model_get_n_items (files);
  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *name = NULL;
      g_autofree char *text = NULL;

      if (!has_suffix (file, (const char *[]){ ".fanfold", NULL }))
        continue;

      open_batch (self, file);
      if (n_files > 1)
        {
          name = g_file_get_parse_name (file);
          text = g_strdup_printf (_ ("One batch at a time: only “%s” was opened"), name);
          show_toast (self, text);
        }
      return;
    }

  if (n_files == 0)
    return;

  if (n_files == 1)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, 0);

      if (g_file_is_native (file) && is_table (file))
        {
          open_table (self, file);
          return;
        }
    }

  fanfold_launch_view_add_files (self->view, files);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.view", "s", "launch");
}

void
fanfold_file_actions_take_list (FanfoldFileActions *self, GdkFileList *list)
{
  g_autoptr (GListStore) files = NULL;
  GSList *links;

  g_return_if_fail (FANFOLD_IS_FILE_ACTIONS (self));
  g_return_if_fail (list != NULL);

  files = g_list_store_new (G_TYPE_FILE);
  links = gdk_file_list_get_files (list);
  for (GSList *link = links; link != NULL; link = link->next)
    g_list_store_append (files, link->data);
  g_slist_free (links);
  fanfold_file_actions_take_files (self, G_LIST_MODEL (files));
}

void
fanfold_file_actions_show_batch (FanfoldFileActions *self,
                                 FanfoldBatch *batch,
                                 const char *const *notes)
{
  g_return_if_fail (FANFOLD_IS_FILE_ACTIONS (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  show_batch (self, batch, NULL, notes);
}

void
fanfold_file_actions_show_addition (FanfoldFileActions *self, FanfoldBatch *batch, FanfoldRun *run)
{
  g_return_if_fail (FANFOLD_IS_FILE_ACTIONS (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));
  g_return_if_fail (FANFOLD_IS_RUN (run));

  keep_replaced (self, batch);
  g_clear_object (&self->opened);
  fanfold_launch_view_show_addition (self->view, batch, run);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.view", "s", "launch");
}
