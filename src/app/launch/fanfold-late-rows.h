/* fanfold-late-rows.h: rows that cost nothing before they are unfolded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* [main] What @row folds up is neither styled nor measured before it is unfolded for the first
 * time. */
void fanfold_late_rows_hide (AdwExpanderRow *row);

G_END_DECLS
