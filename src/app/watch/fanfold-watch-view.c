/* fanfold-watch-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-watch-view.h"
#include "fanfold-groups.h"
#include "fanfold-run-filter.h"
#include "fanfold-run-page.h"
#include "fanfold-run-row.h"

struct _FanfoldWatchView
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwLeaflet *leaflet;
  GtkSearchEntry *search_entry;
  GtkStack *list_stack;
  GtkListView *list_view;
  GtkFilterListModel *found;
  FanfoldRunFilter *filter;
  GtkSingleSelection *selection;
  GtkStack *page_stack;
  FanfoldRunPage *run_page;

  FanfoldEngine *engine;
  GListModel *runs; /* the engine's */
  FanfoldRun *run;  /* (nullable) that is shown, whether it is found or not */
  guint choose_id;
  guint scroll_id;
  guint n_frames; /* since there was something to scroll to */
  gboolean to_top;
  gboolean to_selected;
};

enum
{
  PROP_0,
  PROP_ENGINE,
  PROP_RUN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldWatchView, fanfold_watch_view, ADW_TYPE_BIN)

static guint
find_run (GListModel *runs, FanfoldRun *run)
{
  guint n_runs = runs != NULL ? g_list_model_get_n_items (runs) : 0;

  for (guint i = 0; i < n_runs; i++)
    {
      g_autoptr (FanfoldRun) other = g_list_model_get_item (runs, i);

      if (other == run)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static void
scroll_to (FanfoldWatchView *self, guint position)
{
  if (position < g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (widget);

  /* The layout of a frame comes after this, so that the rows have their places in the second. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self->list_view)) && self->n_frames++ == 0)
    return G_SOURCE_CONTINUE;

  self->scroll_id = 0;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self->list_view)))
    return G_SOURCE_REMOVE;

  if (self->to_top)
    scroll_to (self, 0);
  if (self->to_selected)
    scroll_to (self, gtk_single_selection_get_selected (self->selection));
  self->to_top = FALSE;
  self->to_selected = FALSE;

  return G_SOURCE_REMOVE;
}

/* As soon as the list is there to be seen. */
static void
scroll_later (FanfoldWatchView *self)
{
  self->n_frames = 0;
  if (self->scroll_id == 0)
    self->scroll_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, NULL, NULL);
}

static void
select_run (FanfoldWatchView *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  self->to_selected = TRUE;
  scroll_later (self);
}

static void
list_mapped_cb (FanfoldWatchView *self)
{
  self->to_selected = TRUE;
  scroll_later (self);
}

/* Who has not scrolled sees the newest run: the list would keep to the one that was first. */
static void
stay_at_top (FanfoldWatchView *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view));

  if (gtk_adjustment_get_value (adjustment) > gtk_adjustment_get_lower (adjustment))
    return;

  self->to_top = TRUE;
  scroll_later (self);
}

/* The run that is shown, where it is found again; else the newest, unless somebody searches. */
static gboolean
choose_cb (gpointer user_data)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (user_data);
  guint position = GTK_INVALID_LIST_POSITION;

  self->choose_id = 0;
  if (adw_leaflet_get_folded (self->leaflet) ||
      gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    return G_SOURCE_REMOVE;

  if (self->run != NULL)
    position = find_run (G_LIST_MODEL (self->found), self->run);
  if (position == GTK_INVALID_LIST_POSITION && !fanfold_run_filter_is_on (self->filter) &&
      g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0)
    position = 0;
  if (position != GTK_INVALID_LIST_POSITION)
    select_run (self, position);

  return G_SOURCE_REMOVE;
}

/* Later: while the model tells of its change, the list view has not yet followed it. */
static void
choose (FanfoldWatchView *self)
{
  if (self->choose_id == 0)
    self->choose_id = g_idle_add (choose_cb, self);
}

static void
runs_changed_cb (FanfoldWatchView *self)
{
  gboolean empty = self->runs == NULL || g_list_model_get_n_items (self->runs) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "runs");
}

static void
found_changed_cb (FanfoldWatchView *self)
{
  gboolean none = fanfold_run_filter_is_on (self->filter) &&
                  g_list_model_get_n_items (G_LIST_MODEL (self->found)) == 0;

  gtk_stack_set_visible_child_name (self->list_stack, none ? "none" : "list");
  stay_at_top (self);
  choose (self);
}

static void
selected_run_changed_cb (FanfoldWatchView *self)
{
  FanfoldRun *run = gtk_single_selection_get_selected_item (self->selection);

  /* What is looked at stays there while another is looked for. */
  if (run == NULL && fanfold_run_filter_is_on (self->filter) &&
      !adw_leaflet_get_folded (self->leaflet) &&
      find_run (self->runs, self->run) != GTK_INVALID_LIST_POSITION)
    return;

  if (g_set_object (&self->run, run))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUN]);
  gtk_stack_set_visible_child_name (self->page_stack, run != NULL ? "run" : "none");
  if (run != NULL)
    adw_leaflet_set_visible_child_name (self->leaflet, "page");
}

