/* fanfold-worker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker.h"

#include <poll.h>
#include <unistd.h>

#include "fanfold-call.h"
#include "fanfold-error.h"
#include "fanfold-wire.h"
#include "fanfold-worker-bundle.h"
#include "fanfold-worker-memory.h"
#include "fanfold-worker-orders.h"
#include "fanfold-worker-process.h"

#define WELCOME_USEC (10 * G_USEC_PER_SEC)
#define END_USEC (2 * G_USEC_PER_SEC)

struct _FanfoldWorker
{
  FanfoldFunction *function;
  FanfoldWorkerProcess process;
  int pid; /* stays when the process is gone */
  FanfoldWire *wire;
  gboolean deaf; /* the process does not read any more */
  gboolean gone;
  gint64 heard_usec;
  gint64 spoke_usec;

  FanfoldWorkerOrders *orders;
  gboolean busy;   /* with a bundle */
  gpointer memory; /* (nullable) where its outcomes stand */
  char *end;       /* why it is gone */
};

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER, what);
  return FALSE;
}

/* The worker is of no use any more, for the reason in @error, to which the way it ended is added.
 */
static void
give_up (FanfoldWorker *self, GError **error)
{
  g_autofree char *end = NULL;

  self->gone = TRUE;
  end = fanfold_worker_process_end (&self->process, self->process.pid != 0 ? 100 * 1000 : 0);
  fanfold_worker_process_sweep (&self->process);
  if (end != NULL)
    {
      g_autofree char *message = g_strdup_printf ("%s (%s)", (*error)->message, end);

      g_free ((*error)->message);
      (*error)->message = g_steal_pointer (&message);
    }
  self->end = g_strdup ((*error)->message);
}

/* Waits until there is something to read or to pass on, or @deadline, writing meanwhile; then
 * reads.
 */
static gboolean
exchange (FanfoldWorker *self, gint64 deadline, GError **error)
{
  struct pollfd fds[] = {
    { self->process.fd, POLLIN, 0 },
    { self->busy ? fanfold_worker_orders_get_fd (self->orders) : -1, POLLIN, 0 }
  };
  gint64 now;
  gint64 left;
  int n_ready;

  /* What it said before it ended is worth more than that it does not listen. */
  self->deaf = self->deaf || !fanfold_wire_flush (self->wire, NULL);
  if (!self->deaf && fanfold_wire_get_queued_bytes (self->wire) > 0)
    fds[0].events |= POLLOUT;

  left = deadline - g_get_monotonic_time ();
  left = CLAMP (left, 0, FANFOLD_WIRE_BEAT_USEC);
  n_ready = poll (fds, G_N_ELEMENTS (fds), (int) ((left + 999) / 1000));
  now = g_get_monotonic_time ();

  /* Only here is it known that there is nothing to hear: what takes long may be on this side. */
  if (n_ready == 0 && now - self->heard_usec > FANFOLD_WIRE_SILENCE_USEC)
    return fail (error, "The worker has been silent for 30 seconds");
  if (n_ready <= 0)
    return TRUE;

  if ((fds[0].revents & ~POLLOUT) != 0)
    {
      if (!fanfold_wire_fill (self->wire, error))
        return *error != NULL ? FALSE : fail (error, "The worker is gone");
      self->heard_usec = now;
    }

  return TRUE;
}

static gboolean
take_welcome (FanfoldWorker *self, GVariant *payload, GError **error)
{
  GVariantDict dict;
  g_autofree char *reason = NULL;
  gint32 code = FANFOLD_ERROR_WORKER;
  guint32 pid = 0;
  guint32 fd;
  guint64 offset;

  g_variant_dict_init (&dict, payload);
  g_variant_dict_lookup (&dict, "error", "s", &reason);
  g_variant_dict_lookup (&dict, "code", "i", &code);
  g_variant_dict_lookup (&dict, "pid", "u", &pid);
  if (pid == (guint32) self->pid && g_variant_dict_lookup (&dict, "memory", "u", &fd) &&
      g_variant_dict_lookup (&dict, "outcomes", "t", &offset))
    self->memory = fanfold_worker_memory_map (self->pid, fd, offset);
  g_variant_dict_clear (&dict);
  if (reason == NULL)
    return TRUE;

  g_set_error_literal (error, FANFOLD_ERROR, CLAMP (code, 0, FANFOLD_ERROR_EXPORT), reason);
  return FALSE;
}

