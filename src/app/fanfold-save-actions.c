/* fanfold-save-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-save-actions.h"
#include "fanfold-batch-place.h"
#include "fanfold-form-file.h"
#include "fanfold-limit-dialog.h"
#include "fanfold-task.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FanfoldSaveActions
{
  GObject parent_instance;

  GtkApplicationWindow *window; /* borrowed; NULL: it is going */
  FanfoldLaunchPage *page;      /* likewise */
  FanfoldRecentMenu *recent;
  char *action; /* to be done when all is saved; NULL: nothing */
};

G_DEFINE_FINAL_TYPE (FanfoldSaveActions, fanfold_save_actions, G_TYPE_OBJECT)

static void
show_toast (FanfoldSaveActions *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.toast", "s", text);
}

static void
show_error (FanfoldSaveActions *self, const char *heading, const char *text)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self->window), heading, text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
update_title (FanfoldSaveActions *self)
{
  FanfoldLaunchForm *form;
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  if (self->window == NULL)
    return;

  form = fanfold_launch_page_get_form (self->page);
  if (form == NULL || fanfold_form_file_get (form) == NULL)
    {
      gtk_window_set_title (GTK_WINDOW (self->window), _ ("Fanfold"));
      return;
    }

  name = fanfold_form_file_dup_name (form);
  /* Translators: the title of the window: the name of a file, and of the program. */
  title = g_strdup_printf (_ ("%s — Fanfold"), name);
  gtk_window_set_title (GTK_WINDOW (self->window), title);
}

/* What a save goes on with. */
typedef struct
{
  FanfoldLaunchForm *form;
  FanfoldBatch *batch;
  GFile *file;
  FanfoldSaveActionsFunc done;
  gpointer user_data;
} Save;

static void
save_free (Save *save)
{
  g_clear_object (&save->form);
  g_clear_object (&save->batch);
  g_object_unref (save->file);
  g_free (save);
}

/* The form goes on as the file's: its relative paths are below the file's folder from now on. */
static void
take_saved (FanfoldSaveActions *self, FanfoldLaunchForm *form, FanfoldBatch *saved, GFile *file)
{
  g_autoptr (FanfoldBatch) now = fanfold_launch_form_dup_batch (form);

  if (g_strcmp0 (fanfold_batch_get_folder (now), fanfold_batch_get_folder (saved)) != 0)
    {
      g_autoptr (FanfoldBatch) placed = fanfold_batch_place (
          now, fanfold_launch_form_get_function (form), fanfold_batch_get_folder (saved));

      fanfold_launch_form_set_batch (form, placed, NULL);
    }

  fanfold_form_file_set (form, file);
  fanfold_recent_menu_add (self->recent, file);
  update_title (self);
}

static void
save_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Save *save = task_data;
  g_autofree char *text = fanfold_batch_to_text (save->batch);
  GError *error = NULL;

  if (g_file_replace_contents (save->file,
                               text,
                               strlen (text),
                               NULL,
                               FALSE,
                               G_FILE_CREATE_NONE,
                               NULL,
                               cancellable,
                               &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldSaveActions *self = FANFOLD_SAVE_ACTIONS (source);
  Save *save = g_task_get_task_data (G_TASK (result));
  g_autoptr (FanfoldLaunchForm) form = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_take_over (result);
  /* The thread may be the last to let go of the task. */
  form = g_steal_pointer (&save->form);
  batch = g_steal_pointer (&save->batch);
  g_task_propagate_boolean (G_TASK (result), &error);
  if (self->window == NULL)
    return;

  if (error == NULL)
    take_saved (self, form, batch, save->file);
  save->done (save->file, error, save->user_data);
}

/* Goes on with what waits for everything to be saved. */
static void
go_on (FanfoldSaveActions *self)
{
  g_autofree char *action = g_steal_pointer (&self->action);

  if (action != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->window), action, NULL);
}

static void
told_cb (GFile *file, const GError *error, gpointer user_data)
{
  FanfoldSaveActions *self = FANFOLD_SAVE_ACTIONS (user_data);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = g_strdup_printf (_ ("Saved as “%s”"), shown);

  if (error != NULL)
    {
      g_clear_pointer (&self->action, g_free);
      show_error (self, _ ("The batch cannot be saved"), error->message);
      return;
    }

  show_toast (self, text);
  go_on (self);
}

