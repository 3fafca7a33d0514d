/* fanfold-disks.h: the file systems that a run writes to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"

G_BEGIN_DECLS

/* Those of its records, and of the files that its jobs write: of some of the jobs, where there are
 * many. Any thread. */
typedef struct _FanfoldDisks FanfoldDisks;

/* [any] Does not look yet. @folder: (nullable) the jobs' working folder; @records: NULL-ended, the
 * folders of the history and the memo cache. (transfer full) */
FanfoldDisks *
fanfold_disks_new (FanfoldCombine *combine, const char *folder, const char *const *records);
void fanfold_disks_free (FanfoldDisks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldDisks, fanfold_disks_free)

/* [any] Waits for the disk. What is free where there is least, and the topmost folder there, UTF-8:
 * @where (out) (transfer full). 0: unknown. */
guint64 fanfold_disks_get_least_free (FanfoldDisks *self, char **where);

G_END_DECLS
