/* fanfold-session.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-session.h"

#include "fanfold-disks.h"
#include "fanfold-feed.h"
#include "fanfold-free-memory.h"
#include "fanfold-free-guard.h"
#include "fanfold-lock.h"
#include "fanfold-pre-dispatch.h"

struct _FanfoldSession
{
  FanfoldSessionSpec spec;
  FanfoldSlotContext context;
  FanfoldSlots *slots;
  FanfoldFeed *feed; /* NULL: no stream */
  FanfoldFreeGuard *memory_guard;
  FanfoldFreeGuard *disk_guard;
  FanfoldDisks *disks;
  gboolean closing;
};

/* What a slot says of failures, on its way to the main thread. */
typedef struct
{
  FanfoldSession *session;
  FanfoldOnFailure what;
  char *reason;
} Enough;

/* The session is still there: the slot that said so had not ended. */
static gboolean
enough_idle_cb (gpointer user_data)
{
  Enough *enough = user_data;
  FanfoldSession *self;

  fanfold_take_over (enough);
  self = enough->session;
  if (enough->what == FANFOLD_ON_FAILURE_STOP)
    fanfold_session_stop (self);
  else
    fanfold_session_drain (self);
  self->spec.enough (enough->reason, self->spec.user_data);

  return G_SOURCE_REMOVE;
}

static void
enough_free (gpointer data)
{
  Enough *enough = data;

  g_free (enough->reason);
  g_free (enough);
}

static void
enough_cb (FanfoldOnFailure what, const char *reason, gpointer user_data)
{
  FanfoldSession *self = user_data;
  Enough *enough = g_new0 (Enough, 1);

  /* No other job may begin until the main thread hears of it. */
  fanfold_dispatch_close (self->context.dispatch);
  *enough = (Enough){ self, what, g_strdup (reason) };
  fanfold_hand_over (enough);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, enough_idle_cb, enough, enough_free);
}

static gboolean
has_room (FanfoldSession *self)
{
  g_autofree char *where = NULL;
  guint64 free_bytes;

  if (!fanfold_free_guard_is_set (self->disk_guard))
    return TRUE;

  free_bytes = fanfold_disks_get_least_free (self->disks, &where);

  return free_bytes == 0 || fanfold_free_guard_take (self->disk_guard, free_bytes, where);
}

static gboolean
may_start_cb (gpointer user_data)
{
  FanfoldSession *self = user_data;
  gboolean enough = TRUE;

  if (fanfold_free_guard_is_set (self->memory_guard))
    enough = fanfold_free_guard_take (self->memory_guard, fanfold_free_memory_get_bytes (), NULL);

  return has_room (self) && enough;
}

static guint64
weigh_cb (guint64 index, gpointer user_data)
{
  FanfoldSession *self = user_data;

  return fanfold_weight_get (self->spec.weight, index);
}

/* Jobs that change something are bundled in processes alone, where what has begun and what is over
 * is known whatever dies, and not where the failure of one is to keep the next from beginning. */
static gboolean
may_bundle (FanfoldSession *self)
{
  const FanfoldSettings *settings = self->spec.settings;
  gboolean threads = settings->backend == FANFOLD_BACKEND_THREADS;

  if (self->spec.memo != NULL)
    return FALSE;
  if (!fanfold_function_is_pure (self->spec.function))
    return !threads && settings->on_failure == FANFOLD_ON_FAILURE_CONTINUE &&
           settings->max_failures == 0;

  /* In threads a time limit is for the job that runs, which nobody knows of a bundle. */
  return !threads || (settings->timeout <= 0 && settings->timeout_percent <= 0);
}

