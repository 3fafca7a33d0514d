/* fanfold-runner-link.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-runner-link.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fanfold-error.h"
#include "fanfold-family.h"

#define LARGE_INPUT_BYTES ((gsize) 1024 * 1024)
#define MAX_GRACE_USEC (60 * G_USEC_PER_SEC)

G_STATIC_ASSERT (sizeof (FanfoldRunnerBoard) <= FANFOLD_RUNNER_BOARD_BYTES);

struct _FanfoldRunnerLink
{
  FanfoldRunnerPlace place;
  FanfoldRunnerBoard *board;
  FanfoldBlockBuffer *buffer;
  FanfoldJobLog *log;
  pid_t pid;
  guint asked; /* the board's own is not believed */
  guint64 first;
  FanfoldRunnerStreams *streams;
};

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_WORKER,
               "A worker cannot %s: %s.",
               what,
               g_strerror (errno));
  return FALSE;
}

/* What stands there outlives the worker, if somebody else maps it, too. */
static guint8 *
map_memory (int *fd)
{
  guint8 *memory;
  int flags = MAP_SHARED | MAP_NORESERVE;

  *fd = memfd_create ("fanfold-runner", MFD_CLOEXEC);
  if (*fd < 0 || ftruncate (*fd, (off_t) FANFOLD_RUNNER_MEMORY_BYTES) != 0)
    flags |= MAP_ANONYMOUS;
  if ((flags & MAP_ANONYMOUS) != 0 && *fd >= 0)
    {
      close (*fd);
      *fd = -1;
    }

  memory = mmap (NULL, FANFOLD_RUNNER_MEMORY_BYTES, PROT_READ | PROT_WRITE, flags, *fd, 0);
  return memory != MAP_FAILED ? memory : NULL;
}

FanfoldRunnerLink *
fanfold_runner_link_new (FanfoldFunction *function,
                         const FanfoldRunnerOptions *options,
                         FanfoldJobLog *log,
                         GError **error)
{
  FanfoldRunnerLink *self;
  guint8 *memory;
  int memory_fd;

  memory = map_memory (&memory_fd);
  if (memory == NULL)
    {
      fail (error, "share memory with its runner");
      return NULL;
    }

  self = g_new0 (FanfoldRunnerLink, 1);
  self->place = (FanfoldRunnerPlace){ .function = function,
                                      .options = options,
                                      .worker = getpid (),
                                      .memory = memory,
                                      .memory_fd = memory_fd,
                                      .wake_runner = eventfd (0, EFD_CLOEXEC),
                                      .wake_worker = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK),
                                      .out = { -1, -1 },
                                      .err = { -1, -1 },
                                      .log = { -1, -1 } };
  self->board = (FanfoldRunnerBoard *) (gpointer) memory;
  self->buffer = fanfold_block_buffer_new (function, memory + FANFOLD_RUNNER_OUTCOMES_OFFSET);
  self->log = log;
  self->streams = fanfold_runner_streams_new (&self->place, log);

  return self;
}

void
fanfold_runner_link_free (FanfoldRunnerLink *self)
{
  fanfold_runner_streams_free (self->streams);
  close (self->place.wake_runner);
  close (self->place.wake_worker);
  fanfold_block_buffer_free (self->buffer);
  munmap (self->place.memory, FANFOLD_RUNNER_MEMORY_BYTES);
  if (self->place.memory_fd >= 0)
    close (self->place.memory_fd);
  g_free (self);
}

int
fanfold_runner_link_get_memory_fd (FanfoldRunnerLink *self)
{
  return self->place.memory_fd;
}

gboolean
fanfold_runner_link_start (FanfoldRunnerLink *self, GError **error)
{
  guint64 count;

  g_assert (self->pid == 0);

  if (!fanfold_runner_streams_open (self->streams))
    {
      fail (error, "make the pipes of its runner");
      fanfold_runner_streams_close (self->streams);
      return FALSE;
    }

  /* A wake-up meant for the one before would be read by this one; it looks again anyway. */
  self->board->state = FANFOLD_RUNNER_LOADING;
  self->board->asked = self->asked;
  self->board->over = self->asked;
  self->board->drain = FALSE;
  self->board->reading = FALSE;
  self->board->error[0] = '\0';
  while (read (self->place.wake_worker, &count, sizeof count) > 0)
    ;

  self->pid = fork ();
  if (self->pid == 0)
    fanfold_runner_main (&self->place);
  if (self->pid < 0)
    {
      self->pid = 0;
      fail (error, "start its runner");
      fanfold_runner_streams_close (self->streams);
      return FALSE;
    }

  fanfold_runner_streams_close_write_ends (self->streams);
  return TRUE;
}

pid_t
fanfold_runner_link_get_pid (FanfoldRunnerLink *self)
{
  return self->pid;
}

FanfoldRunnerState
fanfold_runner_link_get_state (FanfoldRunnerLink *self)
{
  return __atomic_load_n (&self->board->state, __ATOMIC_SEQ_CST);
}

char *
fanfold_runner_link_dup_error (FanfoldRunnerLink *self)
{
  g_autofree char *raw = g_strndup (self->board->error, sizeof self->board->error - 1);

  return g_utf8_make_valid (raw, -1);
}

void
fanfold_runner_link_get_fds (FanfoldRunnerLink *self,
                             gboolean read_output,
                             struct pollfd fds[FANFOLD_RUNNER_LINK_N_FDS])
{
  guint i;

  fds[0] = (struct pollfd){ self->place.wake_worker, POLLIN, 0 };
  fanfold_runner_streams_get_fds (self->streams, fds + 1);
  for (i = 1; !read_output && i < FANFOLD_RUNNER_LINK_N_FDS; i++)
    fds[i].fd = -1;
}

