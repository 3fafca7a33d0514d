/* fanfold-runner.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-runner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fanfold-error.h"
#include "fanfold-growth.h"
#include "fanfold-lock.h"
#include "fanfold-share.h"
#include "fanfold-surroundings.h"

#define MAX_WORKER_FDS 64 /* it opens some twenty */
#define N_TRIAL_WRITES 64
/* Then a look at the surroundings, some 70 system calls, hardly counts. Those of a tidy function
 * are looked at when a bundle is over. */
#define LONG_NSEC (200 * 1000)

typedef struct
{
  const FanfoldRunnerPlace *place;
  FanfoldRunnerBoard *board;
  GMutex log_mutex;
  gint64 too_short_to_print_nsec;
  FanfoldSurroundings *surroundings;
  FanfoldGrowth growth;
  gboolean outgrown;
  gboolean has_children; /* of the job that is over */
} Runner;

static void
wake_worker (Runner *self)
{
  const guint64 one = 1;
  gssize written;

  do
    written = write (self->place->wake_worker, &one, sizeof one);
  while (written < 0 && errno == EINTR);

  /* A job has closed it. What is finished stands in the memory; the end is noticed. */
  if (written != sizeof one)
    _exit (1);
}

static void
wait_for_worker (Runner *self)
{
  guint64 count;
  gssize length;

  do
    length = read (self->place->wake_runner, &count, sizeof count);
  while (length < 0 && errno == EINTR);

  if (length != sizeof count)
    _exit (1);
}

static gboolean
has_printed (Runner *self)
{
  struct pollfd fds[] = { { self->place->out[0], POLLIN, 0 }, { self->place->err[0], POLLIN, 0 } };

  return (poll (fds, G_N_ELEMENTS (fds), 0) > 0 &&
          ((fds[0].revents | fds[1].revents) & POLLIN) != 0) ||
         __atomic_load_n (&self->board->reading, __ATOMIC_SEQ_CST) != 0;
}

/* True while a process that the plugin started is alive; takes in those that are not. */
static gboolean
has_children (void)
{
  pid_t pid;

  do
    pid = waitpid (-1, NULL, WNOHANG);
  while (pid > 0);

  return pid == 0;
}

