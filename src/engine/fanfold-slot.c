/* fanfold-slot.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-slot.h"

#include "fanfold-args.h"
#include "fanfold-call.h"
#include "fanfold-error.h"
#include "fanfold-key.h"
#include "fanfold-lock.h"
#include "fanfold-worker.h"

#include <errno.h>
#include <sched.h>
#include <unistd.h>

#define BUNDLE_BUDGET_USEC (30 * 1000)
#define CANCEL_GRACE_USEC (2 * G_USEC_PER_SEC)
#define MAX_WORKER_LOSSES 3 /* in a row, without a single job in between */

struct _FanfoldSlot
{
  const FanfoldSlotContext *context;
  guint32 number;
  FanfoldJobEvents events;

  GMutex mutex; /* for what fanfold_slot_cancel () uses */
  FanfoldWorker *worker;
  int cancelled; /* atomic: what `threads` look at */

  FanfoldCaller *caller;
  guint n_losses;
};

/* One job on its way through the memo cache. */
typedef struct
{
  GVariant *args;
  char key[FANFOLD_KEY_LENGTH + 1];
  gboolean usable; /* there is a key */
  gboolean storable;
} MemoJob;

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

  fanfold_job_table_progress (self->context->table, index, (float) fraction);
}

static void
log_cb (guint64 index, FanfoldLogKind kind, const char *bytes, gsize length, gpointer user_data)
{
  FanfoldSlot *self = user_data;

  fanfold_recorder_add_log (self->context->recorder, index, 1, kind, bytes, length);
}

static void note (FanfoldSlot *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
note (FanfoldSlot *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);

  fanfold_run_log_add (self->context->log, line);
}

static void
set_worker (FanfoldSlot *self, FanfoldWorker *worker)
{
  fanfold_lock (&self->mutex);
  self->worker = worker;
  fanfold_unlock (&self->mutex);
}

static void
end_worker (FanfoldSlot *self)
{
  FanfoldWorker *worker = self->worker;

  if (worker == NULL)
    return;

  set_worker (self, NULL);
  fanfold_worker_end (worker);
}

static gboolean
ensure_worker (FanfoldSlot *self, GError **error)
{
  FanfoldWorkerSpec spec = { .path = self->context->worker_path,
                             .folder = self->context->folder,
                             .function = self->context->function };
  FanfoldWorker *worker;

  if (self->worker != NULL)
    return TRUE;

  worker = fanfold_worker_start (&spec, error);
  if (worker == NULL)
    return FALSE;

  set_worker (self, worker);
  if (g_atomic_int_get (&self->cancelled))
    fanfold_worker_cancel (worker, CANCEL_GRACE_USEC);

  return TRUE;
}

/* The working folder belongs to the process; a thread that has left it may change its own. */
static gboolean
ensure_caller (FanfoldSlot *self, GError **error)
{
  const char *folder = self->context->folder;

  if (self->caller != NULL)
    return TRUE;

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

  self->caller = fanfold_caller_new (self->context->function, error);

  return self->caller != NULL;
}

static void
finish (FanfoldSlot *self, FanfoldBlock *block)
{
  fanfold_job_table_finish (self->context->table, block, FALSE);
  fanfold_job_table_give_back (self->context->table, self->number);
  fanfold_dispatch_finish (
      self->context->dispatch, fanfold_block_get_first (block), fanfold_block_get_n_jobs (block));
  fanfold_recorder_add_block (self->context->recorder, block, FALSE);
}

static FanfoldBlock *
block_of_lost_job (FanfoldSlot *self, guint64 index, const char *message)
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
                                   1,
                                   FANFOLD_JOB_CRASHED,
                                   row.started_usec,
                                   seconds,
                                   NULL,
                                   NULL,
                                   message);
}

/* The worker itself is gone: that costs the job that was running in it. Gives the reason once it is
 * hopeless. */
