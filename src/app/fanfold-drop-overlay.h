/* fanfold-drop-overlay.h: takes files that are dropped anywhere on a content, and says so above it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_DROP_OVERLAY (fanfold_drop_overlay_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldDropOverlay, fanfold_drop_overlay, FANFOLD, DROP_OVERLAY, AdwBin)

/* [main] all. Made by templates. Property "content" (GtkWidget, nullable). Signals, both with
 * coordinates of the widget: "moved" (d, d): files are above that place; "dropped" (GdkFileList,
 * d, d). */

/* What would be done with them. */
void fanfold_drop_overlay_set_text (FanfoldDropOverlay *self, const char *text);

G_END_DECLS
