/* fanfold-quarters.h: which jobs have passed a quarter of their way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-table.h"

G_BEGIN_DECLS

/* Looks at jobs that run now and then, and tells of each at most thrice. Used by one thread. */
typedef struct _FanfoldQuarters FanfoldQuarters;

/* Of jobs that have run for less than that nothing is told. */
#define FANFOLD_QUARTERS_MIN_USEC (5 * G_USEC_PER_SEC)

/* (transfer full) */
FanfoldQuarters *fanfold_quarters_new (void);
void fanfold_quarters_free (FanfoldQuarters *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldQuarters, fanfold_quarters_free)

/* Whether job @index, whose row is @row, has passed a quarter, the half or three quarters since it
 * was looked at last. */
gboolean fanfold_quarters_pass (FanfoldQuarters *self,
                                guint64 index,
                                const FanfoldJobRow *row,
                                gint64 wall_usec);

G_END_DECLS
