/* fanfold-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-window.h"
#include "fanfold-add-actions.h"
#include "fanfold-again-actions.h"
#include "fanfold-cache-view.h"
#include "fanfold-drop-overlay.h"
#include "fanfold-file-actions.h"
#include "fanfold-interrupted-bar.h"
#include "fanfold-launch-view.h"
#include "fanfold-line-actions.h"
#include "fanfold-narrow-bars.h"
#include "fanfold-notice.h"
#include "fanfold-queue-toast.h"
#include "fanfold-queue-window.h"
#include "fanfold-save-actions.h"
#include "fanfold-view-focus.h"
#include "fanfold-watch-view.h"

#include <glib/gi18n.h>

struct _FanfoldWindow
{
  AdwApplicationWindow parent_instance;

  FanfoldEngine *engine;
  guint n_live;
  FanfoldFileActions *file_actions;
  FanfoldSaveActions *save_actions;
  FanfoldLineActions *line_actions;
  FanfoldAgainActions *again_actions; /* NULL before the start */
  FanfoldAddActions *add_actions;     /* likewise */

  AdwSplitButton *open_button;
  AdwSqueezer *open_squeezer;
  AdwViewSwitcherTitle *switcher_title;
  AdwViewSwitcherBar *switcher_bar;
  AdwToastOverlay *toast_overlay;
  FanfoldDropOverlay *drop_overlay;
  AdwViewStack *stack;
  GtkInfoBar *notes_bar;
  GtkLabel *notes_label;
  FanfoldInterruptedBar *interrupted_bar;
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
show_view (FanfoldWindow *self, const char *name)
{
  adw_view_stack_set_visible_child_name (self->stack, name);
}

static FanfoldLaunchPage *
get_launch_page (FanfoldWindow *self)
{
  return fanfold_launch_view_get_page (self->launch_view);
}

static void
update_actions_cb (FanfoldWindow *self)
{
  GAction *launch = g_action_map_lookup_action (G_ACTION_MAP (self), "launch");
  const char *view = adw_view_stack_get_visible_child_name (self->stack);

  if (launch != NULL)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (launch), g_strcmp0 (view, "launch") == 0);
}

static void
notes_response_cb (FanfoldWindow *self)
{
  gtk_info_bar_set_revealed (self->notes_bar, FALSE);
}

static void
show_run_cb (FanfoldWindow *self, FanfoldRun *run)
{
  fanfold_watch_view_show_run (self->watch_view, run);
  show_view (self, "watch");
}

static void
launched_cb (FanfoldWindow *self, FanfoldRun *run)
{
  fanfold_save_actions_note_launched (self->save_actions);
  show_run_cb (self, run);

  if (fanfold_run_get_state (run) == FANFOLD_RUN_WAITING)
    adw_toast_overlay_add_toast (self->toast_overlay, fanfold_queue_toast_new (self->engine, run));
}

static void
added_cb (FanfoldWindow *self, FanfoldRun *run, guint64 first, guint64 n)
{
  show_run_cb (self, run);
  fanfold_add_actions_tell (self->add_actions, run, first, n);
}

/* The run to which inputs can be added, as its page is to be seen. (transfer none) (nullable) */
static FanfoldRun *
get_target (FanfoldWindow *self)
{
  FanfoldRun *run = fanfold_watch_view_get_shown_run (self->watch_view);

  return run != NULL && self->add_actions != NULL && fanfold_run_check_adding (run, NULL) ? run
                                                                                          : NULL;
}

static void
add_inputs_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldWindow *self = FANFOLD_WINDOW (user_data);
  FanfoldRun *run = get_target (self);

  if (run != NULL)
    fanfold_add_actions_edit (self->add_actions, run);
}

static void
find_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldWindow *self = FANFOLD_WINDOW (user_data);

  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "watch") == 0 &&
      fanfold_watch_view_find (self->watch_view))
    return;

  show_view (self, "launch");
  fanfold_launch_view_find (self->launch_view);
}

static void
toast_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fanfold_notice_show (FANFOLD_WINDOW (user_data)->toast_overlay,
                       g_variant_get_string (parameter, NULL));
}

static void
launch_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fanfold_launch_page_launch (get_launch_page (FANFOLD_WINDOW (user_data)));
}

static void
queue_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldWindow *self = FANFOLD_WINDOW (user_data);

  gtk_window_present (GTK_WINDOW (fanfold_queue_window_new (GTK_WINDOW (self), self->engine)));
}

static const GActionEntry actions[] = {
  { .name = "add-inputs", .activate = add_inputs_action },
  { .name = "find", .activate = find_action },
  { .name = "launch", .activate = launch_action },
  { .name = "queue", .activate = queue_action },
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

/* For everything that does not take what is pasted itself, as a text does. */
static gboolean
paste_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  FanfoldWindow *self = FANFOLD_WINDOW (widget);
  FanfoldRun *run = get_target (self);

  if (run != NULL)
    fanfold_add_actions_paste (self->add_actions, run, self->line_actions);
  else
    fanfold_line_actions_paste (self->line_actions);

  return TRUE;
}

