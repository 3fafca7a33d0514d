/* fanfold-free-guard.h: starts no jobs while there is too little of something
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run-log.h"

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_FREE_GUARD_MEMORY,
  FANFOLD_FREE_GUARD_DISK
} FanfoldFreeGuardKind;

/* Threads: any. */
typedef struct _FanfoldFreeGuard FanfoldFreeGuard;

/* [any] @min_free_bytes: below it no job is started; 0: any may be. When it begins and ceases to
 * hold, that is a line in @log, which must outlive it. (transfer full) */
FanfoldFreeGuard *
fanfold_free_guard_new (FanfoldFreeGuardKind kind, guint64 min_free_bytes, FanfoldRunLog *log);
void fanfold_free_guard_free (FanfoldFreeGuard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldFreeGuard, fanfold_free_guard_free)

/* [any] Whether it may ever hold: else nobody needs to look how much is free. */
gboolean fanfold_free_guard_is_set (FanfoldFreeGuard *self);

/* [any] Whether jobs may start with so many bytes free; 0: unknown, so that they may. @where:
 * (nullable) of memory; the disk's folder. */
gboolean fanfold_free_guard_take (FanfoldFreeGuard *self, guint64 free_bytes, const char *where);

/* [any] Why jobs are held back, as a sentence; NULL: they are not. (transfer full) (nullable) */
char *fanfold_free_guard_dup_reason (FanfoldFreeGuard *self);

G_END_DECLS