static void
create_guards (FanfoldSession *self)
{
  const FanfoldSessionSpec *spec = &self->spec;
  const char *records[] = { NULL, NULL, NULL };
  guint n = 0;

  if (spec->records != NULL)
    records[n++] = spec->records;
  if (spec->memo != NULL)
    records[n++] = fanfold_memo_get_folder (spec->memo);
  self->disks = fanfold_disks_new (spec->combine, spec->folder, records);
  self->memory_guard = fanfold_free_guard_new (
      FANFOLD_FREE_GUARD_MEMORY, spec->settings->min_free_memory_bytes, spec->log);
  self->disk_guard = fanfold_free_guard_new (
      FANFOLD_FREE_GUARD_DISK, spec->settings->min_free_disk_bytes, spec->log);
}

static FanfoldDispatch *
create_dispatch (FanfoldSession *self)
{
  const FanfoldSettings *settings = self->spec.settings;
  FanfoldDispatchSpec dispatch = { .jobs = self->spec.jobs,
                                   .n_slots = self->spec.n_slots,
                                   .growing = self->spec.reads,
                                   .batch_size = settings->batch_size,
                                   .delay_usec = (gint64) (settings->delay * G_USEC_PER_SEC),
                                   .capacity = self->spec.capacity,
                                   .user_data = self };

  dispatch.may_bundle = may_bundle (self);
  if (fanfold_free_guard_is_set (self->memory_guard) ||
      fanfold_free_guard_is_set (self->disk_guard))
    dispatch.may_start = may_start_cb;
  if (self->spec.weight != NULL)
    dispatch.weigh = weigh_cb;

  return fanfold_dispatch_new (&dispatch);
}

guint64
fanfold_session_get_n_ahead (FanfoldSession *self)
{
  const char *text;
  guint64 n_ahead = FANFOLD_PRE_DISPATCH_ALL;

  g_return_val_if_fail (self != NULL, n_ahead);

  text = self->spec.settings->pre_dispatch;
  if (*text != '\0' && !fanfold_pre_dispatch_parse (text, self->spec.n_slots, &n_ahead, NULL))
    n_ahead = 1; /* it was above with another number of slots */

  return n_ahead;
}

double
fanfold_session_get_time_limit (FanfoldSession *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (double) fanfold_time_limit_get (self->context.time_limit) / G_USEC_PER_SEC;
}

static FanfoldFeed *
start_feed (FanfoldSession *self)
{
  FanfoldFeedSpec feed = { .combine = self->spec.combine,
                           .table = self->spec.table,
                           .dispatch = self->context.dispatch,
                           .recorder = self->spec.recorder,
                           .weight = self->spec.weight,
                           .n_ahead = fanfold_session_get_n_ahead (self),
                           .fd = self->spec.stream_fd,
                           .name = self->spec.stream_name };

  return fanfold_feed_start (&feed);
}

FanfoldSession *
fanfold_session_begin (const FanfoldSessionSpec *spec)
{
  FanfoldSession *self;

  g_return_val_if_fail (spec != NULL, NULL);

  self = g_new0 (FanfoldSession, 1);
  self->spec = *spec;
  self->context = (FanfoldSlotContext){ .function = spec->function,
                                        .combine = spec->combine,
                                        .table = spec->table,
                                        .recorder = spec->recorder,
                                        .memo = spec->memo,
                                        .log = spec->log,
                                        .settings = spec->settings,
                                        .worker_path = spec->worker_path,
                                        .folder = spec->folder,
                                        .n_inner_threads = (int) spec->n_inner_threads,
                                        .n_slots = (int) spec->n_slots };
  create_guards (self);
  self->context.failures = fanfold_failures_new (spec->settings, enough_cb, self);
  self->context.time_limit = fanfold_time_limit_new (spec->settings);
  self->context.dispatch = create_dispatch (self);
  if (spec->held)
    fanfold_dispatch_pause (self->context.dispatch);
  if (fanfold_function_is_pure (spec->function) && !spec->reads)
    self->context.twins = fanfold_twins_new (spec->combine, spec->table, self->context.dispatch);

  for (guint i = 0; i < spec->n_holds; i++)
    fanfold_dispatch_hold (self->context.dispatch);
  if (spec->reads)
    self->feed = start_feed (self);
  self->slots = fanfold_slots_start (&self->context, spec->n_slots, spec->over, spec->user_data);

  return self;
}

