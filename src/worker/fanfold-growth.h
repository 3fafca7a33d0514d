/* fanfold-growth.h: how much memory jobs leave behind in their runner
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What one job leaves behind would count as the next one's. Of that which stands in memory of the
 * process's own: what it shares, with the worker or a file, is none of the jobs'. */
typedef struct
{
  guint64 loaded_bytes;
  guint64 least_bytes; /* after the first job: 0 while there was none */
  gint64 unseen_nsec;
} FanfoldGrowth;

/* The plugin is loaded. */
void fanfold_growth_start (FanfoldGrowth *self);

/* A job that took @nsec is over, and so long ones are looked at each, short ones now and then. It
 * is too much when it is above half of @limit_bytes; where that is 0, when it has grown by more
 * than 300 MB since the first job, which may have loaded what all need. Gives how much is too much,
 * or 0. */
guint64 fanfold_growth_look (FanfoldGrowth *self, gint64 nsec, guint64 limit_bytes);

G_END_DECLS
