/* fanfold-run-page.h: the chosen run: how far it is, its jobs and its log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-run.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_RUN_PAGE (fanfold_run_page_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldRunPage, fanfold_run_page, FANFOLD, RUN_PAGE, AdwBin)

/* [main] Properties: "run" (FanfoldRun, nullable); "narrow" (b): there is little width, and a way
 * back is needed. Relies on the action watch.back of what it stands in. */

/* [main] The table of the jobs. (transfer none) */
GtkColumnView *fanfold_run_page_get_column_view (FanfoldRunPage *self);

G_END_DECLS
