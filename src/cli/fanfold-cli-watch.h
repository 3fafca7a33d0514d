/* fanfold-cli-watch.h: shows how far a run is until it is over, and hears signals meanwhile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-cli-settings.h"
#include "fanfold-engine.h"
#include "fanfold-run.h"

G_BEGIN_DECLS

typedef struct _FanfoldCliWatch FanfoldCliWatch;

/* Before the engine is started: moves standard output away, so that a plugin cannot spoil it.
 * @settings must outlive it. (transfer full) */
FanfoldCliWatch *fanfold_cli_watch_new (FanfoldEngine *engine, const FanfoldCliSettings *settings);
void fanfold_cli_watch_free (FanfoldCliWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCliWatch, fanfold_cli_watch_free)

/* Before the workers are started: what the settings ask for of the output of jobs. False with
 * @error where there is no room for it. */
gboolean fanfold_cli_watch_prepare (FanfoldCliWatch *self, GError **error);

/* Returns when @run is over: the command's exit status. What went wrong is printed.
 *
 * SIGINT: no more jobs are started; a second one ends those that run, as do SIGTERM and SIGHUP.
 * SIGTSTP stops the jobs and then the program, until SIGCONT. SIGUSR1 prints the running jobs. */
int fanfold_cli_watch_run (FanfoldCliWatch *self, FanfoldRun *run);

G_END_DECLS
