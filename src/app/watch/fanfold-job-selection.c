/* fanfold-job-selection.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-selection.h"
#include "fanfold-filtered-jobs.h"

struct _FanfoldJobSelection
{
  GObject parent_instance;

  GListModel *model; /* (nullable) */
  GtkBitset *selected;
  FanfoldJob *last;    /* (nullable) */
  guint last_position; /* where it was when it was selected */
};

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_SELECTED_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
fanfold_job_selection_get_item_type (GListModel *list)
{
  return FANFOLD_TYPE_JOB;
}

static guint
fanfold_job_selection_get_n_items (GListModel *list)
{
  FanfoldJobSelection *self = FANFOLD_JOB_SELECTION (list);

  return self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
}

static gpointer
fanfold_job_selection_get_item (GListModel *list, guint position)
{
  FanfoldJobSelection *self = FANFOLD_JOB_SELECTION (list);

  return self->model != NULL ? g_list_model_get_item (self->model, position) : NULL;
}

static void
fanfold_job_selection_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = fanfold_job_selection_get_item_type;
  iface->get_n_items = fanfold_job_selection_get_n_items;
  iface->get_item = fanfold_job_selection_get_item;
}

static gboolean
fanfold_job_selection_is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (FANFOLD_JOB_SELECTION (model)->selected, position);
}

static GtkBitset *
fanfold_job_selection_get_selection_in_range (GtkSelectionModel *model,
                                              guint position,
                                              guint n_items)
{
  return gtk_bitset_ref (FANFOLD_JOB_SELECTION (model)->selected);
}

static void
set_last (FanfoldJobSelection *self, guint position)
{
  g_autoptr (FanfoldJob) job =
      position != GTK_INVALID_LIST_POSITION ? g_list_model_get_item (self->model, position) : NULL;

  self->last_position = position;
  if (g_set_object (&self->last, job))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_ITEM]);
}

/* The newest of those in @changes that is selected; where none is, the one that was it stays if it
 * still is, else the first. */
static void
choose_last (FanfoldJobSelection *self, GtkBitset *changes)
{
  g_autoptr (GtkBitset) added = gtk_bitset_copy (changes);

  gtk_bitset_intersect (added, self->selected);
  if (gtk_bitset_is_empty (self->selected))
    set_last (self, GTK_INVALID_LIST_POSITION);
  else if (gtk_bitset_get_size (added) == 1)
    set_last (self, gtk_bitset_get_minimum (added));
  else if (self->last == NULL || gtk_bitset_get_size (self->selected) == 1 ||
           gtk_bitset_contains (changes, self->last_position))
    set_last (self, gtk_bitset_get_minimum (self->selected));
}

static gboolean
fanfold_job_selection_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  FanfoldJobSelection *self = FANFOLD_JOB_SELECTION (model);
  g_autoptr (GtkBitset) changes = gtk_bitset_copy (self->selected);
  guint n_items = fanfold_job_selection_get_n_items (G_LIST_MODEL (self));
  guint first;

  /* What differs, among those that are meant and that there are. */
  gtk_bitset_difference (changes, selected);
  gtk_bitset_intersect (changes, mask);
  gtk_bitset_remove_range_closed (changes, n_items, G_MAXUINT);
  if (gtk_bitset_is_empty (changes))
    return TRUE;

  gtk_bitset_difference (self->selected, changes);
  first = gtk_bitset_get_minimum (changes);
  gtk_selection_model_selection_changed (
      model, first, gtk_bitset_get_maximum (changes) - first + 1);
  choose_last (self, changes);

  return TRUE;
}

static void
fanfold_job_selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = fanfold_job_selection_is_selected;
  iface->get_selection_in_range = fanfold_job_selection_get_selection_in_range;
  iface->set_selection = fanfold_job_selection_set_selection;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FanfoldJobSelection,
                               fanfold_job_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      fanfold_job_selection_list_iface_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          fanfold_job_selection_model_iface_init))

static void
items_changed_cb (FanfoldJobSelection *self, guint position, guint n_removed, guint n_added)
{
  gtk_bitset_splice (self->selected, position, n_removed, n_added);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
  if (gtk_bitset_is_empty (self->selected))
    set_last (self, GTK_INVALID_LIST_POSITION);
}

