/* fanfold-line-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-line-actions.h"
#include "fanfold-batch-defaults.h"
#include "fanfold-command-line.h"
#include "fanfold-form-file.h"
#include "fanfold-limit-dialog.h"
#include "fanfold-parallel-line.h"
#include "fanfold-task.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_BYTES ((gsize) 1024 * 1024)

struct _FanfoldLineActions
{
  GObject parent_instance;

  GtkApplicationWindow *window; /* borrowed; NULL: it is going */
  FanfoldLaunchPage *page;      /* likewise, as the next two */
  FanfoldFileActions *files;
  FanfoldSaveActions *saves;
};

G_DEFINE_FINAL_TYPE (FanfoldLineActions, fanfold_line_actions, G_TYPE_OBJECT)

static void
show_toast (FanfoldLineActions *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.toast", "s", text);
}

static void
show_error (FanfoldLineActions *self, const char *heading, const char *text)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self->window), heading, text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
copy (FanfoldLineActions *self, const char *line)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), line);
}

static void
copy_for_file (FanfoldLineActions *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *line = fanfold_command_line_new_for_file (path);
  g_autofree char *shown = g_file_get_parse_name (file);
  g_autofree char *text =
      g_strdup_printf (_ ("The line was copied: it runs the batch, which is saved as “%s”"), shown);

  copy (self, line);
  show_toast (self, text);
}

static void
saved_cb (GFile *file, const GError *error, gpointer user_data)
{
  FanfoldLineActions *self = FANFOLD_LINE_ACTIONS (user_data);

  if (error == NULL)
    copy_for_file (self, file);
  else
    show_error (self, _ ("The batch cannot be saved"), error->message);
}

/* Where batches go that nobody gave a name. */
static GFile *
make_file (FanfoldLaunchForm *form)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d-%H%M%S");
  g_autofree char *name = g_strdup_printf (
      "%s-%s.fanfold", fanfold_function_get_id (fanfold_launch_form_get_function (form)), when);

  return g_file_new_build_filename (g_get_user_data_dir (), "fanfold", "batches", name, NULL);
}

static void
folder_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GFile) folder = g_file_get_parent (G_FILE (task_data));
  g_autoptr (GError) error = NULL;

  /* Where it is there already, or cannot be made, the saving tells. */
  g_file_make_directory_with_parents (folder, NULL, &error);
  g_task_return_boolean (task, TRUE);
}

static void
folder_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldLineActions *self = FANFOLD_LINE_ACTIONS (source);
  g_autoptr (FanfoldLaunchForm) form = user_data;

  fanfold_take_over (result);
  if (self->window != NULL)
    fanfold_save_actions_save (
        self->saves, form, g_task_get_task_data (G_TASK (result)), saved_cb, self);
}

static void
copy_by_file (FanfoldLineActions *self, FanfoldLaunchForm *form)
{
  GFile *file = fanfold_form_file_get (form);
  g_autoptr (GTask) task = NULL;

  if (file != NULL && g_file_is_native (file))
    {
      if (fanfold_form_file_is_changed (form))
        fanfold_save_actions_save (self->saves, form, file, saved_cb, self);
      else
        copy_for_file (self, file);
      return;
    }

  task = g_task_new (self, NULL, folder_cb, g_object_ref (form));
  g_task_set_source_tag (task, copy_by_file);
  g_task_set_task_data (task, make_file (form), g_object_unref);
  fanfold_task_run (task, folder_thread);
}

static void
copy_line_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldLineActions *self = FANFOLD_LINE_ACTIONS (user_data);
  FanfoldLaunchForm *form = fanfold_launch_page_get_form (self->page);
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autofree char *gap = NULL;
  g_autofree char *line = NULL;

  if (form == NULL)
    {
      show_toast (self, _ ("There is nothing to copy yet: pick a function and fill in its form"));
      return;
    }
  gap = fanfold_launch_form_describe_gap (form, NULL);
  if (gap != NULL)
    {
      show_toast (self, gap);
      return;
    }

  if (fanfold_limit_dialog_refuse (
          GTK_WINDOW (self->window), form, _ ("The jobs cannot be copied as a command line")))
    return;

  batch = fanfold_launch_form_dup_batch (form);
  fanfold_batch_drop_defaults (batch, fanfold_launch_form_get_function (form));
  /* The clipboard takes UTF-8 alone. */
  line = fanfold_command_line_new (batch);
  if (line == NULL || !g_utf8_validate (line, -1, NULL))
    {
      copy_by_file (self, form);
      return;
    }

  copy (self, line);
  show_toast (self, _ ("The command line was copied"));
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLineActions) self = FANFOLD_LINE_ACTIONS (user_data);
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (self->window != NULL)
    fanfold_line_actions_take_text (self, text != NULL ? text : "");
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLineActions) self = FANFOLD_LINE_ACTIONS (user_data);
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (self->window != NULL && value != NULL)
    fanfold_file_actions_take_list (self->files, g_value_get_boxed (value));
}

