/* fanfold-view-focus.h: the keyboard follows into the view that is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* [main] From now on the focus goes into the view that @stack shows, where it was in another view
 * before; it stays in the header where a view is chosen there. */
void fanfold_view_focus_follow (AdwViewStack *stack);

G_END_DECLS
