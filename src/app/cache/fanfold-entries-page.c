/* fanfold-entries-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-entries-page.h"
#include "fanfold-cache-loader.h"
#include "fanfold-cell-tips.h"
#include "fanfold-entry-page.h"
#include "fanfold-text.h"
#include "fanfold-wide-columns.h"
#include "fanfold-width-layout.h"
#include "fanfold-wrap-layout.h"

#include <glib/gi18n.h>

struct _FanfoldEntriesPage
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *note;
  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *failed;
  GtkColumnView *column_view;
  GtkColumnViewColumn *made_column;
  GtkColumnViewColumn *used_column;
  GtkSingleSelection *selection;
  GListStore *entries;
  FanfoldEntryPage *entry_page;

  FanfoldMemo *memo;
  FanfoldCacheFunction *function;
  GCancellable *loading;
  gboolean narrow;
  guint columns_id;
};

enum
{
  PROP_0,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldEntriesPage, fanfold_entries_page, ADW_TYPE_BIN)

static void
selected_entry_changed_cb (FanfoldEntriesPage *self)
{
  FanfoldCacheEntry *entry = gtk_single_selection_get_selected_item (self->selection);

  fanfold_entry_page_set_entry (
      self->entry_page, entry, self->memo != NULL ? fanfold_memo_get_folder (self->memo) : "");
}

/* A function may have more entries than are listed. */
static void
show_note (FanfoldEntriesPage *self, guint n_listed)
{
  g_autofree char *count = fanfold_text_count (n_listed);
  g_autofree char *note = NULL;

  note = g_strdup_printf (ngettext ("Only the %s result used last is listed.",
                                    "Only the %s results used last are listed.",
                                    n_listed),
                          count);
  gtk_label_set_label (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), n_listed >= FANFOLD_ENTRIES_PAGE_LIMIT);
}

static void
take_entries (FanfoldEntriesPage *self, GPtrArray *found)
{
  gsize n_found;
  gpointer *kept = g_ptr_array_steal (found, &n_found);

  for (gsize i = 0; i < n_found; i++)
    kept[i] = fanfold_cache_entry_new (kept[i]);

  g_list_store_splice (self->entries,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->entries)),
                       kept,
                       (guint) n_found);
  for (gsize i = 0; i < n_found; i++)
    g_object_unref (kept[i]);
  g_free (kept);

  show_note (self, (guint) n_found);
}

static void
entries_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldEntriesPage) self = FANFOLD_ENTRIES_PAGE (user_data);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  found = fanfold_cache_list_entries_finish (result, &error);
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

  take_entries (self, found);
  gtk_stack_set_visible_child_name (self->stack, "entries");
}

static void
stop_loading (FanfoldEntriesPage *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
load (FanfoldEntriesPage *self)
{
  const FanfoldMemoFunction *function = fanfold_cache_function_get (self->function);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->entries)) == 0)
    {
      gtk_spinner_start (self->spinner);
      gtk_stack_set_visible_child_name (self->stack, "loading");
    }
  self->loading = g_cancellable_new ();
  fanfold_cache_list_entries_async (self->memo,
                                    function->function_id,
                                    FANFOLD_ENTRIES_PAGE_LIMIT,
                                    self->loading,
                                    entries_cb,
                                    g_object_ref (self));
}

static gboolean
is_same_function (FanfoldCacheFunction *one, FanfoldCacheFunction *other)
{
  return one != NULL && other != NULL &&
         g_str_equal (fanfold_cache_function_get (one)->function_id,
                      fanfold_cache_function_get (other)->function_id);
}

static gboolean
has_same_contents (FanfoldCacheFunction *one, FanfoldCacheFunction *other)
{
  const FanfoldMemoFunction *a = fanfold_cache_function_get (one);
  const FanfoldMemoFunction *b = fanfold_cache_function_get (other);

  return a->n_entries == b->n_entries && a->bytes == b->bytes &&
         a->last_used_usec == b->last_used_usec;
}

