/* fanfold-slot-worker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-slot-worker.h"

#include "fanfold-call.h"
#include "fanfold-error.h"
#include "fanfold-lock.h"
#include "fanfold-worker.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#define BUNDLE_BUDGET_USEC (15 * 1000)
#define CANCEL_GRACE_USEC (2 * G_USEC_PER_SEC)

struct _FanfoldSlotWorker
{
  const FanfoldSlotContext *context;
  guint32 slot;
  const FanfoldJobEvents *events;
  gboolean threads;

  GMutex mutex;          /* for what follows; nothing waits under it */
  FanfoldCaller *caller; /* changed by the slot's thread alone, and so are the next two */
  FanfoldWorker *worker;
  guint n_pinned; /* the slots among which its cores were shared out; 0: it has all */
  FanfoldJobLimits limits;
  guint64 first; /* of the jobs in hand */
  guint n;
  gint64 since_usec;
  FanfoldRanges *asked; /* to end, of those in hand; NULL: none */
  gboolean cancelled;
  gboolean frozen;
  gint64 past_usec; /* the limit that the job under way is past; 0: it is not */

  int flag; /* atomic: the FanfoldCallFlag that `threads` look at */
};

FanfoldSlotWorker *
fanfold_slot_worker_new (const FanfoldSlotContext *context,
                         guint32 slot,
                         const FanfoldJobEvents *events)
{
  FanfoldSlotWorker *self;

  g_return_val_if_fail (context != NULL && events != NULL, NULL);

  self = g_new0 (FanfoldSlotWorker, 1);
  self->context = context;
  self->slot = slot;
  self->events = events;
  self->threads = context->settings->backend == FANFOLD_BACKEND_THREADS;
  g_mutex_init (&self->mutex);

  return self;
}

void
fanfold_slot_worker_free (FanfoldSlotWorker *self)
{
  g_return_if_fail (self != NULL);
  g_assert (self->worker == NULL);

  g_clear_pointer (&self->caller, fanfold_caller_free);
  g_clear_pointer (&self->asked, fanfold_ranges_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* With the lock. */
static void
refresh_limits (FanfoldSlotWorker *self)
{
  FanfoldJobLimits limits = { .time_usec = fanfold_time_limit_get (self->context->time_limit),
                              .memory_bytes = self->context->settings->memory_limit_bytes };

  if (self->worker == NULL || (limits.time_usec == self->limits.time_usec &&
                               limits.memory_bytes == self->limits.memory_bytes))
    return;

  self->limits = limits;
  fanfold_worker_set_limits (self->worker, &limits);
}

/* With the lock. Jobs in hand may have been asked to end before there was a worker for them. */
static void
pass_on_asked (FanfoldSlotWorker *self)
{
  guint64 from = 0, first, n;

  if (self->asked == NULL)
    return;

  for (; fanfold_ranges_find (self->asked, from, &first, &n); from = first + n)
    for (guint64 index = first; index < first + n; index++)
      fanfold_worker_cancel_job (self->worker, index, CANCEL_GRACE_USEC);
}

static guint
get_n_pinned (FanfoldSlotWorker *self)
{
  return self->context->settings->pin ? (guint) g_atomic_int_get (&self->context->n_slots) : 0;
}

static gboolean
start_worker (FanfoldSlotWorker *self, GError **error)
{
  FanfoldWorkerSpec spec = { .path = self->context->worker_path,
                             .folder = self->context->folder,
                             .function = self->context->function,
                             .nice = self->context->settings->nice,
                             .io_priority = (int) self->context->settings->io_priority,
                             .slot = self->slot,
                             .n_pinned = get_n_pinned (self),
                             .n_threads =
                                 (guint) g_atomic_int_get (&self->context->n_inner_threads) };
  FanfoldWorker *worker = fanfold_worker_start (&spec, error);

  if (worker == NULL)
    return FALSE;

  fanfold_lock (&self->mutex);
  self->worker = worker;
  self->n_pinned = spec.n_pinned;
  self->limits = (FanfoldJobLimits){ 0 };
  refresh_limits (self);
  if (self->cancelled)
    fanfold_worker_cancel (worker, CANCEL_GRACE_USEC);
  if (self->frozen)
    fanfold_worker_freeze (worker, TRUE);
  pass_on_asked (self);
  fanfold_unlock (&self->mutex);

  return TRUE;
}

/* The working folder belongs to the process; a thread that has left it may change its own. */
static gboolean
start_caller (FanfoldSlotWorker *self, GError **error)
{
  const char *folder = self->context->folder;
  FanfoldCaller *caller;

  if (unshare (CLONE_FS) != 0 || (folder != NULL && chdir (folder) != 0))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_FAILED,
                   "The jobs' working folder “%s” cannot be entered: %s",
                   folder != NULL ? folder : ".",
                   g_strerror (errno));
      return FALSE;
    }

  caller = fanfold_caller_new (self->context->function, error);
  fanfold_lock (&self->mutex);
  self->caller = caller;
  fanfold_unlock (&self->mutex);

  return caller != NULL;
}

