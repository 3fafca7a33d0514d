/* fanfold-worker-memory.h: where a worker's outcomes stand, for when it is gone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-worker-bundle.h"

G_BEGIN_DECLS

/* [slot] Maps what it named in its welcome, where it is a process of this machine: a file
 * descriptor of its own and where a block buffer begins in it. NULL where that cannot be.
 * (transfer full) */
gpointer fanfold_worker_memory_map (int pid, guint fd, guint64 offset);
void fanfold_worker_memory_unmap (gpointer memory);

/* [slot] The worker and all that descended from it is dead: what was finished of @bundle, and the
 * job that was under way, as crashed for @reason, a sentence. NULL where none had begun, as far as
 * it can be told. (transfer full) */
FanfoldBlock *fanfold_worker_memory_rescue (gpointer memory,
                                            const FanfoldWorkerBundle *bundle,
                                            const char *reason);

G_END_DECLS
