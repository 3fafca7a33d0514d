/* fanfold-engine.h: the façade: everything that a program needs of the engine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-batch.h"
#include "fanfold-cpu.h"
#include "fanfold-memo.h"
#include "fanfold-memo-index.h"
#include "fanfold-preflight.h"
#include "fanfold-registry.h"
#include "fanfold-job-details.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_ENGINE (fanfold_engine_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldEngine, fanfold_engine, FANFOLD, ENGINE, GObject)

/* Where things are; NULL: the default. */
typedef struct
{
  const char *worker_path;    /* $FANFOLD_WORKER, else where it is installed */
  const char *memo_folder;    /* $XDG_CACHE_HOME/fanfold/memo */
  const char *history_folder; /* $XDG_DATA_HOME/fanfold */
  const char *known_path;     /* $XDG_CACHE_HOME/fanfold/plugins.ini */
} FanfoldEnginePaths;

/* [main] Does not wait: plugins and history are there after fanfold_engine_start_async (). @paths:
 * (nullable). (transfer full) */
FanfoldEngine *fanfold_engine_new (const FanfoldEnginePaths *paths);

/* [main] Opens the history, looks for plugins ($FANFOLD_PLUGIN_PATH, colon-separated;
 * $XDG_DATA_HOME/fanfold/plugins; the library folder) and lists the runs, off the main thread.
 * Fails only where nothing can be run; what went wrong besides (a damaged history) is in
 * fanfold_engine_get_notes (). */
