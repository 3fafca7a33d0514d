/* fanfold-memory-guard.h: starts no jobs while memory is short
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run-log.h"

G_BEGIN_DECLS

/* Threads: any. */
typedef struct _FanfoldMemoryGuard FanfoldMemoryGuard;

/* [any] @min_free_bytes: below it no job is started; 0: any may be. When it begins and ceases to
 * hold, that is a line in @log, which must outlive it. (transfer full) */
FanfoldMemoryGuard *fanfold_memory_guard_new (guint64 min_free_bytes, FanfoldRunLog *log);
void fanfold_memory_guard_free (FanfoldMemoryGuard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldMemoryGuard, fanfold_memory_guard_free)

/* [any] Looks how much is free, unless there is no limit. */
gboolean fanfold_memory_guard_ask (FanfoldMemoryGuard *self);

/* [any] The same for a known number of free bytes; 0: unknown, so that jobs may start. */
gboolean fanfold_memory_guard_take (FanfoldMemoryGuard *self, guint64 free_bytes);

/* [any] Why jobs are held back, as a sentence; NULL: they are not. (transfer full) (nullable) */
char *fanfold_memory_guard_dup_reason (FanfoldMemoryGuard *self);

G_END_DECLS
