/* fanfold-cli-history.h: what the commands below "history" share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-cli-watch.h"
#include "fanfold-cli.h"
#include "fanfold-history.h"
#include "fanfold-run.h"

G_BEGIN_DECLS

/* Each as a command: @argv, NULL-ended, begins with its name. */
int fanfold_cli_history_list (char **argv);
int fanfold_cli_history_show (char **argv);
int fanfold_cli_history_log (char **argv);
int fanfold_cli_history_export (char **argv);
int fanfold_cli_history_resume (char **argv);
int fanfold_cli_history_rerun (char **argv);
int fanfold_cli_history_delete (char **argv);
int fanfold_cli_history_keep (char **argv);
int fanfold_cli_history_unkeep (char **argv);
int fanfold_cli_history_prune (char **argv);

/* NULL: FANFOLD_CLI_BROKEN, with a complaint. (transfer full) (nullable) */
FanfoldHistory *fanfold_cli_history_open (void);

/* FanfoldHistoryRun, newest first; an interrupted one has counted its jobs. NULL with *@status and
 * a complaint. (transfer full) (nullable) */
GPtrArray *fanfold_cli_history_read_runs (FanfoldHistory *history, int *status);

/* The run that @text names: a number, or "last". NULL with *@status and a complaint that says how
 * to find out. (transfer full) (nullable) */
FanfoldHistoryRun *
fanfold_cli_history_find (FanfoldHistory *history, const char *text, int *status);

/* The ids of the runs that @names name, NULL-ended, each once; with @over none may go on. FALSE
 * with *@status and a complaint. */
gboolean fanfold_cli_history_find_all (
    FanfoldHistory *history, char **names, gboolean over, GArray *ids, int *status);

/* The number of a job of @run. FALSE with *@status and a complaint. */
gboolean fanfold_cli_history_find_job (const FanfoldHistoryRun *run,
                                       const char *text,
                                       guint64 *index,
                                       int *status);

/* Starts @engine and what watches it, and gives the run of that id; NULL: the reason was told, and
 * *@status is what to exit with. (transfer none) */
FanfoldRun *fanfold_cli_history_take_up (FanfoldCliWatch *watch,
                                         FanfoldEngine *engine,
                                         guint64 id,
                                         int *status);

/* Reads what is kept of @run, and waits for it. */
gboolean fanfold_cli_history_load (FanfoldRun *run, GError **error);

/* The jobs of @run, which is loaded, that are to be run again: with @failed those that failed,
 * crashed or timed out, and those of @list (nullable): "3,7,10-20". FANFOLD_ERROR_INVALID where
 * there is none. (transfer full) */
FanfoldRanges *fanfold_cli_history_choose_jobs (FanfoldRun *run,
                                                gboolean failed,
                                                const char *list,
                                                GError **error);

/* All that is known of one job. Gives an exit status. */
int fanfold_cli_history_show_job (FanfoldHistory *history,
                                  const FanfoldHistoryRun *run,
                                  guint64 index,
                                  gboolean json);

/* "stdout", "stderr", "debug" … */
const char *fanfold_cli_history_get_kind (FanfoldLogKind kind);

/* ,"exit":3,"signal":null */
void fanfold_cli_history_append_end (GString *json, FanfoldJobEnd end);

/* {"id":7,"name":"…",…,"seconds":12.5 without the closing brace, so that more may follow. */
void fanfold_cli_history_append_run (GString *json, const FanfoldHistoryRun *run);

/* Failed, crashed and timed out. */
guint64 fanfold_cli_history_get_n_failed (const FanfoldHistoryRun *run);

/* "990 done, 10 failed": every state that there is. */
void fanfold_cli_history_append_counts (GString *text, const FanfoldHistoryRun *run);

/* Complains; gives FANFOLD_CLI_BAD_INPUT for an error that names what is not there or cannot be
 * asked for, else FANFOLD_CLI_BROKEN. */
int fanfold_cli_history_fail (const GError *error);

G_END_DECLS
