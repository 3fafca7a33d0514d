/* fanfold-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-window.h"
#include "fanfold-cache-view.h"
#include "fanfold-launch-view.h"
#include "fanfold-view-focus.h"
#include "fanfold-watch-view.h"
#include "fanfold-task.h"

#include <glib/gi18n.h>

struct _FanfoldWindow
{
  AdwApplicationWindow parent_instance;

  FanfoldEngine *engine;
  guint n_live;

  AdwToastOverlay *toast_overlay;
  AdwViewStack *stack;
  GtkInfoBar *notes_bar;
  GtkLabel *notes_label;
  FanfoldLaunchView *launch_view;
  FanfoldWatchView *watch_view;
};

enum
{
  PROP_0,
  PROP_ENGINE,
  PROP_N_LIVE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldWindow, fanfold_window, ADW_TYPE_APPLICATION_WINDOW)

static void
show_toast (FanfoldWindow *self, const char *text, guint seconds)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_timeout (toast, seconds);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
show_error (FanfoldWindow *self, const char *heading, const char *text)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
show_view (FanfoldWindow *self, const char *name)
{
  adw_view_stack_set_visible_child_name (self->stack, name);
}

static void
update_actions_cb (FanfoldWindow *self)
{
  GAction *launch = g_action_map_lookup_action (G_ACTION_MAP (self), "launch");
  gboolean can_launch = FALSE;

  if (launch == NULL)
    return;

  g_object_get (self->launch_view, "can-launch", &can_launch, NULL);
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (launch),
      can_launch && g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "launch") == 0);
}

static void
notes_response_cb (FanfoldWindow *self)
{
  gtk_info_bar_set_revealed (self->notes_bar, FALSE);
}

/* The run that @run waits for: the newest of those begun before it that go on. */
static FanfoldRun *
find_run_ahead (FanfoldWindow *self, FanfoldRun *run)
{
  GListModel *runs = fanfold_engine_get_runs (self->engine);
  guint n = g_list_model_get_n_items (runs);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FanfoldRun) other = g_list_model_get_item (runs, i);

      if (other != run && !fanfold_run_state_is_over (fanfold_run_get_state (other)))
        return g_steal_pointer (&other);
    }

  return NULL;
}

static void
launched_cb (FanfoldWindow *self, FanfoldRun *run)
{
  g_autoptr (FanfoldRun) ahead = NULL;

  fanfold_watch_view_show_run (self->watch_view, run);
  show_view (self, "watch");

  if (fanfold_run_get_state (run) != FANFOLD_RUN_WAITING)
    return;

  ahead = find_run_ahead (self, run);
  if (ahead != NULL)
    {
      g_autofree char *text =
          g_strdup_printf (_ ("Queued behind “%s”"), fanfold_run_get_title (ahead));

      show_toast (self, text, 5);
    }
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
  FanfoldWindow *self = FANFOLD_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) batch = g_task_propagate_pointer (G_TASK (result), &error);

  if (gtk_widget_in_destruction (GTK_WIDGET (self)) || self->engine == NULL)
    return;

  if (batch == NULL)
    {
      show_error (self, _ ("The batch cannot be opened"), error->message);
      return;
    }

  fanfold_launch_view_show_batch (self->launch_view, batch, NULL);
  show_view (self, "launch");
}

static void
open_file (FanfoldWindow *self, GFile *file)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, loaded_cb, NULL);

  g_task_set_source_tag (task, open_file);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  fanfold_task_run (task, load_thread);
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) batches = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (batches, _ ("Batches"));
  gtk_file_filter_add_suffix (batches, "fanfold");
  gtk_file_chooser_add_filter (chooser, batches);

  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

static void
open_response_cb (FanfoldWindow *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      if (file != NULL)
        open_file (self, file);
    }

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldWindow *self = FANFOLD_WINDOW (user_data);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Open a Batch"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  add_filters (GTK_FILE_CHOOSER (chooser));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (
      chooser, "response", G_CALLBACK (open_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldWindow) self = FANFOLD_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *shown = g_filename_display_name (name);
  gboolean saved = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);

  if (self->engine == NULL)
    return;

  if (saved)
    {
      g_autofree char *text = g_strdup_printf (_ ("Saved as “%s”"), shown);

      show_toast (self, text, 3);
    }
  else
    {
      show_error (self, _ ("The batch cannot be saved"), error->message);
    }
}

