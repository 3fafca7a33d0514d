/* fanfold-cli-signals.h: the signals that a command hears, on the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SIGINT, SIGTERM, SIGHUP, SIGTSTP and SIGUSR1, by the main loop. What was ignored when the program
 * was started, as by nohup, stays ignored. There is one at a time. */
typedef struct _FanfoldCliSignals FanfoldCliSignals;

typedef void (*FanfoldCliSignalsFunc) (int number, gpointer user_data);

/* (transfer full) */
FanfoldCliSignals *fanfold_cli_signals_new (FanfoldCliSignalsFunc func, gpointer user_data);
void fanfold_cli_signals_free (FanfoldCliSignals *self);

/* Does what SIGTSTP does to a program that does not hear it: stops this one. Returns when it goes
 * on, by SIGCONT; at once where nobody could make it go on. */
void fanfold_cli_signals_suspend (FanfoldCliSignals *self);

G_END_DECLS
