/* fanfold-power-watch.h: whether there is AC power, and power need not be saved
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_POWER_UNKNOWN, /* nobody has answered yet */
  FANFOLD_POWER_AC,
  FANFOLD_POWER_BATTERY,
  FANFOLD_POWER_SAVER /* there is AC power, and people want to save it */
} FanfoldPower;

#define FANFOLD_TYPE_POWER_WATCH (fanfold_power_watch_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldPowerWatch, fanfold_power_watch, FANFOLD, POWER_WATCH, GObject)

/* [main] all. Does not wait: asks UPower over the system bus, where it is not there the kernel, and
 * follows what they say. Where nobody knows there is AC power. (transfer full) */
FanfoldPowerWatch *fanfold_power_watch_new (void);
/* Asks no more, so that it ends with its last reference. */
void fanfold_power_watch_stop (FanfoldPowerWatch *self);

FanfoldPower fanfold_power_watch_get_power (FanfoldPowerWatch *self);

G_END_DECLS
