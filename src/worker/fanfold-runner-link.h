/* fanfold-runner-link.h: the worker's hold on its runner
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-runner-streams.h"

G_BEGIN_DECLS

/* The shared memory, the pipes and the process; a new process takes the place of one that died. */
typedef struct _FanfoldRunnerLink FanfoldRunnerLink;

#define FANFOLD_RUNNER_LINK_N_FDS (1 + FANFOLD_RUNNER_STREAMS_N_FDS)

/* @function, @options and @log must outlive it. NULL with FANFOLD_ERROR_WORKER. (transfer full) */
FanfoldRunnerLink *fanfold_runner_link_new (FanfoldFunction *function,
                                            const FanfoldRunnerOptions *options,
                                            FanfoldJobLog *log,
                                            GError **error);
void fanfold_runner_link_free (FanfoldRunnerLink *self);

/* The file descriptor of the shared memory, for others of this machine; -1: there is none. */
int fanfold_runner_link_get_memory_fd (FanfoldRunnerLink *self);

/* Forks a runner, which begins to load the plugin. */
gboolean fanfold_runner_link_start (FanfoldRunnerLink *self, GError **error);

/* 0 where there is none. */
pid_t fanfold_runner_link_get_pid (FanfoldRunnerLink *self);
FanfoldRunnerState fanfold_runner_link_get_state (FanfoldRunnerLink *self);
/* Why it is broken. (transfer full) */
char *fanfold_runner_link_dup_error (FanfoldRunnerLink *self);

/* What to wait for: what is printed only where @read_output, as long as the slot takes it. */
void fanfold_runner_link_get_fds (FanfoldRunnerLink *self,
                                  gboolean read_output,
                                  struct pollfd fds[FANFOLD_RUNNER_LINK_N_FDS]);

/* Forgets the streams that the runner has closed, as poll () found them. */
void fanfold_runner_link_drop_closed (FanfoldRunnerLink *self,
                                      const struct pollfd fds[FANFOLD_RUNNER_LINK_N_FDS]);

/* Takes the runner's wake-ups, without waiting. */
void fanfold_runner_link_take_wake_ups (FanfoldRunnerLink *self);

/* Passes on what was printed so far. */
void fanfold_runner_link_drain (FanfoldRunnerLink *self);

/* Lets a runner go on that waits until it was drained, and what it left behind was ended. */
void fanfold_runner_link_answer (FanfoldRunnerLink *self);

/* Clears the place for the outcomes of these jobs, and the flag. */
void fanfold_runner_link_prepare (
    FanfoldRunnerLink *self, guint64 first, guint n_jobs, guint32 slot, guint32 attempt);
/* Sets it to work: @columns are those of the jobs prepared for, or of more. */
void fanfold_runner_link_ask (FanfoldRunnerLink *self, GVariant *columns, gint64 budget_usec);
gboolean fanfold_runner_link_is_over (FanfoldRunnerLink *self);
/* Whether the jobs took long enough for that. */
gboolean fanfold_runner_link_may_have_forked (FanfoldRunnerLink *self);

/* What the jobs are told; that they are to end is not taken back. */
void fanfold_runner_link_set_flag (FanfoldRunnerLink *self, FanfoldCallFlag flag);

/* Of a job, for this runner and those that come after it; 0: none. */
void fanfold_runner_link_set_memory_limit (FanfoldRunnerLink *self, guint64 bytes);

/* When the runner began the bundle, by its own account. */
gint64 fanfold_runner_link_get_begun (FanfoldRunnerLink *self);
/* Where it looks how long it was stopped. */
gint64 *fanfold_runner_link_get_frozen (FanfoldRunnerLink *self);

/* Where the outcomes are. (transfer none) */
FanfoldBlockBuffer *fanfold_runner_link_get_buffer (FanfoldRunnerLink *self);
FanfoldCallBoard *fanfold_runner_link_get_board (FanfoldRunnerLink *self);
/* How long the job under way may go on once it was told to end, as far as that is believed. */
gint64 fanfold_runner_link_get_grace (FanfoldRunnerLink *self);
/* Written by the runner. */
const FanfoldUsage *fanfold_runner_link_get_usage (FanfoldRunnerLink *self);

/* The outcomes were taken: gives back memory that much input or output has used. */
void fanfold_runner_link_trim (FanfoldRunnerLink *self);

/* The process has ended: passes on its last words and closes what it held. */
void fanfold_runner_link_bury (FanfoldRunnerLink *self);

G_END_DECLS
