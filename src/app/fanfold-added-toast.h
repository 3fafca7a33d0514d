/* fanfold-added-toast.h: says how many jobs were added to a run, and takes them back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-run.h"

G_BEGIN_DECLS

/* [main] @n jobs of @run, from @first on. (transfer floating) */
AdwToast *fanfold_added_toast_new (FanfoldRun *run, guint64 first, guint64 n);

/* [main] One that is still to be seen says so of further jobs, too. FALSE: it is about another run.
 */
gboolean fanfold_added_toast_extend (AdwToast *toast, FanfoldRun *run, guint64 first, guint64 n);

G_END_DECLS
