/* fanfold-worker-process.h: the process of a worker, as its parent holds it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One thread. */
typedef struct
{
  int pid;     /* 0 once it was taken in */
  int fd;      /* of its standard input and output */
  int session; /* its own, and of all that descend from it but those that begin another */
  char *tag;   /* in the environment of it and of all that descend from it */
} FanfoldWorkerProcess;

/* [slot] In a session of its own, so that the keys of a terminal do not reach it.
 * FANFOLD_ERROR_WORKER. */
gboolean
fanfold_worker_process_start (FanfoldWorkerProcess *self, const char *path, GError **error);

/* [slot] Waits until it has ended, at most @patience_usec, then kills it. Says how it ended, where
 * that was not as it should. (transfer full) (nullable) */
char *fanfold_worker_process_end (FanfoldWorkerProcess *self, gint64 patience_usec);

/* [slot] Kills what carries its tag or is of its session: for a worker that could not do so itself
 * any more. */
void fanfold_worker_process_sweep (FanfoldWorkerProcess *self);

/* [slot] Frees what it holds, not the struct. It has ended. */
void fanfold_worker_process_clear (FanfoldWorkerProcess *self);

G_END_DECLS
