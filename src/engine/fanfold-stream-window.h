/* fanfold-stream-window.h: the values of a stream: the last ones in memory, the others kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-source.h"

G_BEGIN_DECLS

/* [any] For FanfoldSource alone, whose streams have one. */
typedef struct _FanfoldStreamWindow FanfoldStreamWindow;

/* (transfer full) */
FanfoldStreamWindow *fanfold_stream_window_new (const GVariantType *type);
void fanfold_stream_window_free (FanfoldStreamWindow *self);

/* As the functions of FanfoldSource of that name. */
void fanfold_stream_window_append (FanfoldStreamWindow *self, GVariant *values);
void fanfold_stream_window_set_fetch (FanfoldStreamWindow *self,
                                      FanfoldSourceFetchFunc fetch,
                                      gpointer user_data,
                                      GDestroyNotify destroy);
void fanfold_stream_window_set_kept (FanfoldStreamWindow *self, guint64 n_values);
guint64 fanfold_stream_window_get_size (FanfoldStreamWindow *self);
GVariant *fanfold_stream_window_gather (FanfoldStreamWindow *self,
                                        const guint64 *positions,
                                        gsize n_positions);

/* (nullable) The array that holds @position, which begins at *@first. (transfer full) */
GVariant *fanfold_stream_window_find (FanfoldStreamWindow *self, guint64 position, guint64 *first);

G_END_DECLS
