/* fanfold-bundle.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-bundle.h"

#include "fanfold-error.h"
#include "fanfold-guard.h"
#include "fanfold-ladder.h"
#include "fanfold-runner-end.h"
#include "fanfold-sampler.h"

#define PENDING_USEC (5 * 1000) /* between two looks whether a job has begun that must not */
#define PART_USEC 1000          /* behind the budget: what ends within that need not be parted */
#define MAX_EARLY_ENDS 2
#define NO_PLACE FANFOLD_GUARD_NO_PLACE
#define MISSED "was asked to end in place of the job before it"

struct _FanfoldBundle
{
  const FanfoldBundleContext *context;
  guint64 sequence;
  guint64 first;
  guint n_jobs;
  guint n_over; /* of these, and told already: only the one behind them is left */
  guint32 slot;
  guint32 attempt;
  gint64 budget_usec;
  GVariant *columns;

  gboolean busy;
  guint n_early_ends; /* of runners that were asked and did not begin */

  gint64 part_usec; /* when it is to be parted; G_MAXINT64: never */

  FanfoldSampler sampler;
  FanfoldGuard guard;
  FanfoldLadder ladder;

  gboolean cancelling;
  gint64 grace_usec;
  guint pending_place; /* a job that is cancelled and has not begun, or NO_PLACE */
  gint64 pending_grace_usec;
};

FanfoldBundle *
fanfold_bundle_new (const FanfoldBundleContext *context, GVariant *payload)
{
  g_autoptr (GVariant) columns = g_variant_get_child_value (payload, 5);
  FanfoldBundle *self;
  guint n_jobs;

  if (!fanfold_caller_check_columns (context->function, columns, &n_jobs, NULL))
    return NULL;

  self = g_new0 (FanfoldBundle, 1);
  self->context = context;
  self->n_jobs = n_jobs;
  self->columns = g_steal_pointer (&columns);
  self->pending_place = NO_PLACE;
  g_variant_get (payload,
                 "(ttuux@av)",
                 &self->sequence,
                 &self->first,
                 &self->slot,
                 &self->attempt,
                 &self->budget_usec,
                 NULL);
  fanfold_sampler_wait (&self->sampler, context->link, context->wire, self->first);

  return self;
}

void
fanfold_bundle_free (FanfoldBundle *self)
{
  g_variant_unref (self->columns);
  fanfold_ladder_clear (&self->ladder);
  g_free (self);
}

static FanfoldBlockBuffer *
get_buffer (FanfoldBundle *self)
{
  return fanfold_runner_link_get_buffer (self->context->link);
}

/* Of the job under way, or NO_PLACE. */
static guint
get_running_place (FanfoldBundle *self)
{
  guint n_finished = fanfold_block_buffer_get_n_finished (get_buffer (self));
  guint n_begun = fanfold_block_buffer_get_n_begun (get_buffer (self));

  return self->busy && n_begun > n_finished ? n_begun - 1 : NO_PLACE;
}

/* The job on the ladder is told, and what is stopped must go on for that. */
static void
tell_end (FanfoldBundle *self)
{
  fanfold_runner_link_set_flag (self->context->link, FANFOLD_CALL_CANCEL);
  fanfold_freezer_go_on (self->context->freezer);
}

static void
cancel_place (FanfoldBundle *self, guint place, gint64 grace_usec)
{
  gint64 now = g_get_monotonic_time ();

  fanfold_ladder_start (
      &self->ladder, place, FANFOLD_JOB_CANCELLED, NULL, now + grace_usec, now + 2 * grace_usec);
  tell_end (self);
}

static void
cancel_all (FanfoldBundle *self)
{
  guint place = get_running_place (self);

  /* A job that is ended for a reason of its own keeps that. */
  if (self->ladder.state == FANFOLD_JOB_WAITING || fanfold_ladder_has_missed (&self->ladder, place))
    place = FANFOLD_LADDER_ANY_PLACE;
  cancel_place (self, place, self->grace_usec);
}

static void
cancel_pending (FanfoldBundle *self)
{
  cancel_place (self, self->pending_place, self->pending_grace_usec);
  self->pending_place = NO_PLACE;
}

