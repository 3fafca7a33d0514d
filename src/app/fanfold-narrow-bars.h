/* fanfold-narrow-bars.h: what bars of the window show where there is no room for the views' names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* [main] From now on, while @title shows the title, @open_button has a picture instead of a word,
 * and @switcher_bar is revealed. */
void fanfold_narrow_bars_follow (AdwViewSwitcherTitle *title,
                                 AdwSplitButton *open_button,
                                 AdwViewSwitcherBar *switcher_bar);

G_END_DECLS
