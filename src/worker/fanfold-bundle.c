/* fanfold-bundle.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-bundle.h"

#include <math.h>
#include <string.h>

#include "fanfold-ladder.h"
#include "fanfold-runner-end.h"

#define FIRST_SAMPLE_USEC (10 * 1000)
#define SAMPLE_USEC (100 * 1000)
#define PENDING_USEC (5 * 1000) /* between two looks whether a job has begun that must not */
#define MAX_EARLY_ENDS 2
#define TERM_USEC (30 * 1000) /* behind the end of a job's time */
#define KILL_USEC (80 * 1000)
#define NO_PLACE (G_MAXUINT - 1)

struct _FanfoldBundle
{
  const FanfoldBundleContext *context;
  guint64 sequence;
  guint64 first;
  guint n_jobs;
  guint32 slot;
  guint32 attempt;
  gint64 budget_usec;
  GVariant *columns;

  gboolean busy;
  guint n_early_ends; /* of runners that were asked and did not begin */

  gint64 next_sample;
  gint64 last_sample;
  guint64 sampled_index;
  double sampled_fraction;
  char sampled_message[256];

  gint64 asked_own_usec;
  gint64 next_look; /* after the limits */

  gboolean cancelling;
  gint64 grace_usec;
  guint pending_place; /* a job that is cancelled and has not begun, or NO_PLACE */
  gint64 pending_grace_usec;
  FanfoldLadder ladder;
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
  self->last_sample = g_get_monotonic_time ();
  self->pending_place = NO_PLACE;
  g_variant_get (payload,
                 "(ttuux@av)",
                 &self->sequence,
                 &self->first,
                 &self->slot,
                 &self->attempt,
                 &self->budget_usec,
                 NULL);

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

/* The job at @place is to end, and what is stopped must go on for that. */
static void
condemn (FanfoldBundle *self,
         guint place,
         FanfoldJobState state,
         char *message,
         gint64 term_usec,
         gint64 kill_usec)
{
  gint64 now = g_get_monotonic_time ();

  fanfold_ladder_start (&self->ladder, place, state, message, now + term_usec, now + kill_usec);
  fanfold_runner_link_set_flag (self->context->link, FANFOLD_CALL_CANCEL);
  fanfold_freezer_go_on (self->context->freezer);
}

static void
condemn_all (FanfoldBundle *self)
{
  guint place = get_running_place (self);

  /* A job that is ended for a reason of its own keeps that. */
  if (self->ladder.state == FANFOLD_JOB_WAITING || fanfold_ladder_has_missed (&self->ladder, place))
    place = FANFOLD_LADDER_ANY_PLACE;
  condemn (self, place, FANFOLD_JOB_CANCELLED, NULL, self->grace_usec, 2 * self->grace_usec);
}

static void
condemn_pending (FanfoldBundle *self)
{
  condemn (self,
           self->pending_place,
           FANFOLD_JOB_CANCELLED,
           NULL,
           self->pending_grace_usec,
           2 * self->pending_grace_usec);
  self->pending_place = NO_PLACE;
}

void
fanfold_bundle_begin (FanfoldBundle *self)
{
  gint64 now = g_get_monotonic_time ();

  self->busy = TRUE;
  self->last_sample = now;
  self->next_sample = now + FIRST_SAMPLE_USEC;
  self->next_look = now;
  self->asked_own_usec = fanfold_freezer_get_own_time (self->context->freezer, now);
  self->sampled_index = G_MAXUINT64;
  fanfold_runner_link_prepare (
      self->context->link, self->first, self->n_jobs, self->slot, self->attempt);
  if (self->cancelling)
    condemn_all (self);
  else if (self->pending_place == 0)
    condemn_pending (self);
  fanfold_runner_link_ask (self->context->link, self->columns, self->budget_usec);
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
    condemn_all (self);
}

/* The runner may be about to begin it at this very moment, so that has to be looked after. */
static void
check_pending (FanfoldBundle *self)
{
  if (self->pending_place != NO_PLACE && get_running_place (self) == self->pending_place)
    condemn_pending (self);
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

static void
send_beat (FanfoldBundle *self)
{
  fanfold_wire_send (self->context->wire, FANFOLD_WIRE_BEAT, g_variant_new ("()"));
}

/* Says which job is running and how far it is, when that has changed or nothing was said long
 * since; it is a sign of life, too. */
static void
sample (FanfoldBundle *self, gint64 now)
{
  FanfoldBlockBuffer *buffer = get_buffer (self);
  guint n_begun = fanfold_block_buffer_get_n_begun (buffer);
  guint place = MAX (n_begun, 1) - 1;
  guint64 index = self->first + place;
  char message[256];
  double fraction;

  self->next_sample = now + SAMPLE_USEC;
  fanfold_call_board_read (fanfold_runner_link_get_board (self->context->link), &fraction, message);
  if (index == self->sampled_index && fraction == self->sampled_fraction &&
      strcmp (message, self->sampled_message) == 0 &&
      now - self->last_sample < FANFOLD_BUNDLE_BEAT_USEC)
    return;

  self->last_sample = now;
  self->sampled_index = index;
  self->sampled_fraction = fraction;
  g_strlcpy (self->sampled_message, message, sizeof self->sampled_message);
  if (n_begun > 0)
    fanfold_wire_send (
        self->context->wire,
        FANFOLD_WIRE_SAMPLE,
        g_variant_new (
            "(txds)", index, fanfold_block_buffer_get_started (buffer, place), fraction, message));
  else
    send_beat (self);
}

/* On the clock that stands still while the runner is stopped. What stands in the memory that a job
 * can write to counts only as far as it can be. */
static gint64
get_own_start (FanfoldBundle *self, guint place, gint64 own_now)
{
  FanfoldBlockBuffer *buffer = get_buffer (self);
  gint64 begun = fanfold_runner_link_get_begun (self->context->link);
  gint64 behind = fanfold_block_buffer_get_started (buffer, place) -
                  fanfold_block_buffer_get_started (buffer, 0);

  begun = CLAMP (begun, self->asked_own_usec, own_now);
  return begun + CLAMP (behind, 0, own_now - begun);
}

static char *
describe_time_limit (gint64 usec)
{
  double seconds = usec / (double) G_USEC_PER_SEC;

  return g_strdup_printf ("took longer than its limit of %.*g s",
                          seconds < 100 ? 3 : 15,
                          seconds < 100 ? seconds : rint (seconds));
}

static void
check_time_limit (FanfoldBundle *self, gint64 now)
{
  gint64 limit = self->context->limits->time_usec;
  gint64 own_now = fanfold_freezer_get_own_time (self->context->freezer, now);
  guint place = get_running_place (self);
  gint64 left = limit;

  if (limit <= 0)
    return;

  if (place != NO_PLACE)
    left = get_own_start (self, place, own_now) + limit - own_now;
  if (left <= 0)
    {
      condemn (
          self, place, FANFOLD_JOB_TIMED_OUT, describe_time_limit (limit), TERM_USEC, KILL_USEC);
      left = limit;
    }
  self->next_look = MIN (self->next_look, now + left);
}

/* What is told of a job may have come when the next had begun already. That one is not to suffer
 * for it: it may be asked to end by mistake, but then it is handed back. */
static void
check_ladder (FanfoldBundle *self, gint64 now)
{
  guint place = get_running_place (self);

  if (self->cancelling && place != NO_PLACE && fanfold_ladder_has_missed (&self->ladder, place))
    condemn_all (self);
  if (!fanfold_ladder_has_missed (&self->ladder, place))
    fanfold_ladder_check (&self->ladder, now);
}

static void
look (FanfoldBundle *self, gint64 now)
{
  if (fanfold_freezer_is_stopped (self->context->freezer))
    return;

  self->next_look = G_MAXINT64;
  if (self->pending_place != NO_PLACE)
    self->next_look = now + PENDING_USEC;
  check_pending (self);
  check_time_limit (self, now);
}

void
fanfold_bundle_check (FanfoldBundle *self, gint64 now)
{
  if (!self->busy)
    {
      if (now - self->last_sample < FANFOLD_BUNDLE_BEAT_USEC)
        return;

      self->last_sample = now;
      send_beat (self);
      return;
    }

  if (now >= self->next_sample)
    sample (self, now);
  if (now >= self->next_look)
    look (self, now);
  check_ladder (self, now);
}

gint64
fanfold_bundle_get_next_check (FanfoldBundle *self)
{
  gint64 next = self->next_sample;

  if (!self->busy)
    return self->last_sample + FANFOLD_BUNDLE_BEAT_USEC;

  if (!fanfold_freezer_is_stopped (self->context->freezer))
    next = MIN (next, self->next_look);
  if (!fanfold_ladder_has_missed (&self->ladder, get_running_place (self)))
    next = MIN (next, fanfold_ladder_get_next (&self->ladder));

  return next;
}

void
fanfold_bundle_look_again (FanfoldBundle *self)
{
  self->next_look = 0;
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
  gint64 own_now = fanfold_freezer_get_own_time (self->context->freezer, g_get_monotonic_time ());
  guint place = get_running_place (self);
  gint64 wall_now = g_get_real_time ();

  /* Neither the time that it was stopped counts nor what became of the wall's clock meanwhile. */
  if (place != NO_PLACE)
    wall_now = fanfold_block_buffer_get_started (get_buffer (self), place) + own_now -
               get_own_start (self, place, own_now);

  return fanfold_block_buffer_give_up (get_buffer (self), state, wall_now, end, message);
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
  if (place != NO_PLACE && fanfold_ladder_has_missed (&self->ladder, place))
    return;

  if (self->ladder.state != FANFOLD_JOB_WAITING)
    given_up = give_up_condemned (self, status);
  else
    {
      g_autofree char *message = fanfold_runner_end_describe (status, FALSE);

      given_up = give_up (self, FANFOLD_JOB_CRASHED, fanfold_runner_end_get (status), message);
    }

  if (given_up)
    charge (self, whole);
}

void
fanfold_bundle_refuse (FanfoldBundle *self, const char *reason)
{
  fanfold_runner_link_prepare (
      self->context->link, self->first, self->n_jobs, self->slot, self->attempt);
  self->busy = TRUE;
  give_up (self, self->cancelling ? FANFOLD_JOB_CANCELLED : FANFOLD_JOB_CRASHED, 0, reason);
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
                                                             self->first,
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

/* The job did as it was asked: only here is it known why it was. */
static void
amend (FanfoldBundle *self)
{
  FanfoldBlockBuffer *buffer = get_buffer (self);

  if (fanfold_block_buffer_get_n_finished (buffer) == self->ladder.place + 1)
    fanfold_block_buffer_amend (buffer, FANFOLD_JOB_TIMED_OUT, self->ladder.message);
}

/* A job that was asked to end in place of the one before it is handed back. */
static void
drop_missed (FanfoldBundle *self, FanfoldBlock **block)
{
  guint last = fanfold_block_get_n_jobs (*block) - 1;
  FanfoldBlock *rest;

  if (last == 0 || !fanfold_ladder_has_missed (&self->ladder, last) ||
      fanfold_block_get_state (*block, last) == FANFOLD_JOB_DONE)
    return;

  rest = fanfold_block_slice (*block, 0, last);
  fanfold_block_unref (*block);
  *block = rest;
}

gboolean
fanfold_bundle_finish (FanfoldBundle *self)
{
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GError) error = NULL;
  gboolean sound;

  fanfold_job_log_finish (self->context->log);
  if (self->ladder.state == FANFOLD_JOB_TIMED_OUT)
    amend (self);
  block = fanfold_block_buffer_to_block (get_buffer (self), &error);
  if (block != NULL)
    drop_missed (self, &block);
  sound = block != NULL && send_block (self, block);
  if (!sound)
    send_spoilt (self, error != NULL ? error->message : "its outcomes do not fit into a message");

  fanfold_runner_link_trim (self->context->link);
  self->busy = FALSE;

  return sound;
}