static void
show_function (FanfoldEntriesPage *self)
{
  g_autofree char *contents = NULL;
  g_autofree char *use = NULL;
  g_autofree char *subtitle = NULL;

  g_object_get (self->function, "contents", &contents, "use", &use, NULL);
  subtitle = g_strdup_printf ("%s · %s", contents, use);
  gtk_label_set_label (self->title, fanfold_cache_function_get_title (self->function));
  gtk_label_set_label (self->subtitle, subtitle);
}

static gboolean
columns_cb (gpointer user_data)
{
  FanfoldEntriesPage *self = FANFOLD_ENTRIES_PAGE (user_data);

  self->columns_id = 0;
  fanfold_wide_columns_show (self->column_view, self->made_column, 1, !self->narrow);
  fanfold_wide_columns_show (self->column_view, self->used_column, 4, !self->narrow);

  return G_SOURCE_REMOVE;
}

static void
fanfold_entries_page_dispose (GObject *object)
{
  FanfoldEntriesPage *self = FANFOLD_ENTRIES_PAGE (object);

  g_clear_handle_id (&self->columns_id, g_source_remove);
  stop_loading (self);
  g_clear_object (&self->function);
  g_clear_pointer (&self->memo, fanfold_memo_unref);

  G_OBJECT_CLASS (fanfold_entries_page_parent_class)->dispose (object);
}

static void
fanfold_entries_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldEntriesPage *self = FANFOLD_ENTRIES_PAGE (object);

  switch (prop_id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_entries_page_set_property (GObject *object,
                                   guint prop_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  FanfoldEntriesPage *self = FANFOLD_ENTRIES_PAGE (object);

  switch (prop_id)
    {
    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      /* Later, as this comes while sizes are being given out. */
      if (self->columns_id == 0)
        self->columns_id = g_idle_add (columns_cb, self);
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_entries_page_class_init (FanfoldEntriesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_entries_page_dispose;
  object_class->get_property = fanfold_entries_page_get_property;
  object_class->set_property = fanfold_entries_page_set_property;

  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FANFOLD_TYPE_CACHE_ENTRY);
  g_type_ensure (FANFOLD_TYPE_ENTRY_PAGE);
  g_type_ensure (FANFOLD_TYPE_WRAP_LAYOUT);
  g_type_ensure (FANFOLD_TYPE_WIDTH_LAYOUT);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/cache/fanfold-entries-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, title);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, note);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, failed);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, column_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, made_column);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, used_column);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, selection);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, entries);
  gtk_widget_class_bind_template_child (widget_class, FanfoldEntriesPage, entry_page);
  gtk_widget_class_bind_template_callback (widget_class, selected_entry_changed_cb);
}

static void
fanfold_entries_page_init (FanfoldEntriesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fanfold_wide_columns_scale (self->column_view);
  fanfold_cell_tips_show (self->column_view);
}

void
fanfold_entries_page_set_function (FanfoldEntriesPage *self,
                                   FanfoldMemo *memo,
                                   FanfoldCacheFunction *function)
{
  gboolean same;

  g_return_if_fail (FANFOLD_IS_ENTRIES_PAGE (self));
  g_return_if_fail (function == NULL || memo != NULL);

  if (self->function == function)
    return;

  same = is_same_function (self->function, function);
  if (same && self->loading == NULL && has_same_contents (self->function, function))
    {
      g_set_object (&self->function, function);
      show_function (self);
      return;
    }

  stop_loading (self);
  g_set_object (&self->function, function);
  g_clear_pointer (&self->memo, fanfold_memo_unref);
  self->memo = memo != NULL ? fanfold_memo_ref (memo) : NULL;
  if (!same)
    g_list_store_remove_all (self->entries);
  if (function == NULL)
    return;

  show_function (self);
  load (self);
}

GListModel *
fanfold_entries_page_get_entries (FanfoldEntriesPage *self)
{
  g_return_val_if_fail (FANFOLD_IS_ENTRIES_PAGE (self), NULL);

  return G_LIST_MODEL (self->entries);
}
