/* fanfold-narrow-bars.h: what bars of the window show where there is no room for the views' names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* [main] From now on, while @title shows the title, @switcher_bar is revealed; and the button
 * around
 * @open_squeezer, which has a word and a picture, goes by a name with either. */
void fanfold_narrow_bars_follow (AdwViewSwitcherTitle *title,
                                 AdwSqueezer *open_squeezer,
                                 AdwViewSwitcherBar *switcher_bar);

G_END_DECLS
