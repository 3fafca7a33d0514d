/* fanfold-add-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-add-actions.h"
#include "fanfold-added-inputs.h"
#include "fanfold-added-toast.h"
#include "fanfold-file-globs.h"
#include "fanfold-task.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_BYTES ((gsize) 64 * 1024 * 1024)

struct _FanfoldAddActions
{
  GObject parent_instance;

  GtkApplicationWindow *window; /* borrowed; NULL: it is going */
  FanfoldEngine *engine;        /* NULL then, too */
  AdwToastOverlay *toasts;      /* borrowed, as the next */
  FanfoldFileActions *files;
  AdwToast *toast; /* weak: the last one, while it is to be seen */
};

G_DEFINE_FINAL_TYPE (FanfoldAddActions, fanfold_add_actions, G_TYPE_OBJECT)

/* What the batch of a run, which may list a great many values, is read for. */
typedef struct
{
  FanfoldAddActions *actions;
  FanfoldRun *run;
  FanfoldFunction *function;
  char *batch;
  char *folder;
  gboolean edits; /* the values are to be filled in, and not these: */
  char *text;     /* (nullable) lines */
  GStrv globs;    /* (nullable) files */
} Addition;

/* What the clipboard is read for. */
typedef struct
{
  FanfoldAddActions *actions;
  FanfoldRun *run;
  FanfoldLineActions *lines;
} Paste;

static void
addition_free (gpointer data)
{
  Addition *addition = data;

  fanfold_take_over (addition);
  g_clear_object (&addition->actions);
  g_clear_object (&addition->run);
  g_clear_object (&addition->function);
  g_free (addition->batch);
  g_free (addition->folder);
  g_free (addition->text);
  g_strfreev (addition->globs);
  g_free (addition);
}

static Addition *
addition_new (FanfoldAddActions *self, FanfoldRun *run)
{
  Addition *addition = g_new0 (Addition, 1);

  addition->actions = g_object_ref (self);
  addition->run = g_object_ref (run);
  addition->function = g_object_ref (fanfold_combine_get_function (fanfold_run_get_combine (run)));
  addition->batch = g_strdup (fanfold_run_get_record (run)->batch);
  addition->folder = g_strdup (fanfold_run_get_record (run)->folder);

  return addition;
}

static void
show_error (FanfoldAddActions *self, const char *text)
{
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (self->window), _ ("The inputs cannot be added"), text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Addition *addition = user_data;
  FanfoldAddActions *self = addition->actions;
  g_autoptr (GError) error = NULL;
  guint64 first;
  guint64 n = fanfold_engine_add_inputs_finish (FANFOLD_ENGINE (source), result, &first, &error);

  if (self->window != NULL && error != NULL)
    show_error (self, error->message);
  else if (self->window != NULL)
    fanfold_add_actions_tell (self, addition->run, first, n);

  addition_free (addition);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Addition *addition = task_data;
  GError *error = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;
  FanfoldBatch *made = NULL;

  fanfold_take_over (addition);
  batch = fanfold_batch_new_from_text (addition->batch, -1, &error);
  if (batch != NULL)
    fanfold_batch_set_folder (batch, addition->folder);
  if (batch != NULL && addition->text != NULL)
    made =
        fanfold_added_inputs_new_batch_of_lines (batch, addition->function, addition->text, &error);
  else if (batch != NULL)
    made = fanfold_added_inputs_new_batch (
        batch, addition->function, FANFOLD_INPUT_FILES, g_steal_pointer (&addition->globs), &error);
  fanfold_hand_over (addition);
  if (made != NULL)
    g_task_return_pointer (task, made, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Addition *addition = user_data;
  FanfoldAddActions *self = addition->actions;
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_take_over (result);
  fanfold_take_over (addition);
  batch = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->window != NULL && batch != NULL && !addition->edits)
    {
      fanfold_engine_add_inputs_async (
          self->engine, addition->run, batch, NULL, added_cb, addition);
      return;
    }

  if (self->window != NULL && batch != NULL)
    fanfold_file_actions_show_addition (self->files, batch, addition->run);
  else if (self->window != NULL)
    show_error (self, error->message);
  addition_free (addition);
}

/* @addition is taken. */
static void
read_batch (Addition *addition)
{
  g_autoptr (GTask) task = g_task_new (addition->actions, NULL, read_cb, addition);

  g_task_set_source_tag (task, read_batch);
  g_task_set_task_data (task, addition, NULL);
  fanfold_hand_over (addition);
  fanfold_task_run (task, read_thread);
}

static void
files_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Addition *addition = user_data;
  FanfoldAddActions *self = addition->actions;

  addition->globs = fanfold_file_globs_finish (result, NULL);
  if (self->window != NULL && addition->globs != NULL && addition->globs[0] != NULL)
    {
      read_batch (addition);
      return;
    }

  if (self->window != NULL)
    show_error (self, _ ("None of them is a file on this machine"));
  addition_free (addition);
}

