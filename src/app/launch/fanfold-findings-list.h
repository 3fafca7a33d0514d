/* fanfold-findings-list.h: what looks wrong with a batch, a row each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_FINDINGS_LIST (fanfold_findings_list_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldFindingsList, fanfold_findings_list, FANFOLD, FINDINGS_LIST, AdwBin)

/* [main] all. Signal "job-activated" (t): a row was, whose first job has that number. */

/* @findings: array of FanfoldFinding; rows that say the same stay. It is hidden where there is
 * none. */
void fanfold_findings_list_set_findings (FanfoldFindingsList *self, GPtrArray *findings);

guint fanfold_findings_list_get_n_rows (FanfoldFindingsList *self);

G_END_DECLS
