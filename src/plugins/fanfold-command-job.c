/* fanfold-command-job.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-job.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fanfold-command-end.h"
#include "fanfold-command-environment.h"
#include "fanfold-command-feed.h"
#include "fanfold-command-files.h"
#include "fanfold-command-process.h"
#include "fanfold-command-progress.h"
#include "fanfold-command-result.h"
#include "fanfold-command-stream.h"
#include "fanfold-command-words.h"

#define READ_BYTES (64 * 1024)
#define MAX_READS 16 /* of one stream, before it is looked after the other one */
/* Between two looks whether the job is to stop; shorter while it is young. */
#define LOOK_MSEC 50
#define EARLY_LOOK_MSEC 10
#define EARLY_USEC (200 * 1000)
/* What others that hold its streams open may still say when the command itself has ended. */
#define LINGER_USEC (250 * 1000)
/* For ending it all once it was killed, within the time that the host grants. */
#define GRACE_SECONDS 2.0

typedef struct
{
  FanfoldCall *call;
  gboolean shell;
  const char *folder; /* NULL: the job's own */
  GStrv words;        /* to be run */
  GStrv named;        /* what the files are looked for in */
  FanfoldCommandEnvironment *environment;
  char *result_path;
  FanfoldCommandFeed feed;

  FanfoldCommandProcess process;
  FanfoldCommandStream streams[2];
  FanfoldCommandProgress progress;
  gboolean reads_progress;

  gint64 begun_usec;
  gint64 ended_usec; /* 0: the command runs */
  gint64 wait_usec;
  gint64 told_usec; /* when it got SIGTERM; 0: it did not */
  gboolean killed;
} Job;

static void
job_clear (Job *self)
{
  fanfold_command_process_clear (&self->process);
  fanfold_command_stream_clear (&self->streams[0]);
  fanfold_command_stream_clear (&self->streams[1]);
  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->named, g_strfreev);
  g_clear_pointer (&self->environment, fanfold_command_environment_free);
  g_clear_pointer (&self->result_path, g_free);
  fanfold_command_feed_clear (&self->feed);
}

static char *
dup_spool_path (const FanfoldCall *call, const char *ending)
{
  const char *folder = fanfold_command_environment_get_spool ();
  char *path;

  if (folder == NULL)
    return NULL;

  path = g_strdup_printf ("%s/%" G_GUINT64_FORMAT ".%s", folder, call->index, ending);
  if (call->attempt > 1)
    unlink (path);

  return path;
}

static void
job_init (Job *self, FanfoldCall *call)
{
  const char *folder = call->get_text (call, "folder");
  gsize keep = (gsize) call->get_int (call, "keep");

  *self = (Job){ .call = call, .feed = FANFOLD_COMMAND_FEED_INIT };
  self->process = (FanfoldCommandProcess){ .out = -1, .err = -1, .pid_fd = -1 };
  self->shell = call->get_bool (call, "shell");
  self->folder = *folder != '\0' ? folder : NULL;
  self->wait_usec = (gint64) (call->get_real (call, "wait") * G_USEC_PER_SEC);
  self->reads_progress = call->get_bool (call, "progress");
  fanfold_command_progress_init (&self->progress);
  fanfold_command_stream_init (
      &self->streams[0], STDOUT_FILENO, keep, dup_spool_path (call, "out"));
  fanfold_command_stream_init (
      &self->streams[1], STDERR_FILENO, keep, dup_spool_path (call, "err"));
}

static gboolean
make_words (Job *self, GError **error)
{
  const char *text = self->call->get_text (self->call, "command");

  if (!self->shell)
    {
      self->words = fanfold_command_words_split (text, error);
      return self->words != NULL;
    }

  self->words = g_new0 (char *, 4);
  self->words[0] = g_strdup ("/bin/sh");
  self->words[1] = g_strdup ("-c");
  self->words[2] = g_strdup (text);
  self->named = fanfold_command_words_guess (text);
  return TRUE;
}

static const char *const *
get_named (const Job *self)
{
  return (const char *const *) (self->named != NULL ? self->named : self->words);
}

/* Opened once: most commands have nothing to read. */
static int
get_nothing (void)
{
  static int fd = -1;

  if (fd < 0)
    fd = open ("/dev/null", O_RDONLY | O_CLOEXEC);

  return fd;
}

static gboolean
open_input (Job *self, char **message)
{
  const char *text = self->call->get_text (self->call, "stdin");

  return *text == '\0' || fanfold_command_feed_open (&self->feed, text, message);
}

