/* fanfold-supervisor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fanfold-cpu.h"
#include "fanfold-error.h"
#include "fanfold-family.h"
#include "fanfold-runner-link.h"

#define LOAD_USEC (9 * G_USEC_PER_SEC) /* the slot itself waits 10 s */
#define FIRST_SAMPLE_USEC (10 * 1000)
#define SAMPLE_USEC (100 * 1000)
#define MAX_EARLY_ENDS 2
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
  gint64 patience_usec; /* 0: the slot may be silent for ever */
  gint64 heard_usec;
  gboolean welcomed;

  FanfoldJobLog *log;
  FanfoldRunnerLink *link;
  gint64 load_deadline; /* 0: nothing is loading */
  GVariant *waiting;    /* a bundle that came while the runner was loading */

  gboolean busy;
  guint n_early_ends; /* of runners that were asked and did not begin */
  GVariant *current;  /* the bundle */
  guint64 sequence;
  guint64 first;
  guint32 slot;
  guint32 attempt;
  gint64 next_sample;
  gint64 last_sample;
  guint64 sampled_index;
  double sampled_fraction;
  char sampled_message[256];

  gboolean cancel_waiting; /* asked for before the bundle could begin */
  gboolean cancelling;
  gint64 grace_usec;
  int last_signal;
  gint64 next_signal; /* 0: no more */
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
  FanfoldCpu cpu;
  GVariantDict dict;

  fanfold_cpu_get (&cpu);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "host", "s", g_get_host_name ());
  g_variant_dict_insert (&dict, "build", "s", fanfold_function_get_plugin_build (self->function));
  g_variant_dict_insert (&dict, "pid", "u", (guint32) getpid ());
  g_variant_dict_insert (&dict, "cores", "u", (guint32) cpu.n_usable);
  fanfold_wire_send (self->wire, FANFOLD_WIRE_WELCOME, g_variant_dict_end (&dict));
  self->welcomed = TRUE;
}

static gboolean
start_runner (Supervisor *self, GError **error)
{
  self->load_deadline = g_get_monotonic_time () + LOAD_USEC;
  return fanfold_runner_link_start (self->link, error);
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
  g_variant_dict_clear (&dict);

  if (self->function != NULL || function == NULL)
    g_set_error (&error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER, "A worker was greeted wrongly.");
  else
    self->function = fanfold_function_new_from_kept_variant (function, &error);

  if (error == NULL)
    self->link = fanfold_runner_link_new (self->function, self->folder, self->log, &error);
  if (error != NULL || !start_runner (self, &error))
    send_trouble (self, error->message, error->code);
}

static void
handle_cancel (Supervisor *self, gint64 grace_usec)
{
  self->grace_usec = CLAMP (grace_usec, 0, G_TIME_SPAN_DAY);
  self->cancel_waiting = self->waiting != NULL;
  if (!self->busy)
    return;

  fanfold_runner_link_cancel (self->link);
  self->cancelling = TRUE;
  if (self->last_signal == 0)
    self->next_signal = g_get_monotonic_time () + self->grace_usec;
}

static void
begin_bundle (Supervisor *self, GVariant *payload)
{
  g_autoptr (GVariant) columns = NULL;
  gint64 budget_usec;
  guint n_jobs = 1;

  g_variant_get (payload,
                 "(ttuux@av)",
                 &self->sequence,
                 &self->first,
                 &self->slot,
                 &self->attempt,
                 &budget_usec,
                 &columns);
  fanfold_caller_check_columns (self->function, columns, &n_jobs, NULL);

  self->busy = TRUE;
  self->current = g_variant_ref (payload);
  self->last_sample = g_get_monotonic_time ();
  self->next_sample = self->last_sample + FIRST_SAMPLE_USEC;
  self->sampled_index = G_MAXUINT64;
  self->cancelling = FALSE;
  self->next_signal = 0;
  self->last_signal = 0;
  fanfold_runner_link_ask (
      self->link, self->first, columns, n_jobs, self->slot, self->attempt, budget_usec);
  if (self->cancel_waiting)
    handle_cancel (self, self->grace_usec);
}

/* A job wrote over the memory in which the outcomes stand. */
static void
send_spoilt (Supervisor *self, const char *reason)
{
  g_autoptr (FanfoldBlock) block = fanfold_block_new_single (self->function,
                                                             self->first,
                                                             self->slot,
                                                             self->attempt,
                                                             FANFOLD_JOB_CRASHED,
                                                             g_get_real_time (),
                                                             0,
                                                             NULL,
                                                             NULL,
                                                             reason);

  fanfold_wire_send (self->wire,
                     FANFOLD_WIRE_BLOCK,
                     g_variant_new ("(tv)", self->sequence, fanfold_block_get_variant (block)));
}