/* Jobs that were cancelled a moment ago, and of which no slot has been told, just wait on. */
static void
keep_jobs (FanfoldSession *self, FanfoldRanges *jobs)
{
  g_autoptr (FanfoldRanges) kept = fanfold_ranges_new ();
  guint64 from = 0, first, n;

  fanfold_dispatch_keep (self->context.dispatch, jobs, kept);
  for (; fanfold_ranges_find (kept, from, &first, &n); from = first + n)
    fanfold_job_table_keep (self->spec.table, first, n);
}

/* With the last slot gone nobody records any more that they were cancelled: they never began. */
static void
keep_rest (FanfoldSession *self)
{
  g_autoptr (FanfoldRanges) all = fanfold_ranges_new ();

  fanfold_ranges_add (all, 0, fanfold_job_table_get_n_jobs (self->spec.table));
  keep_jobs (self, all);
}

char *
fanfold_session_end (FanfoldSession *self)
{
  g_autofree char *reason = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  /* A slot less has hindered nothing where all jobs are over. */
  reason = fanfold_slots_end (self->slots);
  keep_rest (self);
  if (self->closing || (fanfold_session_is_total_known (self) &&
                        fanfold_dispatch_get_n_waiting (self->context.dispatch) == 0))
    g_clear_pointer (&reason, g_free);
  if (self->feed != NULL)
    {
      g_autoptr (GError) error = fanfold_feed_dup_error (self->feed);

      /* All slots may have been given up while it waits for them. */
      fanfold_dispatch_close (self->context.dispatch);

      if (error != NULL && reason == NULL)
        reason = g_strdup (error->message);
      fanfold_feed_end (self->feed);
    }

  g_clear_pointer (&self->context.twins, fanfold_twins_free);
  fanfold_dispatch_free (self->context.dispatch);
  fanfold_failures_free (self->context.failures);
  fanfold_time_limit_free (self->context.time_limit);
  fanfold_free_guard_free (self->memory_guard);
  fanfold_free_guard_free (self->disk_guard);
  fanfold_disks_free (self->disks);
  g_free (self);

  return g_steal_pointer (&reason);
}

void
fanfold_session_pause (FanfoldSession *self, gboolean frozen)
{
  g_return_if_fail (self != NULL);

  fanfold_dispatch_pause (self->context.dispatch);
  if (frozen)
    fanfold_slots_freeze (self->slots, TRUE);
}

void
fanfold_session_resume (FanfoldSession *self)
{
  g_return_if_fail (self != NULL);

  fanfold_slots_freeze (self->slots, FALSE);
  fanfold_dispatch_resume (self->context.dispatch);
}

void
fanfold_session_set_n_slots (FanfoldSession *self,
                             guint n_slots,
                             guint capacity,
                             guint n_inner_threads)
{
  g_return_if_fail (self != NULL);

  self->spec.n_slots = n_slots;
  g_atomic_int_set (&self->context.n_inner_threads, (int) n_inner_threads);
  g_atomic_int_set (&self->context.n_slots, (int) n_slots);
  fanfold_dispatch_set_capacity (self->context.dispatch, capacity);
  fanfold_slots_set_n (self->slots, n_slots);
  if (self->feed != NULL)
    fanfold_feed_set_n_ahead (self->feed, fanfold_session_get_n_ahead (self));
}

void
fanfold_session_cancel_jobs (FanfoldSession *self, FanfoldRanges *jobs)
{
  g_autoptr (FanfoldRanges) taken = fanfold_ranges_new ();
  guint64 from = 0, first, n;

  g_return_if_fail (self != NULL);
  g_return_if_fail (jobs != NULL);

  /* What waits is never begun any more. */
  if (!self->closing)
    fanfold_dispatch_cancel (self->context.dispatch, jobs, taken);
  for (; fanfold_ranges_find (taken, from, &first, &n); from = first + n)
    fanfold_job_table_cancel (self->spec.table, first, n);
  fanfold_slots_cancel_jobs (self->slots, jobs);
}

