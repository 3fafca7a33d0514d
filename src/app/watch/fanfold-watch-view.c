/* fanfold-watch-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-watch-view.h"
#include "fanfold-run-page.h"
#include "fanfold-run-row.h"

struct _FanfoldWatchView
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwLeaflet *leaflet;
  GtkListView *list_view;
  GtkSingleSelection *selection;
  GtkStack *page_stack;
  FanfoldRunPage *run_page;

  FanfoldEngine *engine;
  GListModel *runs; /* the engine's */
  guint choose_id;
};

enum
{
  PROP_0,
  PROP_ENGINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldWatchView, fanfold_watch_view, ADW_TYPE_BIN)

static gboolean
choose_newest_cb (gpointer user_data)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (user_data);

  self->choose_id = 0;
  if (self->runs != NULL && g_list_model_get_n_items (self->runs) > 0 &&
      !adw_leaflet_get_folded (self->leaflet) &&
      gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, 0);

  return G_SOURCE_REMOVE;
}

/* Later: while the model tells of its change, the list view has not yet followed it. */
static void
choose_newest (FanfoldWatchView *self)
{
  if (self->choose_id == 0)
    self->choose_id = g_idle_add (choose_newest_cb, self);
}

static void
runs_changed_cb (FanfoldWatchView *self)
{
  gboolean empty = self->runs == NULL || g_list_model_get_n_items (self->runs) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "runs");
  choose_newest (self);
}

static void
selected_run_changed_cb (FanfoldWatchView *self)
{
  gboolean any = gtk_single_selection_get_selected_item (self->selection) != NULL;

  gtk_stack_set_visible_child_name (self->page_stack, any ? "run" : "none");
  if (any)
    adw_leaflet_set_visible_child_name (self->leaflet, "page");
}

/* Back in the list nothing is chosen, so that the same run can be chosen again. */
static void
visible_child_changed_cb (FanfoldWatchView *self)
{
  if (adw_leaflet_get_folded (self->leaflet) &&
      g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "list") == 0)
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

static void
folded_cb (FanfoldWatchView *self)
{
  choose_newest (self);
}

static void
back_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (widget);

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static void
start_now_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (widget);
  FanfoldRun *run = gtk_single_selection_get_selected_item (self->selection);

  if (run != NULL)
    fanfold_engine_start_now (self->engine, run);
}

static void
move_up_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (widget);
  FanfoldRun *run = gtk_single_selection_get_selected_item (self->selection);

  if (run != NULL)
    fanfold_engine_move_up (self->engine, run);
}

static void
set_engine (FanfoldWatchView *self, FanfoldEngine *engine)
{
  if (self->runs != NULL)
    g_signal_handlers_disconnect_by_func (self->runs, runs_changed_cb, self);
  g_clear_object (&self->runs);
  g_set_object (&self->engine, engine);
  if (engine != NULL)
    {
      self->runs = g_object_ref (fanfold_engine_get_runs (engine));
      g_signal_connect_object (
          self->runs, "items-changed", G_CALLBACK (runs_changed_cb), self, G_CONNECT_SWAPPED);
    }

  gtk_single_selection_set_model (self->selection, self->runs);
  runs_changed_cb (self);
}

static void
fanfold_watch_view_dispose (GObject *object)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (object);

  g_clear_handle_id (&self->choose_id, g_source_remove);
  if (self->runs != NULL)
    g_signal_handlers_disconnect_by_func (self->runs, runs_changed_cb, self);
  g_clear_object (&self->runs);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (fanfold_watch_view_parent_class)->dispose (object);
}

static void
fanfold_watch_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (object);

  switch (prop_id)
    {
    case PROP_ENGINE:
      g_value_set_object (value, self->engine);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_watch_view_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (object);

  switch (prop_id)
    {
    case PROP_ENGINE:
      if (self->engine == g_value_get_object (value))
        return;
      set_engine (self, g_value_get_object (value));
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_watch_view_class_init (FanfoldWatchViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_watch_view_dispose;
  object_class->get_property = fanfold_watch_view_get_property;
  object_class->set_property = fanfold_watch_view_set_property;

  properties[PROP_ENGINE] =
      g_param_spec_object ("engine",
                           NULL,
                           NULL,
                           FANFOLD_TYPE_ENGINE,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FANFOLD_TYPE_RUN_PAGE);
  g_type_ensure (FANFOLD_TYPE_RUN_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-watch-view.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, list_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, selection);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, page_stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, run_page);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_run_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_child_changed_cb);
  gtk_widget_class_install_action (widget_class, "watch.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "watch.start-now", NULL, start_now_cb);
  gtk_widget_class_install_action (widget_class, "watch.move-up", NULL, move_up_cb);
}

static void
fanfold_watch_view_init (FanfoldWatchView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_watch_view_show_run (FanfoldWatchView *self, FanfoldRun *run)
{
  guint n_runs;

  g_return_if_fail (FANFOLD_IS_WATCH_VIEW (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));

  n_runs = self->runs != NULL ? g_list_model_get_n_items (self->runs) : 0;
  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (FanfoldRun) other = g_list_model_get_item (self->runs, i);

      if (other != run)
        continue;

      gtk_single_selection_set_selected (self->selection, i);
      adw_leaflet_set_visible_child_name (self->leaflet, "page");
      return;
    }
}
