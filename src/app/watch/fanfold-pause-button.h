/* fanfold-pause-button.h: pauses a run, and resumes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include "fanfold-run.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_PAUSE_BUTTON (fanfold_pause_button_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldPauseButton, fanfold_pause_button, FANFOLD, PAUSE_BUTTON, GtkButton)

/* [main] all. Made by templates, which give it its action; that calls
 * fanfold_pause_button_switch (). */

/* Says what it would do to the run as that is now. */
void fanfold_pause_button_follow (FanfoldPauseButton *self, FanfoldRun *run);

/* Resumes a run that is paused, pauses another. */
void fanfold_pause_button_switch (FanfoldRun *run);

G_END_DECLS
