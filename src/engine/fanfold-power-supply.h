/* fanfold-power-supply.h: whether the machine runs on its battery, as the kernel says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_POWER_SUPPLY_FOLDER "/sys/class/power_supply"

/* [any] Waits for the disk. A machine without a battery of its own, or with one that nobody knows
 * of, runs on AC power; that of a mouse is none. */
gboolean fanfold_power_supply_is_battery (const char *folder);

G_END_DECLS