/* False where nothing more can be had from this runner. */
static gboolean
finish_bundle (Supervisor *self)
{
  FanfoldBlockBuffer *buffer = fanfold_runner_link_get_buffer (self->link);
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GError) error = NULL;
  gboolean sound;

  fanfold_job_log_finish (self->log);
  block = fanfold_block_buffer_to_block (buffer, &error);
  sound =
      block != NULL &&
      fanfold_wire_send (self->wire,
                         FANFOLD_WIRE_BLOCK,
                         g_variant_new ("(tv)", self->sequence, fanfold_block_get_variant (block)));
  if (!sound)
    send_spoilt (self, error != NULL ? error->message : "its outcomes do not fit into a message");

  fanfold_runner_link_trim (self->link);
  self->n_early_ends = 0;
  g_clear_pointer (&self->current, g_variant_unref);
  self->busy = FALSE;
  self->next_signal = 0;

  return sound;
}

/* A plugin that loaded once may still crash, hang or be gone when it is loaded again. */
static void
loading_failed (Supervisor *self, const char *reason, int code)
{
  self->load_deadline = 0;
  if (!self->welcomed)
    send_trouble (self, reason, code);
  else if (self->waiting != NULL)
    {
      g_autoptr (GVariant) payload = g_steal_pointer (&self->waiting);
      g_autofree char *message =
          g_strdup_printf ("its plugin could not be loaded again: %s", reason);

      begin_bundle (self, payload);
      fanfold_block_buffer_give_up (fanfold_runner_link_get_buffer (self->link),
                                    self->cancelling ? FANFOLD_JOB_CANCELLED : FANFOLD_JOB_CRASHED,
                                    g_get_real_time (),
                                    message);
      finish_bundle (self);
    }
}

/* Ends the runner and all that descends from it. */
static void
end_runner (Supervisor *self)
{
  pid_t runner = fanfold_runner_link_get_pid (self->link);

  fanfold_family_end (0);
  waitpid (runner, NULL, 0);
  fanfold_runner_link_bury (self->link);
}

static void
replace_runner (Supervisor *self)
{
  g_autoptr (GError) error = NULL;

  end_runner (self);
  if (!start_runner (self, &error))
    loading_failed (self, error->message, error->code);
}

/* The runner has done what it was asked: takes what was printed, ends what was left behind. */
static void
take_bundle (Supervisor *self)
{
  pid_t runner = fanfold_runner_link_get_pid (self->link);

  if (fanfold_runner_link_may_have_forked (self->link) && fanfold_family_has_others (runner))
    fanfold_family_end (runner);
  fanfold_runner_link_drain (self->link);
  if (!finish_bundle (self))
    replace_runner (self);
}

static void
begin_waiting (Supervisor *self)
{
  g_autoptr (GVariant) payload = NULL;

  if (self->waiting == NULL || fanfold_runner_link_get_state (self->link) != FANFOLD_RUNNER_READY)
    return;

  payload = g_steal_pointer (&self->waiting);
  begin_bundle (self, payload);
}

static gboolean
handle_run (Supervisor *self, GVariant *payload)
{
  g_autoptr (GVariant) columns = g_variant_get_child_value (payload, 5);
  g_autoptr (GError) error = NULL;
  guint n_jobs;

  if (!self->welcomed || self->busy || self->waiting != NULL ||
      !fanfold_caller_check_columns (self->function, columns, &n_jobs, NULL))
    return FALSE;

  self->waiting = g_variant_ref (payload);
  if (fanfold_runner_link_get_pid (self->link) == 0 && !start_runner (self, &error))
    loading_failed (self, error->message, error->code);
  begin_waiting (self);

  return TRUE;
}

