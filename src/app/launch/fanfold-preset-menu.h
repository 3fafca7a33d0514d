/* fanfold-preset-menu.h: the button and its popover where settings are taken from presets and kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_PRESET_MENU (fanfold_preset_menu_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldPresetMenu, fanfold_preset_menu, FANFOLD, PRESET_MENU, AdwBin)

/* [main] Made by templates. Signals "apply" and "save", each with the name of a preset. */

G_END_DECLS
