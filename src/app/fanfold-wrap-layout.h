/* fanfold-wrap-layout.h: two widgets side by side where there is room, else one below the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_WRAP_LAYOUT (fanfold_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldWrapLayout, fanfold_wrap_layout, FANFOLD, WRAP_LAYOUT, GtkLayoutManager)

/* [main] Made by templates, for a GtkBox of two children, which may be hidden. The first takes the
 * room that is over; the second keeps its natural width at the end. Property "packed": both keep
 * theirs at the start, and are equally wide one below the other. */

G_END_DECLS
