/* fanfold-history.h: every run, kept in SQLite
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"
#include "fanfold-combine.h"
#include "fanfold-export.h"
#include "fanfold-history-run.h"
#include "fanfold-job-events.h"
#include "fanfold-run-event.h"

G_BEGIN_DECLS

/* The folder with history.db and runs/ID.db. Reading opens a connection of its own in each call, so
 * that any thread may read while the writer writes; all calls wait for the disk. What is damaged is
 * FANFOLD_ERROR_DAMAGED, a run that is not there FANFOLD_ERROR_UNKNOWN. Counted atomically. */
typedef struct _FanfoldHistory FanfoldHistory;

/* A piece of a job's log. */
typedef struct
{
  guint64 sequence; /* grows within a run */
  guint attempt;    /* of the job, from 1 */
  FanfoldLogKind kind;
  gint64 time_usec; /* wall clock */
  GBytes *bytes;
} FanfoldLogChunk;

/* [any] */
void fanfold_log_chunk_free (FanfoldLogChunk *self);

/* [any] Opens or makes it. A database that is damaged is set aside as history.db.damaged-N and a
 * new one begun from the files of the runs: @note (out) (nullable) (transfer full) then says so.
 * FANFOLD_ERROR_HISTORY where the folder cannot be written or the disk is full; a newer schema is
 * opened read-only, and writing to it then fails. (transfer full) */
FanfoldHistory *fanfold_history_open (const char *folder, char **note, GError **error);
/* [any] One to read alone: nothing is made, repaired or set aside. NULL where there is none.
 * (transfer full) (nullable) */
FanfoldHistory *fanfold_history_open_to_read (const char *folder);
FanfoldHistory *fanfold_history_ref (FanfoldHistory *self);
void fanfold_history_unref (FanfoldHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldHistory, fanfold_history_unref)

/* [any] As an absolute path. */
const char *fanfold_history_get_folder (FanfoldHistory *self);
/* [any] Whether the folder is on this machine, so that a write-ahead log can be had. */
gboolean fanfold_history_can_share_memory (FanfoldHistory *self);
/* [any] A newer version of Fanfold made it: it can be read only. */
gboolean fanfold_history_is_newer (FanfoldHistory *self);

/* [any] Newest first. A run whose program is no longer there (pid and start time) is `interrupted`.
 * (transfer full) (element-type FanfoldHistoryRun) */
GPtrArray *fanfold_history_list (FanfoldHistory *self, GError **error);

/* [any] Those of which it was not written down before that they are `interrupted`: now it is, and
 * they are not given again. Where there is but one its jobs are counted by their records. (transfer
 * full) (element-type FanfoldHistoryRun) */
GPtrArray *fanfold_history_mark_interrupted (FanfoldHistory *self, GError **error);

/* [any] One of them. (transfer full) */
FanfoldHistoryRun *fanfold_history_get (FanfoldHistory *self, guint64 id, GError **error);

/* [any] The frozen inputs, with the function as it was then: its plugin need not be there any more.
 * @function: (out) (transfer full); (transfer full) */
FanfoldCombine *fanfold_history_read_combine (FanfoldHistory *self,
                                              guint64 id,
                                              FanfoldFunction **function,
                                              GError **error);

/* [any] What happened to the run itself, in the order in which it did. (transfer full)
 * (element-type FanfoldRunEvent) */
GArray *fanfold_history_read_events (FanfoldHistory *self, guint64 id, GError **error);

/* [any] Every block of a run in the order of its recording; stops early where @func says FALSE.
 * @again: an attempt that another was to follow. */
typedef gboolean (*FanfoldHistoryBlockFunc) (FanfoldBlock *block,
                                             gboolean again,
                                             gpointer user_data);
gboolean fanfold_history_read_blocks (FanfoldHistory *self,
                                      guint64 id,
                                      FanfoldHistoryBlockFunc func,
                                      gpointer user_data,
                                      GError **error);
