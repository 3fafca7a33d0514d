/* fanfold-row-feed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-row-feed.h"

/* GTK makes the widgets of so many rows at once, which takes 60 ms and more: they are made, and let
 * go of, in steps. */
#define GTK_ROWS 200

struct _FanfoldRowFeed
{
  GObject parent_instance;

  GtkColumnView *view;      /* borrowed */
  GtkSliceListModel *slice; /* of the model, or still of the one before it */
  GListModel *model;
  guint n_step;
  guint step_id;
  gboolean selects; /* @position, once it is in the slice */
  gboolean scrolls;
  guint position;
};

G_DEFINE_FINAL_TYPE (FanfoldRowFeed, fanfold_row_feed, G_TYPE_OBJECT)

static void
select_row (FanfoldRowFeed *self)
{
  gtk_selection_model_select_item (gtk_column_view_get_model (self->view), self->position, TRUE);
  if (!self->scrolls)
    return;

  /* GTK 4.8 has no call for it: the list below the header has the action. */
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_activate_action (child, "list.scroll-to-item", "u", self->position))
      break;
}

/* No rows are made for what nobody sees; those that there are stay. */
static GListModel *
get_wanted (FanfoldRowFeed *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self->view)) || fanfold_row_feed_is_current (self)
             ? self->model
             : NULL;
}

/* Whether anything is left to do. */
static gboolean
take_step (FanfoldRowFeed *self)
{
  GListModel *wanted = get_wanted (self);
  guint size = gtk_slice_list_model_get_size (self->slice);
  guint n_rows = MIN (g_list_model_get_n_items (G_LIST_MODEL (self->slice)), GTK_ROWS);

  if (gtk_slice_list_model_get_model (self->slice) != wanted)
    {
      gtk_slice_list_model_set_size (self->slice, MAX (n_rows, 2 * self->n_step) - self->n_step);
      if (n_rows <= self->n_step)
        gtk_slice_list_model_set_model (self->slice, wanted);
      return TRUE;
    }

  if (wanted == NULL)
    return FALSE;

  if (size != G_MAXUINT)
    {
      gtk_slice_list_model_set_size (self->slice,
                                     size < GTK_ROWS ? size + self->n_step : G_MAXUINT);
      return TRUE;
    }

  if (self->selects)
    select_row (self);
  self->selects = FALSE;

  return FALSE;
}

static gboolean
step_cb (gpointer user_data)
{
  FanfoldRowFeed *self = FANFOLD_ROW_FEED (user_data);

  if (take_step (self))
    return G_SOURCE_CONTINUE;

  self->step_id = 0;

  return G_SOURCE_REMOVE;
}

static void
start (FanfoldRowFeed *self)
{
  if (self->step_id == 0)
    self->step_id = g_idle_add (step_cb, self);
}

static void
fanfold_row_feed_dispose (GObject *object)
{
  FanfoldRowFeed *self = FANFOLD_ROW_FEED (object);

  g_clear_handle_id (&self->step_id, g_source_remove);
  g_clear_object (&self->model);
  g_clear_object (&self->slice);

  G_OBJECT_CLASS (fanfold_row_feed_parent_class)->dispose (object);
}

static void
fanfold_row_feed_class_init (FanfoldRowFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fanfold_row_feed_dispose;
}

static void
fanfold_row_feed_init (FanfoldRowFeed *self)
{
}

FanfoldRowFeed *
fanfold_row_feed_new (GtkColumnView *view, GtkSliceListModel *slice, guint n_step)
{
  FanfoldRowFeed *self;

  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);
  g_return_val_if_fail (GTK_IS_SLICE_LIST_MODEL (slice), NULL);
  g_return_val_if_fail (n_step > 0 && n_step < GTK_ROWS, NULL);

  self = g_object_new (FANFOLD_TYPE_ROW_FEED, NULL);
  self->view = view;
  self->slice = g_object_ref (slice);
  self->n_step = n_step;
  g_signal_connect_object (view, "map", G_CALLBACK (start), self, G_CONNECT_SWAPPED);

  return self;
}

void
fanfold_row_feed_set_model (FanfoldRowFeed *self, GListModel *model)
{
  g_return_if_fail (FANFOLD_IS_ROW_FEED (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (!g_set_object (&self->model, model))
    return;

  self->selects = FALSE;
  /* Else GTK looks for the selected job among all those of the next model. */
  gtk_selection_model_unselect_all (gtk_column_view_get_model (self->view));
  start (self);
}

void
fanfold_row_feed_pace (FanfoldRowFeed *self)
{
  guint n_rows;

  g_return_if_fail (FANFOLD_IS_ROW_FEED (self));

  n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->slice));
  if (n_rows >= GTK_ROWS || gtk_slice_list_model_get_size (self->slice) != G_MAXUINT)
    return;

  gtk_slice_list_model_set_size (self->slice, MAX (n_rows, self->n_step));
  start (self);
}

void
fanfold_row_feed_select (FanfoldRowFeed *self, guint position, gboolean scroll)
{
  g_return_if_fail (FANFOLD_IS_ROW_FEED (self));

  self->selects = TRUE;
  self->scrolls = scroll;
  self->position = position;
  start (self);
}

gboolean
fanfold_row_feed_is_current (FanfoldRowFeed *self)
{
  g_return_val_if_fail (FANFOLD_IS_ROW_FEED (self), FALSE);

  return gtk_slice_list_model_get_model (self->slice) == self->model;
}
