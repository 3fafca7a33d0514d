/* fanfold-setting-row.h: one setting of a run as a text, with its meaning
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-settings.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_SETTING_ROW (fanfold_setting_row_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldSettingRow, fanfold_setting_row, FANFOLD, SETTING_ROW, AdwPreferencesRow)

/* [main] all. Made by templates. Properties, all strings to be set once: "setting", its name in
 * batch files; "meaning", a sentence; "initial", what an empty text stands for. Signal "changed".
 */

/* Shows what @settings say; an empty text where that is what it is at first. */
void fanfold_setting_row_show (FanfoldSettingRow *self, const FanfoldSettings *settings);

/* Puts what the text says into @settings; nothing while it is empty or wrong. */
void fanfold_setting_row_take (FanfoldSettingRow *self, FanfoldSettings *settings);

/* (nullable) What is wrong with it, as a sentence. */
const char *fanfold_setting_row_get_error (FanfoldSettingRow *self);
/* What is wrong with it beside others, until the next text; NULL: nothing. */
void fanfold_setting_row_set_conflict (FanfoldSettingRow *self, const char *message);

G_END_DECLS
