/* fanfold-failures.h: counts what went wrong, and says when that is enough
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"
#include "fanfold-settings.h"

G_BEGIN_DECLS

/* What settings say about failures: which jobs are tried again and when, and when the run does not
 * keep going. Threads: any. */
typedef struct _FanfoldFailures FanfoldFailures;

/* [any] @enough: [slot] called once, when the limit is reached, with what is to be done (DRAIN or
 * STOP) and a sentence, by fanfold_sentence_new (), that says why. (transfer full) */
typedef void (*FanfoldFailuresFunc) (FanfoldOnFailure what, const char *reason, gpointer user_data);
FanfoldFailures *fanfold_failures_new (const FanfoldSettings *settings,
                                       FanfoldFailuresFunc enough,
                                       gpointer user_data);
void fanfold_failures_free (FanfoldFailures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldFailures, fanfold_failures_free)

/* [slot] Whether a job that ended in @state in its @attempt is tried again: failed, crashed and
 * timed out ones are, until their attempts are a multiple of n_retries + 1, so that a job that is
 * run again by hand has all of its retries anew. @delay_usec: (out) how long after: twice as long
 * each time, from half a second up to a minute. */
gboolean fanfold_failures_will_retry (FanfoldFailures *self,
                                      FanfoldJobState state,
                                      guint attempt,
                                      gint64 *delay_usec);

/* [any] What that is after @n_before such failures in a row and one more. */
gint64 fanfold_failures_get_delay (guint n_before);

/* [slot] Jobs of @block are over for good. */
void fanfold_failures_count (FanfoldFailures *self, FanfoldBlock *block);

G_END_DECLS
