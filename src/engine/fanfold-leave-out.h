/* fanfold-leave-out.h: what leaves out the files of jobs that look wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-preflight.h"

G_BEGIN_DECLS

#define FANFOLD_LEAVE_OUT_MAX_NAMES 1000

/* [any] Some microseconds a job. Globs as fanfold_input_with_exclude () takes them, which match the
 * files that the input @name has in the jobs in which @preflight found @kind, and no
 * file of another job, but what is plainly made as they are ("raw-small.jpg" where "raw.jpg" is an
 * input, too): one pattern ("*-small.jpg") where there is such a one, else each name.
 * FANFOLD_ERROR_INVALID: no such job, files of one name on both sides, more than
 * FANFOLD_LEAVE_OUT_MAX_NAMES names without a pattern. (transfer full) */
GStrv fanfold_leave_out_find (FanfoldPreflight *preflight,
                              const char *name,
                              FanfoldFindingKind kind,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
