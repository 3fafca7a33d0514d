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
 * first, u slot, u attempt, ay states, ax started_usec, ad seconds, ad cpu_seconds, at peak_bytes,
 * av outputs, as json, a(uis) errors). cpu_seconds: empty where they are the seconds, as of jobs
 * too short to wait for anything; peak_bytes: empty where unknown, one for all jobs of the block,
 * or one each; outputs: one "(ay present, aT values)" a declared output, @present empty where all
 * are; json: the results of a function without declared outputs, else empty; errors: place in the
 * block, how the process ended (FanfoldJobEnd), message. Times are of the wall clock. */
typedef struct _FanfoldBlock FanfoldBlock;

#define FANFOLD_BLOCK_VARIANT_TYPE "(tuuayaxadadatavasa(uis))"
#define FANFOLD_BLOCK_MAX_JOBS 4096
#define FANFOLD_BLOCK_NO_SLOT                                                                      \
  G_MAXUINT32 /* answered without one: cached, skipped, cancelled while waiting */

/* How a job's process ended, or the program that the job was about: 0 it did not, above 0 the exit
 * status, below 0 the number of the signal. An exit with status 0, which a job must not do, is
 * FANFOLD_JOB_END_EXIT_0. */
typedef gint32 FanfoldJobEnd;
#define FANFOLD_JOB_END_EXIT_0 256
#define FANFOLD_JOB_END_MAX_SIGNAL 128

/* [any] Checks that all columns fit together and to @function, so that bytes from outside can be
 * given. (transfer full) */
FanfoldBlock *
fanfold_block_new_from_variant (FanfoldFunction *function, GVariant *variant, GError **error);

/* [any] One job, of which nothing is known but this. @values: one (nullable) value an output, or
 * NULL; @json, @message: (nullable). (transfer full) */
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

/* [any] The one job of @self, without its result: it ended in @state, with @message. (transfer
 * full)
 */
FanfoldBlock *
fanfold_block_new_ended (FanfoldBlock *self, FanfoldJobState state, const char *message);

/* [any] @n jobs of @self from @place on, as a block of their own. (transfer full) */
FanfoldBlock *fanfold_block_slice (FanfoldBlock *self, guint place, guint n);

/* [any] Jobs @first … @first + @n - 1 that have the result of the job at @place of @self, which is
 * done: `cached`, in no slot, at no time of their own but @now_usec. Fewer, but one at least, where
 * the result is large: a block stays under some megabytes. (transfer full) */
FanfoldBlock *
fanfold_block_new_copies (FanfoldBlock *self, guint place, guint64 first, guint n, gint64 now_usec);

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
double fanfold_block_get_cpu_seconds (FanfoldBlock *self, guint place);
guint64 fanfold_block_get_peak_bytes (FanfoldBlock *self, guint place); /* 0: unknown */
FanfoldJobEnd fanfold_block_get_end (FanfoldBlock *self, guint place);
const char *fanfold_block_get_error (FanfoldBlock *self, guint place); /* (nullable) */

/* [any] The result as JSON, "null" where there is none. */
void fanfold_block_append_result (FanfoldBlock *self, GString *json, guint place);
/* [any] The value of one declared output, by its position. (nullable) (transfer full), not floating
 */
GVariant *fanfold_block_get_output (FanfoldBlock *self, guint output, guint place);
/* [any] The same as JSON. */
void fanfold_block_append_output (FanfoldBlock *self, GString *json, guint output, guint place);

G_END_DECLS
