/* fanfold-remaining-delayed.c: jobs that are tried again, and wait for the time of that
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-scene.h"

static double
get_wait (const FanfoldRemaining *self, const RemainingDelayed *delayed)
{
  return (double) MAX (delayed->due_usec - self->last_usec, 0) / G_USEC_PER_SEC;
}

static void
take_out (FanfoldRemaining *self, guint at)
{
  self->n_delayed--;
  memmove (
      &self->delayed[at], &self->delayed[at + 1], (self->n_delayed - at) * sizeof *self->delayed);
}

/* It waits as others do from now on. */
static void
let_go_first (FanfoldRemaining *self)
{
  guint64 job = self->delayed[0].job;

  take_out (self, 0);
  if (job < self->n_told && (self->flags[job] & JOB_KNOWN))
    fanfold_remaining_expect (self, job);
}

void
fanfold_remaining_forget_delay (FanfoldRemaining *self, guint64 job)
{
  for (guint i = 0; i < self->n_delayed; i++)
    if (self->delayed[i].job == job)
      {
        take_out (self, i);
        return;
      }
}

void
fanfold_remaining_wake (FanfoldRemaining *self)
{
  while (self->n_delayed > 0 && self->delayed[0].due_usec <= self->last_usec)
    let_go_first (self);
}

void
fanfold_remaining_delay (FanfoldRemaining *self, guint64 job, double seconds)
{
  gint64 due_usec = self->last_usec + (gint64) (MIN (seconds, MAX_SECONDS) * G_USEC_PER_SEC);
  guint at;

  fanfold_remaining_unexpect (self, job);
  if (self->n_delayed == FANFOLD_REMAINING_MAX_DELAYED)
    let_go_first (self);
  for (at = self->n_delayed; at > 0 && self->delayed[at - 1].due_usec > due_usec; at--)
    self->delayed[at] = self->delayed[at - 1];
  self->delayed[at] = (RemainingDelayed){ job, due_usec };
  self->n_delayed++;
}

void
fanfold_remaining_trim_delayed (FanfoldRemaining *self)
{
  guint64 n_out = self->n_over + self->n_dropped + self->running->len;
  guint64 n_left = self->n_jobs - MIN (n_out, self->n_jobs);

  self->n_delayed = (guint) MIN (self->n_delayed, n_left);
}

void
fanfold_remaining_set_delayed (FanfoldRemaining *self,
                               const FanfoldRemainingDelayed *delayed,
                               guint n_delayed,
                               gint64 now_usec)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (delayed != NULL || n_delayed == 0);

  fanfold_remaining_advance (self, now_usec);
  while (self->n_delayed > 0)
    let_go_first (self);
  for (guint i = 0; i < n_delayed; i++)
    if (delayed[i].seconds > 0 &&
        !g_hash_table_contains (self->running_by_job, GSIZE_TO_POINTER (delayed[i].job)))
      fanfold_remaining_delay (self, delayed[i].job, delayed[i].seconds);
  fanfold_remaining_trim_delayed (self);
}

double
fanfold_remaining_get_longest_delay (FanfoldRemaining *self)
{
  return self->n_delayed > 0 ? get_wait (self, &self->delayed[self->n_delayed - 1]) : 0;
}

void
fanfold_remaining_scene_add_delayed (RemainingScene *scene)
{
  FanfoldRemaining *self = scene->self;

  for (guint i = 0; i < self->n_delayed; i++)
    {
      guint64 job = self->delayed[i].job;
      RemainingPlace place = fanfold_remaining_get_place (self, job);

      fanfold_remaining_get_model (self, place.kind, place.basis);
      scene->used[place.kind][place.basis] = TRUE;
      scene->delayed[i] = (RemainingWaiter){ .place = place,
                                             .job = (double) MIN (job, self->n_jobs),
                                             .n_tries = fanfold_remaining_get_n_tries (self, job),
                                             .wait = get_wait (self, &self->delayed[i]) };
    }
  scene->n_delayed = self->n_delayed;
}