static void
search (FanfoldWatchView *self)
{
  fanfold_run_filter_set_text (self->filter,
                               gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  found_changed_cb (self);
}

static void
search_changed_cb (FanfoldWatchView *self)
{
  search (self);
}

/* The first that is found. */
static void
search_activated_cb (FanfoldWatchView *self)
{
  search (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) == 0)
    return;

  select_run (self, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

static void
end_search (FanfoldWatchView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  search (self);
}

static void
search_stopped_cb (FanfoldWatchView *self)
{
  end_search (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
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
  choose (self);
}

static void
back_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (widget);

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

/* The runs come first, not the search above them. */
static void
enter_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (widget);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->list_view)) ||
      !gtk_widget_child_focus (GTK_WIDGET (self->list_view), GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
start_now_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (widget);

  if (self->run != NULL)
    fanfold_engine_start_now (self->engine, self->run);
}

static void
move_up_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (widget);

  if (self->run != NULL)
    fanfold_engine_move_up (self->engine, self->run);
}

static void
set_place_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (widget);
  const char *group;
  int priority;

  if (self->run == NULL)
    return;

  g_variant_get (parameter, "(&si)", &group, &priority);
  fanfold_groups_add (group);
  fanfold_engine_set_place (self->engine, self->run, group, (FanfoldPriority) priority);
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

  gtk_filter_list_model_set_model (self->found, self->runs);
  runs_changed_cb (self);
}

static void
fanfold_watch_view_dispose (GObject *object)
{
  FanfoldWatchView *self = FANFOLD_WATCH_VIEW (object);

  g_clear_handle_id (&self->choose_id, g_source_remove);
  if (self->scroll_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->scroll_id);
  self->scroll_id = 0;
  if (self->runs != NULL)
    g_signal_handlers_disconnect_by_func (self->runs, runs_changed_cb, self);
  g_clear_object (&self->runs);
  g_clear_object (&self->run);
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

    case PROP_RUN:
      g_value_set_object (value, self->run);
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
  properties[PROP_RUN] = g_param_spec_object (
      "run", NULL, NULL, FANFOLD_TYPE_RUN, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FANFOLD_TYPE_RUN_FILTER);
  g_type_ensure (FANFOLD_TYPE_RUN_PAGE);
  g_type_ensure (FANFOLD_TYPE_RUN_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-watch-view.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, list_stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, list_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, found);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, filter);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, selection);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, page_stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldWatchView, run_page);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_mapped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_run_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_child_changed_cb);
  gtk_widget_class_install_action (widget_class, "view.enter", NULL, enter_cb);
  gtk_widget_class_install_action (widget_class, "watch.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "watch.start-now", NULL, start_now_cb);
  gtk_widget_class_install_action (widget_class, "watch.move-up", NULL, move_up_cb);
  gtk_widget_class_install_action (widget_class, "watch.set-place", "(si)", set_place_cb);
}

static void
fanfold_watch_view_init (FanfoldWatchView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search_entry, GTK_WIDGET (self->list_view));
}

void
fanfold_watch_view_show_run (FanfoldWatchView *self, FanfoldRun *run)
{
  guint position;

  g_return_if_fail (FANFOLD_IS_WATCH_VIEW (self));
  g_return_if_fail (FANFOLD_IS_RUN (run));

  if (find_run (self->runs, run) == GTK_INVALID_LIST_POSITION)
    return;

  position = find_run (G_LIST_MODEL (self->found), run);
  if (position == GTK_INVALID_LIST_POSITION)
    {
      end_search (self);
      position = find_run (G_LIST_MODEL (self->found), run);
    }
  select_run (self, position);
  adw_leaflet_set_visible_child_name (self->leaflet, "page");
}

FanfoldRun *
fanfold_watch_view_get_shown_run (FanfoldWatchView *self)
{
  g_return_val_if_fail (FANFOLD_IS_WATCH_VIEW (self), NULL);

  return gtk_widget_get_mapped (GTK_WIDGET (self->run_page)) ? self->run : NULL;
}

gboolean
fanfold_watch_view_is_on_page (FanfoldWatchView *self, GtkWidget *widget)
{
  g_return_val_if_fail (FANFOLD_IS_WATCH_VIEW (self), FALSE);
  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  return widget == GTK_WIDGET (self->run_page) ||
         gtk_widget_is_ancestor (widget, GTK_WIDGET (self->run_page));
}

gboolean
fanfold_watch_view_find (FanfoldWatchView *self)
{
  g_return_val_if_fail (FANFOLD_IS_WATCH_VIEW (self), FALSE);

  if (self->runs == NULL || g_list_model_get_n_items (self->runs) == 0)
    return FALSE;

  adw_leaflet_set_visible_child_name (self->leaflet, "list");

  return gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