static char *
worker_lost (FanfoldSlot *self, guint64 first, guint n, guint64 begun, const GError *error)
{
  end_worker (self);
  note (self, "Slot %u lost its worker: %s", self->number, error->message);

  if (begun >= first && begun < first + n)
    {
      g_autoptr (FanfoldBlock) block = block_of_lost_job (self, begun, "its worker died");

      finish (self, block);
      fanfold_dispatch_return (self->context->dispatch, first, (guint) (begun - first));
      fanfold_dispatch_return (self->context->dispatch, begun + 1, (guint) (first + n - begun - 1));
      self->n_losses = 0;
      return NULL;
    }

  fanfold_job_table_give_back (self->context->table, self->number);
  fanfold_dispatch_return (self->context->dispatch, first, n);

  return ++self->n_losses < MAX_WORKER_LOSSES ? NULL : g_strdup (error->message);
}

/* Runs jobs where the backend says and hands back what was not begun. NULL with the reason where
 * the slot is to be given up. */
static FanfoldBlock *
run_jobs (FanfoldSlot *self, guint64 first, guint n, char **reason)
{
  const FanfoldSlotContext *context = self->context;
  g_autoptr (GVariant) columns = fanfold_combine_get_columns (context->combine, first, n);
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GError) error = NULL;
  guint64 begun = G_MAXUINT64;
  gint64 budget = n > 1 ? BUNDLE_BUDGET_USEC : 0;
  gboolean threads = context->settings->backend == FANFOLD_BACKEND_THREADS;
  guint n_begun;

  if (!(threads ? ensure_caller (self, &error) : ensure_worker (self, &error)))
    {
      fanfold_dispatch_return (context->dispatch, first, n);
      *reason = g_strdup (error->message);
      return NULL;
    }

  fanfold_job_table_begin (context->table, first, self->number, g_get_real_time ());
  if (threads)
    block = fanfold_caller_run (
        self->caller, first, columns, self->number, 1, budget, &self->cancelled, &self->events);
  else
    block = fanfold_worker_run (
        self->worker, first, columns, self->number, 1, budget, &self->events, &begun, &error);
  if (block == NULL)
    {
      *reason = worker_lost (self, first, n, begun, error);
      return NULL;
    }

  self->n_losses = 0;
  n_begun = fanfold_block_get_n_jobs (block);
  fanfold_dispatch_return (context->dispatch, first + n_begun, n - n_begun);

  return g_steal_pointer (&block);
}

static void
run_bundle (FanfoldSlot *self, guint64 first, guint n, char **reason)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (FanfoldBlock) block = run_jobs (self, first, n, reason);

  if (block == NULL)
    return;

  fanfold_dispatch_learn (self->context->dispatch,
                          fanfold_block_get_n_jobs (block),
                          (g_get_monotonic_time () - begin) / (double) G_USEC_PER_SEC);
  finish (self, block);
}

static void
memo_job_prepare (FanfoldSlot *self, guint64 index, MemoJob *job)
{
  const FanfoldSlotContext *context = self->context;

  job->args = fanfold_combine_get_args (context->combine, index);
  job->usable = fanfold_key_make (context->function, job->args, context->folder, job->key, NULL);
  job->storable =
      job->usable &&
      !fanfold_key_is_too_fresh (context->function, job->args, context->folder, g_get_real_time ());
}

/* The block of a job that the cache answers; NULL on a miss. */
static FanfoldBlock *
memo_job_look_up (FanfoldSlot *self, guint64 index, MemoJob *job)
{
  const FanfoldSlotContext *context = self->context;
  guint n_outputs = fanfold_function_get_outputs (context->function)->len;
  g_autofree GVariant **values = g_new0 (GVariant *, n_outputs + 1);
  g_autoptr (FanfoldMemoEntry) entry = NULL;
  g_autofree char *message = NULL;
  FanfoldBlock *block = NULL;

  if (!job->usable)
    return NULL;

  entry = fanfold_memo_look_up (context->memo, context->function, job->key, &message);
  if (message != NULL)
    note (self, "%s", message);
  if (entry == NULL)
    return NULL;

  if (fanfold_function_parse_result_json (context->function, entry->result_json, values, NULL))
    block = fanfold_block_new_single (context->function,
                                      index,
                                      FANFOLD_BLOCK_NO_SLOT,
                                      0,
                                      FANFOLD_JOB_CACHED,
                                      g_get_real_time (),
                                      0,
                                      values,
                                      n_outputs == 0 ? entry->result_json : NULL,
                                      NULL);
  for (guint i = 0; i < n_outputs; i++)
    g_clear_pointer (&values[i], g_variant_unref);

  return block;
}

