/* fanfold-family.h: the processes that descend from this one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* This process must be a subreaper, so that none of them is adopted by another. */

/* Sends @signal_number to all of them but @keep (0: none); gives how many there are. */
guint fanfold_family_signal (int signal_number, pid_t keep);

/* Sends SIGSTOP to all of them until none runs any more. */
void fanfold_family_stop (void);

/* Kills all of them but @keep until none is left, and takes in those that are this process's own;
 * gives how many there were. */
guint fanfold_family_end (pid_t keep);

/* Whether this process has a child but @keep; true where the system cannot say it quickly. */
gboolean fanfold_family_has_others (pid_t keep);

/* Ends the child @runner (0: it is dead already) and all that descends from this process, to which
 * what the runner leaves behind falls. The list of all processes is read only where that is any. */
void fanfold_family_end_runner (pid_t runner);

G_END_DECLS