/* The same of what is dropped there. */
static FanfoldRun *
find_target (FanfoldWindow *self, double x, double y)
{
  GtkWidget *below = gtk_widget_pick (GTK_WIDGET (self->drop_overlay), x, y, GTK_PICK_DEFAULT);

  return below != NULL && fanfold_watch_view_is_on_page (self->watch_view, below)
             ? get_target (self)
             : NULL;
}

static void
moved_cb (FanfoldWindow *self, double x, double y)
{
  FanfoldRun *run = find_target (self, x, y);
  g_autofree char *text = NULL;

  text = run != NULL ? g_strdup_printf (_ ("Drop files and folders to add them to “%s”"),
                                        fanfold_run_get_title (run))
                     : g_strdup (_ ("Drop files and folders to make them inputs"));
  fanfold_drop_overlay_set_text (self->drop_overlay, text);
}

static void
dropped_cb (FanfoldWindow *self, GdkFileList *files, double x, double y)
{
  FanfoldRun *run = find_target (self, x, y);

  if (run != NULL)
    fanfold_add_actions_take_list (self->add_actions, run, files);
  else
    fanfold_file_actions_take_list (self->file_actions, files);
}

static void
fanfold_window_dispose (GObject *object)
{
  FanfoldWindow *self = FANFOLD_WINDOW (object);

  g_clear_object (&self->engine);
  if (self->file_actions != NULL)
    fanfold_file_actions_stop (self->file_actions);
  if (self->save_actions != NULL)
    fanfold_save_actions_stop (self->save_actions);
  if (self->again_actions != NULL)
    fanfold_again_actions_stop (self->again_actions);
  g_clear_object (&self->again_actions);
  if (self->add_actions != NULL)
    fanfold_add_actions_stop (self->add_actions);
  g_clear_object (&self->add_actions);
  if (self->line_actions != NULL)
    fanfold_line_actions_stop (self->line_actions);
  g_clear_object (&self->line_actions);
  g_clear_object (&self->file_actions);
  g_clear_object (&self->save_actions);

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

  g_type_ensure (FANFOLD_TYPE_DROP_OVERLAY);
  g_type_ensure (FANFOLD_TYPE_INTERRUPTED_BAR);
  g_type_ensure (FANFOLD_TYPE_LAUNCH_VIEW);
  g_type_ensure (FANFOLD_TYPE_WATCH_VIEW);
  g_type_ensure (FANFOLD_TYPE_CACHE_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/fanfold-window.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, open_squeezer);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, drop_overlay);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, notes_bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, notes_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, interrupted_bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, launch_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWindow, watch_view);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, paste_cb, NULL);
  gtk_widget_class_bind_template_callback (widget_class, dropped_cb);
  gtk_widget_class_bind_template_callback (widget_class, moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, notes_response_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_run_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_actions_cb);
}

static void
add_file_actions (FanfoldWindow *self)
{
  g_autoptr (FanfoldRecentMenu) recent = fanfold_recent_menu_new ();

  self->file_actions = fanfold_file_actions_new (
      GTK_APPLICATION_WINDOW (self), self->toast_overlay, self->launch_view, recent);
  self->save_actions =
      fanfold_save_actions_new (GTK_APPLICATION_WINDOW (self), get_launch_page (self), recent);
  self->line_actions = fanfold_line_actions_new (GTK_APPLICATION_WINDOW (self),
                                                 get_launch_page (self),
                                                 self->file_actions,
                                                 self->save_actions);
  adw_split_button_set_menu_model (self->open_button, fanfold_recent_menu_get_model (recent));
}

static void
follow_launch_page (FanfoldWindow *self)
{
  FanfoldLaunchPage *page = get_launch_page (self);

  g_signal_connect_object (page, "launched", G_CALLBACK (launched_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
}

static void
fanfold_window_init (FanfoldWindow *self)
{
  g_autoptr (GPropertyAction) view = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  view = g_property_action_new ("view", self->stack, "visible-child-name");
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (view));
  add_file_actions (self);
  follow_launch_page (self);
  update_actions_cb (self);
  bind_settings (self);
  fanfold_narrow_bars_follow (self->switcher_title, self->open_squeezer, self->switcher_bar);
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
  if (error == NULL && self->again_actions == NULL)
    self->again_actions =
        fanfold_again_actions_new (GTK_APPLICATION_WINDOW (self), self->engine, self->file_actions);
  if (error == NULL && self->add_actions == NULL)
    self->add_actions = fanfold_add_actions_new (
        GTK_APPLICATION_WINDOW (self), self->engine, self->toast_overlay, self->file_actions);
  if (error == NULL)
    fanfold_interrupted_bar_look (self->interrupted_bar, self->engine);

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
  g_autoptr (GListStore) list = NULL;

  g_return_if_fail (FANFOLD_IS_WINDOW (self));
  g_return_if_fail (n_files > 0);

  list = g_list_store_new (G_TYPE_FILE);
  for (int i = 0; i < n_files; i++)
    g_list_store_append (list, files[i]);
  fanfold_file_actions_take_files (self->file_actions, G_LIST_MODEL (list));
}

gboolean
fanfold_window_ask_to_save (FanfoldWindow *self, const char *action)
{
  g_return_val_if_fail (FANFOLD_IS_WINDOW (self), FALSE);

  return fanfold_save_actions_ask (self->save_actions, action);
}
