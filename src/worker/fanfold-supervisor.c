/* fanfold-supervisor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-supervisor.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fanfold-cpu.h"
#include "fanfold-error.h"
#include "fanfold-keeper.h"

#define TICK_USEC G_USEC_PER_SEC
#define MAX_QUEUED_BYTES ((gsize) 4 * 1024 * 1024) /* then what jobs print has to wait */

typedef struct
{
  FanfoldWire *wire;
  int in_fd;
  int out_fd;
  int signals;
  pid_t parent;
  gboolean ended;

  FanfoldFunction *function;
  char *folder;
  FanfoldRunnerOptions options;
  gint64 patience_usec; /* 0: the slot may be silent for ever */
  gint64 heard_usec;
  gboolean welcomed;

  FanfoldJobLog *log;
  FanfoldKeeper *keeper; /* NULL until hello */
} Supervisor;

static void
send_trouble (Supervisor *self, const char *reason, int code)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "error", "s", reason);
  g_variant_dict_insert (&dict, "code", "i", code);
  fanfold_wire_send (self->wire, FANFOLD_WIRE_WELCOME, g_variant_dict_end (&dict));
  fanfold_wire_send (self->wire, FANFOLD_WIRE_GOODBYE, g_variant_new ("()"));
  self->ended = TRUE;
}

static void
send_welcome (Supervisor *self)
{
  int memory_fd = fanfold_keeper_get_memory_fd (self->keeper);
  FanfoldCpu cpu;
  GVariantDict dict;

  fanfold_cpu_get (&cpu);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "host", "s", g_get_host_name ());
  g_variant_dict_insert (&dict, "build", "s", fanfold_function_get_plugin_build (self->function));
  g_variant_dict_insert (&dict, "pid", "u", (guint32) getpid ());
  g_variant_dict_insert (&dict, "cores", "u", (guint32) cpu.n_usable);
  if (memory_fd >= 0)
    {
      g_variant_dict_insert (&dict, "memory", "u", (guint32) memory_fd);
      g_variant_dict_insert (&dict, "outcomes", "t", (guint64) FANFOLD_RUNNER_OUTCOMES_OFFSET);
    }
  fanfold_wire_send (self->wire, FANFOLD_WIRE_WELCOME, g_variant_dict_end (&dict));
  self->welcomed = TRUE;
}

static void
handle_hello (Supervisor *self, GVariant *payload)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) function = NULL;
  GVariantDict dict;

  g_variant_dict_init (&dict, payload);
  function = g_variant_dict_lookup_value (&dict, "function", NULL);
  g_variant_dict_lookup (&dict, "folder", "^ay", &self->folder);
  g_variant_dict_lookup (&dict, "patience", "x", &self->patience_usec);
  g_variant_dict_lookup (&dict, "nice", "i", &self->options.nice);
  g_variant_dict_lookup (&dict, "io", "i", &self->options.io_priority);
  g_variant_dict_lookup (&dict, "pin", "(uu)", &self->options.slot, &self->options.n_pinned);
  g_variant_dict_lookup (&dict, "threads", "u", &self->options.n_threads);
  g_variant_dict_clear (&dict);

  if (self->function != NULL || function == NULL)
    g_set_error (&error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER, "A worker was greeted wrongly.");
  else
    self->function = fanfold_function_new_from_kept_variant (function, &error);

  self->options.folder = self->folder;
  if (error == NULL)
    self->keeper =
        fanfold_keeper_new (self->function, &self->options, self->log, self->wire, &error);
  if (error != NULL)
    send_trouble (self, error->message, error->code);
}

static void
handle_cancel (Supervisor *self, GVariant *payload)
{
  guint64 index;
  gint64 grace_usec;

  g_variant_get (payload, "(tx)", &index, &grace_usec);
  if (index == G_MAXUINT64)
    fanfold_keeper_cancel (self->keeper, grace_usec);
  else
    fanfold_keeper_cancel_job (self->keeper, index, grace_usec);
}

static void
handle_limits (Supervisor *self, GVariant *payload)
{
  FanfoldJobLimits limits;

  g_variant_get (payload, "(xt)", &limits.time_usec, &limits.memory_bytes);
  fanfold_keeper_set_limits (self->keeper, &limits);
}

static gboolean
handle_message (Supervisor *self, FanfoldWireKind kind, GVariant *payload)
{
  if (self->keeper == NULL && kind != FANFOLD_WIRE_HELLO && kind != FANFOLD_WIRE_BEAT &&
      kind != FANFOLD_WIRE_GOODBYE)
    return FALSE;

  switch (kind)
    {
    case FANFOLD_WIRE_HELLO:
      handle_hello (self, payload);
      return TRUE;

    case FANFOLD_WIRE_RUN:
      return fanfold_keeper_run (self->keeper, payload);

    case FANFOLD_WIRE_CANCEL:
      handle_cancel (self, payload);
      return TRUE;

    case FANFOLD_WIRE_LIMITS:
      handle_limits (self, payload);
      return TRUE;

    case FANFOLD_WIRE_FREEZE:
      fanfold_keeper_freeze (self->keeper, g_variant_get_boolean (payload));
      return TRUE;

    case FANFOLD_WIRE_BEAT:
      return TRUE;

    case FANFOLD_WIRE_GOODBYE:
      fanfold_wire_send (self->wire, FANFOLD_WIRE_GOODBYE, g_variant_new ("()"));
      self->ended = TRUE;
      return TRUE;

    case FANFOLD_WIRE_WELCOME:
    case FANFOLD_WIRE_SAMPLE:
    case FANFOLD_WIRE_LOG:
    case FANFOLD_WIRE_BLOCK:
    case FANFOLD_WIRE_PART:
    case FANFOLD_WIRE_N_KINDS:
    default:
      return FALSE;
    }
}

