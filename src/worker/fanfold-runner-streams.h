/* fanfold-runner-streams.h: the pipes on which a runner prints, as the worker reads them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <poll.h>

#include "fanfold-job-log.h"
#include "fanfold-runner.h"

G_BEGIN_DECLS

/* Those of one runner after the other. Their ends stand in the runner's place. */
typedef struct _FanfoldRunnerStreams FanfoldRunnerStreams;

#define FANFOLD_RUNNER_STREAMS_N_FDS 3

/* Both must outlive it. (transfer full) */
FanfoldRunnerStreams *fanfold_runner_streams_new (FanfoldRunnerPlace *place, FanfoldJobLog *log);
void fanfold_runner_streams_free (FanfoldRunnerStreams *self);

/* For a runner about to be started; false, and errno says why, where that cannot be. */
gboolean fanfold_runner_streams_open (FanfoldRunnerStreams *self);
/* It was started: the ends that it writes to are its own. */
void fanfold_runner_streams_close_write_ends (FanfoldRunnerStreams *self);
void fanfold_runner_streams_close (FanfoldRunnerStreams *self);

/* What to wait for; then forgets those that the runner has closed, as poll () found them. */
void fanfold_runner_streams_get_fds (FanfoldRunnerStreams *self,
                                     struct pollfd fds[FANFOLD_RUNNER_STREAMS_N_FDS]);
void fanfold_runner_streams_drop_closed (FanfoldRunnerStreams *self,
                                         const struct pollfd fds[FANFOLD_RUNNER_STREAMS_N_FDS]);

/* Passes on what is there now, and not what is written meanwhile, so that it ends. What was printed
 * is that of the job @index. */
void fanfold_runner_streams_drain (FanfoldRunnerStreams *self, guint64 index);

G_END_DECLS