void fanfold_engine_start_async (FanfoldEngine *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* [main] False where nothing can be run, which the error says as a sentence. */
gboolean fanfold_engine_start_finish (FanfoldEngine *self, GAsyncResult *result, GError **error);

/* [main] Sentences to show once, NULL-ended. (transfer none) */
const char *const *fanfold_engine_get_notes (FanfoldEngine *self);

/* [main] After the start: how long runs wait, paused, while their history cannot be written, as on
 * a full disk; then they are drained and end as `failed`. At first they wait until it can be. */
void fanfold_engine_set_patience (FanfoldEngine *self, guint seconds);

/* [main] After the start: whether runs are kept in the history. */
gboolean fanfold_engine_keeps_runs (FanfoldEngine *self);

/* [main] What it works with. (transfer none) */
FanfoldRegistry *fanfold_engine_get_registry (FanfoldEngine *self);
FanfoldMemo *fanfold_engine_get_memo (FanfoldEngine *self);
const FanfoldCpu *fanfold_engine_get_cpu (FanfoldEngine *self);

/* [main] A GListModel of FanfoldRun: newest first, those of earlier programs too. What the limits
 * of the history remove leaves the list. (transfer none) */
GListModel *fanfold_engine_get_runs (FanfoldEngine *self);

/* [main] Whether runs that other programs begin, end or delete come into the list, are brought up
 * to date there and leave it: looked for once a second, off the main thread. At first they are not.
 */
void fanfold_engine_follow_others (FanfoldEngine *self, gboolean follow);

/* [main] After the start: runs whose program died, each given once and then never again, newest
 * first; see fanfold_history_mark_interrupted (). (transfer full) (element-type FanfoldHistoryRun)
 */
void fanfold_engine_find_interrupted_async (FanfoldEngine *self,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
GPtrArray *
fanfold_engine_find_interrupted_finish (FanfoldEngine *self, GAsyncResult *result, GError **error);

/* [main] Expands the inputs off the main thread, then begins a run, or queues it behind the one
 * that goes on. Nothing is started where it fails. @results: (nullable) (transfer full). The finish
 * gives the run, (transfer full). */
void fanfold_engine_launch_async (FanfoldEngine *self,
                                  FanfoldBatch *batch,
                                  FanfoldExport *results,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* [main] The same, to begin when @start says so. fanfold_engine_launch_finish () ends it, too. */
void fanfold_engine_queue_async (FanfoldEngine *self,
                                 FanfoldBatch *batch,
                                 const FanfoldStart *start,
                                 FanfoldExport *results,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
FanfoldRun *
fanfold_engine_launch_finish (FanfoldEngine *self, GAsyncResult *result, GError **error);
/* [main] The same of what fanfold_engine_expand_async () gave for @batch, which is not expanded
 * again. (transfer full) */
FanfoldRun *fanfold_engine_launch_expanded (FanfoldEngine *self,
                                            FanfoldBatch *batch,
                                            FanfoldCombine *combine,
                                            FanfoldExport *results,
                                            GError **error);

/* [main] A copy of @batch that is to run @jobs (transfer full) of @run, over the inputs as they
 * were frozen then, and with @batch's own values, templates and settings: for
 * fanfold_engine_launch_async () and fanfold_engine_expand_async (). {#} stays what it was in @run,
 * and inputs that no template uses any more do not matter. What is launched so is a new run that
 * names its parent.
 * @run may go on. It is loaded where it is not.
 * FANFOLD_ERROR_INVALID: another function, no jobs, none of such numbers. (transfer full) */
void fanfold_engine_choose_again_async (FanfoldEngine *self,
                                        FanfoldRun *run,
                                        FanfoldRanges *jobs,
                                        FanfoldBatch *batch,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
FanfoldBatch *
fanfold_engine_choose_again_finish (FanfoldEngine *self, GAsyncResult *result, GError **error);

/* [main] Both in one: runs @jobs (transfer full) of @run with another template, other values or
 * settings. @results: (nullable) (transfer full), gets the jobs of the new run, which is (transfer
 * full). */
void fanfold_engine_launch_again_async (FanfoldEngine *self,
                                        FanfoldRun *run,
                                        FanfoldRanges *jobs,
                                        FanfoldBatch *batch,
                                        FanfoldExport *results,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
FanfoldRun *
fanfold_engine_launch_again_finish (FanfoldEngine *self, GAsyncResult *result, GError **error);

/* [main] Expands the inputs off the main thread and gives what a run would be made of. (transfer
 * full) */
void fanfold_engine_expand_async (FanfoldEngine *self,
                                  FanfoldBatch *batch,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
FanfoldCombine *
fanfold_engine_expand_finish (FanfoldEngine *self, GAsyncResult *result, GError **error);

/* [main] Looks off the main thread at what @batch was expanded to. What is given, (transfer full),
 * can be sampled from now on; the finish fails only where it was cancelled. @gentle: as
 * FanfoldPreflightSpec. Before the start a history that is there is read, and none is made. */
FanfoldPreflight *fanfold_engine_preflight_async (FanfoldEngine *self,
                                                  FanfoldBatch *batch,
                                                  FanfoldCombine *combine,
                                                  gboolean gentle,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
gboolean
fanfold_engine_preflight_finish (FanfoldEngine *self, GAsyncResult *result, GError **error);

/* [main] Runs jobs of a run that is over once more, in the same run: those of @jobs (transfer
 * full), or, where it is NULL, all that are not finished (waiting, cancelled, skipped, or between
 * two attempts). It goes by number over the frozen inputs. @settings: (nullable) instead of the
 * batch's. @results: (nullable) (transfer full), gets all jobs of the run. Loads the run where it
 * is not. Fails and changes nothing: the run goes on, in this or another program; its function is
 * not there any more or takes other parameters; there is no job to run (FANFOLD_ERROR_INVALID),
 * except for a run that did not finish, which then does. It is queued behind a run that goes on. */
void fanfold_engine_resume_async (FanfoldEngine *self,
                                  FanfoldRun *run,
                                  FanfoldRanges *jobs,
                                  const FanfoldSettings *settings,
                                  FanfoldExport *results,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean fanfold_engine_resume_finish (FanfoldEngine *self, GAsyncResult *result, GError **error);

/* [main] Adds the jobs of @batch to those of @run, which goes on, is paused or waits: as jobs of
 * the same run, behind those that are there. @batch is of the same function; what was the same in
 * all jobs (values, defaults, templates) has to be so in it, the other inputs may be any, in step
 * or combined among themselves; order and sample are for its jobs alone, its other settings do not
 * matter. It is expanded off the main thread, and its inputs are on disk before any job of it
 * begins. Until then the run is held: it does not end for want of jobs. Jobs equal to some that
 * wait or run are computed once; to those that are over the memo cache answers. Nothing is added
 * where it fails, FANFOLD_ERROR_INVALID among what fanfold_batch_expand () says: the run is over,
 * is being stopped, or reads a stream; another function; inputs that do not fit; and where the run
 * was stopped in the last moment, when the jobs are there, as skipped ones. The finish gives how
 * many jobs there are more, and the first of them, @first: (out) (nullable); 0 with an error. */
void fanfold_engine_add_inputs_async (FanfoldEngine *self,
                                      FanfoldRun *run,
                                      FanfoldBatch *batch,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
guint64 fanfold_engine_add_inputs_finish (FanfoldEngine *self,
                                          GAsyncResult *result,
                                          guint64 *first,
                                          GError **error);

/* [main] Begins a run that waits, beside what goes on. */
void fanfold_engine_start_now (FanfoldEngine *self, FanfoldRun *run);
/* [main] A run that waits comes before the one of its group that waits in front of it, and gets the
 * priority of that. */
void fanfold_engine_move_up (FanfoldEngine *self, FanfoldRun *run);
/* [main] A run that waits goes to another group, "" for none, or gets another priority. */
void fanfold_engine_set_place (FanfoldEngine *self,
                               FanfoldRun *run,
                               const char *group,
                               FanfoldPriority priority);

/* [main] How many runs of @group go on beside each other before others of it wait; 1 at first. */
void fanfold_engine_set_group_limit (FanfoldEngine *self, const char *group, guint limit);
/* [main] How many jobs of all runs together are at once, whatever n_jobs each of them asks for; 0,
 * as at first: any number. Runs of higher priority come first, those of the same share alike. */
void fanfold_engine_set_max_jobs (FanfoldEngine *self, guint max_jobs);

/* [main] (nullable) The run of that id. (transfer none) */
FanfoldRun *fanfold_engine_find_run (FanfoldEngine *self, guint64 id);
/* [main] (nullable) Where no history can be had. (transfer none) */
FanfoldHistory *fanfold_engine_get_history (FanfoldEngine *self);

/* [main] Samples every run that goes on. True while one does, or waits. */
gboolean fanfold_engine_sample (FanfoldEngine *self);

/* [main] Stops what runs, ends the workers, waits until all is recorded. After it only the last
 * unref may follow. */
void fanfold_engine_shut_down (FanfoldEngine *self);

G_END_DECLS
