/* fanfold-input-groups.h: which inputs go in step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input.h"

G_BEGIN_DECLS

/* [any] The groups of @inputs, an array of FanfoldInput whose paths are below @folder (nullable:
 * the current one): one number each, the same for those that go in step, 0 for one alone. These are
 * their own groups, but for a value, which is the same for every job, and for the columns of one
 * CSV file, which go in step with each other wherever they stand, and so do their groups. (transfer
 * full) */
guint *fanfold_input_groups_new (GPtrArray *inputs, const char *folder);

G_END_DECLS
