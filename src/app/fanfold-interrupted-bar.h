/* fanfold-interrupted-bar.h: tells of runs that were lost with their program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-engine.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_INTERRUPTED_BAR (fanfold_interrupted_bar_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldInterruptedBar, fanfold_interrupted_bar, FANFOLD, INTERRUPTED_BAR, AdwBin)

/* [main] all. Made by a template, hidden. It resumes by the window's action "run-again".
 *
 * Signals: "show-run" (FanfoldRun). */

/* After the engine's start: looks for such runs, off the main thread, and shows itself where there
 * are some of which nobody was told. It goes when it is closed, or none is interrupted any more. */
void fanfold_interrupted_bar_look (FanfoldInterruptedBar *self, FanfoldEngine *engine);

G_END_DECLS
