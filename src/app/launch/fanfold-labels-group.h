/* fanfold-labels-group.h: what a run is called and what is noted of it, as rows of the form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-batch.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_LABELS_GROUP (fanfold_labels_group_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldLabelsGroup, fanfold_labels_group, FANFOLD, LABELS_GROUP, AdwPreferencesGroup)

/* [main] all. Signal "changed": other texts. */

/* Puts name and note into @batch; a note that is too long is left out. */
void fanfold_labels_group_get (FanfoldLabelsGroup *self, FanfoldBatch *batch);

/* Shows those of @batch. A name that a command has of itself is none, so that another command does
 * not run under it. */
void fanfold_labels_group_set (FanfoldLabelsGroup *self, FanfoldBatch *batch);

/* NULL, or what is wrong, as a sentence. (transfer full) (nullable) */
char *fanfold_labels_group_describe_gap (FanfoldLabelsGroup *self);

G_END_DECLS
