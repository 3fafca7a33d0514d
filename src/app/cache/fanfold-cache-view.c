/* fanfold-cache-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cache-view.h"
#include "fanfold-cache-function.h"
#include "fanfold-cache-loader.h"
#include "fanfold-clear-dialog.h"
#include "fanfold-entries-page.h"
#include "fanfold-run-ends.h"
#include "fanfold-text.h"
#include "fanfold-words.h"
#include "fanfold-wrap-layout.h"

#include <glib/gi18n.h>

struct _FanfoldCacheView
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkSpinner *spinner;
  GtkSpinner *clear_spinner;
  AdwStatusPage *failed;
  GtkLabel *summary;
  AdwLeaflet *leaflet;
  GtkListView *list_view;
  GtkSingleSelection *selection;
  GListStore *functions;
  GtkStack *page_stack;
  FanfoldEntriesPage *entries_page;

  FanfoldEngine *engine;
  FanfoldRunEnds *run_ends;
  GCancellable *loading;
  char *asked;      /* the function that the dialog asks about; NULL: all */
  guint n_clearing; /* that go on */
  gboolean in_update;
  guint choose_id;
};

enum
{
  PROP_0,
  PROP_ENGINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldCacheView, fanfold_cache_view, ADW_TYPE_BIN)

static FanfoldCacheFunction *
get_chosen (FanfoldCacheView *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

static void
update_actions (FanfoldCacheView *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->functions)) > 0;
  gboolean idle = self->n_clearing == 0;

  gtk_spinner_set_spinning (self->clear_spinner, !idle);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "cache.clear-all", any && idle);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "cache.clear-function", get_chosen (self) != NULL && idle);
}

static void
selected_function_changed_cb (FanfoldCacheView *self)
{
  FanfoldCacheFunction *function = get_chosen (self);

  if (self->in_update)
    return;

  update_actions (self);
  gtk_stack_set_visible_child_name (self->page_stack, function != NULL ? "entries" : "none");
  fanfold_entries_page_set_function (self->entries_page,
                                     self->engine != NULL ? fanfold_engine_get_memo (self->engine)
                                                          : NULL,
                                     function);
  if (function != NULL)
    adw_leaflet_set_visible_child_name (self->leaflet, "page");
}

static gboolean
choose_first_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  FanfoldCacheView *self = FANFOLD_CACHE_VIEW (widget);

  if (gtk_widget_get_mapped (GTK_WIDGET (self->leaflet)) &&
      gtk_widget_get_width (GTK_WIDGET (self->leaflet)) == 0)
    return G_SOURCE_CONTINUE;

  self->choose_id = 0;
  if (!adw_leaflet_get_folded (self->leaflet) && get_chosen (self) == NULL)
    gtk_single_selection_set_selected (self->selection, 0);

  return G_SOURCE_REMOVE;
}

/* In a later frame: whether there is room for both, the list and the page, is known once they have
 * their places. */
static void
choose_first (FanfoldCacheView *self)
{
  if (self->choose_id == 0)
    self->choose_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), choose_first_cb, NULL, NULL);
}

static FanfoldCacheFunction *
new_cache_function (FanfoldCacheView *self, FanfoldMemoFunction *found)
{
  FanfoldRegistry *registry = fanfold_engine_get_registry (self->engine);
  FanfoldFunction *function = fanfold_registry_find_function (registry, found->function_id, NULL);

  return fanfold_cache_function_new (
      found, function != NULL ? fanfold_words_function_label (function) : NULL);
}