static void
save_response_cb (FanfoldWindow *self, int response, GtkNativeDialog *dialog)
{
  g_autoptr (FanfoldBatch) batch = fanfold_launch_view_dup_batch (self->launch_view);

  if (response == GTK_RESPONSE_ACCEPT && batch != NULL)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      char *text = fanfold_batch_to_text (batch);
      g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

      g_file_replace_contents_bytes_async (
          file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, saved_cb, g_object_ref (self));
    }

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
save_as_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldWindow *self = FANFOLD_WINDOW (user_data);
  g_autoptr (FanfoldBatch) batch = fanfold_launch_view_dup_batch (self->launch_view);
  g_autofree char *name = NULL;
  GtkFileChooserNative *chooser;

  if (batch == NULL)
    {
      show_toast (
          self, _ ("There is nothing to save yet: pick a function and fill in its form"), 5);
      return;
    }

  chooser = gtk_file_chooser_native_new (
      _ ("Save the Batch"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  name = g_strconcat (fanfold_batch_get_function_id (batch), ".fanfold", NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  add_filters (GTK_FILE_CHOOSER (chooser));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (
      chooser, "response", G_CALLBACK (save_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
find_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldWindow *self = FANFOLD_WINDOW (user_data);

  show_view (self, "launch");
  fanfold_launch_view_find (self->launch_view);
}

static void
toast_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_toast (FANFOLD_WINDOW (user_data), g_variant_get_string (parameter, NULL), 5);
}

static void
launch_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fanfold_launch_view_launch (FANFOLD_WINDOW (user_data)->launch_view);
}

static const GActionEntry actions[] = {
  { .name = "open", .activate = open_action },
  { .name = "save-as", .activate = save_as_action },
  { .name = "find", .activate = find_action },
  { .name = "launch", .activate = launch_action },
  { .name = "toast", .activate = toast_action, .parameter_type = "s" },
};

/* A program that was not installed goes without its settings: GSettings would end it. */
static void
bind_settings (FanfoldWindow *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, FANFOLD_APP_ID, TRUE);
  if (schema == NULL)
    return;

  settings = g_settings_new_full (schema, NULL, NULL);
  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "view", self->stack, "visible-child-name", G_SETTINGS_BIND_DEFAULT);
}

static void
fanfold_window_dispose (GObject *object)
{
  FanfoldWindow *self = FANFOLD_WINDOW (object);

  g_clear_object (&self->engine);

  G_OBJECT_CLASS (fanfold_window_parent_class)->dispose (object);
}

static void
fanfold_window_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldWindow *self = FANFOLD_WINDOW (object);

  switch (prop_id)
    {
    case PROP_ENGINE:
      g_value_set_object (value, self->engine);
      break;

    case PROP_N_LIVE:
      g_value_set_uint (value, self->n_live);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_window_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  FanfoldWindow *self = FANFOLD_WINDOW (object);

  switch (prop_id)
    {
    case PROP_ENGINE:
      self->engine = g_value_dup_object (value);
      break;

    case PROP_N_LIVE:
      if (self->n_live == g_value_get_uint (value))
        return;
      self->n_live = g_value_get_uint (value);
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_window_class_init (FanfoldWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_window_dispose;
  object_class->get_property = fanfold_window_get_property;
  object_class->set_property = fanfold_window_set_property;

  properties[PROP_ENGINE] =
      g_param_spec_object ("engine",
                           NULL,
                           NULL,
                           FANFOLD_TYPE_ENGINE,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_LIVE] =
      g_param_spec_uint ("n-live",
                         NULL,
                         NULL,
                         0,
                         G_MAXUINT,
                         0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FANFOLD_TYPE_LAUNCH_VIEW);
  g_type_ensure (FANFOLD_TYPE_WATCH_VIEW);
  g_type_ensure (FANFOLD_TYPE_CACHE_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/fanfold-window.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, notes_bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, notes_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, launch_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, watch_view);
  gtk_widget_class_bind_template_callback (widget_class, launched_cb);
  gtk_widget_class_bind_template_callback (widget_class, notes_response_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_actions_cb);
}

static void
fanfold_window_init (FanfoldWindow *self)
{
  g_autoptr (GPropertyAction) view = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  view = g_property_action_new ("view", self->stack, "visible-child-name");
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (view));
  update_actions_cb (self);
  bind_settings (self);
  fanfold_view_focus_follow (self->stack);
}

FanfoldWindow *
fanfold_window_new (GtkApplication *application, FanfoldEngine *engine)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (FANFOLD_IS_ENGINE (engine), NULL);

  return g_object_new (FANFOLD_TYPE_WINDOW, "application", application, "engine", engine, NULL);
}

void
fanfold_window_set_started (FanfoldWindow *self, const GError *error)
{
  g_auto (GStrv) notes = NULL;

  g_return_if_fail (FANFOLD_IS_WINDOW (self));

  fanfold_launch_view_set_started (self->launch_view, error);

  notes = g_strdupv ((GStrv) fanfold_engine_get_notes (self->engine));
  if (notes != NULL && notes[0] != NULL)
    {
      g_autofree char *text = g_strjoinv ("\n", notes);

      gtk_label_set_label (self->notes_label, text);
      gtk_info_bar_set_revealed (self->notes_bar, TRUE);
    }
}

void
fanfold_window_open_files (FanfoldWindow *self, GFile **files, int n_files)
{
  g_return_if_fail (FANFOLD_IS_WINDOW (self));
  g_return_if_fail (n_files > 0);

  open_file (self, files[0]);
  if (n_files > 1)
    {
      g_autofree char *name = g_file_get_basename (files[0]);
      g_autofree char *shown = g_filename_display_name (name);
      g_autofree char *text =
          g_strdup_printf (_ ("One batch at a time: only “%s” was opened"), shown);

      show_toast (self, text, 0);
    }
}