gboolean
fanfold_slot_worker_start (FanfoldSlotWorker *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* With other slots beside it, it has other cores. */
  if (self->worker != NULL && self->n_pinned != get_n_pinned (self))
    fanfold_slot_worker_end (self);
  if (self->caller != NULL || self->worker != NULL)
    return TRUE;

  return self->threads ? start_caller (self, error) : start_worker (self, error);
}

void
fanfold_slot_worker_end (FanfoldSlotWorker *self)
{
  FanfoldWorker *worker;

  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  worker = g_steal_pointer (&self->worker);
  fanfold_unlock (&self->mutex);

  if (worker != NULL)
    fanfold_worker_end (worker);
}

guint
fanfold_slot_worker_limit (FanfoldSlotWorker *self, guint n)
{
  g_return_val_if_fail (self != NULL, 1);

  if (self->worker == NULL || fanfold_worker_can_rescue (self->worker) ||
      fanfold_function_is_pure (self->context->function))
    return n;

  return MIN (n, 1);
}

void
fanfold_slot_worker_take (FanfoldSlotWorker *self, guint64 first, guint n)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->first = first;
  self->n = n;
  g_clear_pointer (&self->asked, fanfold_ranges_free);
  fanfold_unlock (&self->mutex);
}

void
fanfold_slot_worker_leave_one (FanfoldSlotWorker *self, guint64 index)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->first = index;
  self->n = 1;
  fanfold_unlock (&self->mutex);
}

/* A function of the backend `threads` that was past its limit: that is said once, and one that gave
 * up for it has timed out. */
static FanfoldBlock *
note_past_limit (FanfoldSlotWorker *self, FanfoldBlock *block, guint attempt, gint64 past_usec)
{
  double limit = (double) past_usec / G_USEC_PER_SEC;
  double seconds = fanfold_block_get_seconds (block, 0);
  gboolean gave_up = fanfold_block_get_state (block, 0) == FANFOLD_JOB_CANCELLED &&
                     !fanfold_slot_worker_was_asked (self, self->first);
  g_autofree char *message = NULL;

  if (gave_up)
    {
      message = g_strdup_printf ("took longer than its limit of %.3g s", limit);

      return fanfold_block_new_ended (block, FANFOLD_JOB_TIMED_OUT, message);
    }

  if (seconds < limit)
    return fanfold_block_ref (block);

  message = g_strdup_printf ("It took %.3g s, past its time limit of %.3g s: in threads a job can "
                             "only be asked to end.\n",
                             seconds,
                             limit);
  fanfold_recorder_add_log (
      self->context->recorder, self->first, attempt, FANFOLD_LOG_NOTE, message, strlen (message));

  return fanfold_block_ref (block);
}

static FanfoldBlock *
run_here (FanfoldSlotWorker *self, GVariant *columns, guint attempt, gint64 budget_usec)
{
  g_autoptr (FanfoldBlock) block = NULL;
  gint64 past_usec;

  block = fanfold_caller_run (self->caller,
                              self->first,
                              columns,
                              self->slot,
                              attempt,
                              budget_usec,
                              &self->flag,
                              self->events);
  fanfold_lock (&self->mutex);
  past_usec = self->past_usec;
  self->since_usec = 0;
  fanfold_unlock (&self->mutex);

  return past_usec > 0 ? note_past_limit (self, block, attempt, past_usec)
                       : g_steal_pointer (&block);
}

/* With the lock. */
static FanfoldCallFlag
get_first_flag (FanfoldSlotWorker *self)
{
  if (self->cancelled)
    return FANFOLD_CALL_CANCEL;
  if (self->asked == NULL)
    return FANFOLD_CALL_GO_ON;

  return fanfold_ranges_contains (self->asked, self->first) ? FANFOLD_CALL_CANCEL
                                                            : FANFOLD_CALL_BEGIN_NO_MORE;
}

