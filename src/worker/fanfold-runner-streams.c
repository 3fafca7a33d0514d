/* fanfold-runner-streams.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-runner-streams.h"

#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define PIPE_BYTES (256 * 1024)
#define MAX_ROUNDS 16 /* of reading, while the runner goes on writing */

struct _FanfoldRunnerStreams
{
  FanfoldRunnerPlace *place;
  FanfoldJobLog *log;
  GByteArray *lines; /* of the log pipe, the last of them not whole */
  guint8 *chunk;
};

FanfoldRunnerStreams *
fanfold_runner_streams_new (FanfoldRunnerPlace *place, FanfoldJobLog *log)
{
  FanfoldRunnerStreams *self = g_new0 (FanfoldRunnerStreams, 1);

  self->place = place;
  self->log = log;
  self->lines = g_byte_array_new ();
  self->chunk = g_malloc (PIPE_BYTES);

  return self;
}

void
fanfold_runner_streams_free (FanfoldRunnerStreams *self)
{
  fanfold_runner_streams_close (self);
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

gboolean
fanfold_runner_streams_open (FanfoldRunnerStreams *self)
{
  FanfoldRunnerPlace *place = self->place;

  return open_pipe (place->out) && open_pipe (place->err) && open_pipe (place->log);
}

void
fanfold_runner_streams_close_write_ends (FanfoldRunnerStreams *self)
{
  int *ends[] = { &self->place->out[1], &self->place->err[1], &self->place->log[1] };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      close (*ends[i]);
      *ends[i] = -1;
    }
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

void
fanfold_runner_streams_close (FanfoldRunnerStreams *self)
{
  g_byte_array_set_size (self->lines, 0);
  close_pipe (self->place->out);
  close_pipe (self->place->err);
  close_pipe (self->place->log);
}

void
fanfold_runner_streams_get_fds (FanfoldRunnerStreams *self,
                                struct pollfd fds[FANFOLD_RUNNER_STREAMS_N_FDS])
{
  fds[0] = (struct pollfd){ self->place->out[0], POLLIN, 0 };
  fds[1] = (struct pollfd){ self->place->err[0], POLLIN, 0 };
  fds[2] = (struct pollfd){ self->place->log[0], POLLIN, 0 };
}

void
fanfold_runner_streams_drop_closed (FanfoldRunnerStreams *self,
                                    const struct pollfd fds[FANFOLD_RUNNER_STREAMS_N_FDS])
{
  int *const ends[] = { &self->place->out[0], &self->place->err[0], &self->place->log[0] };
  guint i;

  for (i = 0; i < FANFOLD_RUNNER_STREAMS_N_FDS; i++)
    if (fds[i].fd >= 0 && (fds[i].revents & (POLLHUP | POLLIN)) == POLLHUP)
      {
        close (*ends[i]);
        *ends[i] = -1;
      }
}

static void
drain_stream (FanfoldRunnerStreams *self, guint64 index, int fd, FanfoldLogKind kind)
{
  int left = 0;

  if (fd < 0 || ioctl (fd, FIONREAD, &left) != 0)
    return;

  while (left > 0)
    {
      gssize length = read (fd, self->chunk, MIN (left, PIPE_BYTES));

      if (length <= 0)
        return;
      fanfold_job_log_add (self->log, index, kind, (const char *) self->chunk, (gsize) length);
      left -= (int) length;
    }
}

static void
drain_lines (FanfoldRunnerStreams *self)
{
  gssize length;
  guint at = 0;
  guint round;

  for (round = 0; round < MAX_ROUNDS && self->place->log[0] >= 0 &&
                  (length = read (self->place->log[0], self->chunk, PIPE_BYTES)) > 0;
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
fanfold_runner_streams_drain (FanfoldRunnerStreams *self, guint64 index)
{
  drain_lines (self);
  drain_stream (self, index, self->place->out[0], FANFOLD_LOG_STDOUT);
  drain_stream (self, index, self->place->err[0], FANFOLD_LOG_STDERR);
}