/* A result made from a file that changed meanwhile is nobody's: the key from before must still be
 * the key. */
static void
memo_job_store (FanfoldSlot *self, MemoJob *job, FanfoldBlock *block)
{
  const FanfoldSlotContext *context = self->context;
  char key[FANFOLD_KEY_LENGTH + 1];
  g_autoptr (GString) arguments = g_string_new (NULL);
  g_autoptr (GString) result = g_string_new (NULL);
  g_auto (GStrv) outputs = NULL;
  g_autoptr (GError) error = NULL;

  if (!job->storable || fanfold_block_get_state (block, 0) != FANFOLD_JOB_DONE ||
      !fanfold_key_make (context->function, job->args, context->folder, key, NULL) ||
      !g_str_equal (key, job->key))
    return;

  fanfold_args_append_json (arguments, fanfold_function_get_params (context->function), job->args);
  fanfold_block_append_result (block, result, 0);
  outputs = fanfold_memo_dup_outputs (context->function, job->args, context->folder, result->str);
  if (!fanfold_memo_store (context->memo,
                           context->function,
                           job->key,
                           arguments->str,
                           result->str,
                           (const char *const *) outputs,
                           fanfold_block_get_seconds (block, 0),
                           &error) &&
      error != NULL)
    note (self, "A result could not be kept in the memo cache: %s", error->message);
}

static void
run_memoized (FanfoldSlot *self, guint64 index, char **reason)
{
  MemoJob job = { 0 };
  g_autoptr (FanfoldBlock) block = NULL;

  memo_job_prepare (self, index, &job);
  block = memo_job_look_up (self, index, &job);
  if (block == NULL)
    {
      block = run_jobs (self, index, 1, reason);
      if (block != NULL)
        memo_job_store (self, &job, block);
    }

  if (block != NULL)
    finish (self, block);
  g_clear_pointer (&job.args, g_variant_unref);
}

FanfoldSlot *
fanfold_slot_new (const FanfoldSlotContext *context, guint32 number)
{
  FanfoldSlot *self;

  g_return_val_if_fail (context != NULL, NULL);

  self = g_new0 (FanfoldSlot, 1);
  self->context = context;
  self->number = number;
  self->events = (FanfoldJobEvents){ begun_cb, progress_cb, log_cb, self };
  g_mutex_init (&self->mutex);

  return self;
}

void
fanfold_slot_free (FanfoldSlot *self)
{
  g_assert (self->worker == NULL);

  g_clear_pointer (&self->caller, fanfold_caller_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

char *
fanfold_slot_run (FanfoldSlot *self)
{
  const FanfoldSlotContext *context;
  char *reason = NULL;
  FanfoldAssignment assignment;

  g_return_val_if_fail (self != NULL, NULL);

  context = self->context;
  while (reason == NULL)
    {
      fanfold_dispatch_next (context->dispatch, self->number, &assignment);
      if (assignment.kind != FANFOLD_DISPATCH_RUN)
        break;
      if (context->memo == NULL)
        run_bundle (self, assignment.first, assignment.n, &reason);
      else
        for (guint i = 0; i < assignment.n && reason == NULL; i++)
          run_memoized (self, assignment.first + i, &reason);
    }

  end_worker (self);

  return reason;
}

void
fanfold_slot_cancel (FanfoldSlot *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_int_set (&self->cancelled, TRUE);

  fanfold_lock (&self->mutex);
  if (self->worker != NULL)
    fanfold_worker_cancel (self->worker, CANCEL_GRACE_USEC);
  fanfold_unlock (&self->mutex);
}
