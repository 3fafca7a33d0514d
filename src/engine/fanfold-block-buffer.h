/* fanfold-block-buffer.h: where the outcomes of jobs are written while they run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"

G_BEGIN_DECLS

/* Columns in a piece of memory, which may be shared with another process: what was finished there
 * outlives the writer. One thread writes; who reads takes nothing in the memory on trust. */
typedef struct _FanfoldBlockBuffer FanfoldBlockBuffer;

#define FANFOLD_BLOCK_BUFFER_BYTES ((gsize) 64 * 1024 * 1024)

/* [any] Over @memory, of FANFOLD_BLOCK_BUFFER_BYTES and zeroed, which must outlive it; NULL: over
 * memory of its own. @function must outlive it. Only what is used of the memory becomes real.
 * (transfer full) */
FanfoldBlockBuffer *fanfold_block_buffer_new (FanfoldFunction *function, gpointer memory);
void fanfold_block_buffer_free (FanfoldBlockBuffer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldBlockBuffer, fanfold_block_buffer_free)

/* [slot] Empties it for the jobs from @first on; gives how many of them it has room for. */
guint fanfold_block_buffer_start (
    FanfoldBlockBuffer *self, guint64 first, guint n_jobs, guint32 slot, guint32 attempt);

/* [slot] Joins, in the other process, what fanfold_block_buffer_start () began there. */
guint fanfold_block_buffer_join (FanfoldBlockBuffer *self);

/* [slot] The same where the writer is dead and not to be trusted. False where something else stands
 * there than the outcomes of these jobs, or of the first of them. */
gboolean fanfold_block_buffer_rejoin (
    FanfoldBlockBuffer *self, guint64 first, guint n_jobs, guint32 slot, guint32 attempt);

/* [slot] The next job begins: its place. @started_usec of the wall clock. */
guint fanfold_block_buffer_begin (FanfoldBlockBuffer *self, gint64 started_usec);

/* [slot] An output of the job that was begun, by its position; put_text and put_json are false
 * where the room is used up. Text needs no NUL within @length. */
void fanfold_block_buffer_put_bool (FanfoldBlockBuffer *self, guint output, gboolean value);
void fanfold_block_buffer_put_int (FanfoldBlockBuffer *self, guint output, gint64 value);
void fanfold_block_buffer_put_real (FanfoldBlockBuffer *self, guint output, double value);
gboolean fanfold_block_buffer_put_text (FanfoldBlockBuffer *self,
                                        guint output,
                                        const char *text,
                                        gsize length);
gboolean fanfold_block_buffer_put_json (FanfoldBlockBuffer *self, const char *json, gsize length);

/* [slot] How the program ended that the job is about; kept where the job is not done. */
void fanfold_block_buffer_put_end (FanfoldBlockBuffer *self, FanfoldJobEnd end);

/* [slot] What the job that was begun has used, before it is finished or once it was given up:
 * processor time, where it is not its seconds, and memory at its peak, 0: not measured (then the
 * bundle's counts). */
void fanfold_block_buffer_use (FanfoldBlockBuffer *self, double cpu_seconds, guint64 peak_bytes);
/* [any] The peak of a job that was begun; the larger counts. Also for another process, which
 * watches the writer's and its descendants. */
void fanfold_block_buffer_raise_peak_of (FanfoldBlockBuffer *self, guint place, guint64 peak_bytes);
/* [any] The peak of the jobs of the bundle that were not measured, or of the only one; the larger
 * counts. Also for another process that watches the writer's. */
void fanfold_block_buffer_raise_peak (FanfoldBlockBuffer *self, guint64 peak_bytes);

/* [slot] The job that was begun is over. Only a job that is done keeps its outputs. @message:
 * (nullable) valid UTF-8, cut where it is very long. */
void fanfold_block_buffer_finish (FanfoldBlockBuffer *self,
                                  FanfoldJobState state,
                                  double seconds,
                                  const char *message);

/* [slot] For whoever outlives the writer: the job that was under way ended in @state; where none
 * was and none is finished, the first one did. False where nothing was left to give up. */
gboolean fanfold_block_buffer_give_up (FanfoldBlockBuffer *self,
                                       FanfoldJobState state,
                                       gint64 now_usec,
                                       FanfoldJobEnd end,
                                       const char *message);

/* [slot] For whoever asked the writer to end its job, once that rests: the newest job that is
 * finished ended in @state, where it is not done. */
void
fanfold_block_buffer_amend (FanfoldBlockBuffer *self, FanfoldJobState state, const char *message);

/* [any] */
guint fanfold_block_buffer_get_n_begun (FanfoldBlockBuffer *self);
guint fanfold_block_buffer_get_n_finished (FanfoldBlockBuffer *self);
/* [any] When the job at that place began; 0 where none did. */
gint64 fanfold_block_buffer_get_started (FanfoldBlockBuffer *self, guint place);

/* [slot] True while there is ample room for the text of another job. */
gboolean fanfold_block_buffer_has_room (FanfoldBlockBuffer *self);

/* [slot] The jobs that are finished as a block. FANFOLD_ERROR_WORKER where there is none, or
 * somebody else wrote into the memory. (transfer full) */
FanfoldBlock *fanfold_block_buffer_to_block (FanfoldBlockBuffer *self, GError **error);

/* [slot] Gives back the memory that a large text has used. */
void fanfold_block_buffer_trim (FanfoldBlockBuffer *self);

G_END_DECLS
