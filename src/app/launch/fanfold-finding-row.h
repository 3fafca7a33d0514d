/* fanfold-finding-row.h: something that looks wrong with a batch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include "fanfold-finding.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_FINDING_ROW (fanfold_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldFindingRow, fanfold_finding_row, FANFOLD, FINDING_ROW, GtkListBoxRow)

/* [main] all. (transfer floating) */
GtkWidget *fanfold_finding_row_new (const FanfoldFinding *finding);

/* Whether there is a job to go to, and which. */
gboolean fanfold_finding_row_get_job (FanfoldFindingRow *self, guint64 *index);

/* Whether the row is of a finding of that kind, which it then shows. */
gboolean fanfold_finding_row_update (FanfoldFindingRow *self, const FanfoldFinding *finding);

G_END_DECLS