void
fanfold_bundle_begin (FanfoldBundle *self)
{
  const FanfoldBundleContext *context = self->context;

  self->busy = TRUE;
  self->part_usec = G_MAXINT64;
  if (self->n_jobs > 1 && self->budget_usec > 0)
    self->part_usec =
        g_get_monotonic_time () + MIN (self->budget_usec, G_TIME_SPAN_DAY) + PART_USEC;
  fanfold_sampler_begin (&self->sampler);
  fanfold_guard_begin (&self->guard, context->link, context->freezer, context->limits);
  fanfold_runner_link_prepare (context->link, self->first, self->n_jobs, self->slot, self->attempt);
  if (self->cancelling)
    cancel_all (self);
  else if (self->pending_place == 0)
    cancel_pending (self);
  fanfold_runner_link_ask (context->link, self->columns, self->budget_usec);
}

gboolean
fanfold_bundle_is_busy (FanfoldBundle *self)
{
  return self->busy;
}

gboolean
fanfold_bundle_is_over (FanfoldBundle *self)
{
  return self->busy && fanfold_runner_link_is_over (self->context->link);
}

void
fanfold_bundle_cancel (FanfoldBundle *self, gint64 grace_usec)
{
  self->cancelling = TRUE;
  self->grace_usec = CLAMP (grace_usec, 0, G_TIME_SPAN_DAY);
  if (self->busy)
    cancel_all (self);
}

/* The runner may be about to begin it at this very moment, so that has to be looked after. */
static void
check_pending (FanfoldBundle *self)
{
  if (self->pending_place != NO_PLACE && get_running_place (self) == self->pending_place)
    cancel_pending (self);
}

void
fanfold_bundle_cancel_job (FanfoldBundle *self, guint64 index, gint64 grace_usec)
{
  guint64 place = index - self->first;

  if (index < self->first || place >= self->n_jobs)
    return;

  if (place < self->pending_place)
    {
      self->pending_place = (guint) place;
      self->pending_grace_usec = CLAMP (grace_usec, 0, G_TIME_SPAN_DAY);
    }
  if (!self->busy)
    self->n_jobs = MAX ((guint) place, 1);
  else if (place >= fanfold_block_buffer_get_n_begun (get_buffer (self)))
    fanfold_runner_link_set_flag (self->context->link, FANFOLD_CALL_BEGIN_NO_MORE);
  check_pending (self);
}

gboolean
fanfold_bundle_must_end (FanfoldBundle *self)
{
  return self->cancelling || self->pending_place == 0;
}

void
fanfold_bundle_stop (FanfoldBundle *self)
{
  if (!self->busy || self->ladder.state != FANFOLD_JOB_WAITING)
    return;

  fanfold_runner_link_set_flag (self->context->link, FANFOLD_CALL_BEGIN_NO_MORE);
  fanfold_freezer_stop (self->context->freezer);
}

/* What is told of a job may have come when the next had begun already. That one is not to suffer
 * for it: it may be asked to end by mistake, but then it is handed back. */
static void
check_ladder (FanfoldBundle *self, gint64 now)
{
  guint place = get_running_place (self);

  if (self->cancelling && place != NO_PLACE && fanfold_ladder_has_missed (&self->ladder, place))
    cancel_all (self);
  if (!fanfold_ladder_has_missed (&self->ladder, place))
    fanfold_ladder_check (&self->ladder, now, fanfold_runner_link_get_grace (self->context->link));
}

/* False where they are not to be had; @n of them are finished for good. */
static gboolean
send_part (FanfoldBundle *self, guint n)
{
  GVariantBuilder blocks;

  g_variant_builder_init (&blocks, G_VARIANT_TYPE ("av"));
  if (n > 0)
    {
      g_autoptr (FanfoldBlock) block = fanfold_block_buffer_to_block (get_buffer (self), NULL);
      g_autoptr (FanfoldBlock) part = NULL;

      if (block == NULL || fanfold_block_get_n_jobs (block) < n)
        {
          g_variant_builder_clear (&blocks);
          return FALSE;
        }
      part = fanfold_block_slice (block, 0, n);
      g_variant_builder_add (&blocks, "v", fanfold_block_get_variant (part));
    }

  return fanfold_wire_send (self->context->wire,
                            FANFOLD_WIRE_PART,
                            g_variant_new ("(ttxav)",
                                           self->sequence,
                                           self->first + n,
                                           fanfold_block_buffer_get_started (get_buffer (self), n),
                                           &blocks));
}

