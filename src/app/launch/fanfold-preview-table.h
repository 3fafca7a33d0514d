/* fanfold-preview-table.h: the jobs of a batch that is to be launched, as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-preflight.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_PREVIEW_TABLE (fanfold_preview_table_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldPreviewTable, fanfold_preview_table, FANFOLD, PREVIEW_TABLE, AdwBin)

/* [main] all. @combine, @preflight: (nullable) both: none. */
void fanfold_preview_table_set_jobs (FanfoldPreviewTable *self,
                                     FanfoldCombine *combine,
                                     FanfoldPreflight *preflight);

/* Takes over what was found since. */
void fanfold_preview_table_sample (FanfoldPreviewTable *self);

/* Scrolls there and selects it. */
void fanfold_preview_table_show_job (FanfoldPreviewTable *self, guint64 index);

G_END_DECLS
