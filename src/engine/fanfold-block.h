/* fanfold-block.h: finished jobs that stand side by side, in columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-function.h"
#include "fanfold-job-state.h"

G_BEGIN_DECLS

/* What happened to the jobs first … first + n_jobs - 1, all of one slot. Immutable, counted
 * atomically: any thread. Its GVariant form crosses the wire and is what the history keeps: (t
 * first, u slot, u attempt, ay states, ax started_usec, ad seconds, av outputs, as json, a(us)
 * errors) outputs: one "(ay present, aT values)" a declared output, @present empty where all are;
 * json: the results of a function without declared outputs, else empty; errors: by place in the
 * block. Times are of the wall clock. */
typedef struct _FanfoldBlock FanfoldBlock;

#define FANFOLD_BLOCK_VARIANT_TYPE "(tuuayaxadavasa(us))"
#define FANFOLD_BLOCK_MAX_JOBS 4096
#define FANFOLD_BLOCK_NO_SLOT                                                                      \
  G_MAXUINT32 /* answered without one: cached, skipped, cancelled while waiting */

/* [any] Checks that all columns fit together and to @function, so that bytes from outside can be
 * given. (transfer full) */
FanfoldBlock *
fanfold_block_new_from_variant (FanfoldFunction *function, GVariant *variant, GError **error);

/* [any] One job. @values: one (nullable) value an output, or NULL; @json, @message: (nullable).
 * (transfer full) */
FanfoldBlock *fanfold_block_new_single (FanfoldFunction *function,
                                        guint64 index,
                                        guint32 slot,
                                        guint32 attempt,
                                        FanfoldJobState state,
                                        gint64 started_usec,
                                        double seconds,
                                        GVariant **values,
                                        const char *json,
                                        const char *message);

/* [any] A whole row of jobs that never began: skipped or cancelled. (transfer full) */
FanfoldBlock *fanfold_block_new_unstarted (FanfoldFunction *function,
                                           guint64 first,
                                           guint n_jobs,
                                           FanfoldJobState state);

FanfoldBlock *fanfold_block_ref (FanfoldBlock *self);
void fanfold_block_unref (FanfoldBlock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldBlock, fanfold_block_unref)

/* [any] (transfer none) */
GVariant *fanfold_block_get_variant (FanfoldBlock *self);

guint64 fanfold_block_get_first (FanfoldBlock *self);
guint fanfold_block_get_n_jobs (FanfoldBlock *self);
guint32 fanfold_block_get_slot (FanfoldBlock *self);
guint32 fanfold_block_get_attempt (FanfoldBlock *self);
gsize fanfold_block_get_bytes (FanfoldBlock *self);

/* [any] Of the job at @place, 0 … n_jobs - 1. */
FanfoldJobState fanfold_block_get_state (FanfoldBlock *self, guint place);
gint64 fanfold_block_get_started (FanfoldBlock *self, guint place);
double fanfold_block_get_seconds (FanfoldBlock *self, guint place);
const char *fanfold_block_get_error (FanfoldBlock *self, guint place); /* (nullable) */

/* [any] The result as JSON, "null" where there is none. */
void fanfold_block_append_result (FanfoldBlock *self, GString *json, guint place);

G_END_DECLS