static void
save_response_cb (FanfoldSaveActions *self, int response, GtkNativeDialog *dialog)
{
  FanfoldLaunchForm *form = g_object_get_data (G_OBJECT (dialog), "fanfold-form");

  if (response == GTK_RESPONSE_ACCEPT && self->window != NULL)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      fanfold_save_actions_save (self, form, file, told_cb, self);
    }
  else
    {
      g_clear_pointer (&self->action, g_free);
    }

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
add_filter (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Batches"));
  gtk_file_filter_add_suffix (filter, "fanfold");
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
choose_file (FanfoldSaveActions *self, FanfoldLaunchForm *form)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Save the Batch"), GTK_WINDOW (self->window), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  GFile *file = fanfold_form_file_get (form);
  g_autofree char *name = NULL;

  add_filter (GTK_FILE_CHOOSER (chooser));
  if (file != NULL)
    {
      gtk_file_chooser_set_file (GTK_FILE_CHOOSER (chooser), file, NULL);
    }
  else
    {
      name = g_strconcat (
          fanfold_function_get_id (fanfold_launch_form_get_function (form)), ".fanfold", NULL);
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
    }
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_object_set_data_full (G_OBJECT (chooser), "fanfold-form", g_object_ref (form), g_object_unref);
  g_signal_connect_object (
      chooser, "response", G_CALLBACK (save_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
save_form (FanfoldSaveActions *self, FanfoldLaunchForm *form, gboolean ask)
{
  GFile *file = form != NULL ? fanfold_form_file_get (form) : NULL;

  if (form == NULL)
    show_toast (self, _ ("There is nothing to save yet: pick a function and fill in its form"));
  else if (fanfold_limit_dialog_refuse (
               GTK_WINDOW (self->window), form, _ ("The jobs cannot be saved as a batch")))
    g_clear_pointer (&self->action, g_free);
  else if (file == NULL || ask)
    choose_file (self, form);
  else
    fanfold_save_actions_save (self, form, file, told_cb, self);
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldSaveActions *self = FANFOLD_SAVE_ACTIONS (user_data);

  save_form (self, fanfold_launch_page_get_form (self->page), FALSE);
}

static void
save_as_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldSaveActions *self = FANFOLD_SAVE_ACTIONS (user_data);

  save_form (self, fanfold_launch_page_get_form (self->page), TRUE);
}

static void
asked_cb (FanfoldSaveActions *self, const char *response, AdwMessageDialog *dialog)
{
  FanfoldLaunchForm *form = g_object_get_data (G_OBJECT (dialog), "fanfold-form");

  if (self->window == NULL)
    return;

  if (g_str_equal (response, "save"))
    {
      save_form (self, form, FALSE);
      return;
    }
  if (g_str_equal (response, "discard"))
    {
      fanfold_form_file_set (form, fanfold_form_file_get (form));
      go_on (self);
      return;
    }

  g_clear_pointer (&self->action, g_free);
}

static const GActionEntry actions[] = {
  { .name = "save", .activate = save_action },
  { .name = "save-as", .activate = save_as_action },
};

static void
fanfold_save_actions_finalize (GObject *object)
{
  FanfoldSaveActions *self = FANFOLD_SAVE_ACTIONS (object);

  g_clear_object (&self->recent);
  g_clear_pointer (&self->action, g_free);

  G_OBJECT_CLASS (fanfold_save_actions_parent_class)->finalize (object);
}

static void
fanfold_save_actions_class_init (FanfoldSaveActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_save_actions_finalize;
}

static void
fanfold_save_actions_init (FanfoldSaveActions *self)
{
}

FanfoldSaveActions *
fanfold_save_actions_new (GtkApplicationWindow *window,
                          FanfoldLaunchPage *page,
                          FanfoldRecentMenu *recent)
{
  FanfoldSaveActions *self;

  g_return_val_if_fail (GTK_IS_APPLICATION_WINDOW (window), NULL);
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_PAGE (page), NULL);
  g_return_val_if_fail (FANFOLD_IS_RECENT_MENU (recent), NULL);

  self = g_object_new (FANFOLD_TYPE_SAVE_ACTIONS, NULL);
  self->window = window;
  self->page = page;
  self->recent = g_object_ref (recent);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (page, "changed", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);

  return self;
}

void
fanfold_save_actions_stop (FanfoldSaveActions *self)
{
  g_return_if_fail (FANFOLD_IS_SAVE_ACTIONS (self));

  self->window = NULL;
}

void
fanfold_save_actions_save (FanfoldSaveActions *self,
                           FanfoldLaunchForm *form,
                           GFile *file,
                           FanfoldSaveActionsFunc done,
                           gpointer user_data)
{
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GFile) parent = NULL;
  g_autofree char *folder = NULL;
  Save *save;

  g_return_if_fail (FANFOLD_IS_SAVE_ACTIONS (self));
  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (form));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (done != NULL);

  parent = g_file_get_parent (file);
  folder = parent != NULL ? g_file_get_path (parent) : NULL;
  batch = fanfold_launch_form_dup_batch (form);
  save = g_new0 (Save, 1);
  save->form = g_object_ref (form);
  save->batch = fanfold_batch_place (batch, fanfold_launch_form_get_function (form), folder);
  save->file = g_object_ref (file);
  save->done = done;
  save->user_data = user_data;

  task = g_task_new (self, NULL, saved_cb, NULL);
  g_task_set_source_tag (task, fanfold_save_actions_save);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);
  fanfold_task_run (task, save_thread);
}

void
fanfold_save_actions_note_launched (FanfoldSaveActions *self)
{
  FanfoldLaunchForm *form;

  g_return_if_fail (FANFOLD_IS_SAVE_ACTIONS (self));

  form = fanfold_launch_page_get_form (self->page);
  if (form != NULL)
    fanfold_form_file_set (form, fanfold_form_file_get (form));
}

gboolean
fanfold_save_actions_ask (FanfoldSaveActions *self, const char *action)
{
  FanfoldLaunchForm *form;
  GtkWidget *dialog;
  g_autofree char *name = NULL;

  g_return_val_if_fail (FANFOLD_IS_SAVE_ACTIONS (self), FALSE);
  g_return_val_if_fail (action != NULL, FALSE);

  form = fanfold_form_stack_find_if (fanfold_launch_page_get_forms (self->page),
                                     fanfold_form_file_is_changed);
  if (form == NULL)
    return FALSE;

  g_free (self->action);
  self->action = g_strdup (action);
  name = fanfold_form_file_dup_name (form);
  dialog = adw_message_dialog_new (GTK_WINDOW (self->window), _ ("Save the changes?"), NULL);
  adw_message_dialog_format_body (
      ADW_MESSAGE_DIALOG (dialog),
      _ ("“%s” was neither saved nor launched as it is now. What is not saved will be lost."),
      name);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel",
                                    _ ("_Cancel"),
                                    "discard",
                                    _ ("_Discard"),
                                    "save",
                                    _ ("_Save"),
                                    NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "fanfold-form", g_object_ref (form), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (asked_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));

  return TRUE;
}
