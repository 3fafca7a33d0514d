/* fanfold-worker-orders.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-orders.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "fanfold-lock.h"

typedef struct
{
  guint64 index;
  gint64 grace_usec;
} CancelledJob;

struct _FanfoldWorkerOrders
{
  int wake_fd; /* eventfd */
  int waiting; /* atomic: something was not sent yet; set with the mutex held */
  int n_jobs;  /* atomic: the length of jobs */

  GMutex mutex; /* for all below */
  gint64 time_usec;
  guint64 memory_bytes;
  gboolean limits_waiting;
  gboolean frozen;
  gboolean freeze_waiting;
  gint64 grace_usec;
  gboolean cancel_waiting;
  GArray *jobs; /* of CancelledJob */
  guint n_sent; /* of these */
};

FanfoldWorkerOrders *
fanfold_worker_orders_new (void)
{
  FanfoldWorkerOrders *self = g_new0 (FanfoldWorkerOrders, 1);

  self->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_mutex_init (&self->mutex);
  self->jobs = g_array_new (FALSE, FALSE, sizeof (CancelledJob));

  return self;
}

void
fanfold_worker_orders_free (FanfoldWorkerOrders *self)
{
  close (self->wake_fd);
  g_mutex_clear (&self->mutex);
  g_array_unref (self->jobs);
  g_free (self);
}

int
fanfold_worker_orders_get_fd (FanfoldWorkerOrders *self)
{
  return self->wake_fd;
}

/* With the mutex held. */
static void
wake (FanfoldWorkerOrders *self)
{
  const guint64 one = 1;

  g_atomic_int_set (&self->waiting, TRUE);
  while (write (self->wake_fd, &one, sizeof one) < 0 && errno == EINTR)
    ;
}

void
fanfold_worker_orders_set_limits (FanfoldWorkerOrders *self, gint64 time_usec, guint64 memory_bytes)
{
  fanfold_lock (&self->mutex);
  if (time_usec != self->time_usec || memory_bytes != self->memory_bytes)
    {
      self->time_usec = time_usec;
      self->memory_bytes = memory_bytes;
      self->limits_waiting = TRUE;
      wake (self);
    }
  fanfold_unlock (&self->mutex);
}

void
fanfold_worker_orders_freeze (FanfoldWorkerOrders *self, gboolean frozen)
{
  fanfold_lock (&self->mutex);
  if (self->frozen != frozen)
    {
      self->frozen = frozen;
      self->freeze_waiting = TRUE;
      wake (self);
    }
  fanfold_unlock (&self->mutex);
}

void
fanfold_worker_orders_cancel (FanfoldWorkerOrders *self, gint64 grace_usec)
{
  fanfold_lock (&self->mutex);
  self->grace_usec = grace_usec;
  self->cancel_waiting = TRUE;
  wake (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_worker_orders_cancel_job (FanfoldWorkerOrders *self, guint64 index, gint64 grace_usec)
{
  const CancelledJob job = { index, grace_usec };

  fanfold_lock (&self->mutex);
  g_array_append_val (self->jobs, job);
  g_atomic_int_set (&self->n_jobs, (int) self->jobs->len);
  wake (self);
  fanfold_unlock (&self->mutex);
}

static void
send_cancel (FanfoldWire *wire, guint64 index, gint64 grace_usec)
{
  fanfold_wire_send (wire, FANFOLD_WIRE_CANCEL, g_variant_new ("(tx)", index, grace_usec));
}

/* Those of other bundles are left where they are; they are forgotten with the rest. */
static void
send_jobs (FanfoldWorkerOrders *self, FanfoldWire *wire, guint64 first, guint n_jobs)
{
  for (; self->n_sent < self->jobs->len; self->n_sent++)
    {
      const CancelledJob *job = &g_array_index (self->jobs, CancelledJob, self->n_sent);

      if (job->index >= first && job->index - first < n_jobs)
        send_cancel (wire, job->index, job->grace_usec);
    }
}

void
fanfold_worker_orders_send (FanfoldWorkerOrders *self,
                            FanfoldWire *wire,
                            guint64 first,
                            guint n_jobs)
{
  guint64 count;

  if (!g_atomic_int_get (&self->waiting))
    return;

  fanfold_lock (&self->mutex);
  g_atomic_int_set (&self->waiting, n_jobs == 0 && self->n_sent < self->jobs->len);
  if (read (self->wake_fd, &count, sizeof count) < 0)
    count = 0;
  if (self->limits_waiting)
    fanfold_wire_send (
        wire, FANFOLD_WIRE_LIMITS, g_variant_new ("(xt)", self->time_usec, self->memory_bytes));
  if (self->freeze_waiting)
    fanfold_wire_send (wire, FANFOLD_WIRE_FREEZE, g_variant_new_boolean (self->frozen));
  if (self->cancel_waiting)
    send_cancel (wire, G_MAXUINT64, self->grace_usec);
  self->limits_waiting = self->freeze_waiting = self->cancel_waiting = FALSE;
  if (n_jobs > 0)
    send_jobs (self, wire, first, n_jobs);
  fanfold_unlock (&self->mutex);
}

void
fanfold_worker_orders_forget_jobs (FanfoldWorkerOrders *self)
{
  if (g_atomic_int_get (&self->n_jobs) == 0)
    return;

  fanfold_lock (&self->mutex);
  g_array_set_size (self->jobs, 0);
  g_atomic_int_set (&self->n_jobs, 0);
  self->n_sent = 0;
  fanfold_unlock (&self->mutex);
}
