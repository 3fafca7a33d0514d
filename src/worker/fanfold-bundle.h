/* fanfold-bundle.h: the jobs that the slot gave, until they are over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-freezer.h"
#include "fanfold-runner-link.h"
#include "fanfold-worker.h"

G_BEGIN_DECLS

/* It waits until a runner is ready for it, is asked of that, told of while it goes on, watched over
 * as to its limits, cancelled perhaps, and answered with a block in the end. */
typedef struct _FanfoldBundle FanfoldBundle;

typedef struct
{
  FanfoldFunction *function;
  FanfoldRunnerLink *link;
  FanfoldJobLog *log;
  FanfoldWire *wire;
  FanfoldFreezer *freezer;
  const FanfoldJobLimits *limits;
} FanfoldBundleContext;

/* From the payload of a FANFOLD_WIRE_RUN; NULL where it does not fit the function. @context must
 * outlive it. (transfer full) */
FanfoldBundle *fanfold_bundle_new (const FanfoldBundleContext *context, GVariant *payload);
void fanfold_bundle_free (FanfoldBundle *self);

/* Asks the runner. */
void fanfold_bundle_begin (FanfoldBundle *self);
/* The runner was asked. */
gboolean fanfold_bundle_is_busy (FanfoldBundle *self);
/* The runner has done what it was asked. */
gboolean fanfold_bundle_is_over (FanfoldBundle *self);

/* Asks all jobs to end: at once, with SIGTERM after @grace_usec, with SIGKILL after as long. */
void fanfold_bundle_cancel (FanfoldBundle *self, gint64 grace_usec);
/* The same for one, if it is of these and not over; where it has not begun, it and those behind it
 * are handed back. */
void fanfold_bundle_cancel_job (FanfoldBundle *self, guint64 index, gint64 grace_usec);

/* Its first job is cancelled already. */
gboolean fanfold_bundle_must_end (FanfoldBundle *self);

/* Stops the job under way; no other begins. */
void fanfold_bundle_stop (FanfoldBundle *self);

/* Does what is due by now: tells how far it is, looks after the limits, sends a signal. */
void fanfold_bundle_check (FanfoldBundle *self, gint64 now);
gint64 fanfold_bundle_get_next_check (FanfoldBundle *self);

/* The limits have changed. */
void fanfold_bundle_look_again (FanfoldBundle *self);

/* The runner is gone. True where it had not begun and another may be asked instead. */
gboolean fanfold_bundle_take_back (FanfoldBundle *self);
/* The job under way ended with its runner, as wait4 () says. */
void fanfold_bundle_give_up (FanfoldBundle *self, int status, const struct rusage *whole);

/* Sends the answer. False where the outcomes were spoilt, and the runner is not to be trusted. */
gboolean fanfold_bundle_finish (FanfoldBundle *self);

G_END_DECLS
