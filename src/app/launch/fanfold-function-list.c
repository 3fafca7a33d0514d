/* fanfold-function-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-function-list.h"
#include "fanfold-function-row.h"
#include "fanfold-words.h"

#include <glib/gi18n.h>

struct _FanfoldFunctionList
{
  AdwBin parent_instance;

  GListModel *plugins;
  FanfoldFunction *function;
  gboolean filling;

  GtkSearchEntry *search_entry;
  GtkListBox *list;
};

enum
{
  PROP_0,
  PROP_FUNCTION,
  N_PROPS
};

enum
{
  FUNCTION_ACTIVATED,
  FUNCTION_ENTERED,
  TRY_AGAIN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldFunctionList, fanfold_function_list, ADW_TYPE_BIN)

static void
set_function (FanfoldFunctionList *self, FanfoldFunction *function)
{
  if (g_set_object (&self->function, function))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FUNCTION]);
}

static void
row_selected_cb (FanfoldFunctionList *self, GtkListBoxRow *row)
{
  if (!self->filling)
    set_function (
        self, row != NULL ? fanfold_function_row_get_function (FANFOLD_FUNCTION_ROW (row)) : NULL);
}

static void
row_activated_cb (FanfoldFunctionList *self)
{
  g_signal_emit (self, signals[FUNCTION_ACTIVATED], 0);
}

/* A key has activated a row. */
static void
row_entered_cb (FanfoldFunctionList *self)
{
  g_signal_emit (self, signals[FUNCTION_ENTERED], 0);
}

static void
search_changed_cb (FanfoldFunctionList *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

/* Enter in the search takes the first function that it left; who types fast comes before the search
 * tells that it has changed. */
static void
search_activated_cb (FanfoldFunctionList *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  search_changed_cb (self);
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (!FANFOLD_IS_FUNCTION_ROW (child) || !gtk_widget_get_child_visible (child) ||
          fanfold_function_row_get_function (FANFOLD_FUNCTION_ROW (child)) == NULL)
        continue;

      gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (child));
      row_activated_cb (self);
      row_entered_cb (self);
      return;
    }
}

static gboolean
filter_func (GtkListBoxRow *row, gpointer user_data)
{
  FanfoldFunctionList *self = FANFOLD_FUNCTION_LIST (user_data);

  return fanfold_function_row_matches (FANFOLD_FUNCTION_ROW (row),
                                       gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

/* Functions stand under their plugin's name, broken plugins together. */
static const char *
get_heading (GtkListBoxRow *row)
{
  if (fanfold_function_row_get_function (FANFOLD_FUNCTION_ROW (row)) == NULL)
    return _ ("Cannot be used");

  return fanfold_words_plugin_label (fanfold_function_row_get_plugin (FANFOLD_FUNCTION_ROW (row)));
}

static gboolean
is_same_section (GtkListBoxRow *row, GtkListBoxRow *before)
{
  FanfoldFunctionRow *first = FANFOLD_FUNCTION_ROW (row);
  FanfoldFunctionRow *second = FANFOLD_FUNCTION_ROW (before);

  if (fanfold_function_row_get_function (first) == NULL)
    return fanfold_function_row_get_function (second) == NULL;

  return fanfold_function_row_get_plugin (first) == fanfold_function_row_get_plugin (second);
}

static void
header_func (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  GtkWidget *label;

  if (before != NULL && is_same_section (row, before))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  label = gtk_label_new (get_heading (row));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "section-title");
  gtk_list_box_row_set_header (row, label);
}

static void
try_again_cb (FanfoldFunctionList *self, FanfoldFunctionRow *row)
{
  g_signal_emit (
      self, signals[TRY_AGAIN], 0, fanfold_plugin_get_path (fanfold_function_row_get_plugin (row)));
}

static void
add_row (FanfoldFunctionList *self, FanfoldPlugin *plugin, FanfoldFunction *function)
{
  GtkWidget *row = fanfold_function_row_new (plugin, function);

  g_signal_connect_object (row, "activate", G_CALLBACK (row_entered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "try-again", G_CALLBACK (try_again_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);
}

static void
add_plugin (FanfoldFunctionList *self, FanfoldPlugin *plugin)
{
  GListModel *functions = fanfold_plugin_get_functions (plugin);
  guint n = g_list_model_get_n_items (functions);

  if (fanfold_plugin_get_error (plugin) != NULL)
    add_row (self, plugin, NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FanfoldFunction) function = g_list_model_get_item (functions, i);

      add_row (self, plugin, function);
    }
}

static void
fill (FanfoldFunctionList *self)
{
  g_autofree char *id =
      self->function != NULL ? g_strdup (fanfold_function_get_id (self->function)) : NULL;
  guint n = self->plugins != NULL ? g_list_model_get_n_items (self->plugins) : 0;
  GtkListBoxRow *row;

  self->filling = TRUE;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FanfoldPlugin) plugin = g_list_model_get_item (self->plugins, i);

      add_plugin (self, plugin);
    }
  self->filling = FALSE;

  if (!fanfold_function_list_choose (self, id))
    fanfold_function_list_choose (self, NULL);
}