static gint64
now_nsec (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

/* How long a job takes at the least that writes a single byte: asking the pipes after each shorter
 * one would cost more than the job. */
static gint64
measure_write (void)
{
  gint64 least = G_MAXINT64;
  int fds[2];
  guint i;

  if (pipe2 (fds, O_CLOEXEC) != 0)
    return 0;

  for (i = 0; i < N_TRIAL_WRITES; i++)
    {
      gint64 begin = now_nsec ();

      if (write (fds[1], "", 1) < 0)
        begin = now_nsec ();
      least = MIN (least, now_nsec () - begin);
    }
  close (fds[0]);
  close (fds[1]);

  return least * 3 / 4;
}

/* What children of the job used is known once they were waited for. */
static void
returned_cb (gpointer user_data)
{
  Runner *self = user_data;

  self->has_children = has_children ();
}

static void
write_all (int fd, gconstpointer bytes, gsize length)
{
  const guint8 *at = bytes;

  while (length > 0)
    {
      gssize written = write (fd, at, length);

      if (written < 0 && errno != EINTR)
        return;
      if (written > 0)
        {
          at += written;
          length -= (gsize) written;
        }
    }
}

static void
log_cb (guint64 index, FanfoldLogKind kind, const char *bytes, gsize length, gpointer user_data)
{
  Runner *self = user_data;
  FanfoldRunnerLine line = { .index = index,
                             .kind = kind,
                             .length = (guint32) MIN (length, FANFOLD_WIRE_MAX_BYTES / 2) };

  fanfold_lock (&self->log_mutex);
  write_all (self->place->log[1], &line, sizeof line);
  write_all (self->place->log[1], bytes, line.length);
  fanfold_unlock (&self->log_mutex);
}

/* There will be another runner for the next job. */
static void
begin_no_more (Runner *self, guint64 index, const char *why)
{
  int go_on = FANFOLD_CALL_GO_ON;
  g_autofree char *line =
      g_strdup_printf ("%s: its process is replaced before the next one begins.\n", why);

  log_cb (index, FANFOLD_LOG_NOTE, line, strlen (line), self);
  __atomic_compare_exchange_n (&self->board->cancelled,
                               &go_on,
                               FANFOLD_CALL_BEGIN_NO_MORE,
                               FALSE,
                               __ATOMIC_SEQ_CST,
                               __ATOMIC_SEQ_CST);
}

/* The next job is not to find what this one has changed. */
static void
look_around (Runner *self, guint64 index)
{
  const char *what = fanfold_surroundings_find_change (self->surroundings);
  g_autofree char *why = NULL;

  if (what == NULL)
    return;

  why = g_strdup_printf ("The job has changed %s", what);
  begin_no_more (self, index, why);
}

/* Nor is it to be charged with the memory that others have not given back. */
static void
look_at_growth (Runner *self, guint64 index, gint64 nsec)
{
  guint64 limit = __atomic_load_n (&self->board->memory_limit_bytes, __ATOMIC_RELAXED);
  guint64 bytes = fanfold_growth_look (&self->growth, nsec, limit);
  g_autofree char *why = NULL;

  if (bytes == 0 || self->outgrown)
    return;

  self->outgrown = TRUE;
  why = g_strdup_printf ("After the job %.0f MB of memory are still in use", bytes / 1e6);
  begin_no_more (self, index, why);
}

/* What a job printed must be read, and what it left behind ended, before another job begins. */
static void
finished_cb (guint64 index, gint64 nsec, gpointer user_data)
{
  Runner *self = user_data;
  gboolean pending = __fpending (stdout) > 0 || __fpending (stderr) > 0;

  if (nsec >= LONG_NSEC && !fanfold_function_is_tidy (self->place->function))
    look_around (self, index);
  look_at_growth (self, index, nsec);
  if (!pending && nsec < self->too_short_to_print_nsec)
    return;

  if (pending)
    {
      fflush (stdout);
      fflush (stderr);
    }
  if (nsec >= FANFOLD_USAGE_SHORT_NSEC)
    __atomic_store_n (&self->board->may_have_forked, TRUE, __ATOMIC_SEQ_CST);
  else
    self->has_children = FALSE;
  if (!self->has_children && !has_printed (self))
    return;

  __atomic_store_n (&self->board->left_behind, self->has_children, __ATOMIC_SEQ_CST);
  __atomic_store_n (&self->board->drain, TRUE, __ATOMIC_SEQ_CST);
  wake_worker (self);
  while (__atomic_load_n (&self->board->drain, __ATOMIC_SEQ_CST) != 0)
    wait_for_worker (self);

  /* The next job is not to be charged with those that were ended just now. */
  if (self->has_children)
    {
      has_children ();
      fanfold_usage_start (&self->board->usage, FANFOLD_USAGE_PROCESS);
    }
}

static void
run_bundle (Runner *self, FanfoldCaller *caller, FanfoldBlockBuffer *buffer)
{
  const FanfoldJobEvents events = { .log = log_cb, .user_data = self };
  const guint8 *input = self->place->memory + FANFOLD_RUNNER_BOARD_BYTES;
  g_autoptr (GVariant) columns = NULL;
  FanfoldCallBundle bundle = { 0 };

  columns = g_variant_ref_sink (g_variant_new_from_data (
      G_VARIANT_TYPE ("av"), input, self->board->columns_bytes, TRUE, NULL, NULL));
  bundle.first = self->board->first;
  bundle.columns = columns;
  bundle.slot = self->board->slot;
  bundle.attempt = self->board->attempt;
  bundle.budget_usec = self->board->budget_usec;
  bundle.cancelled = &self->board->cancelled;
  bundle.frozen_nsec = &self->board->frozen_nsec;
  bundle.buffer = buffer;
  bundle.n_jobs = fanfold_block_buffer_join (buffer);
  bundle.board = &self->board->call;
  bundle.usage = &self->board->usage;
  bundle.events = &events;
  bundle.returned = returned_cb;
  bundle.finished = finished_cb;
  __atomic_store_n (&self->board->begun_usec,
                    g_get_monotonic_time () -
                        __atomic_load_n (&self->board->frozen_nsec, __ATOMIC_SEQ_CST) / 1000,
                    __ATOMIC_SEQ_CST);
  fanfold_usage_start (&self->board->usage, FANFOLD_USAGE_PROCESS);
  fanfold_caller_run_bundle (caller, &bundle);
}

/* Above all the worker's wire, which must end with the worker. */
static void
close_others (const FanfoldRunnerPlace *place)
{
  const int kept[] = { place->wake_runner, place->wake_worker, place->out[0], place->out[1],
                       place->err[0],      place->err[1],      place->log[1] };
  int fd;
  guint i;

  for (fd = STDERR_FILENO + 1; fd < MAX_WORKER_FDS; fd++)
    {
      for (i = 0; i < G_N_ELEMENTS (kept) && kept[i] != fd; i++)
        ;
      if (i == G_N_ELEMENTS (kept))
        close (fd);
    }
}

static void
set_up_streams (const FanfoldRunnerPlace *place)
{
  int null;

  close_others (place);
  null = open ("/dev/null", O_RDWR | O_CLOEXEC);

  dup2 (null, STDIN_FILENO);
  dup2 (place->out[1], STDOUT_FILENO);
  dup2 (place->err[1], STDERR_FILENO);
  close (null);
  close (place->out[1]);
  close (place->err[1]);

  /* So that a crash loses no whole line. */
  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
}

static void
set_up_process (const FanfoldRunnerPlace *place)
{
  struct sigaction usual = { .sa_handler = SIG_DFL };
  struct rlimit no_core = { 0, 0 };
  sigset_t none;
  int number;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != place->worker)
    _exit (1);

  /* A group of its own, so that a job which signals its group does not hit the worker. */
  setpgid (0, 0);
  setrlimit (RLIMIT_CORE, &no_core);
  if (getpriority (PRIO_PROCESS, 0) < place->options->nice)
    setpriority (PRIO_PROCESS, 0, place->options->nice);
  fanfold_share_lower_io (place->options->io_priority);
  if (place->options->n_pinned > 0)
    fanfold_share_pin (place->options->slot, place->options->n_pinned);
  for (number = 1; number < NSIG; number++)
    if (number == SIGPIPE || number == SIGCHLD || number == SIGTERM || number == SIGINT ||
        number == SIGHUP || number == SIGXFSZ)
      sigaction (number, &usual, NULL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/* Libraries that compute in threads of their own take a core each, and so does each slot. */
static void
limit_threads (guint n_threads)
{
  static const char *const names[] = {
    "OMP_NUM_THREADS",        "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",     "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS", "NUMBA_NUM_THREADS",    "NUMEXPR_NUM_THREADS",
  };
  char number[16];
  guint i;

  g_snprintf (number, sizeof number, "%u", n_threads);
  for (i = 0; n_threads > 0 && i < G_N_ELEMENTS (names); i++)
    g_setenv (names[i], number, FALSE);
}

static FanfoldCaller *
load (Runner *self)
{
  const char *folder = self->place->options->folder;
  g_autoptr (GError) error = NULL;
  FanfoldCaller *caller = NULL;

  if (folder != NULL && chdir (folder) != 0)
    g_set_error (&error,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_WORKER,
                 "The working folder “%s” cannot be entered: %s.",
                 folder,
                 g_strerror (errno));
  else
    caller = fanfold_caller_new (self->place->function, &error);

  if (caller == NULL)
    g_strlcpy (self->board->error, error->message, sizeof self->board->error);
  __atomic_store_n (&self->board->state,
                    caller != NULL ? FANFOLD_RUNNER_READY : FANFOLD_RUNNER_BROKEN,
                    __ATOMIC_SEQ_CST);
  wake_worker (self);
  if (caller == NULL)
    _exit (1);

  return caller;
}

void
fanfold_runner_main (const FanfoldRunnerPlace *place)
{
  Runner self = { .place = place, .board = (FanfoldRunnerBoard *) (gpointer) place->memory };
  FanfoldBlockBuffer *buffer;
  FanfoldCaller *caller;
  guint over;

  set_up_process (place);
  set_up_streams (place);
  limit_threads (place->options->n_threads);
  g_mutex_init (&self.log_mutex);
  self.board->usage = (FanfoldUsage){ 0 };
  self.too_short_to_print_nsec = measure_write ();
  over = __atomic_load_n (&self.board->over, __ATOMIC_SEQ_CST);
  caller = load (&self);
  self.surroundings = fanfold_surroundings_new ();
  fanfold_growth_start (&self.growth);
  buffer =
      fanfold_block_buffer_new (place->function, place->memory + FANFOLD_RUNNER_OUTCOMES_OFFSET);

  for (;;)
    {
      /* Any other number was written by a job that writes where it must not. */
      while (__atomic_load_n (&self.board->asked, __ATOMIC_SEQ_CST) != over + 1)
        wait_for_worker (&self);

      run_bundle (&self, caller, buffer);
      over++;
      __atomic_store_n (&self.board->over, over, __ATOMIC_SEQ_CST);
      wake_worker (&self);

      /* While the worker and its slot are busy with the answer. */
      if (self.outgrown || fanfold_surroundings_find_change (self.surroundings) != NULL)
        _exit (0);
    }
}
