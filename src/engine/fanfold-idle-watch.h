/* fanfold-idle-watch.h: whether anybody uses this machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* It is idle when nobody has used it for so long. */
#define FANFOLD_IDLE_SECONDS 300

#define FANFOLD_TYPE_IDLE_WATCH (fanfold_idle_watch_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldIdleWatch, fanfold_idle_watch, FANFOLD, IDLE_WATCH, GObject)

/* [main] all. Does not wait: asks the session, GNOME's idle monitor or org.freedesktop.ScreenSaver,
 * where there is none logind, and where there is nothing at all goes by how much other programs
 * compute. Until one has answered it is not idle. (transfer full) */
FanfoldIdleWatch *fanfold_idle_watch_new (void);
/* Asks no more, so that it ends with its last reference. */
void fanfold_idle_watch_stop (FanfoldIdleWatch *self);

/* Somebody has to ask now and then: what cannot be followed is looked at for a minute more. */
gboolean fanfold_idle_watch_is_idle (FanfoldIdleWatch *self);

/* How many jobs of our own compute, which are no reason to wait. */
void fanfold_idle_watch_set_n_running (FanfoldIdleWatch *self, guint n_running);

/* For tests: what @load, the mean of the last minute, says of @n_cores with @n_running of our own.
 */
gboolean fanfold_idle_watch_judge_load (double load, guint n_running, guint n_cores);

G_END_DECLS
