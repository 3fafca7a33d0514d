/* fanfold-settings-group.h: how a run is to go, as rows of the form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-cpu.h"
#include "fanfold-function.h"
#include "fanfold-settings.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_SETTINGS_GROUP (fanfold_settings_group_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldSettingsGroup, fanfold_settings_group, FANFOLD, SETTINGS_GROUP, AdwPreferencesGroup)

/* [main] all. Signal "changed": other settings. */

/* What @function allows, on the cores of @cpu, with the window's defaults. */
void fanfold_settings_group_set_up (FanfoldSettingsGroup *self,
                                    FanfoldFunction *function,
                                    const FanfoldCpu *cpu);

void fanfold_settings_group_get (FanfoldSettingsGroup *self, FanfoldSettings *settings);
void fanfold_settings_group_set (FanfoldSettingsGroup *self, const FanfoldSettings *settings);

/* NULL, or which setting is wrong, as a sentence. (transfer full) (nullable) */
char *fanfold_settings_group_describe_gap (FanfoldSettingsGroup *self);

G_END_DECLS