static void
paste_line_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fanfold_line_actions_paste (FANFOLD_LINE_ACTIONS (user_data));
}

static const GActionEntry actions[] = {
  { .name = "copy-line", .activate = copy_line_action },
  { .name = "paste-line", .activate = paste_line_action },
};

static void
fanfold_line_actions_class_init (FanfoldLineActionsClass *klass)
{
}

static void
fanfold_line_actions_init (FanfoldLineActions *self)
{
}

FanfoldLineActions *
fanfold_line_actions_new (GtkApplicationWindow *window,
                          FanfoldLaunchPage *page,
                          FanfoldFileActions *files,
                          FanfoldSaveActions *saves)
{
  FanfoldLineActions *self;

  g_return_val_if_fail (GTK_IS_APPLICATION_WINDOW (window), NULL);
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_PAGE (page), NULL);
  g_return_val_if_fail (FANFOLD_IS_FILE_ACTIONS (files), NULL);
  g_return_val_if_fail (FANFOLD_IS_SAVE_ACTIONS (saves), NULL);

  self = g_object_new (FANFOLD_TYPE_LINE_ACTIONS, NULL);
  self->window = window;
  self->page = page;
  self->files = files;
  self->saves = saves;
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);

  return self;
}

void
fanfold_line_actions_stop (FanfoldLineActions *self)
{
  g_return_if_fail (FANFOLD_IS_LINE_ACTIONS (self));

  self->window = NULL;
}

void
fanfold_line_actions_paste (FanfoldLineActions *self)
{
  GdkClipboard *clipboard;

  g_return_if_fail (FANFOLD_IS_LINE_ACTIONS (self));

  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->window));
  if (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (
        clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, files_cb, g_object_ref (self));
  else
    gdk_clipboard_read_text_async (clipboard, NULL, text_cb, g_object_ref (self));
}

/* Whether the word stands in @text by itself, or at the end of a path. */
static gboolean
has_word (const char *text, const char *word)
{
  const char *found = text;
  gsize length = strlen (word);

  while ((found = strstr (found, word)) != NULL)
    {
      if ((found == text || strchr (" \t\n|/;&(", found[-1]) != NULL) &&
          (found[length] == '\0' || g_ascii_isspace (found[length])))
        return TRUE;
      found += length;
    }

  return FALSE;
}

gboolean
fanfold_line_actions_is_line (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return strlen (text) <= MAX_BYTES && has_word (text, "parallel");
}

/* What a text is parsed into, beside the batch. */
typedef struct
{
  char *line;
  GStrv notes;
} Parse;

static void
parse_free (Parse *self)
{
  g_free (self->line);
  g_strfreev (self->notes);
  g_free (self);
}

static void
parse_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Parse *parse = task_data;
  GError *error = NULL;
  FanfoldBatch *batch =
      fanfold_parallel_line_parse (g_strstrip (parse->line), &parse->notes, &error);

  if (batch != NULL)
    g_task_return_pointer (task, batch, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
parsed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldLineActions *self = FANFOLD_LINE_ACTIONS (source);
  Parse *parse = g_task_get_task_data (G_TASK (result));
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_take_over (result);
  batch = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->window == NULL)
    return;

  if (batch != NULL)
    fanfold_file_actions_show_batch (self->files, batch, (const char *const *) parse->notes);
  else
    show_error (self, _ ("The line cannot be taken over"), error->message);
}

void
fanfold_line_actions_take_text (FanfoldLineActions *self, const char *text)
{
  g_autoptr (GTask) task = NULL;
  Parse *parse;

  g_return_if_fail (FANFOLD_IS_LINE_ACTIONS (self));
  g_return_if_fail (text != NULL);

  if (!fanfold_line_actions_is_line (text))
    {
      show_toast (self, _ ("The clipboard holds no line for GNU parallel, nor any files"));
      return;
    }

  parse = g_new0 (Parse, 1);
  parse->line = g_strdup (text);
  task = g_task_new (self, NULL, parsed_cb, NULL);
  g_task_set_source_tag (task, fanfold_line_actions_take_text);
  g_task_set_task_data (task, parse, (GDestroyNotify) parse_free);
  fanfold_task_run (task, parse_thread);
}
