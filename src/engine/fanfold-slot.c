/* fanfold-slot.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-slot.h"

#include "fanfold-error.h"
#include "fanfold-slot-memo.h"
#include "fanfold-slot-worker.h"

#define MAX_WORKER_LOSSES 3 /* in a row, without a single job in between */

struct _FanfoldSlot
{
  const FanfoldSlotContext *context;
  guint32 number;
  FanfoldJobEvents events;
  FanfoldSlotWorker *worker;

  /* the slot's thread alone; but for the attempt, which events may ask for while jobs run */
  guint64 first; /* of the jobs in hand */
  guint n;
  guint attempt;
  guint n_losses;
  char *reason; /* to give up */
};

/* What follows for a job that has run. */
typedef enum
{
  FATE_OVER,
  FATE_AGAIN, /* another attempt follows */
  FATE_BACK   /* as if it had not begun */
} Fate;

static void
begun_cb (guint64 index, gint64 started_usec, gpointer user_data)
{
  FanfoldSlot *self = user_data;

  fanfold_job_table_begin (self->context->table, index, self->number, started_usec);
}

static void
progress_cb (guint64 index, double fraction, const char *message, gpointer user_data)
{
  FanfoldSlot *self = user_data;

  fanfold_job_table_stir (self->context->table, self->number);
  fanfold_job_table_progress (self->context->table, index, (float) fraction);
}

static void
log_cb (guint64 index, FanfoldLogKind kind, const char *bytes, gsize length, gpointer user_data)
{
  FanfoldSlot *self = user_data;

  fanfold_job_table_stir (self->context->table, self->number);
  fanfold_recorder_add_log (self->context->recorder, index, self->attempt, kind, bytes, length);
}

static void
copies_cb (FanfoldBlock *copies, gpointer user_data)
{
  FanfoldSlot *self = user_data;

  fanfold_recorder_add_block (self->context->recorder, copies, FALSE);
  fanfold_job_table_finish (self->context->table, copies, FALSE);
}

/* The rows come last but for twins: whoever sees a job that is over may run it again at once. */
static void
finish (FanfoldSlot *self, FanfoldBlock *block, gboolean was_out)
{
  const FanfoldSlotContext *context = self->context;

  fanfold_failures_count (context->failures, block);
  fanfold_time_limit_learn (context->time_limit, block);
  fanfold_recorder_add_block (context->recorder, block, FALSE);
  if (was_out)
    fanfold_dispatch_finish (
        context->dispatch, fanfold_block_get_first (block), fanfold_block_get_n_jobs (block));
  fanfold_job_table_finish (context->table, block, FALSE);
  if (context->twins != NULL)
    fanfold_twins_finish (context->twins, block, copies_cb, self);
}

static void
try_again (FanfoldSlot *self, FanfoldBlock *block)
{
  const FanfoldSlotContext *context = self->context;
  guint n_jobs = fanfold_block_get_n_jobs (block);

  fanfold_recorder_add_block (context->recorder, block, TRUE);
  fanfold_job_table_finish (context->table, block, TRUE);
  for (guint place = 0; place < n_jobs; place++)
    {
      gint64 delay_usec = 0;

      fanfold_failures_will_retry (context->failures,
                                   fanfold_block_get_state (block, place),
                                   fanfold_block_get_attempt (block),
                                   &delay_usec);
      fanfold_dispatch_retry (
          context->dispatch, fanfold_block_get_first (block) + place, delay_usec);
    }
}

static Fate
get_fate (FanfoldSlot *self, FanfoldBlock *block, guint place)
{
  FanfoldJobState state = fanfold_block_get_state (block, place);
  gint64 delay_usec;

  if (state == FANFOLD_JOB_DONE || state == FANFOLD_JOB_CACHED)
    return FATE_OVER;
  if (state == FANFOLD_JOB_CANCELLED &&
      !fanfold_slot_worker_was_asked (self->worker, fanfold_block_get_first (block) + place))
    return FATE_BACK;

  return fanfold_failures_will_retry (
             self->context->failures, state, fanfold_block_get_attempt (block), &delay_usec)
             ? FATE_AGAIN
             : FATE_OVER;
}

static void
conclude_part (FanfoldSlot *self, FanfoldBlock *part, Fate fate)
{
  switch (fate)
    {
    case FATE_AGAIN:
      try_again (self, part);
      break;

    case FATE_BACK:
      fanfold_job_table_give_back (self->context->table, self->number);
      fanfold_dispatch_return (
          self->context->dispatch, fanfold_block_get_first (part), fanfold_block_get_n_jobs (part));
      break;

    case FATE_OVER:
    default:
      finish (self, part, TRUE);
    }
}

