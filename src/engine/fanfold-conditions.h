/* fanfold-conditions.h: whether a run may start jobs where it is to mind who else uses the machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-settings.h"

G_BEGIN_DECLS

/* Watches what somebody asks for, from then on. */
typedef struct _FanfoldConditions FanfoldConditions;

/* [main] all. (transfer full) */
FanfoldConditions *fanfold_conditions_new (void);
void fanfold_conditions_free (FanfoldConditions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldConditions, fanfold_conditions_free)

/* Why a run of @settings starts no jobs just now, as a sentence; NULL: it may. @asking: (out) that
 * is only because it is not known yet, which is a matter of a moment. (transfer full) (nullable) */
char *fanfold_conditions_dup_reason (FanfoldConditions *self,
                                     const FanfoldSettings *settings,
                                     gboolean *asking);

/* How many jobs of all runs run. */
void fanfold_conditions_set_n_running (FanfoldConditions *self, guint n_running);

G_END_DECLS
