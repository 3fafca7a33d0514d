/* fanfold-cache-view.h: the view Cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-engine.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_CACHE_VIEW (fanfold_cache_view_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldCacheView, fanfold_cache_view, FANFOLD, CACHE_VIEW, AdwBin)

/* [main] all. Made by the window's template. Property "engine" (FanfoldEngine, nullable). */

G_END_DECLS
