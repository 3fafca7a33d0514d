/* fanfold-weight.h: how many of the n_jobs slots a job takes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"
#include "fanfold-settings.h"

G_BEGIN_DECLS

/* Of a run whose jobs say it themselves: each by its value of an input or a parameter. Immutable:
 * any thread. */
typedef struct _FanfoldWeight FanfoldWeight;

/* [any] @settings: with a weight that is a name; FANFOLD_ERROR_INVALID where there is no input or
 * parameter of that name. (transfer full) */
FanfoldWeight *
fanfold_weight_new (const FanfoldSettings *settings, FanfoldCombine *combine, GError **error);
void fanfold_weight_free (FanfoldWeight *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldWeight, fanfold_weight_free)

/* [any] May wait for the disk where values come from a stream. At least 1, also where the value is
 * none. */
guint64 fanfold_weight_get (FanfoldWeight *self, guint64 index);

/* [any] In the mean of the jobs; roughly, of some of them. 1 where they come from a stream. */
double fanfold_weight_get_mean (FanfoldWeight *self);

/* [any] Whether @values, an array that the stream of its combine is to have next, are whole numbers
 * from 1 on. FANFOLD_ERROR_INVALID names the setting, the input and the value. */
gboolean fanfold_weight_check_stream (FanfoldWeight *self, GVariant *values, GError **error);

/* [any] The same of all jobs of @combine, whatever the weight is. */
gboolean fanfold_weight_check_settings (const FanfoldSettings *settings,
                                        FanfoldCombine *combine,
                                        GCancellable *cancellable,
                                        GError **error);

/* [any] How many jobs of that weight run at once on @n_slots: at least 1. */
guint fanfold_weight_get_n_at_once (double weight, guint n_slots);

G_END_DECLS
