/* fanfold-row-feed.h: gives a table its rows a few at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_ROW_FEED (fanfold_row_feed_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldRowFeed, fanfold_row_feed, FANFOLD, ROW_FEED, GObject)

/* [main] all. Of @view, the model of which selects from @slice: @n_step rows at a time. @view
 * outlives it. (transfer full) */
FanfoldRowFeed *fanfold_row_feed_new (GtkColumnView *view, GtkSliceListModel *slice, guint n_step);

/* What @view is to show, once it can be seen; nothing is selected any more. (nullable) */
void fanfold_row_feed_set_model (FanfoldRowFeed *self, GListModel *model);

/* The model is about to grow: where that makes rows, they come step by step, too. */
void fanfold_row_feed_pace (FanfoldRowFeed *self);

/* Selects a row as soon as it is there, and scrolls to it if asked to. */
void fanfold_row_feed_select (FanfoldRowFeed *self, guint position, gboolean scroll);

/* Whether the rows there are, if not all yet, belong to that model and not to one before it. */
gboolean fanfold_row_feed_is_current (FanfoldRowFeed *self);

G_END_DECLS
