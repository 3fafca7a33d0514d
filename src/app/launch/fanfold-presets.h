/* fanfold-presets.h: settings of a run under a name, kept by the desktop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-settings.h"

G_BEGIN_DECLS

/* [main] The names, those that are built in first, then a person's own by name; how many are built
 * in: @n_built_in (out) (optional). (transfer full) */
GStrv fanfold_presets_dup_names (guint *n_built_in);

/* [main] Puts the settings of that name into @settings; which jobs there are and in what order
 * (order, sample, seed) and what one takes (weight) stays. False where there are none. */
gboolean fanfold_presets_apply (const char *name, FanfoldSettings *settings);

/* [main] Keeps @settings, less order, sample, seed and weight; false where the name is that of a
 * built-in one. */
gboolean fanfold_presets_save (const char *name, const FanfoldSettings *settings);
void fanfold_presets_delete (const char *name);

/* [main] Whether it is the name of one of ours, which nobody can replace. */
gboolean fanfold_presets_is_built_in (const char *name);

G_END_DECLS