/* [any] The same of those that were recorded since: @last (inout), 0 at first, is the last that was
 * taken; one at which @func says FALSE is not. */
gboolean fanfold_history_read_more_blocks (FanfoldHistory *self,
                                           guint64 id,
                                           gint64 *last,
                                           FanfoldHistoryBlockFunc func,
                                           gpointer user_data,
                                           GError **error);

/* [any] Counts the jobs of @run anew by their records, those of a stream that were not known then
 * among them: what stands in the list is a moment older where its program died. */
gboolean fanfold_history_count_jobs (FanfoldHistory *self, FanfoldHistoryRun *run, GError **error);

/* [any] Writes every job of the run to @results (transfer full), in order, as it ended last; those
 * without a record as skipped. */
gboolean fanfold_history_export (FanfoldHistory *self,
                                 guint64 id,
                                 FanfoldExport *results,
                                 GCancellable *cancellable,
                                 GError **error);

/* [any] Every attempt at job @index that is over, as a block of that job alone, first to last.
 * (transfer full) (element-type FanfoldBlock) */
GPtrArray *
fanfold_history_read_attempts (FanfoldHistory *self, guint64 id, guint64 index, GError **error);

/* [any] Lines of all logs of a run that hold @text, byte for byte or, with @ignore_case, as ASCII
 * letters; all lines where it is NULL. A line that was cut in two chunks is found as well. Job by
 * job. Stops early where @func says FALSE.
 * @line: without its end, @length bytes, NUL-ended besides. A gibibyte in a few seconds. */
typedef gboolean (*FanfoldHistoryLineFunc) (guint64 index,
                                            guint attempt,
                                            FanfoldLogKind kind,
                                            const char *line,
                                            gsize length,
                                            gpointer user_data);
gboolean fanfold_history_search (FanfoldHistory *self,
                                 guint64 id,
                                 const char *text,
                                 gboolean ignore_case,
                                 GCancellable *cancellable,
                                 FanfoldHistoryLineFunc func,
                                 gpointer user_data,
                                 GError **error);

/* [any] The newest block that holds job @index and is not one of several attempts to come; NULL
 * without error where there is none yet. (transfer full) */
FanfoldBlock *
fanfold_history_read_job (FanfoldHistory *self, guint64 id, guint64 index, GError **error);

/* [any] The log of a job behind @after (0: from its start), at most about @max_bytes.
 * (transfer full) (element-type FanfoldLogChunk) */
GPtrArray *fanfold_history_read_log (FanfoldHistory *self,
                                     guint64 id,
                                     guint64 index,
                                     guint64 after,
                                     gsize max_bytes,
                                     GError **error);

/* [any] Removes a run with all that is kept of it; refused while it goes on. */
gboolean fanfold_history_delete (FanfoldHistory *self, guint64 id, GError **error);

/* [any] Runs that are kept are never pruned. */
gboolean fanfold_history_set_kept (FanfoldHistory *self, guint64 id, gboolean kept, GError **error);

#define FANFOLD_HISTORY_MAX_BYTES ((guint64) 2 * 1024 * 1024 * 1024)
#define FANFOLD_HISTORY_MAX_RUNS 1000

/* [any] Removes the oldest finished runs that are not kept until what is left is within the limits
 * (0: no limit; @max_age_usec: by when they began). Stopped and interrupted runs count as finished
 * here only where nothing else is left to remove. @n_removed, @n_bytes: (out) (nullable). */
gboolean fanfold_history_prune (FanfoldHistory *self,
                                guint64 max_bytes,
                                guint64 max_runs,
                                gint64 max_age_usec,
                                guint64 *n_removed,
                                guint64 *n_bytes,
                                GError **error);

/* [any] The same with the limits above, but never the newest run; what cannot be removed stays.
 * Called by the writer when a run has ended. @removed: (element-type guint64) (nullable) their ids
 * are appended. */
void fanfold_history_keep_limits (FanfoldHistory *self, GArray *removed);

G_END_DECLS