FanfoldBlock *
fanfold_slot_worker_run (
    FanfoldSlotWorker *self, guint n, guint attempt, guint64 *begun, GError **error)
{
  g_autoptr (GVariant) columns = NULL;
  gint64 budget_usec = n > 1 ? BUNDLE_BUDGET_USEC : 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n > 0 && n <= self->n, NULL);

  columns = fanfold_combine_get_columns (self->context->combine, self->first, n);
  if (columns == NULL)
    return fanfold_block_new_single (self->context->function,
                                     self->first,
                                     self->slot,
                                     attempt,
                                     FANFOLD_JOB_FAILED,
                                     g_get_real_time (),
                                     0,
                                     NULL,
                                     NULL,
                                     "its arguments cannot be read back from the history");

  if (fanfold_combine_has_slot (self->context->combine))
    {
      g_autoptr (GVariant) unfilled = g_steal_pointer (&columns);

      columns = fanfold_combine_fill_slot (self->context->combine, unfilled, self->slot);
    }

  fanfold_lock (&self->mutex);
  self->since_usec = g_get_monotonic_time ();
  self->past_usec = 0;
  g_atomic_int_set (&self->flag, (int) get_first_flag (self));
  refresh_limits (self);
  fanfold_unlock (&self->mutex);

  if (self->threads)
    return run_here (self, columns, attempt, budget_usec);

  return fanfold_worker_run (self->worker,
                             self->first,
                             columns,
                             self->slot,
                             attempt,
                             budget_usec,
                             self->events,
                             begun,
                             error);
}

gboolean
fanfold_slot_worker_was_asked (FanfoldSlotWorker *self, guint64 index)
{
  gboolean asked;

  g_return_val_if_fail (self != NULL, FALSE);

  fanfold_lock (&self->mutex);
  asked = self->cancelled || (self->asked != NULL && fanfold_ranges_contains (self->asked, index));
  fanfold_unlock (&self->mutex);

  return asked;
}

void
fanfold_slot_worker_cancel (FanfoldSlotWorker *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->cancelled = TRUE;
  g_atomic_int_set (&self->flag, FANFOLD_CALL_CANCEL);
  if (self->worker != NULL)
    fanfold_worker_cancel (self->worker, CANCEL_GRACE_USEC);
  fanfold_unlock (&self->mutex);
}

/* With the lock. In `threads` there is one flag for all: where it is not for the job under way,
 * that goes on, and those behind it come back soon. */
static void
ask_job (FanfoldSlotWorker *self, guint64 index)
{
  if (self->asked == NULL)
    self->asked = fanfold_ranges_new ();
  if (fanfold_ranges_add (self->asked, index, 1) == 0)
    return;

  if (self->worker != NULL)
    fanfold_worker_cancel_job (self->worker, index, CANCEL_GRACE_USEC);
  if (self->caller == NULL)
    return;

  if (fanfold_caller_get_under_way (self->caller) == index)
    g_atomic_int_set (&self->flag, FANFOLD_CALL_CANCEL);
  else
    g_atomic_int_compare_and_exchange (&self->flag, FANFOLD_CALL_GO_ON, FANFOLD_CALL_BEGIN_NO_MORE);
}

void
fanfold_slot_worker_cancel_jobs (FanfoldSlotWorker *self, FanfoldRanges *jobs)
{
  guint64 from, end, first, n;

  g_return_if_fail (self != NULL);
  g_return_if_fail (jobs != NULL);

  fanfold_lock (&self->mutex);
  from = self->first;
  end = self->first + self->n;
  for (; from < end && fanfold_ranges_find (jobs, from, &first, &n); from = first + n)
    for (guint64 index = first; index < MIN (first + n, end); index++)
      ask_job (self, index);
  fanfold_unlock (&self->mutex);
}

void
fanfold_slot_worker_freeze (FanfoldSlotWorker *self, gboolean frozen)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  if (self->frozen != frozen && self->worker != NULL)
    fanfold_worker_freeze (self->worker, frozen);
  self->frozen = frozen;
  fanfold_unlock (&self->mutex);
}

/* With the lock. In `threads` nobody else sees which job of a bundle it is that takes long, nor
 * that it began just when it was asked to end. */
static void
watch_job (FanfoldSlotWorker *self)
{
  guint64 index = fanfold_caller_get_under_way (self->caller);

  if (index == FANFOLD_CALLER_IDLE)
    return;

  self->events->begun (index, g_get_real_time (), self->events->user_data);
  if (self->asked != NULL && fanfold_ranges_contains (self->asked, index))
    g_atomic_int_set (&self->flag, FANFOLD_CALL_CANCEL);
}

/* With the lock. */
static void
watch_limit (FanfoldSlotWorker *self)
{
  gint64 limit_usec = fanfold_time_limit_get (self->context->time_limit);

  if (limit_usec <= 0 || self->past_usec != 0 ||
      g_get_monotonic_time () - self->since_usec < limit_usec)
    return;

  self->past_usec = limit_usec;
  g_atomic_int_set (&self->flag, FANFOLD_CALL_CANCEL);
}

void
fanfold_slot_worker_watch (FanfoldSlotWorker *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  refresh_limits (self);
  if (self->caller != NULL && self->since_usec > 0)
    {
      watch_job (self);
      watch_limit (self);
    }
  fanfold_unlock (&self->mutex);
}
