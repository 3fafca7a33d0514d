/* fanfold-call.h: runs a plugin's function in this process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"
#include "fanfold-job-events.h"

G_BEGIN_DECLS

/* What a function is called with, over and over: its descriptor, the described form, the place.
 * Used by the runner and by slots of the backend `threads`. */
typedef struct _FanfoldCaller FanfoldCaller;

/* [any] Opens the plugin, and checks that its build is the function's. @function must outlive it.
 * FANFOLD_ERROR_PLUGIN. (transfer full) */
FanfoldCaller *fanfold_caller_new (FanfoldFunction *function, GError **error);
void fanfold_caller_free (FanfoldCaller *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCaller, fanfold_caller_free)

/* [slot] Runs the jobs from @first on, with @columns as fanfold_combine_get_columns () gives them,
 * one after the other on this thread, until all are over, @budget_usec (0: none) is spent or
 * *@cancelled is set. Gives the block of those that were begun: at least one, perhaps fewer than
 * asked for. *@cancelled is an atomic flag that any thread may set. (transfer full) */
FanfoldBlock *fanfold_caller_run (FanfoldCaller *self,
                                  guint64 first,
                                  GVariant *columns,
                                  guint32 slot,
                                  guint32 attempt,
                                  gint64 budget_usec,
                                  const int *cancelled,
                                  const FanfoldJobEvents *events);

G_END_DECLS
