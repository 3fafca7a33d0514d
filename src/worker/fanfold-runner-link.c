/* fanfold-runner-link.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-runner-link.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fanfold-error.h"
#include "fanfold-family.h"

#define PIPE_BYTES (256 * 1024)
#define MAX_ROUNDS 16 /* of reading, while the runner goes on writing */
#define LARGE_INPUT_BYTES ((gsize) 1024 * 1024)

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
  GByteArray *lines; /* of the log pipe, the last of them not whole */
  guint8 *chunk;
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

FanfoldRunnerLink *
fanfold_runner_link_new (FanfoldFunction *function,
                         const char *folder,
                         FanfoldJobLog *log,
                         GError **error)
{
  FanfoldRunnerLink *self;
  guint8 *memory;

  memory = mmap (NULL,
                 FANFOLD_RUNNER_MEMORY_BYTES,
                 PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE,
                 -1,
                 0);
  if (memory == MAP_FAILED)
    {
      fail (error, "share memory with its runner");
      return NULL;
    }

  self = g_new0 (FanfoldRunnerLink, 1);
  self->place = (FanfoldRunnerPlace){ .function = function,
                                      .folder = folder,
                                      .worker = getpid (),
                                      .memory = memory,
                                      .wake_runner = eventfd (0, EFD_CLOEXEC),
                                      .wake_worker = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK),
                                      .out = { -1, -1 },
                                      .err = { -1, -1 },
                                      .log = { -1, -1 } };
  self->board = (FanfoldRunnerBoard *) (gpointer) memory;
  self->buffer = fanfold_block_buffer_new (
      function, memory + FANFOLD_RUNNER_BOARD_BYTES + FANFOLD_RUNNER_INPUT_BYTES);
  self->log = log;
  self->lines = g_byte_array_new ();
  self->chunk = g_malloc (PIPE_BYTES);

  return self;
}

static void
close_pipe (int fds[2])
{
  guint i;

  for (i = 0; i < 2; i++)
    if (fds[i] >= 0)
      close (fds[i]);
  fds[0] = fds[1] = -1;
}

static void
close_pipes (FanfoldRunnerLink *self)
{
  close_pipe (self->place.out);
  close_pipe (self->place.err);
  close_pipe (self->place.log);
}

void
fanfold_runner_link_free (FanfoldRunnerLink *self)
{
  close_pipes (self);
  close (self->place.wake_runner);
  close (self->place.wake_worker);
  fanfold_block_buffer_free (self->buffer);
  munmap (self->place.memory, FANFOLD_RUNNER_MEMORY_BYTES);
  g_byte_array_unref (self->lines);
  g_free (self->chunk);
  g_free (self);
}

static gboolean
open_pipe (int fds[2])
{
  if (pipe2 (fds, O_CLOEXEC) != 0)
    return FALSE;

  fcntl (fds[0], F_SETFL, O_NONBLOCK);
  fcntl (fds[1], F_SETPIPE_SZ, PIPE_BYTES);
  return TRUE;
}

/* The worker's ends that a runner has no business with. */
static void
close_write_ends (FanfoldRunnerLink *self)
{
  int *ends[] = { &self->place.out[1], &self->place.err[1], &self->place.log[1] };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      close (*ends[i]);
      *ends[i] = -1;
    }
}

gboolean
fanfold_runner_link_start (FanfoldRunnerLink *self, GError **error)
{
  guint64 count;

  g_assert (self->pid == 0);

  if (!open_pipe (self->place.out) || !open_pipe (self->place.err) || !open_pipe (self->place.log))
    {
      fail (error, "make the pipes of its runner");
      close_pipes (self);
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
      close_pipes (self);
      return FALSE;
    }

  close_write_ends (self);
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
  fds[0] = (struct pollfd){ self->place.wake_worker, POLLIN, 0 };
  fds[1] = (struct pollfd){ read_output ? self->place.out[0] : -1, POLLIN, 0 };
  fds[2] = (struct pollfd){ read_output ? self->place.err[0] : -1, POLLIN, 0 };
  fds[3] = (struct pollfd){ read_output ? self->place.log[0] : -1, POLLIN, 0 };
}

void
fanfold_runner_link_drop_closed (FanfoldRunnerLink *self,
                                 const struct pollfd fds[FANFOLD_RUNNER_LINK_N_FDS])
{
  int *const ends[] = { NULL, &self->place.out[0], &self->place.err[0], &self->place.log[0] };
  guint i;

  for (i = 1; i < FANFOLD_RUNNER_LINK_N_FDS; i++)
    if (fds[i].fd >= 0 && (fds[i].revents & (POLLHUP | POLLIN)) == POLLHUP)
      {
        close (*ends[i]);
        *ends[i] = -1;
      }
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

/* Reads what is there now and not what is written meanwhile, so that it ends. */
static void
drain_stream (FanfoldRunnerLink *self, int fd, FanfoldLogKind kind)
{
  int left = 0;

  if (fd < 0 || ioctl (fd, FIONREAD, &left) != 0)
    return;

  while (left > 0)
    {
      gssize length = read (fd, self->chunk, MIN (left, PIPE_BYTES));

      if (length <= 0)
        return;
      fanfold_job_log_add (
          self->log, get_running_index (self), kind, (const char *) self->chunk, (gsize) length);
      left -= (int) length;
    }
}

static void
drain_lines (FanfoldRunnerLink *self)
{
  gssize length;
  guint at = 0;
  guint round;

  for (round = 0; round < MAX_ROUNDS && self->place.log[0] >= 0 &&
                  (length = read (self->place.log[0], self->chunk, PIPE_BYTES)) > 0;
       round++)
    g_byte_array_append (self->lines, self->chunk, (guint) length);

  while (self->lines->len - at >= sizeof (FanfoldRunnerLine))
    {
      FanfoldRunnerLine line;

      memcpy (&line, self->lines->data + at, sizeof line);
      if (line.length > FANFOLD_WIRE_MAX_BYTES)
        {
          at = self->lines->len; /* somebody else wrote into the pipe */
          break;
        }
      if (self->lines->len - at - sizeof line < line.length)
        break;

      at += sizeof line;
      if (line.kind >= FANFOLD_LOG_DEBUG && line.kind <= FANFOLD_LOG_NOTE)
        fanfold_job_log_add (
            self->log, line.index, line.kind, (const char *) self->lines->data + at, line.length);
      at += line.length;
    }

  if (at > 0)
    g_byte_array_remove_range (self->lines, 0, at);
}

void
fanfold_runner_link_drain (FanfoldRunnerLink *self)
{
  __atomic_store_n (&self->board->reading, TRUE, __ATOMIC_SEQ_CST);
  drain_lines (self);
  drain_stream (self, self->place.out[0], FANFOLD_LOG_STDOUT);
  drain_stream (self, self->place.err[0], FANFOLD_LOG_STDERR);
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
  g_byte_array_set_size (self->lines, 0);
  close_pipes (self);
  self->pid = 0;
}