static gboolean
check_folder (const Job *self, char **message)
{
  g_autofree char *shown = NULL;

  if (self->folder == NULL || g_file_test (self->folder, G_FILE_TEST_IS_DIR))
    return TRUE;

  shown = g_filename_display_name (self->folder);
  *message = g_strdup_printf ("the working folder “%s” is not there", shown);
  return FALSE;
}

static gboolean
prepare (Job *self, char **message)
{
  g_autoptr (GError) error = NULL;

  if (!make_words (self, &error))
    {
      *message = g_strdup (error->message);
      return FALSE;
    }

  self->result_path = fanfold_command_result_dup_path (self->call);
  self->environment = fanfold_command_environment_new (
      self->call, self->call->get_text (self->call, "environment"), self->result_path, &error);
  if (self->environment == NULL)
    {
      *message = g_strdup (error->message);
      return FALSE;
    }

  return check_folder (self, message) && open_input (self, message);
}

static void
close_fd (int *fd)
{
  close (*fd);
  *fd = -1;
}

/* What can be read without waiting. */
static void
read_stream (Job *self, guint number, int *fd)
{
  static __thread char bytes[READ_BYTES];
  guint i;

  for (i = 0; i < MAX_READS; i++)
    {
      gssize n = read (*fd, bytes, sizeof bytes);

      if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        close_fd (fd);
      if (n <= 0)
        return;

      fanfold_command_stream_add (&self->streams[number], bytes, (gsize) n);
      if (self->reads_progress &&
          fanfold_command_progress_feed (&self->progress, number, bytes, (gsize) n))
        self->call->progress (self->call, self->progress.fraction, NULL);
      if (n < READ_BYTES / 2)
        return;
    }
}

/* First in good words, then not. */
static void
check_stop (Job *self, gint64 now)
{
  if (self->told_usec == 0 && self->call->cancelled (self->call))
    {
      self->told_usec = now;
      fanfold_command_process_signal (&self->process, SIGTERM);
    }
  if (self->told_usec != 0 && !self->killed && now - self->told_usec >= self->wait_usec)
    {
      self->killed = TRUE;
      fanfold_command_process_signal (&self->process, SIGKILL);
    }
}

static int
get_timeout_msec (const Job *self, gint64 now)
{
  gint64 msec = now - self->begun_usec < EARLY_USEC ? EARLY_LOOK_MSEC : LOOK_MSEC;

  if (self->told_usec != 0 && !self->killed)
    msec = MIN (msec, (self->told_usec + self->wait_usec - now + 999) / 1000);

  return (int) MAX (msec, 0);
}

static void
wait_for_more (Job *self, gint64 now)
{
  gboolean silent = self->process.out < 0 && self->process.err < 0;
  gboolean watched = self->ended_usec == 0 && (silent || now - self->begun_usec >= EARLY_USEC);
  struct pollfd fds[] = {
    { self->process.out, POLLIN, 0 },
    { self->process.err, POLLIN, 0 },
    { watched ? fanfold_command_process_get_pid_fd (&self->process) : -1, POLLIN, 0 },
    { self->feed.pipe, POLLOUT, 0 },
  };

  if (poll (fds, G_N_ELEMENTS (fds), get_timeout_msec (self, now)) < 0)
    return;

  if (fds[0].revents != 0)
    read_stream (self, 0, &self->process.out);
  if (fds[1].revents != 0)
    read_stream (self, 1, &self->process.err);
  if (fds[3].revents != 0)
    fanfold_command_feed_continue (&self->feed);
  fanfold_command_stream_check (&self->streams[0]);
  fanfold_command_stream_check (&self->streams[1]);
}

/* Until the command has ended, and what it printed was read. */
static void
attend (Job *self)
{
  gint64 now = self->begun_usec;
  gboolean over = FALSE;

  while (!over)
    {
      check_stop (self, now);
      wait_for_more (self, now);
      now = g_get_monotonic_time ();

      if (self->ended_usec == 0 && fanfold_command_process_check (&self->process))
        self->ended_usec = now;
      over =
          self->ended_usec != 0 && ((self->process.out < 0 && self->process.err < 0) ||
                                    self->told_usec != 0 || now - self->ended_usec >= LINGER_USEC);
    }

  if (self->process.out >= 0)
    read_stream (self, 0, &self->process.out);
  if (self->process.err >= 0)
    read_stream (self, 1, &self->process.err);
  if ((self->process.out >= 0 || self->process.err >= 0) && self->told_usec == 0)
    self->call->log (self->call,
                     FANFOLD_LEVEL_WARNING,
                     "The command has ended, and left processes behind that are ended, too.");
}

