/* fanfold-state-bar.h: a run's progress bar, in segments by the state of its jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include "fanfold-job-state.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_STATE_BAR (fanfold_state_bar_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldStateBar, fanfold_state_bar, FANFOLD, STATE_BAR, GtkWidget)

/* [main] Done, cached, failed, stopped and running jobs as shares of @total. @fraction: how far all
 * are, 0 to 1, which counts the running ones by what they report. @text: what a screen reader says.
 */
void fanfold_state_bar_set_counts (FanfoldStateBar *self,
                                   const guint64 counts[FANFOLD_N_JOB_STATES],
                                   guint64 total,
                                   double fraction,
                                   const char *text);

/* [main] The share that a segment takes: 0 done, 1 cached, 2 failed, 3 stopped, 4 running. */
double fanfold_state_bar_get_share (FanfoldStateBar *self, guint segment);

G_END_DECLS