gboolean
fanfold_session_rerun_jobs (FanfoldSession *self, FanfoldRanges *jobs)
{
  g_autoptr (FanfoldRanges) taken = fanfold_ranges_new ();
  guint64 counts[FANFOLD_N_JOB_STATES] = { 0 };
  guint64 from = 0, first, n;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (jobs != NULL, FALSE);

  if (self->closing)
    return FALSE;

  keep_jobs (self, jobs);
  for (; fanfold_ranges_find (jobs, from, &first, &n); from = first + n)
    fanfold_job_table_take_back (self->spec.table, first, n, counts, taken);
  if (fanfold_ranges_get_size (taken) == 0)
    return TRUE;

  fanfold_recorder_take_back (self->spec.recorder, taken, counts);
  for (from = 0; fanfold_ranges_find (taken, from, &first, &n); from = first + n)
    fanfold_dispatch_add (self->context.dispatch, first, n);
  fanfold_slots_refill (self->slots);

  return TRUE;
}

void
fanfold_session_hold (FanfoldSession *self)
{
  g_return_if_fail (self != NULL);

  fanfold_dispatch_hold (self->context.dispatch);
  fanfold_slots_refill (self->slots);
}

void
fanfold_session_let_go (FanfoldSession *self)
{
  g_return_if_fail (self != NULL);

  fanfold_dispatch_let_go (self->context.dispatch);
}

void
fanfold_session_add_jobs (FanfoldSession *self, guint64 first, guint64 n)
{
  g_return_if_fail (self != NULL);

  if (self->closing)
    return;

  if (self->context.twins != NULL)
    fanfold_twins_extend (self->context.twins, self->spec.combine);
  fanfold_dispatch_add (self->context.dispatch, first, n);
  fanfold_slots_refill (self->slots);
}

void
fanfold_session_drain (FanfoldSession *self)
{
  g_return_if_fail (self != NULL);

  self->closing = TRUE;
  fanfold_dispatch_close (self->context.dispatch);
  if (self->feed != NULL)
    fanfold_feed_stop (self->feed);
  fanfold_slots_freeze (self->slots, FALSE);
}

void
fanfold_session_stop (FanfoldSession *self)
{
  g_return_if_fail (self != NULL);

  fanfold_session_drain (self);
  fanfold_slots_cancel (self->slots);
}

guint
fanfold_session_get_n_present (FanfoldSession *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return fanfold_slots_get_n_busy (self->slots);
}

gboolean
fanfold_session_is_closing (FanfoldSession *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->closing;
}

guint
fanfold_session_get_delayed (FanfoldSession *self, FanfoldDelayedJob *jobs, guint max)
{
  g_return_val_if_fail (self != NULL, 0);

  return fanfold_dispatch_get_delayed (self->context.dispatch, jobs, max);
}

gboolean
fanfold_session_is_total_known (FanfoldSession *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->feed == NULL ||
         (fanfold_feed_is_over (self->feed) && !fanfold_feed_is_cut (self->feed));
}

gboolean
fanfold_session_has_read_stream (FanfoldSession *self)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->feed == NULL || !fanfold_session_is_total_known (self))
    return FALSE;

  error = fanfold_feed_dup_error (self->feed);

  return error == NULL;
}

char *
fanfold_session_dup_hindrance (FanfoldSession *self)
{
  char *reason;

  g_return_val_if_fail (self != NULL, NULL);

  reason = fanfold_free_guard_dup_reason (self->memory_guard);

  return reason != NULL ? reason : fanfold_free_guard_dup_reason (self->disk_guard);
}
