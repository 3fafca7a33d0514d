/* fanfold-bundle.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-bundle.h"

#include <signal.h>
#include <string.h>

#include "fanfold-family.h"

#define FIRST_SAMPLE_USEC (10 * 1000)
#define SAMPLE_USEC (100 * 1000)
#define MAX_EARLY_ENDS 2

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

  gboolean cancelling;
  gint64 grace_usec;
  int last_signal;
  gint64 next_signal; /* 0: none, or no more */
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
  g_free (self);
}

static FanfoldBlockBuffer *
get_buffer (FanfoldBundle *self)
{
  return fanfold_runner_link_get_buffer (self->context->link);
}

static void
start_ladder (FanfoldBundle *self)
{
  fanfold_runner_link_cancel (self->context->link);
  if (self->last_signal == 0)
    self->next_signal = g_get_monotonic_time () + self->grace_usec;
}

void
fanfold_bundle_begin (FanfoldBundle *self)
{
  self->busy = TRUE;
  self->last_sample = g_get_monotonic_time ();
  self->next_sample = self->last_sample + FIRST_SAMPLE_USEC;
  self->sampled_index = G_MAXUINT64;
  fanfold_runner_link_ask (self->context->link,
                           self->first,
                           self->columns,
                           self->n_jobs,
                           self->slot,
                           self->attempt,
                           self->budget_usec);
  if (self->cancelling)
    start_ladder (self);
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
    start_ladder (self);
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

/* The next rung of the ladder: SIGTERM, then SIGKILL. */
static void
send_signal (FanfoldBundle *self, gint64 now)
{
  self->last_signal = self->last_signal == 0 ? SIGTERM : SIGKILL;
  fanfold_family_signal (self->last_signal, 0);
  fanfold_family_signal (SIGCONT, 0); /* who is stopped does not see the first */
  self->next_signal = self->last_signal == SIGKILL ? 0 : now + self->grace_usec;
}

void
fanfold_bundle_check (FanfoldBundle *self, gint64 now)
{
  if (self->busy && now >= self->next_sample)
    sample (self, now);
  else if (!self->busy && now - self->last_sample >= FANFOLD_BUNDLE_BEAT_USEC)
    {
      self->last_sample = now;
      send_beat (self);
    }
  if (self->next_signal != 0 && now >= self->next_signal)
    send_signal (self, now);
}

gint64
fanfold_bundle_get_next_check (FanfoldBundle *self)
{
  gint64 next = self->busy ? self->next_sample : self->last_sample + FANFOLD_BUNDLE_BEAT_USEC;

  return self->next_signal != 0 ? MIN (next, self->next_signal) : next;
}

gboolean
fanfold_bundle_take_back (FanfoldBundle *self)
{
  if (self->cancelling || self->n_early_ends >= MAX_EARLY_ENDS ||
      fanfold_block_buffer_get_n_begun (get_buffer (self)) > 0)
    return FALSE;

  self->n_early_ends++;
  self->busy = FALSE;
  return TRUE;
}

void
fanfold_bundle_give_up (FanfoldBundle *self, const char *end)
{
  g_autofree char *message = NULL;

  if (self->last_signal != 0)
    message = g_strdup_printf ("did not stop when it was asked to (%s)", end);

  fanfold_block_buffer_give_up (get_buffer (self),
                                self->cancelling ? FANFOLD_JOB_CANCELLED : FANFOLD_JOB_CRASHED,
                                g_get_real_time (), 0,
                                message != NULL ? message : end);
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

gboolean
fanfold_bundle_finish (FanfoldBundle *self)
{
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GError) error = NULL;
  gboolean sound;

  fanfold_job_log_finish (self->context->log);
  block = fanfold_block_buffer_to_block (get_buffer (self), &error);
  sound = block != NULL && send_block (self, block);
  if (!sound)
    send_spoilt (self, error != NULL ? error->message : "its outcomes do not fit into a message");

  fanfold_runner_link_trim (self->context->link);
  self->busy = FALSE;

  return sound;
}
