/* fanfold-queue-window.h: how many runs and jobs go on at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-engine.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_QUEUE_WINDOW (fanfold_queue_window_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldQueueWindow, fanfold_queue_window, FANFOLD, QUEUE_WINDOW, AdwPreferencesWindow)

/* [main] */
FanfoldQueueWindow *fanfold_queue_window_new (GtkWindow *parent, FanfoldEngine *engine);

G_END_DECLS
