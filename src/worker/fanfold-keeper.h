/* fanfold-keeper.h: keeps a runner at work
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <poll.h>

#include "fanfold-function.h"
#include "fanfold-job-log.h"
#include "fanfold-runner.h"
#include "fanfold-worker.h"

G_BEGIN_DECLS

/* Starts runners, one in place of another that died, has bundles run in them, and ends what jobs
 * leave behind. Sends over the wire what becomes of the bundles. */
typedef struct _FanfoldKeeper FanfoldKeeper;

#define FANFOLD_KEEPER_N_FDS 4

/* Starts the first runner. All must outlive it. FANFOLD_ERROR_WORKER.
 * (transfer full) */
FanfoldKeeper *fanfold_keeper_new (FanfoldFunction *function,
                                   const FanfoldRunnerOptions *options,
                                   FanfoldJobLog *log,
                                   FanfoldWire *wire,
                                   GError **error);
void fanfold_keeper_free (FanfoldKeeper *self);

/* Ends the runner and all that descends from it; nothing is asked of it any more. */
void fanfold_keeper_end (FanfoldKeeper *self);

/* The first runner has loaded the plugin. */
gboolean fanfold_keeper_has_loaded (FanfoldKeeper *self);
/* Why it could not, or another could not later: then nothing more can be had from it. (nullable) */
const GError *fanfold_keeper_get_error (FanfoldKeeper *self);

/* As fanfold_runner_link_get_memory_fd (). */
int fanfold_keeper_get_memory_fd (FanfoldKeeper *self);

/* Takes the payload of a FANFOLD_WIRE_RUN. False where it has a bundle or this does not fit. */
gboolean fanfold_keeper_run (FanfoldKeeper *self, GVariant *payload);
gboolean fanfold_keeper_is_busy (FanfoldKeeper *self);

/* The bundle under way, and each that comes from now on. */
void fanfold_keeper_cancel (FanfoldKeeper *self, gint64 grace_usec);
/* One job of the bundle under way, if it is of that. */
void fanfold_keeper_cancel_job (FanfoldKeeper *self, guint64 index, gint64 grace_usec);
void fanfold_keeper_set_limits (FanfoldKeeper *self, const FanfoldJobLimits *limits);
/* No bundle begins while frozen; one that is to end goes on for that. */
void fanfold_keeper_freeze (FanfoldKeeper *self, gboolean frozen);

/* What to wait for, without what jobs print where not @read_output; gives how many they are, which
 * is 0 while there is no runner. */
guint fanfold_keeper_get_fds (FanfoldKeeper *self,
                              gboolean read_output,
                              struct pollfd fds[FANFOLD_KEEPER_N_FDS]);
/* Does what poll () found in these. */
void fanfold_keeper_attend (FanfoldKeeper *self, const struct pollfd fds[FANFOLD_KEEPER_N_FDS]);

/* Takes in all children that died: the runner, and what jobs left to this process. */
void fanfold_keeper_take_in_children (FanfoldKeeper *self);

/* Does what is due by now. */
void fanfold_keeper_check (FanfoldKeeper *self, gint64 now);
/* When something is, at the latest @next. */
gint64 fanfold_keeper_get_next_check (FanfoldKeeper *self, gint64 next);

G_END_DECLS
