/* fanfold-kinds-bar.h: offers to take files of one kind alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_KINDS_BAR (fanfold_kinds_bar_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldKindsBar, fanfold_kinds_bar, FANFOLD, KINDS_BAR, AdwBin)

/* [main] all. Made by templates. Signal "chosen" (s, nullable): files of that ending alone, or all
 * again. */

/* @kinds: array of FanfoldFileKind, (nullable); @narrowed: one kind alone is taken already. It is
 * hidden where there is nothing to choose. */
void fanfold_kinds_bar_set_kinds (FanfoldKindsBar *self, GPtrArray *kinds, gboolean narrowed);

G_END_DECLS