static void
fanfold_function_list_dispose (GObject *object)
{
  FanfoldFunctionList *self = FANFOLD_FUNCTION_LIST (object);

  if (self->plugins != NULL)
    g_signal_handlers_disconnect_by_func (self->plugins, fill, self);
  g_clear_object (&self->plugins);
  g_clear_object (&self->function);

  G_OBJECT_CLASS (fanfold_function_list_parent_class)->dispose (object);
}

static void
fanfold_function_list_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  FanfoldFunctionList *self = FANFOLD_FUNCTION_LIST (object);

  switch (prop_id)
    {
    case PROP_FUNCTION:
      g_value_set_object (value, self->function);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_function_list_class_init (FanfoldFunctionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_function_list_dispose;
  object_class->get_property = fanfold_function_list_get_property;

  properties[PROP_FUNCTION] =
      g_param_spec_object ("function",
                           NULL,
                           NULL,
                           FANFOLD_TYPE_FUNCTION,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FUNCTION_ACTIVATED] = g_signal_new ("function-activated",
                                              G_TYPE_FROM_CLASS (klass),
                                              G_SIGNAL_RUN_LAST,
                                              0,
                                              NULL,
                                              NULL,
                                              NULL,
                                              G_TYPE_NONE,
                                              0);
  signals[FUNCTION_ENTERED] = g_signal_new ("function-entered",
                                            G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            0);
  signals[TRY_AGAIN] = g_signal_new ("try-again",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-function-list.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldFunctionList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFunctionList, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
fanfold_function_list_init (FanfoldFunctionList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_list_box_set_filter_func (self->list, filter_func, self, NULL);
  gtk_list_box_set_header_func (self->list, header_func, self, NULL);
  gtk_search_entry_set_key_capture_widget (self->search_entry, GTK_WIDGET (self->list));
}

void
fanfold_function_list_set_plugins (FanfoldFunctionList *self, GListModel *plugins)
{
  g_return_if_fail (FANFOLD_IS_FUNCTION_LIST (self));

  if (self->plugins == plugins)
    return;

  if (self->plugins != NULL)
    g_signal_handlers_disconnect_by_func (self->plugins, fill, self);
  g_set_object (&self->plugins, plugins);
  if (plugins != NULL)
    g_signal_connect_object (plugins, "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
}

FanfoldFunction *
fanfold_function_list_get_function (FanfoldFunctionList *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION_LIST (self), NULL);

  return self->function;
}

gboolean
fanfold_function_list_choose (FanfoldFunctionList *self, const char *id)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION_LIST (self), FALSE);

  for (int i = 0; id != NULL && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      FanfoldFunction *function = fanfold_function_row_get_function (FANFOLD_FUNCTION_ROW (row));

      if (function != NULL && g_str_equal (fanfold_function_get_id (function), id))
        {
          gtk_list_box_select_row (self->list, row);
          set_function (self, function);
          return TRUE;
        }
    }

  if (id == NULL)
    {
      gtk_list_box_unselect_all (self->list);
      set_function (self, NULL);
    }

  return id == NULL;
}

void
fanfold_function_list_find (FanfoldFunctionList *self)
{
  g_return_if_fail (FANFOLD_IS_FUNCTION_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