/* What is recorded is wholly of one fate. */
static void
conclude (FanfoldSlot *self, FanfoldBlock *block)
{
  guint n_jobs = fanfold_block_get_n_jobs (block);
  guint begin = 0;
  Fate fate = get_fate (self, block, 0);

  for (guint place = 1; place <= n_jobs; place++)
    {
      Fate next = place < n_jobs ? get_fate (self, block, place) : fate;
      g_autoptr (FanfoldBlock) part = NULL;

      if (next == fate && place < n_jobs)
        continue;

      part = place - begin == n_jobs ? fanfold_block_ref (block)
                                     : fanfold_block_slice (block, begin, place - begin);
      conclude_part (self, part, fate);
      begin = place;
      fate = next;
    }
  fanfold_job_table_give_back (self->context->table, self->number);
}

/* Jobs that are in hand and not in @block wait again. */
static void
return_others (FanfoldSlot *self, FanfoldBlock *block)
{
  FanfoldDispatch *dispatch = self->context->dispatch;
  guint64 end = self->first + self->n;
  guint64 block_first = block != NULL ? fanfold_block_get_first (block) : end;
  guint64 block_end = block != NULL ? block_first + fanfold_block_get_n_jobs (block) : end;

  fanfold_job_table_give_back (self->context->table, self->number);
  fanfold_dispatch_return (dispatch, self->first, (guint) (block_first - self->first));
  fanfold_dispatch_return (dispatch, block_end, (guint) (end - block_end));
}

/* What is over is not to wait for the job under way, nor are those behind it. */
static void
parted_cb (FanfoldBlock *block, guint64 running, gint64 started_usec, gpointer user_data)
{
  FanfoldSlot *self = user_data;
  guint64 end = self->first + self->n;

  if (block != NULL)
    conclude (self, block);
  fanfold_slot_worker_leave_one (self->worker, running);
  self->first = running;
  self->n = 1;
  fanfold_job_table_begin (self->context->table, running, self->number, started_usec);
  fanfold_dispatch_return (self->context->dispatch, running + 1, (guint) (end - running - 1));
}

static FanfoldBlock *
block_of_lost_job (FanfoldSlot *self, guint64 index)
{
  FanfoldJobRow row;
  gint64 now = g_get_real_time ();
  double seconds;

  fanfold_job_table_get (self->context->table, index, &row);
  if (row.started_usec == 0)
    row.started_usec = now;
  seconds = MAX (now - row.started_usec, 0) / (double) G_USEC_PER_SEC;

  return fanfold_block_new_single (self->context->function,
                                   index,
                                   self->number,
                                   self->attempt,
                                   FANFOLD_JOB_CRASHED,
                                   row.started_usec,
                                   seconds,
                                   NULL,
                                   NULL,
                                   "its worker died");
}

/* The worker itself is gone: that costs the job that was running in it, if any was. */
static FanfoldBlock *
lose_worker (FanfoldSlot *self, guint64 begun, const GError *error)
{
  g_autofree char *line =
      g_strdup_printf ("Slot %u lost its worker: %s", self->number, error->message);

  fanfold_slot_worker_end (self->worker);
  fanfold_run_log_add (self->context->log, line);
  if (begun >= self->first && begun < self->first + self->n)
    {
      self->n_losses = 0;
      return block_of_lost_job (self, begun);
    }

  if (++self->n_losses >= MAX_WORKER_LOSSES)
    self->reason = g_strdup (error->message);

  return NULL;
}

/* It may have been killed as any other, or there was no room for it just now. */
static void
miss_worker (FanfoldSlot *self, const GError *error)
{
  gboolean broken = g_error_matches (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN);

  /* Replaced on disk, say: what came of other slots' would be of another build. */
  if (broken)
    fanfold_dispatch_close (self->context->dispatch);
  if (broken || ++self->n_losses >= MAX_WORKER_LOSSES)
    self->reason = g_strdup (error->message);
}

/* Those of the jobs that were begun; NULL: none, and perhaps the slot is to be given up. */
static FanfoldBlock *
run_jobs (FanfoldSlot *self)
{
  const FanfoldSlotContext *context = self->context;
  FanfoldBlock *block;
  g_autoptr (GError) error = NULL;
  guint64 begun = G_MAXUINT64;
  gint64 begin;

  if (!fanfold_slot_worker_start (self->worker, &error))
    {
      miss_worker (self, error);
      return NULL;
    }

  fanfold_job_table_begin (context->table, self->first, self->number, g_get_real_time ());
  begin = g_get_monotonic_time ();
  block = fanfold_slot_worker_run (self->worker,
                                   fanfold_slot_worker_limit (self->worker, self->n),
                                   self->attempt,
                                   &begun,
                                   &error);
  if (block == NULL)
    return lose_worker (self, begun, error);

  self->n_losses = 0;
  fanfold_dispatch_learn (context->dispatch,
                          fanfold_block_get_n_jobs (block),
                          (g_get_monotonic_time () - begin) / (double) G_USEC_PER_SEC);

  return block;
}