/* Takes the functions over and keeps the chosen one chosen. */
static void
take_functions (FanfoldCacheView *self, GPtrArray *found)
{
  FanfoldCacheFunction *chosen = get_chosen (self);
  g_autofree char *chosen_id =
      g_strdup (chosen != NULL ? fanfold_cache_function_get (chosen)->function_id : NULL);
  gsize n_found;
  gpointer *functions = g_ptr_array_steal (found, &n_found);
  guint position = GTK_INVALID_LIST_POSITION;

  for (gsize i = 0; i < n_found; i++)
    {
      functions[i] = new_cache_function (self, functions[i]);
      if (g_strcmp0 (fanfold_cache_function_get (functions[i])->function_id, chosen_id) == 0)
        position = (guint) i;
    }

  self->in_update = TRUE;
  g_list_store_splice (self->functions,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->functions)),
                       functions,
                       (guint) n_found);
  gtk_single_selection_set_selected (self->selection, position);
  self->in_update = FALSE;
  selected_function_changed_cb (self);

  for (gsize i = 0; i < n_found; i++)
    g_object_unref (functions[i]);
  g_free (functions);
}

static void
show_summary (FanfoldCacheView *self)
{
  g_autofree char *contents = NULL;
  g_autofree char *saved = NULL;
  g_autofree char *summary = NULL;
  guint64 n_entries;
  guint64 bytes;
  double seconds_saved;

  fanfold_cache_functions_count (
      G_LIST_MODEL (self->functions), &n_entries, &bytes, &seconds_saved);
  contents = fanfold_cache_text_contents (n_entries, bytes);
  saved = fanfold_text_duration (seconds_saved);
  /* Translators: "12,480 results · 1.3 GB · saved 41:12:03": the last is time of computing. */
  summary = seconds_saved > 0 ? g_strdup_printf (_ ("%s · saved %s"), contents, saved) : NULL;
  gtk_label_set_label (self->summary, summary != NULL ? summary : contents);
}

static void
functions_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldCacheView) self = FANFOLD_CACHE_VIEW (user_data);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  gboolean empty;

  found = fanfold_cache_list_functions_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->loading);
  gtk_spinner_stop (self->spinner);
  if (found == NULL)
    {
      g_autofree char *description = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->failed, description);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }

  empty = found->len == 0;
  take_functions (self, found);
  show_summary (self);
  update_actions (self);
  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "functions");
  if (!empty)
    choose_first (self);
}

static void
stop_loading (FanfoldCacheView *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
refresh (FanfoldCacheView *self)
{
  if (self->engine == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  stop_loading (self);
  gtk_spinner_start (self->spinner);
  self->loading = g_cancellable_new ();
  fanfold_cache_list_functions_async (
      fanfold_engine_get_memo (self->engine), self->loading, functions_cb, g_object_ref (self));
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldCacheView) self = FANFOLD_CACHE_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;
  guint64 n_removed;

  self->n_clearing--;
  if (self->engine == NULL)
    return;

  update_actions (self);
  if (fanfold_cache_clear_finish (result, &n_removed, &error))
    {
      count = fanfold_text_count (n_removed);
      text = g_strdup_printf (
          ngettext ("%s result was cleared", "%s results were cleared", (gulong) n_removed), count);
    }
  gtk_widget_activate_action (
      GTK_WIDGET (self), "win.toast", "s", error != NULL ? error->message : text);
  refresh (self);
}

static void
clear_response_cb (FanfoldCacheView *self, const char *response)
{
  if (self->engine == NULL || !g_str_equal (response, FANFOLD_CLEAR_DIALOG_CLEAR))
    return;

  self->n_clearing++;
  update_actions (self);
  gtk_label_set_label (self->summary, _ ("Clearing…"));
  fanfold_cache_clear_async (
      fanfold_engine_get_memo (self->engine), self->asked, NULL, cleared_cb, g_object_ref (self));
}

/* Of the function @id, or (NULL) of all. */
static void
ask_to_clear (
    FanfoldCacheView *self, const char *id, const char *heading, guint64 n_entries, guint64 bytes)
{
  AdwMessageDialog *dialog =
      fanfold_clear_dialog_new (GTK_WIDGET (self), heading, n_entries, bytes);

  g_free (self->asked);
  self->asked = g_strdup (id);
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (clear_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
clear_all_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldCacheView *self = FANFOLD_CACHE_VIEW (widget);
  guint64 n_entries;
  guint64 bytes;
  double seconds_saved;

  fanfold_cache_functions_count (
      G_LIST_MODEL (self->functions), &n_entries, &bytes, &seconds_saved);
  ask_to_clear (self, NULL, _ ("Clear the whole cache?"), n_entries, bytes);
}

static void
clear_function_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldCacheView *self = FANFOLD_CACHE_VIEW (widget);
  FanfoldCacheFunction *function = get_chosen (self);
  const FanfoldMemoFunction *found;
  g_autofree char *heading = NULL;

  if (function == NULL)
    return;

  found = fanfold_cache_function_get (function);
  heading = g_strdup_printf (_ ("Clear the results of “%s”?"),
                             fanfold_cache_function_get_title (function));
  ask_to_clear (self, found->function_id, heading, found->n_entries, found->bytes);
}

static void
refresh_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  refresh (FANFOLD_CACHE_VIEW (widget));
}

