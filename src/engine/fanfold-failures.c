/* fanfold-failures.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-failures.h"

#include "fanfold-sentence.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>

#define FIRST_DELAY_USEC ((gint64) G_USEC_PER_SEC / 2)
#define LAST_DELAY_USEC (60 * G_USEC_PER_SEC)

struct _FanfoldFailures
{
  guint n_retries;
  guint64 limit; /* 0: none */
  FanfoldOnFailure what;
  FanfoldFailuresFunc enough;
  gpointer user_data;

  _Atomic guint64 n;
};

static gboolean
is_failure (FanfoldJobState state)
{
  return state == FANFOLD_JOB_FAILED || state == FANFOLD_JOB_CRASHED ||
         state == FANFOLD_JOB_TIMED_OUT;
}

/* Of one job, and of the last of several. */
static const char *
describe (FanfoldJobState state, gboolean one)
{
  if (state == FANFOLD_JOB_TIMED_OUT)
    return one ? N_ ("Job %s took longer than its time limit")
               : N_ ("%s jobs did not succeed, which is the limit; the last of them, job %s, took "
                     "longer than its time limit");
  if (state == FANFOLD_JOB_CRASHED)
    return one ? N_ ("Job %s crashed")
               : N_ ("%s jobs did not succeed, which is the limit; the last of them, job %s, "
                     "crashed");

  return one ? N_ ("Job %s failed")
             : N_ ("%s jobs did not succeed, which is the limit; the last of them, job %s, failed");
}

static const char *
describe_with_error (FanfoldJobState state)
{
  /* "took longer than its limit of 2 s" says it all. */
  if (state == FANFOLD_JOB_TIMED_OUT)
    /* Translators: the number of a job, and a phrase in English that says how it took too long. */
    return N_ ("Job %s %s");

  return state == FANFOLD_JOB_CRASHED ? N_ ("Job %s crashed: %s") : N_ ("Job %s failed: %s");
}

static char *
make_reason (FanfoldFailures *self, FanfoldBlock *block, guint place)
{
  g_autofree char *limit = g_strdup_printf ("%" G_GUINT64_FORMAT, self->limit);
  g_autofree char *job =
      g_strdup_printf ("%" G_GUINT64_FORMAT, fanfold_block_get_first (block) + place);
  FanfoldJobState state = fanfold_block_get_state (block, place);
  const char *error = fanfold_block_get_error (block, place);

  if (self->limit > 1)
    return fanfold_sentence_new (describe (state, FALSE), limit, job, NULL);
  if (error == NULL)
    return fanfold_sentence_new (describe (state, TRUE), job, NULL);

  return fanfold_sentence_new (describe_with_error (state), job, error, NULL);
}

FanfoldFailures *
fanfold_failures_new (const FanfoldSettings *settings,
                      FanfoldFailuresFunc enough,
                      gpointer user_data)
{
  FanfoldFailures *self;

  g_return_val_if_fail (settings != NULL, NULL);
  g_return_val_if_fail (enough != NULL, NULL);

  self = g_new0 (FanfoldFailures, 1);
  self->n_retries = settings->n_retries;
  self->limit = fanfold_settings_get_failure_limit (settings);
  self->what = MAX (settings->on_failure, FANFOLD_ON_FAILURE_DRAIN);
  self->enough = enough;
  self->user_data = user_data;

  return self;
}

void
fanfold_failures_free (FanfoldFailures *self)
{
  g_return_if_fail (self != NULL);

  g_free (self);
}

gboolean
fanfold_failures_will_retry (FanfoldFailures *self,
                             FanfoldJobState state,
                             guint attempt,
                             gint64 *delay_usec)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (attempt > 0, FALSE);
  g_return_val_if_fail (delay_usec != NULL, FALSE);

  if (!is_failure (state) || attempt % (self->n_retries + 1) == 0)
    return FALSE;

  *delay_usec = fanfold_failures_get_delay (attempt % (self->n_retries + 1) - 1);

  return TRUE;
}

gint64
fanfold_failures_get_delay (guint n_before)
{
  return MIN (FIRST_DELAY_USEC << MIN (n_before, 16), LAST_DELAY_USEC);
}

void
fanfold_failures_count (FanfoldFailures *self, FanfoldBlock *block)
{
  guint n_jobs;

  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  if (self->limit == 0)
    return;

  n_jobs = fanfold_block_get_n_jobs (block);
  for (guint i = 0; i < n_jobs; i++)
    {
      g_autofree char *reason = NULL;

      if (!is_failure (fanfold_block_get_state (block, i)) ||
          atomic_fetch_add (&self->n, 1) + 1 != self->limit)
        continue;

      reason = make_reason (self, block, i);
      self->enough (self->what, reason, self->user_data);
    }
}
