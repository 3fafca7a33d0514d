/* fanfold-supervisor.h: what fanfold-worker does: speaks with its slot, watches its runner
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Until the slot says goodbye or is gone; gives the exit status. */
int fanfold_supervisor_main (void);
