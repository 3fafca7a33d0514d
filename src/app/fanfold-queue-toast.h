/* fanfold-queue-toast.h: says that a run waits, and starts it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-engine.h"

G_BEGIN_DECLS

/* [main] About @run, which waits, with a button that starts it. (transfer full) */
AdwToast *fanfold_queue_toast_new (FanfoldEngine *engine, FanfoldRun *run);

G_END_DECLS
