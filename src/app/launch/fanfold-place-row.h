/* fanfold-place-row.h: among which runs a run waits, and before which
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-settings.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_PLACE_ROW (fanfold_place_row_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldPlaceRow, fanfold_place_row, FANFOLD, PLACE_ROW, AdwPreferencesRow)

/* [main] all. Made by templates. Signal "changed". */

/* Group and priority of @settings. */
void fanfold_place_row_show (FanfoldPlaceRow *self, const FanfoldSettings *settings);
void fanfold_place_row_take (FanfoldPlaceRow *self, FanfoldSettings *settings);

/* (nullable) What is wrong with it, as a sentence. */
const char *fanfold_place_row_get_error (FanfoldPlaceRow *self);

G_END_DECLS