static gboolean
wait_for_welcome (FanfoldWorker *self, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + WELCOME_USEC;
  FanfoldWireKind kind;
  GVariant *payload;

  for (;;)
    {
      g_autoptr (GVariant) owned = NULL;
      g_autoptr (GError) problem = NULL;

      if (fanfold_wire_next (self->wire, &kind, &payload, &problem))
        {
          owned = payload;
          if (kind == FANFOLD_WIRE_WELCOME)
            return take_welcome (self, owned, error);
          /* A plugin may print while it is loaded: that is no job's log. */
          if (kind != FANFOLD_WIRE_BEAT && kind != FANFOLD_WIRE_LOG)
            return fail (error, "The worker answered something else than a welcome");
        }
      else if (problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      else if (g_get_monotonic_time () >= deadline)
        return fail (error, "The worker did not answer within 10 seconds");
      else if (!exchange (self, deadline, error))
        return FALSE;
    }
}

static void
send_hello (FanfoldWorker *self, const FanfoldWorkerSpec *spec)
{
  g_autoptr (GVariant) function = fanfold_function_to_variant (self->function);
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "function", function);
  if (spec->folder != NULL)
    g_variant_dict_insert (&dict, "folder", "^ay", spec->folder);
  g_variant_dict_insert (&dict, "nice", "i", (gint32) spec->nice);
  g_variant_dict_insert (&dict, "io", "i", (gint32) spec->io_priority);
  if (spec->n_pinned > 0)
    g_variant_dict_insert (&dict, "pin", "(uu)", (guint32) spec->slot, (guint32) spec->n_pinned);
  g_variant_dict_insert (&dict, "threads", "u", (guint32) spec->n_threads);
  /* The end of the socket says reliably that the parent is gone; a parent that is only stopped for
   * a while must not lose its jobs. */
  g_variant_dict_insert (&dict, "patience", "x", G_GINT64_CONSTANT (0));
  fanfold_wire_send (self->wire, FANFOLD_WIRE_HELLO, g_variant_dict_end (&dict));
}

static void
worker_free (FanfoldWorker *self)
{
  fanfold_wire_free (self->wire);
  fanfold_worker_process_clear (&self->process);
  fanfold_worker_orders_free (self->orders);
  fanfold_worker_memory_unmap (self->memory);
  g_free (self->end);
  g_free (self);
}

FanfoldWorker *
fanfold_worker_start (const FanfoldWorkerSpec *spec, GError **error)
{
  g_autoptr (GError) problem = NULL;
  FanfoldWorker *self;

  g_return_val_if_fail (spec != NULL && spec->path != NULL, NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (spec->function), NULL);

  self = g_new0 (FanfoldWorker, 1);
  self->function = spec->function;
  if (!fanfold_worker_process_start (&self->process, spec->path, error))
    {
      g_free (self);
      return NULL;
    }

  self->pid = self->process.pid;
  self->heard_usec = g_get_monotonic_time ();
  self->orders = fanfold_worker_orders_new ();
  self->wire = fanfold_wire_new (self->process.fd, self->process.fd);
  send_hello (self, spec);
  if (!wait_for_welcome (self, &problem))
    {
      give_up (self, &problem);
      if (g_error_matches (problem, FANFOLD_ERROR, FANFOLD_ERROR_WORKER))
        g_prefix_error (&problem, "The worker “%s” cannot be used: ", spec->path);
      g_propagate_error (error, g_steal_pointer (&problem));
      worker_free (self);
      return NULL;
    }

  return self;
}