static void
fanfold_add_actions_dispose (GObject *object)
{
  FanfoldAddActions *self = FANFOLD_ADD_ACTIONS (object);

  g_clear_object (&self->engine);
  g_clear_weak_pointer (&self->toast);

  G_OBJECT_CLASS (fanfold_add_actions_parent_class)->dispose (object);
}

static void
fanfold_add_actions_class_init (FanfoldAddActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fanfold_add_actions_dispose;
}

static void
fanfold_add_actions_init (FanfoldAddActions *self)
{
}

FanfoldAddActions *
fanfold_add_actions_new (GtkApplicationWindow *window,
                         FanfoldEngine *engine,
                         AdwToastOverlay *toasts,
                         FanfoldFileActions *files)
{
  FanfoldAddActions *self;

  g_return_val_if_fail (GTK_IS_APPLICATION_WINDOW (window), NULL);
  g_return_val_if_fail (FANFOLD_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (toasts), NULL);
  g_return_val_if_fail (FANFOLD_IS_FILE_ACTIONS (files), NULL);

  self = g_object_new (FANFOLD_TYPE_ADD_ACTIONS, NULL);
  self->window = window;
  self->engine = g_object_ref (engine);
  self->toasts = toasts;
  self->files = files;

  return self;
}

void
fanfold_add_actions_stop (FanfoldAddActions *self)
{
  g_return_if_fail (FANFOLD_IS_ADD_ACTIONS (self));

  self->window = NULL;
  g_clear_object (&self->engine);
}

void
fanfold_add_actions_edit (FanfoldAddActions *self, FanfoldRun *run)
{
  Addition *addition;

  g_return_if_fail (FANFOLD_IS_ADD_ACTIONS (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));

  addition = addition_new (self, run);
  addition->edits = TRUE;
  read_batch (addition);
}

void
fanfold_add_actions_take_list (FanfoldAddActions *self, FanfoldRun *run, GdkFileList *list)
{
  g_autoptr (GListStore) files = NULL;
  GSList *links;

  g_return_if_fail (FANFOLD_IS_ADD_ACTIONS (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));
  g_return_if_fail (list != NULL);

  files = g_list_store_new (G_TYPE_FILE);
  links = gdk_file_list_get_files (list);
  for (GSList *link = links; link != NULL; link = link->next)
    g_list_store_append (files, link->data);
  g_slist_free (links);
  fanfold_file_globs_async (G_LIST_MODEL (files), NULL, files_found_cb, addition_new (self, run));
}

static void
take_text (FanfoldAddActions *self, FanfoldRun *run, const char *text)
{
  Addition *addition;

  if (*text == '\0' || strlen (text) > MAX_BYTES)
    {
      gtk_widget_activate_action (GTK_WIDGET (self->window),
                                  "win.toast",
                                  "s",
                                  _ ("The clipboard holds no lines, nor any files"));
      return;
    }

  addition = addition_new (self, run);
  addition->text = g_strdup (text);
  read_batch (addition);
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Paste *paste = user_data;
  g_autoptr (FanfoldAddActions) self = paste->actions;
  g_autoptr (FanfoldRun) run = paste->run;
  g_autoptr (FanfoldLineActions) lines = paste->lines;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (self->window == NULL)
    return;

  if (text != NULL && fanfold_line_actions_is_line (text))
    fanfold_line_actions_take_text (lines, text);
  else
    take_text (self, run, text != NULL ? text : "");
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Paste *paste = user_data;
  g_autoptr (FanfoldAddActions) self = paste->actions;
  g_autoptr (FanfoldRun) run = paste->run;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  g_object_unref (paste->lines);
  if (self->window != NULL && value != NULL)
    fanfold_add_actions_take_list (self, run, g_value_get_boxed (value));
}

void
fanfold_add_actions_paste (FanfoldAddActions *self, FanfoldRun *run, FanfoldLineActions *lines)
{
  GdkClipboard *clipboard;
  Paste *paste;

  g_return_if_fail (FANFOLD_IS_ADD_ACTIONS (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));
  g_return_if_fail (FANFOLD_IS_LINE_ACTIONS (lines));

  paste = g_new0 (Paste, 1);
  *paste = (Paste){ g_object_ref (self), g_object_ref (run), g_object_ref (lines) };
  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->window));
  if (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (
        clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, files_cb, paste);
  else
    gdk_clipboard_read_text_async (clipboard, NULL, text_cb, paste);
}

static void
dismissed_cb (FanfoldAddActions *self, AdwToast *toast)
{
  if (self->toast == toast)
    g_clear_weak_pointer (&self->toast);
}

void
fanfold_add_actions_tell (FanfoldAddActions *self, FanfoldRun *run, guint64 first, guint64 n)
{
  AdwToast *toast;

  g_return_if_fail (FANFOLD_IS_ADD_ACTIONS (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));

  /* Another would be seen only when that has gone; libadwaita 1.2 crashes on what is dismissed
   * while it comes or goes. */
  if (self->toast != NULL && fanfold_added_toast_extend (self->toast, run, first, n))
    return;

  toast = fanfold_added_toast_new (run, first, n);
  g_set_weak_pointer (&self->toast, toast);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
}
