/* fanfold-combine-window.h: the values of some jobs, looked up once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine-private.h"

G_BEGIN_DECLS

/* One thread's alone. */
typedef struct _FanfoldCombineWindow FanfoldCombineWindow;

/* [any] @combine has to outlive it. The jobs from number @first on. (transfer full) */
FanfoldCombineWindow *
fanfold_combine_window_new (FanfoldCombine *combine, guint64 first, guint n_jobs);
/* [any] Any jobs of the inputs, whatever their numbers; @jobs has to outlive it. (transfer full) */
FanfoldCombineWindow *
fanfold_combine_window_new_of (FanfoldCombine *combine, const guint64 *jobs, guint n_jobs);
void fanfold_combine_window_free (FanfoldCombineWindow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCombineWindow, fanfold_combine_window_free)

/* [any] Instead of what the stream has: for values that have not been added to it yet. */
void fanfold_combine_window_set_stream (FanfoldCombineWindow *self, GVariant *column);

/* [any] An input's values as an array. (nullable) where a stream's value cannot be fetched.
 * (transfer none) */
GVariant *fanfold_combine_window_get_input (FanfoldCombineWindow *self, guint input);

/* [any] What a template makes of the job at @place, appended. FALSE as above. */
gboolean fanfold_combine_window_append_text (FanfoldCombineWindow *self,
                                             FanfoldTemplate *template,
                                             GString *text,
                                             guint place);

/* [any] What a parameter gets, as an array. (nullable) as above, or where the parameter refuses
 * what a template makes. (transfer full), not floating */
GVariant *fanfold_combine_window_dup_column (FanfoldCombineWindow *self, guint param);

G_END_DECLS