/* What is finished is not to wait for a job that takes long, nor what comes behind it. A job that
 * is under way after the runner was told to begin no more is its last. */
static void
check_part (FanfoldBundle *self, gint64 now)
{
  guint place;

  if (now < self->part_usec)
    return;

  fanfold_runner_link_set_flag (self->context->link, FANFOLD_CALL_BEGIN_NO_MORE);
  place = get_running_place (self);
  self->part_usec = place == NO_PLACE ? now + PART_USEC : G_MAXINT64;
  if (place == NO_PLACE || !send_part (self, place))
    return;

  self->n_over = place;
  self->n_jobs = place + 1;
  if (self->pending_place > place)
    self->pending_place = NO_PLACE;
}

void
fanfold_bundle_check (FanfoldBundle *self, gint64 now)
{
  fanfold_sampler_check (&self->sampler, now);
  if (!self->busy)
    return;

  check_part (self, now);
  check_pending (self);
  if (fanfold_guard_check (&self->guard, get_running_place (self), now, &self->ladder))
    tell_end (self);
  check_ladder (self, now);
}

gint64
fanfold_bundle_get_next_check (FanfoldBundle *self)
{
  gint64 next = fanfold_sampler_get_next (&self->sampler);

  if (!self->busy)
    return next;

  next = MIN (next, self->part_usec);
  next = MIN (next, fanfold_guard_get_next (&self->guard));
  if (self->pending_place != NO_PLACE)
    next = MIN (next, g_get_monotonic_time () + PENDING_USEC);
  if (!fanfold_ladder_has_missed (&self->ladder, get_running_place (self)))
    next = MIN (next,
                fanfold_ladder_get_next (&self->ladder,
                                         fanfold_runner_link_get_grace (self->context->link)));

  return next;
}

void
fanfold_bundle_look_again (FanfoldBundle *self)
{
  fanfold_guard_look_again (&self->guard);
}

gboolean
fanfold_bundle_take_back (FanfoldBundle *self)
{
  if (self->ladder.state != FANFOLD_JOB_WAITING || self->n_early_ends >= MAX_EARLY_ENDS ||
      fanfold_block_buffer_get_n_begun (get_buffer (self)) > 0)
    return FALSE;

  self->n_early_ends++;
  self->busy = FALSE;
  return TRUE;
}

static gboolean
give_up (FanfoldBundle *self, FanfoldJobState state, FanfoldJobEnd end, const char *message)
{
  guint place = get_running_place (self);
  gint64 wall_now = g_get_real_time ();

  /* Neither the time that it was stopped counts nor what became of the wall's clock meanwhile. */
  if (place != NO_PLACE)
    wall_now = fanfold_block_buffer_get_started (get_buffer (self), place) +
               fanfold_guard_get_elapsed (&self->guard, place, g_get_monotonic_time ());

  return fanfold_block_buffer_give_up (get_buffer (self), state, wall_now, end, message);
}

static gboolean
has_missed (FanfoldBundle *self, guint place)
{
  return place != NO_PLACE && fanfold_ladder_has_missed (&self->ladder, place);
}

/* In the words of the one who ended it. */
static gboolean
give_up_condemned (FanfoldBundle *self, int status)
{
  g_autofree char *end = fanfold_runner_end_describe (status, FALSE);
  g_autofree char *message = NULL;

  if (self->ladder.message != NULL)
    message = g_strdup (self->ladder.message);
  else if (self->ladder.last_signal != 0)
    message = g_strdup_printf ("did not stop when it was asked to (%s)", end);

  return give_up (self, self->ladder.state, 0, message != NULL ? message : end);
}

static void
charge (FanfoldBundle *self, const struct rusage *whole)
{
  double cpu_seconds;
  guint64 peak_bytes;

  fanfold_usage_end (
      fanfold_runner_link_get_usage (self->context->link), whole, &cpu_seconds, &peak_bytes);
  fanfold_block_buffer_use (get_buffer (self), cpu_seconds, peak_bytes);
}