static void
back_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldCacheView *self = FANFOLD_CACHE_VIEW (widget);

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

/* Back in the list nothing is chosen, so that the same function can be chosen again. */
static void
visible_child_changed_cb (FanfoldCacheView *self)
{
  if (adw_leaflet_get_folded (self->leaflet) &&
      g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), "list") == 0)
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

static void
folded_cb (FanfoldCacheView *self)
{
  choose_first (self);
}

static void
set_engine (FanfoldCacheView *self, FanfoldEngine *engine)
{
  g_clear_object (&self->run_ends);
  g_set_object (&self->engine, engine);
  if (engine == NULL)
    return;

  self->run_ends = fanfold_run_ends_new (fanfold_engine_get_runs (engine));
  g_signal_connect_object (self->run_ends, "ended", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

static void
fanfold_cache_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fanfold_cache_view_parent_class)->map (widget);

  refresh (FANFOLD_CACHE_VIEW (widget));
}

static void
fanfold_cache_view_dispose (GObject *object)
{
  FanfoldCacheView *self = FANFOLD_CACHE_VIEW (object);

  if (self->choose_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (object), self->choose_id);
  self->choose_id = 0;
  stop_loading (self);
  g_clear_object (&self->run_ends);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (fanfold_cache_view_parent_class)->dispose (object);
}

static void
fanfold_cache_view_finalize (GObject *object)
{
  FanfoldCacheView *self = FANFOLD_CACHE_VIEW (object);

  g_clear_pointer (&self->asked, g_free);

  G_OBJECT_CLASS (fanfold_cache_view_parent_class)->finalize (object);
}

static void
fanfold_cache_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldCacheView *self = FANFOLD_CACHE_VIEW (object);

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
fanfold_cache_view_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  FanfoldCacheView *self = FANFOLD_CACHE_VIEW (object);

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
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/cache/fanfold-cache-view.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldCacheView, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCacheView, spinner);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCacheView, clear_spinner);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCacheView, failed);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCacheView, summary);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCacheView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCacheView, list_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCacheView, selection);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCacheView, functions);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCacheView, page_stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldCacheView, entries_page);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_child_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_function_changed_cb);
}

static void
fanfold_cache_view_class_init (FanfoldCacheViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_cache_view_dispose;
  object_class->finalize = fanfold_cache_view_finalize;
  object_class->get_property = fanfold_cache_view_get_property;
  object_class->set_property = fanfold_cache_view_set_property;
  widget_class->map = fanfold_cache_view_map;

  properties[PROP_ENGINE] =
      g_param_spec_object ("engine",
                           NULL,
                           NULL,
                           FANFOLD_TYPE_ENGINE,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FANFOLD_TYPE_CACHE_FUNCTION);
  g_type_ensure (FANFOLD_TYPE_ENTRIES_PAGE);
  g_type_ensure (FANFOLD_TYPE_WRAP_LAYOUT);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "cache.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "cache.clear-all", NULL, clear_all_cb);
  gtk_widget_class_install_action (widget_class, "cache.clear-function", NULL, clear_function_cb);
  gtk_widget_class_install_action (widget_class, "cache.refresh", NULL, refresh_cb);
}

static void
fanfold_cache_view_init (FanfoldCacheView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
