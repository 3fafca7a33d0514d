/* fanfold-memo.h: the memo cache: results of pure functions, a keyfile an entry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-function.h"
#include "fanfold-memo-entry.h"
#include "fanfold-memo-uses.h"

G_BEGIN_DECLS

/* The folder of entries, and this program's dealings with it. Counted atomically, any thread; many
 * processes may read, write and clear one folder at once. Every call but the counters waits for the
 * disk. */
typedef struct _FanfoldMemo FanfoldMemo;

/* [any] Nothing is touched until the first store. (transfer full) */
FanfoldMemo *fanfold_memo_new (const char *folder);
FanfoldMemo *fanfold_memo_ref (FanfoldMemo *self);
void fanfold_memo_unref (FanfoldMemo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldMemo, fanfold_memo_unref)

/* [any] Does not wait. */
void fanfold_memo_get_counts (FanfoldMemo *self, FanfoldMemoCounts *counts);
const char *fanfold_memo_get_folder (FanfoldMemo *self);

/* [any] Whether a run of @function goes through the cache at all: pure and not cheap. */
gboolean fanfold_memo_applies (FanfoldFunction *function);

/* [any] The entry of that key, marked as used; NULL on a miss, and on an entry that is broken,
 * truncated, foreign or unreadable: that one is set aside (renamed to *.broken) and reported once
 * by a line in @note (nullable out, transfer full). Never a wrong answer: the entry's own key,
 * function, digest of the result and outputs are checked. (transfer full) (nullable) */
FanfoldMemoEntry *
fanfold_memo_look_up (FanfoldMemo *self, FanfoldFunction *function, const char *key, char **note);

/* [slot] Whether a job may be answered with what an earlier one gave: @values, one (nullable) an
 * output. False: it is run instead. */
typedef gboolean (*FanfoldMemoRecallFunc) (FanfoldFunction *function,
                                           guint64 index,
                                           GVariant *args,
                                           GVariant *const *values,
                                           gpointer user_data);

/* [main] While no run goes on: whom slots ask. @func: (nullable) nobody. */
void fanfold_memo_set_recall (FanfoldMemo *self, FanfoldMemoRecallFunc func, gpointer user_data);

/* [slot] Asks. Where the answer is no, the hit that @entry was is counted as a miss. */
gboolean fanfold_memo_may_recall (FanfoldMemo *self,
                                  FanfoldFunction *function,
                                  const FanfoldMemoEntry *entry,
                                  guint64 index,
                                  GVariant *args,
                                  GVariant *const *values);

/* [any] Whether fanfold_memo_look_up () would answer, or as good as: a result that is kept apart is
 * not read. Nothing is counted, marked as used or set aside. */
gboolean fanfold_memo_has (FanfoldMemo *self, FanfoldFunction *function, const char *key);

/* [any] Looks at the disk. The files that a job wrote, as fanfold_memo_store () takes them: what
 * its FILE, FOLDER and FILES outputs name in @result_json, and its OUTPUT parameters where they are
 * there. A relative path is below @folder (nullable: the current one). (transfer full) */
GStrv fanfold_memo_dup_outputs (FanfoldFunction *function,
                                GVariant *args,
                                const char *folder,
                                const char *result_json);

/* [any] Keeps a result, whole or not at all (written beside, then renamed). @outputs: files that
 * the job wrote, absolute, (nullable). False where it cannot be stored: the run goes on; only the
 * first failure of a kind gives an error, those after it FALSE with @error left NULL. */
gboolean fanfold_memo_store (FanfoldMemo *self,
                             FanfoldFunction *function,
                             const char *key,
                             const char *arguments_json,
                             const char *result_json,
                             const char *const *outputs,
                             double seconds,
                             GError **error);

/* [any] Writes what this program counted for its functions to their function.ini, adding to what is
 * there. Called at the end of a run. */
void fanfold_memo_flush_counts (FanfoldMemo *self);

/* [any] Removes every entry of one function, or (NULL) of all; what others store meanwhile may
 * stay. Gives how many entries went. A folder or file that is not ours is left alone. */
gboolean fanfold_memo_clear (FanfoldMemo *self,
                             const char *function_id,
                             GCancellable *cancellable,
                             guint64 *n_removed,
                             GError **error);

G_END_DECLS