static FanfoldStatus
fail_start (Job *self, int code)
{
  int status;
  g_autofree char *message = fanfold_command_end_describe_start (self->words[0], code, &status);

  self->call->ended (self->call, status);
  return self->call->fail (self->call, message);
}

/* Of numbers with commas and spaces between them, as the parameter's pattern has it. */
static gboolean
is_success (FanfoldCall *call, int status)
{
  const char *at = call->get_text (call, "success");
  char *end;

  for (; WIFEXITED (status); at = end)
    {
      gint64 accepted = g_ascii_strtoll (at + strspn (at, ", "), &end, 10);

      if (end == at + strspn (at, ", "))
        break;
      if (accepted == WEXITSTATUS (status))
        return TRUE;
    }

  return FALSE;
}

static FanfoldStatus
fail_end (Job *self)
{
  int status = self->process.status;
  g_autofree char *line = fanfold_command_stream_dup_last_line (&self->streams[1]);
  g_autofree char *message =
      fanfold_command_end_describe (status, line, get_named (self), self->shell);

  self->call->ended (self->call, WIFSIGNALED (status) ? -WTERMSIG (status) : WEXITSTATUS (status));
  return self->call->fail (self->call, message);
}

static FanfoldStatus
fail_spool (Job *self)
{
  int code = self->streams[0].spool_error != 0 ? self->streams[0].spool_error
                                               : self->streams[1].spool_error;
  g_autofree char *message =
      g_strdup_printf ("what the command printed could not be kept: %s", g_strerror (code));

  return self->call->fail (self->call, message);
}

static void
put_stream (Job *self, guint number, const char *output)
{
  const FanfoldCommandStream *stream = &self->streams[number];
  g_autofree char *text = fanfold_command_stream_dup_text (stream);

  self->call->put_text (self->call, output, text);
  if (stream->n_bytes > stream->keep)
    {
      g_autofree char *line = g_strdup_printf ("The output “%s” has the first %" G_GSIZE_FORMAT
                                               " of %" G_GUINT64_FORMAT " bytes.",
                                               output,
                                               stream->keep,
                                               stream->n_bytes);

      self->call->log (self->call, FANFOLD_LEVEL_INFO, line);
    }
}

static FanfoldStatus
finish (Job *self, FanfoldCommandFiles *files)
{
  FanfoldCall *call = self->call;
  g_autofree char *json = NULL;
  g_autofree char *message = NULL;
  g_autofree char *written = NULL;
  g_autofree char *read = NULL;
  gboolean sound = fanfold_command_result_take (self->result_path, &json, &message);

  fanfold_command_stream_finish (&self->streams[0]);
  fanfold_command_stream_finish (&self->streams[1]);
  if (self->told_usec != 0)
    return FANFOLD_CANCELLED;
  if (self->feed.failure != NULL)
    return call->fail (call, self->feed.failure);
  if (!is_success (call, self->process.status))
    return fail_end (self);
  if (!sound)
    return call->fail (call, message);
  if (self->streams[0].spool_error != 0 || self->streams[1].spool_error != 0)
    return fail_spool (self);

  fanfold_command_files_compare (files, &written, &read);
  call->put_int (call, "status", WEXITSTATUS (self->process.status));
  put_stream (self, 0, "stdout");
  put_stream (self, 1, "stderr");
  call->put_text (call, "files", written);
  call->put_text (call, "read", read);
  if (json != NULL)
    call->put_text (call, "result", json);

  return FANFOLD_OK;
}

static FanfoldStatus
run (Job *self)
{
  g_autoptr (FanfoldCommandFiles) files = NULL;
  g_autofree char *message = NULL;
  int code;

  if (!prepare (self, &message))
    return self->call->fail (self->call, message);

  files = fanfold_command_files_new (get_named (self), self->folder);
  self->call->grace (self->call, (double) self->wait_usec / G_USEC_PER_SEC + GRACE_SECONDS);
  self->begun_usec = g_get_monotonic_time ();
  code = fanfold_command_process_start (&self->process,
                                        (const char *const *) self->words,
                                        fanfold_command_environment_get_words (self->environment),
                                        self->folder,
                                        self->feed.input >= 0 ? self->feed.input : get_nothing ());
  if (code != 0)
    return fail_start (self, code);
  fanfold_command_feed_started (&self->feed);

  attend (self);
  return finish (self, files);
}

FanfoldStatus
fanfold_command_job_run (FanfoldCall *call)
{
  FanfoldStatus status;
  Job job;

  job_init (&job, call);
  status = run (&job);
  job_clear (&job);

  return status;
}