void
fanfold_runner_link_drop_closed (FanfoldRunnerLink *self,
                                 const struct pollfd fds[FANFOLD_RUNNER_LINK_N_FDS])
{
  fanfold_runner_streams_drop_closed (self->streams, fds + 1);
}

void
fanfold_runner_link_take_wake_ups (FanfoldRunnerLink *self)
{
  guint64 count;

  if (read (self->place.wake_worker, &count, sizeof count) < 0 && errno != EAGAIN)
    g_error ("A worker lost its runner's wake-ups: %s", g_strerror (errno));
}

/* Whose output it is that was just read: a job that printed is not followed by another before the
 * pipes are empty and nobody reads, so it is the one that is newest behind the reading. */
static guint64
get_running_index (FanfoldRunnerLink *self)
{
  guint n_begun = fanfold_block_buffer_get_n_begun (self->buffer);

  return self->first + MAX (n_begun, 1) - 1;
}

void
fanfold_runner_link_drain (FanfoldRunnerLink *self)
{
  __atomic_store_n (&self->board->reading, TRUE, __ATOMIC_SEQ_CST);
  fanfold_runner_streams_drain (self->streams, get_running_index (self));
  __atomic_store_n (&self->board->reading, FALSE, __ATOMIC_SEQ_CST);
}

static void
wake_runner (FanfoldRunnerLink *self)
{
  const guint64 one = 1;

  if (write (self->place.wake_runner, &one, sizeof one) < 0)
    g_error ("A worker cannot wake its runner: %s", g_strerror (errno));
}

void
fanfold_runner_link_answer (FanfoldRunnerLink *self)
{
  if (__atomic_load_n (&self->board->drain, __ATOMIC_SEQ_CST) == 0)
    return;

  if (__atomic_load_n (&self->board->left_behind, __ATOMIC_SEQ_CST) != 0)
    fanfold_family_end (self->pid);
  fanfold_runner_link_drain (self);
  fanfold_job_log_finish (self->log);
  __atomic_store_n (&self->board->drain, FALSE, __ATOMIC_SEQ_CST);
  wake_runner (self);
}

void
fanfold_runner_link_prepare (
    FanfoldRunnerLink *self, guint64 first, guint n_jobs, guint32 slot, guint32 attempt)
{
  fanfold_block_buffer_start (self->buffer, first, n_jobs, slot, attempt);
  self->first = first;
  self->board->first = first;
  self->board->slot = slot;
  self->board->attempt = attempt;
  self->board->cancelled = FANFOLD_CALL_GO_ON;
  self->board->may_have_forked = FALSE;
}

void
fanfold_runner_link_ask (FanfoldRunnerLink *self, GVariant *columns, gint64 budget_usec)
{
  g_variant_store (columns, self->place.memory + FANFOLD_RUNNER_BOARD_BYTES);
  self->board->budget_usec = budget_usec;
  self->board->columns_bytes = g_variant_get_size (columns);
  __atomic_store_n (&self->board->asked, ++self->asked, __ATOMIC_SEQ_CST);
  wake_runner (self);
}

gboolean
fanfold_runner_link_may_have_forked (FanfoldRunnerLink *self)
{
  return __atomic_load_n (&self->board->may_have_forked, __ATOMIC_SEQ_CST) != 0;
}

gboolean
fanfold_runner_link_is_over (FanfoldRunnerLink *self)
{
  return __atomic_load_n (&self->board->over, __ATOMIC_SEQ_CST) == self->asked;
}

void
fanfold_runner_link_set_flag (FanfoldRunnerLink *self, FanfoldCallFlag flag)
{
  if (flag == FANFOLD_CALL_CANCEL ||
      __atomic_load_n (&self->board->cancelled, __ATOMIC_SEQ_CST) != FANFOLD_CALL_CANCEL)
    __atomic_store_n (&self->board->cancelled, flag, __ATOMIC_SEQ_CST);
}

void
fanfold_runner_link_set_memory_limit (FanfoldRunnerLink *self, guint64 bytes)
{
  __atomic_store_n (&self->board->memory_limit_bytes, bytes, __ATOMIC_RELAXED);
}

gint64
fanfold_runner_link_get_begun (FanfoldRunnerLink *self)
{
  return __atomic_load_n (&self->board->begun_usec, __ATOMIC_SEQ_CST);
}

gint64 *
fanfold_runner_link_get_frozen (FanfoldRunnerLink *self)
{
  return &self->board->frozen_nsec;
}

FanfoldBlockBuffer *
fanfold_runner_link_get_buffer (FanfoldRunnerLink *self)
{
  return self->buffer;
}

FanfoldCallBoard *
fanfold_runner_link_get_board (FanfoldRunnerLink *self)
{
  return &self->board->call;
}

gint64
fanfold_runner_link_get_grace (FanfoldRunnerLink *self)
{
  return CLAMP (
      __atomic_load_n (&self->board->call.grace_usec, __ATOMIC_RELAXED), 0, MAX_GRACE_USEC);
}

const FanfoldUsage *
fanfold_runner_link_get_usage (FanfoldRunnerLink *self)
{
  return &self->board->usage;
}

void
fanfold_runner_link_trim (FanfoldRunnerLink *self)
{
  fanfold_block_buffer_trim (self->buffer);
  if (self->board->columns_bytes > LARGE_INPUT_BYTES)
    madvise (
        self->place.memory + FANFOLD_RUNNER_BOARD_BYTES, FANFOLD_RUNNER_INPUT_BYTES, MADV_REMOVE);
}

void
fanfold_runner_link_bury (FanfoldRunnerLink *self)
{
  fanfold_runner_link_drain (self);
  fanfold_runner_streams_close (self->streams);
  self->pid = 0;
}