static gboolean
run_bundle (FanfoldWorker *self, FanfoldWorkerBundle *bundle, GError **error)
{
  gint64 now = g_get_monotonic_time ();

  self->heard_usec = self->spoke_usec = now;
  fanfold_worker_orders_send (self->orders, self->wire, bundle->first, bundle->n_jobs);
  while (bundle->block == NULL)
    {
      if (!exchange (self, G_MAXINT64, error) ||
          !fanfold_worker_bundle_take (bundle, self->wire, error))
        return FALSE;

      now = g_get_monotonic_time ();
      fanfold_worker_orders_send (self->orders, self->wire, bundle->first, bundle->n_jobs);
      if (now - self->spoke_usec >= FANFOLD_WIRE_BEAT_USEC &&
          fanfold_wire_get_queued_bytes (self->wire) == 0)
        {
          fanfold_wire_send (self->wire, FANFOLD_WIRE_BEAT, g_variant_new ("()"));
          self->spoke_usec = now;
        }
    }

  return TRUE;
}

FanfoldBlock *
fanfold_worker_run (FanfoldWorker *self,
                    guint64 first,
                    GVariant *columns,
                    guint32 slot,
                    guint32 attempt,
                    gint64 budget_usec,
                    const FanfoldJobEvents *events,
                    guint64 *begun,
                    GError **error)
{
  static guint64 n_bundles; /* atomic */
  g_autoptr (GError) problem = NULL;
  FanfoldWorkerBundle bundle = { 0 };
  FanfoldBlock *block;
  gboolean ended;

  g_return_val_if_fail (self != NULL && events != NULL, NULL);

  bundle.function = self->function;
  bundle.sequence = __atomic_add_fetch (&n_bundles, 1, __ATOMIC_RELAXED);
  bundle.first = first;
  bundle.slot = slot;
  bundle.attempt = attempt;
  bundle.events = events;
  bundle.begun = G_MAXUINT64;
  if (begun != NULL)
    *begun = G_MAXUINT64;
  g_return_val_if_fail (
      fanfold_caller_check_columns (self->function, columns, &bundle.n_jobs, NULL), NULL);

  if (self->gone)
    {
      fail (error, self->end);
      return NULL;
    }

  self->busy = TRUE;
  fanfold_worker_orders_send (self->orders, self->wire, first, 0);
  fanfold_worker_bundle_send (&bundle, self->wire, columns, budget_usec);
  ended = run_bundle (self, &bundle, &problem);
  self->busy = FALSE;
  fanfold_worker_orders_forget_jobs (self->orders);
  if (ended)
    return bundle.block;

  give_up (self, &problem);
  block = fanfold_worker_memory_rescue (self->memory, &bundle, problem->message);
  if (block != NULL)
    return block;

  /* A job that travels alone began as far as anybody knows. */
  if (begun != NULL)
    *begun = bundle.n_jobs == 1 ? bundle.first : bundle.begun;
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

void
fanfold_worker_set_limits (FanfoldWorker *self, const FanfoldJobLimits *limits)
{
  g_return_if_fail (self != NULL && limits != NULL);

  fanfold_worker_orders_set_limits (self->orders, limits->time_usec, limits->memory_bytes);
}

void
fanfold_worker_cancel (FanfoldWorker *self, gint64 grace_usec)
{
  g_return_if_fail (self != NULL);

  fanfold_worker_orders_cancel (self->orders, grace_usec);
}

void
fanfold_worker_cancel_job (FanfoldWorker *self, guint64 index, gint64 grace_usec)
{
  g_return_if_fail (self != NULL);

  fanfold_worker_orders_cancel_job (self->orders, index, grace_usec);
}

void
fanfold_worker_freeze (FanfoldWorker *self, gboolean frozen)
{
  g_return_if_fail (self != NULL);

  fanfold_worker_orders_freeze (self->orders, frozen);
}

gboolean
fanfold_worker_can_rescue (FanfoldWorker *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->memory != NULL;
}

int
fanfold_worker_get_pid (FanfoldWorker *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pid;
}

void
fanfold_worker_end (FanfoldWorker *self)
{
  g_return_if_fail (self != NULL);

  if (!self->gone)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *end = NULL;
      gint64 deadline = g_get_monotonic_time () + END_USEC;

      self->heard_usec = g_get_monotonic_time ();
      fanfold_wire_send (self->wire, FANFOLD_WIRE_GOODBYE, g_variant_new ("()"));
      while (g_get_monotonic_time () < deadline && exchange (self, deadline, &error))
        ;
      end = fanfold_worker_process_end (&self->process, END_USEC);
      if (end != NULL)
        fanfold_worker_process_sweep (&self->process);
    }

  worker_free (self);
}