static gboolean
handle_message (Supervisor *self, FanfoldWireKind kind, GVariant *payload)
{
  switch (kind)
    {
    case FANFOLD_WIRE_HELLO:
      handle_hello (self, payload);
      return TRUE;

    case FANFOLD_WIRE_RUN:
      return handle_run (self, payload);

    case FANFOLD_WIRE_CANCEL:
      handle_cancel (self, g_variant_get_int64 (payload));
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

static char *
describe_end (int status, gboolean loading)
{
  int number;
  g_autofree char *word = NULL;

  if (WIFEXITED (status))
    return g_strdup_printf ("exited with status %d%s",
                            WEXITSTATUS (status),
                            WEXITSTATUS (status) == 0 && !loading ? " in the middle of a job" : "");

  number = WTERMSIG (status);
  if (sigabbrev_np (number) == NULL)
    return g_strdup_printf ("killed by signal %d", number);
  if (number == SIGKILL || number == SIGTERM || number == SIGINT || number == SIGHUP)
    return g_strdup_printf ("killed: SIG%s", sigabbrev_np (number));

  word = g_ascii_strdown (sigdescr_np (number), -1);
  return g_strdup_printf ("crashed: %s (SIG%s)", word, sigabbrev_np (number));
}

static char *
describe_loss (Supervisor *self, int status)
{
  g_autofree char *end = describe_end (status, FALSE);

  if (self->cancelling && self->last_signal != 0)
    return g_strdup_printf ("did not stop when it was asked to (%s)", end);

  return g_steal_pointer (&end);
}

static void
runner_lost (Supervisor *self, int status)
{
  gboolean loading = self->load_deadline != 0;
  FanfoldRunnerState state = fanfold_runner_link_get_state (self->link);
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_family_end (0);
  fanfold_runner_link_bury (self->link);

  if (self->busy && !self->cancelling && self->n_early_ends++ < MAX_EARLY_ENDS &&
      fanfold_block_buffer_get_n_begun (fanfold_runner_link_get_buffer (self->link)) == 0)
    {
      /* It died before it was asked, and nobody had noticed. */
      self->waiting = g_steal_pointer (&self->current);
      self->busy = FALSE;
    }
  else if (self->busy)
    {
      gboolean over = fanfold_runner_link_is_over (self->link);

      message = describe_loss (self, status);
      if (!over)
        fanfold_block_buffer_give_up (fanfold_runner_link_get_buffer (self->link),
                                      self->cancelling ? FANFOLD_JOB_CANCELLED
                                                       : FANFOLD_JOB_CRASHED,
                                      g_get_real_time (),
                                      message);
      finish_bundle (self);
    }
  else if (loading && state == FANFOLD_RUNNER_BROKEN)
    {
      message = fanfold_runner_link_dup_error (self->link);
      loading_failed (self, message, FANFOLD_ERROR_PLUGIN);
      return;
    }
  else if (loading)
    {
      g_autofree char *end = describe_end (status, TRUE);

      message =
          g_strdup_printf ("The plugin “%s” cannot be used: while it was loaded, its process %s.",
                           fanfold_function_get_plugin_path (self->function),
                           end);
      loading_failed (self, message, FANFOLD_ERROR_PLUGIN);
      return;
    }

  if (!self->ended && !start_runner (self, &error))
    loading_failed (self, error->message, error->code);
}

/* Takes in all children that died: the runner, and what jobs left to us. */
static void
take_in_children (Supervisor *self)
{
  pid_t runner = self->link != NULL ? fanfold_runner_link_get_pid (self->link) : 0;
  int runner_status = 0;
  gboolean lost = FALSE;
  int status;
  pid_t pid;

  while ((pid = waitpid (-1, &status, WNOHANG)) > 0)
    if (pid == runner)
      {
        runner_status = status;
        lost = TRUE;
      }

  if (lost)
    runner_lost (self, runner_status);
}

static void
take_signals (Supervisor *self)
{
  struct signalfd_siginfo info;

  while (read (self->signals, &info, sizeof info) == sizeof info)
    if (info.ssi_signo != SIGCHLD)
      self->ended = TRUE;

  take_in_children (self);
}

static void
runner_woke (Supervisor *self)
{
  fanfold_runner_link_take_wake_ups (self->link);
  fanfold_runner_link_answer (self->link);

  if (self->load_deadline != 0 &&
      fanfold_runner_link_get_state (self->link) == FANFOLD_RUNNER_READY)
    {
      self->load_deadline = 0;
      if (!self->welcomed)
        send_welcome (self);
      begin_waiting (self);
    }

  if (self->busy && fanfold_runner_link_is_over (self->link))
    take_bundle (self);
}

/* Says which job is running and how far it is, when that has changed or nothing was said long
 * since; it is a sign of life, too. */
static void
sample (Supervisor *self, gint64 now)
{
  FanfoldBlockBuffer *buffer = fanfold_runner_link_get_buffer (self->link);
  guint n_begun = fanfold_block_buffer_get_n_begun (buffer);
  guint place = MAX (n_begun, 1) - 1;
  guint64 index = self->first + place;
  char message[256];
  double fraction;

  self->next_sample = now + SAMPLE_USEC;
  fanfold_call_board_read (fanfold_runner_link_get_board (self->link), &fraction, message);
  if (index == self->sampled_index && fraction == self->sampled_fraction &&
      strcmp (message, self->sampled_message) == 0 && now - self->last_sample < TICK_USEC)
    return;

  self->last_sample = now;
  self->sampled_index = index;
  self->sampled_fraction = fraction;
  g_strlcpy (self->sampled_message, message, sizeof self->sampled_message);
  if (n_begun > 0)
    fanfold_wire_send (
        self->wire,
        FANFOLD_WIRE_SAMPLE,
        g_variant_new (
            "(txds)", index, fanfold_block_buffer_get_started (buffer, place), fraction, message));
  else
    fanfold_wire_send (self->wire, FANFOLD_WIRE_BEAT, g_variant_new ("()"));
}

/* The next rung of the ladder: SIGTERM, then SIGKILL. */
static void
send_signal (Supervisor *self, gint64 now)
{
  self->last_signal = self->last_signal == 0 ? SIGTERM : SIGKILL;
  fanfold_family_signal (self->last_signal, 0);
  fanfold_family_signal (SIGCONT, 0); /* who is stopped does not see the first */
  self->next_signal = self->last_signal == SIGKILL ? 0 : now + self->grace_usec;
}

static void
check_times (Supervisor *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->load_deadline != 0 && now >= self->load_deadline)
    {
      g_autofree char *reason =
          g_strdup_printf ("The plugin “%s” cannot be used: it was not loaded within %d seconds.",
                           fanfold_function_get_plugin_path (self->function),
                           (int) (LOAD_USEC / G_USEC_PER_SEC));

      end_runner (self);
      loading_failed (self, reason, FANFOLD_ERROR_PLUGIN);
    }

  if (self->busy && fanfold_runner_link_is_over (self->link))
    take_bundle (self);
  else if (self->busy && now >= self->next_sample)
    sample (self, now);
  else if (self->waiting != NULL && now - self->last_sample >= TICK_USEC)
    {
      self->last_sample = now;
      fanfold_wire_send (self->wire, FANFOLD_WIRE_BEAT, g_variant_new ("()"));
    }
  if (self->busy && self->next_signal != 0 && now >= self->next_signal)
    send_signal (self, now);

  if (getppid () != self->parent ||
      (self->busy && self->patience_usec > 0 && now - self->heard_usec > self->patience_usec))
    self->ended = TRUE;
}

static int
get_timeout_msec (Supervisor *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 next = now + TICK_USEC;

  if (self->load_deadline != 0)
    next = MIN (next, self->load_deadline);
  if (self->busy)
    next = MIN (next, self->next_sample);
  if (self->busy && self->next_signal != 0)
    next = MIN (next, self->next_signal);

  return (int) (MAX (next - now, 0) + 999) / 1000;
}

static void
turn (Supervisor *self)
{
  gsize queued = fanfold_wire_get_queued_bytes (self->wire);
  struct pollfd fds[3 + FANFOLD_RUNNER_LINK_N_FDS] = {
    { self->in_fd, POLLIN, 0 },
    { queued > 0 ? self->out_fd : -1, POLLOUT, 0 },
    { self->signals, POLLIN, 0 },
  };
  nfds_t n_fds = 3;

  if (self->link != NULL && fanfold_runner_link_get_pid (self->link) != 0)
    {
      fanfold_runner_link_get_fds (self->link, queued < MAX_QUEUED_BYTES, fds + n_fds);
      n_fds += FANFOLD_RUNNER_LINK_N_FDS;
    }
  if (poll (fds, n_fds, get_timeout_msec (self)) < 0)
    return;

  if (n_fds > 3)
    fanfold_runner_link_drop_closed (self->link, fds + 3);
  if (n_fds > 3 && ((fds[4].revents | fds[5].revents | fds[6].revents) & POLLIN) != 0)
    fanfold_runner_link_drain (self->link);
  if (n_fds > 3 && fds[3].revents != 0)
    runner_woke (self);
  if (fds[2].revents != 0)
    take_signals (self);
  if (fds[0].revents != 0 && !listen (self))
    self->ended = TRUE;
  if (!self->ended)
    check_times (self);
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
  fanfold_family_end (0);
  flush_last_words (self);

  g_clear_pointer (&self->link, fanfold_runner_link_free);
  g_clear_pointer (&self->log, fanfold_job_log_free);
  g_clear_pointer (&self->wire, fanfold_wire_free);
  g_clear_pointer (&self->waiting, g_variant_unref);
  g_clear_pointer (&self->current, g_variant_unref);
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