/* False where the slot is gone or talks nonsense: then there is nobody left to work for. */
static gboolean
listen (Supervisor *self)
{
  FanfoldWireKind kind;
  GVariant *payload;

  if (!fanfold_wire_fill (self->wire, NULL))
    return FALSE;

  self->heard_usec = g_get_monotonic_time ();
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) owned = NULL;

      if (!fanfold_wire_next (self->wire, &kind, &payload, &error))
        return error == NULL;

      owned = payload;
      if (!handle_message (self, kind, owned))
        return FALSE;
    }
}

static void
take_signals (Supervisor *self)
{
  struct signalfd_siginfo info;

  while (read (self->signals, &info, sizeof info) == sizeof info)
    if (info.ssi_signo != SIGCHLD)
      self->ended = TRUE;

  if (!self->ended && self->keeper != NULL)
    fanfold_keeper_take_in_children (self->keeper);
}

/* Tells the slot what came of the first loading. When a later one fails the worker just ends: what
 * comes of another worker says why. */
static void
check_welcome (Supervisor *self)
{
  const GError *error = fanfold_keeper_get_error (self->keeper);

  if (self->ended)
    return;

  if (self->welcomed)
    self->ended = error != NULL;
  else if (error != NULL)
    send_trouble (self, error->message, error->code);
  else if (fanfold_keeper_has_loaded (self->keeper))
    send_welcome (self);
}

static void
check_times (Supervisor *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->keeper != NULL)
    fanfold_keeper_check (self->keeper, now);

  if (getppid () != self->parent ||
      (self->keeper != NULL && fanfold_keeper_is_busy (self->keeper) && self->patience_usec > 0 &&
       now - self->heard_usec > self->patience_usec))
    self->ended = TRUE;
}

static int
get_timeout_msec (Supervisor *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 next = now + TICK_USEC;

  if (self->keeper != NULL)
    next = fanfold_keeper_get_next_check (self->keeper, next);

  return (int) (MAX (next - now, 0) + 999) / 1000;
}

static void
turn (Supervisor *self)
{
  gsize queued = fanfold_wire_get_queued_bytes (self->wire);
  struct pollfd fds[3 + FANFOLD_KEEPER_N_FDS] = {
    { self->in_fd, POLLIN, 0 },
    { queued > 0 ? self->out_fd : -1, POLLOUT, 0 },
    { self->signals, POLLIN, 0 },
  };
  guint n_kept = 0;

  if (self->keeper != NULL)
    n_kept = fanfold_keeper_get_fds (self->keeper, queued < MAX_QUEUED_BYTES, fds + 3);
  if (poll (fds, 3 + n_kept, get_timeout_msec (self)) < 0)
    return;

  if (n_kept > 0)
    fanfold_keeper_attend (self->keeper, fds + 3);
  if (fds[2].revents != 0)
    take_signals (self);
  if (fds[0].revents != 0 && !listen (self))
    self->ended = TRUE;
  if (!self->ended)
    check_times (self);
  if (self->keeper != NULL)
    check_welcome (self);
}

static void
set_up (Supervisor *self)
{
  sigset_t mask;
  int null;

  /* What its parent forgot to keep to itself, another worker's wire perhaps, would be held open. */
  close_range (STDERR_FILENO + 1, ~0U, 0);

  null = open ("/dev/null", O_RDWR | O_CLOEXEC);

  /* Whatever prints in here by mistake must not get between the frames. */
  self->in_fd = fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  self->out_fd = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  dup2 (null, STDIN_FILENO);
  dup2 (STDERR_FILENO, STDOUT_FILENO);
  if (null > STDERR_FILENO)
    close (null);

  self->parent = getppid ();
  prctl (PR_SET_CHILD_SUBREAPER, 1);
  signal (SIGPIPE, SIG_IGN);
  sigemptyset (&mask);
  sigaddset (&mask, SIGCHLD);
  sigaddset (&mask, SIGTERM);
  sigaddset (&mask, SIGINT);
  sigaddset (&mask, SIGHUP);
  sigprocmask (SIG_SETMASK, &mask, NULL);
  self->signals = signalfd (-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);

  self->wire = fanfold_wire_new (self->in_fd, self->out_fd);
  self->log = fanfold_job_log_new (self->wire);
  self->heard_usec = g_get_monotonic_time ();
}

/* What is still queued is worth a moment, but nobody's life. */
static void
flush_last_words (Supervisor *self)
{
  gint64 deadline = g_get_monotonic_time () + G_USEC_PER_SEC;

  while (fanfold_wire_flush (self->wire, NULL) && fanfold_wire_get_queued_bytes (self->wire) > 0 &&
         g_get_monotonic_time () < deadline)
    {
      struct pollfd out = { self->out_fd, POLLOUT, 0 };

      poll (&out, 1, 100);
    }
}

static void
tear_down (Supervisor *self)
{
  if (self->keeper != NULL)
    fanfold_keeper_end (self->keeper);
  flush_last_words (self);

  g_clear_pointer (&self->keeper, fanfold_keeper_free);
  g_clear_pointer (&self->log, fanfold_job_log_free);
  g_clear_pointer (&self->wire, fanfold_wire_free);
  g_clear_object (&self->function);
  g_clear_pointer (&self->folder, g_free);
}

int
fanfold_supervisor_main (void)
{
  Supervisor self = { 0 };

  if (isatty (STDIN_FILENO))
    {
      fprintf (stderr, "fanfold-worker is started by Fanfold, not by hand.\n");
      return 2;
    }

  set_up (&self);
  while (!self.ended)
    {
      if (!fanfold_wire_flush (self.wire, NULL))
        break;
      turn (&self);
    }
  tear_down (&self);

  return 0;
}