static void
fanfold_job_selection_dispose (GObject *object)
{
  FanfoldJobSelection *self = FANFOLD_JOB_SELECTION (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, items_changed_cb, self);
  g_clear_object (&self->model);
  g_clear_object (&self->last);

  G_OBJECT_CLASS (fanfold_job_selection_parent_class)->dispose (object);
}

static void
fanfold_job_selection_finalize (GObject *object)
{
  g_clear_pointer (&FANFOLD_JOB_SELECTION (object)->selected, gtk_bitset_unref);

  G_OBJECT_CLASS (fanfold_job_selection_parent_class)->finalize (object);
}

static void
fanfold_job_selection_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, FANFOLD_JOB_SELECTION (object)->model);
      break;

    case PROP_SELECTED_ITEM:
      g_value_set_object (value, FANFOLD_JOB_SELECTION (object)->last);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_job_selection_set_property (GObject *object,
                                    guint prop_id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MODEL:
      fanfold_job_selection_set_model (FANFOLD_JOB_SELECTION (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_job_selection_class_init (FanfoldJobSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fanfold_job_selection_dispose;
  object_class->finalize = fanfold_job_selection_finalize;
  object_class->get_property = fanfold_job_selection_get_property;
  object_class->set_property = fanfold_job_selection_set_property;

  properties[PROP_MODEL] = g_param_spec_object (
      "model", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  properties[PROP_SELECTED_ITEM] =
      g_param_spec_object ("selected-item",
                           NULL,
                           NULL,
                           FANFOLD_TYPE_JOB,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fanfold_job_selection_init (FanfoldJobSelection *self)
{
  self->selected = gtk_bitset_new_empty ();
}

FanfoldJobSelection *
fanfold_job_selection_new (void)
{
  return g_object_new (FANFOLD_TYPE_JOB_SELECTION, NULL);
}

void
fanfold_job_selection_set_model (FanfoldJobSelection *self, GListModel *model)
{
  guint n_before;

  g_return_if_fail (FANFOLD_IS_JOB_SELECTION (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  n_before = fanfold_job_selection_get_n_items (G_LIST_MODEL (self));
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, items_changed_cb, self);
  g_set_object (&self->model, model);
  if (model != NULL)
    g_signal_connect_object (
        model, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_bitset_remove_all (self->selected);
  g_list_model_items_changed (
      G_LIST_MODEL (self), 0, n_before, fanfold_job_selection_get_n_items (G_LIST_MODEL (self)));
  set_last (self, GTK_INVALID_LIST_POSITION);
}

gpointer
fanfold_job_selection_get_selected_item (FanfoldJobSelection *self)
{
  g_return_val_if_fail (FANFOLD_IS_JOB_SELECTION (self), NULL);

  return self->last;
}

/* What is sliced is sliced from its start. */
static guint64
get_index (FanfoldJobSelection *self, guint position)
{
  GListModel *jobs = self->model;

  if (GTK_IS_SLICE_LIST_MODEL (jobs))
    jobs = gtk_slice_list_model_get_model (GTK_SLICE_LIST_MODEL (jobs));
  if (FANFOLD_IS_FILTERED_JOBS (jobs))
    return fanfold_filtered_jobs_get_index (FANFOLD_FILTERED_JOBS (jobs), position);

  return position;
}

FanfoldRanges *
fanfold_job_selection_dup_jobs (FanfoldJobSelection *self)
{
  g_autoptr (FanfoldRanges) jobs = NULL;
  GtkBitsetIter iter;
  guint64 first = 0, n = 0;
  guint position;

  g_return_val_if_fail (FANFOLD_IS_JOB_SELECTION (self), NULL);

  jobs = fanfold_ranges_new ();
  for (gboolean more = gtk_bitset_iter_init_first (&iter, self->selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      guint64 index = get_index (self, position);

      if (n > 0 && index == first + n)
        {
          n++;
          continue;
        }
      if (n > 0)
        fanfold_ranges_add (jobs, first, n);
      first = index;
      n = 1;
    }
  if (n > 0)
    fanfold_ranges_add (jobs, first, n);

  return g_steal_pointer (&jobs);
}

guint64
fanfold_job_selection_get_size (FanfoldJobSelection *self)
{
  g_return_val_if_fail (FANFOLD_IS_JOB_SELECTION (self), 0);

  return gtk_bitset_get_size (self->selected);
}
