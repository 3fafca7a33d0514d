/* fanfold-speech.h: names for what GTK and libadwaita leave without one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* [main] From now on a screen reader has a name for every control inside a drop-down, a menu
 * button, a split button, an expander row and the like, wherever one is shown, for every row of a
 * list, and for buttons with a mnemonic one without it. */
void fanfold_speech_start (void);

/* [main] Names a button that shows an icon: GTK names it after that, which has no name. */
void fanfold_speech_name_button (GtkWidget *button, const char *name);

G_END_DECLS