static FanfoldBlock *
run_memoized (FanfoldSlot *self)
{
  g_autoptr (FanfoldSlotMemo) memo = fanfold_slot_memo_new (self->context, self->first);
  FanfoldBlock *block = fanfold_slot_memo_look_up (memo);

  if (block != NULL)
    return block;

  block = run_jobs (self);
  if (block != NULL)
    fanfold_slot_memo_store (memo, block);

  return block;
}

/* Jobs that are wanted and have begun as often as each other; the rest comes back another time. */
static void
run_part (FanfoldSlot *self, guint64 first, guint n)
{
  const FanfoldSlotContext *context = self->context;
  g_autoptr (FanfoldBlock) block = NULL;
  guint n_alike;

  fanfold_slot_worker_take (self->worker, first, n);
  n_alike = fanfold_dispatch_count_wanted (context->dispatch, first, n);
  if (n_alike > 0)
    n_alike = fanfold_job_table_count_alike (context->table, first, n_alike, &self->attempt);
  fanfold_dispatch_return (context->dispatch, first + n_alike, n - n_alike);
  if (n_alike == 0)
    return;

  self->first = first;
  self->n = n_alike;
  self->attempt++;
  block = context->memo != NULL ? run_memoized (self) : run_jobs (self);
  if (block != NULL)
    conclude (self, block);
  return_others (self, block);
}

/* Jobs that travel one by one do so because of the memo cache. */
static void
run_assignment (FanfoldSlot *self, guint64 first, guint n)
{
  FanfoldTwins *twins = self->context->twins;
  guint max = self->context->memo != NULL ? 1 : n;

  while (n > 0)
    {
      guint n_part = 0;
      gboolean parked = FALSE;

      while (n_part < MIN (n, max) && !parked)
        {
          parked = twins != NULL && fanfold_twins_park (twins, first + n_part, copies_cb, self);
          n_part += !parked;
        }
      if (n_part > 0 && self->reason == NULL)
        run_part (self, first, n_part);
      else
        fanfold_dispatch_return (self->context->dispatch, first, n_part);
      first += n_part + parked;
      n -= n_part + parked;
    }
}

static void
record_cancelled (FanfoldSlot *self, guint64 first, guint n)
{
  g_autoptr (FanfoldBlock) block =
      fanfold_block_new_unstarted (self->context->function, first, n, FANFOLD_JOB_CANCELLED);

  finish (self, block, FALSE);
}

FanfoldSlot *
fanfold_slot_new (const FanfoldSlotContext *context, guint32 number)
{
  FanfoldSlot *self;

  g_return_val_if_fail (context != NULL, NULL);

  self = g_new0 (FanfoldSlot, 1);
  self->context = context;
  self->number = number;
  self->events = (FanfoldJobEvents){ begun_cb, progress_cb, log_cb, parted_cb, self };
  self->worker = fanfold_slot_worker_new (context, number, &self->events);

  return self;
}

void
fanfold_slot_free (FanfoldSlot *self)
{
  g_return_if_fail (self != NULL);

  fanfold_slot_worker_free (self->worker);
  g_free (self->reason);
  g_free (self);
}

guint32
fanfold_slot_get_number (FanfoldSlot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->number;
}

char *
fanfold_slot_run (FanfoldSlot *self)
{
  FanfoldAssignment assignment = { .kind = FANFOLD_DISPATCH_RUN };

  g_return_val_if_fail (self != NULL, NULL);

  while (self->reason == NULL && assignment.kind != FANFOLD_DISPATCH_LEAVE)
    {
      fanfold_dispatch_next (self->context->dispatch, self->number, &assignment);
      if (assignment.kind == FANFOLD_DISPATCH_RUN)
        run_assignment (self, assignment.first, assignment.n);
      else if (assignment.kind == FANFOLD_DISPATCH_CANCEL)
        record_cancelled (self, assignment.first, assignment.n);
    }

  fanfold_slot_worker_end (self->worker);
  if (self->reason != NULL)
    fanfold_dispatch_leave (self->context->dispatch, self->number);

  return g_steal_pointer (&self->reason);
}

void
fanfold_slot_cancel (FanfoldSlot *self)
{
  g_return_if_fail (self != NULL);

  fanfold_slot_worker_cancel (self->worker);
}

void
fanfold_slot_cancel_jobs (FanfoldSlot *self, FanfoldRanges *jobs)
{
  g_return_if_fail (self != NULL);

  fanfold_slot_worker_cancel_jobs (self->worker, jobs);
}

void
fanfold_slot_freeze (FanfoldSlot *self, gboolean frozen)
{
  g_return_if_fail (self != NULL);

  fanfold_slot_worker_freeze (self->worker, frozen);
}

void
fanfold_slot_watch (FanfoldSlot *self)
{
  g_return_if_fail (self != NULL);

  fanfold_slot_worker_watch (self->worker);
}
