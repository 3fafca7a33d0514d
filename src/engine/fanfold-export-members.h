/* fanfold-export-members.h: the columns that a table has for the members of JSON results
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"

G_BEGIN_DECLS

#define FANFOLD_EXPORT_MEMBERS_MAX 1000 /* of one output */

/* For each JSON output the names that its objects have in the first job that has any. Until then
 * the table's head is open, and the rows are held back. One thread at a time. */
typedef struct _FanfoldExportMembers FanfoldExportMembers;

/* [any] NULL where @function has no output for which this could be. (transfer full) (nullable) */
FanfoldExportMembers *fanfold_export_members_new (FanfoldFunction *function);
void fanfold_export_members_free (FanfoldExportMembers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldExportMembers, fanfold_export_members_free)

/* [any] Whether the names are known. NULL is settled: there are none. */
gboolean fanfold_export_members_is_settled (const FanfoldExportMembers *self);
/* [any] Takes them from the results of a job, if it has any. */
void fanfold_export_members_look (FanfoldExportMembers *self, FanfoldBlock *block, guint place);
/* [any] No names are known, and none will be. */
void fanfold_export_members_give_up (FanfoldExportMembers *self);

/* [any] Of an output, by its position; @self: (nullable) */
guint fanfold_export_members_get_n (const FanfoldExportMembers *self, guint output);
const char *
fanfold_export_members_get_name (const FanfoldExportMembers *self, guint output, guint member);

/* [any] Where rows wait. (transfer none) */
GString *fanfold_export_members_get_held (FanfoldExportMembers *self);
/* [any] The members of @output belong where the text that is held ends. */
void fanfold_export_members_add_gap (FanfoldExportMembers *self, guint output);
/* [any] Adds what was held to @text, as many commas in each gap as there are members. */
void fanfold_export_members_release (FanfoldExportMembers *self, GString *text);

G_END_DECLS