void
fanfold_bundle_give_up (FanfoldBundle *self, int status, const struct rusage *whole)
{
  gboolean given_up;
  guint place = get_running_place (self);

  /* Hit in place of the one before it, which is over: it can be run again. */
  if (has_missed (self, place) && self->n_over == 0)
    return;

  if (has_missed (self, place))
    given_up = give_up (self, FANFOLD_JOB_CANCELLED, 0, MISSED);
  else if (self->ladder.state != FANFOLD_JOB_WAITING)
    given_up = give_up_condemned (self, status);
  else
    {
      g_autofree char *end = fanfold_runner_end_describe (status, FALSE);
      g_autofree char *words = fanfold_job_log_dup_last_words (self->context->log);
      g_autofree char *message = g_strjoin ("\n", end, words, NULL);

      given_up = give_up (self, FANFOLD_JOB_CRASHED, fanfold_runner_end_get (status), message);
    }

  if (given_up)
    charge (self, whole);
}

static gboolean
send_block (FanfoldBundle *self, FanfoldBlock *block)
{
  return fanfold_wire_send (
      self->context->wire,
      FANFOLD_WIRE_BLOCK,
      g_variant_new ("(tv)", self->sequence, fanfold_block_get_variant (block)));
}

/* A job wrote over the memory in which the outcomes stand. */
static void
send_spoilt (FanfoldBundle *self, const char *reason)
{
  g_autoptr (FanfoldBlock) block = fanfold_block_new_single (self->context->function,
                                                             self->first + self->n_over,
                                                             self->slot,
                                                             self->attempt,
                                                             FANFOLD_JOB_CRASHED,
                                                             g_get_real_time (),
                                                             0,
                                                             NULL,
                                                             NULL,
                                                             reason);

  send_block (self, block);
}

/* The job did as it was asked: only here is it known why it was. One that is left alone has to be
 * answered for: where it was not meant, the slot takes it back. */
static void
amend (FanfoldBundle *self)
{
  FanfoldBlockBuffer *buffer = get_buffer (self);
  guint n_finished = fanfold_block_buffer_get_n_finished (buffer);

  if (self->ladder.state == FANFOLD_JOB_TIMED_OUT && n_finished == self->ladder.place + 1)
    fanfold_block_buffer_amend (buffer, FANFOLD_JOB_TIMED_OUT, self->ladder.message);
  else if (self->n_over > 0 && n_finished > 0 && has_missed (self, n_finished - 1))
    fanfold_block_buffer_amend (buffer, FANFOLD_JOB_CANCELLED, MISSED);
}

/* What was not told yet, but for a job that was asked to end in place of the one before it and is
 * handed back. NULL where somebody else wrote there. */
static FanfoldBlock *
take_block (FanfoldBundle *self, GError **error)
{
  g_autoptr (FanfoldBlock) block = fanfold_block_buffer_to_block (get_buffer (self), error);
  guint n;

  if (block == NULL)
    return NULL;

  n = fanfold_block_get_n_jobs (block);
  if (n <= self->n_over)
    {
      g_set_error (
          error,
          FANFOLD_ERROR,
          FANFOLD_ERROR_WORKER,
          "The results of the jobs were overwritten: the function writes where it must not.");
      return NULL;
    }
  if (self->n_over > 0)
    return fanfold_block_slice (block, self->n_over, 1);
  if (n > 1 && has_missed (self, n - 1) &&
      fanfold_block_get_state (block, n - 1) != FANFOLD_JOB_DONE)
    return fanfold_block_slice (block, 0, n - 1);

  return g_steal_pointer (&block);
}

gboolean
fanfold_bundle_finish (FanfoldBundle *self)
{
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GError) error = NULL;
  gboolean sound;

  fanfold_job_log_finish (self->context->log);
  amend (self);
  block = take_block (self, &error);
  sound = block != NULL && send_block (self, block);
  if (!sound)
    send_spoilt (self, error != NULL ? error->message : "its outcomes do not fit into a message");

  fanfold_runner_link_trim (self->context->link);
  self->busy = FALSE;

  return sound;
}
