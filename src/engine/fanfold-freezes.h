/* fanfold-freezes.h: when jobs stood still, as somebody sees who looks now and then
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] all. */
typedef struct _FanfoldFreezes FanfoldFreezes;

/* (transfer full) */
FanfoldFreezes *fanfold_freezes_new (void);
void fanfold_freezes_free (FanfoldFreezes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldFreezes, fanfold_freezes_free)

/* At a look, by the monotonic clock and the one of the wall: whether they stand still from then on.
 * That the machine was asleep since the last look is told by these. */
void fanfold_freezes_see (FanfoldFreezes *self, gint64 now_usec, gint64 wall_usec, gboolean frozen);

/* Seconds in which a job that began then, by the clock on the wall, stood still. */
double fanfold_freezes_get_seconds (FanfoldFreezes *self, gint64 started_usec);

G_END_DECLS
