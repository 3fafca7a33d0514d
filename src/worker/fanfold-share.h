/* fanfold-share.h: what a runner, and all that it starts, takes of disks and cores
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For this process, from now on: reads and writes no earlier than @priority, a FanfoldIoPriority,
 * says; one that stands back further already stays there. */
void fanfold_share_lower_io (int priority);

/* Runs on those cores alone that are the share of @slot, where @n slots have equal shares of what
 * the process may use; where there are fewer cores, slots share one. Left as it is where that
 * cannot be had. */
void fanfold_share_pin (guint slot, guint n);

G_END_DECLS
