/* fanfold-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-export.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fanfold-error.h"
#include "fanfold-export-form.h"

#define PIECE_BYTES (64 * 1024)
#define PAUSE_USEC (100 * 1000)

struct _FanfoldExport
{
  char *name; /* as messages show it */
  const FanfoldExportForm *form;
  gboolean begun; /* the head is written */
  gboolean empty; /* no job is */
  int fd;
  GString *waiting;
  gint64 written_usec;
  gboolean broken;
};

/* Where the program's standard output is: behind fanfold_export_protect_stdout () elsewhere. */
static int stdout_fd = STDOUT_FILENO;

static const FanfoldExportForm *const forms[] = {
  [FANFOLD_EXPORT_JSON_LINES] = &fanfold_export_json_lines,
  [FANFOLD_EXPORT_JSON] = &fanfold_export_json,
  [FANFOLD_EXPORT_CSV] = &fanfold_export_csv,
  [FANFOLD_EXPORT_JOB_LOG] = &fanfold_export_job_log,
};

static gboolean
fail (FanfoldExport *self, int code, GError **error)
{
  const char *advice = "";

  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    advice = " Make room: the results are in the history.";
  else if (code == EPIPE)
    advice = " Whatever read them has ended.";
  else if (code == EBADF)
    advice = " It is not open for writing: name a file instead.";

  self->broken = TRUE;
  g_string_truncate (self->waiting, 0);
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_EXPORT,
               "The results cannot be written to %s: %s.%s",
               self->name,
               g_strerror (code),
               advice);

  return FALSE;
}

/* A pipe that nobody reads any more must be an error here, not the program's end; the signal is
 * blocked in this thread alone, so that what a worker inherits stays as it was. */
static gssize
write_without_signal (int fd, const char *bytes, gsize length)
{
  const struct timespec at_once = { 0, 0 };
  sigset_t pipe_signal, before, pending;
  gssize n_written;
  int code;

  sigemptyset (&pipe_signal);
  sigaddset (&pipe_signal, SIGPIPE);
  sigpending (&pending);
  pthread_sigmask (SIG_BLOCK, &pipe_signal, &before);

  n_written = write (fd, bytes, length);
  code = errno;
  if (n_written < 0 && code == EPIPE && !sigismember (&pending, SIGPIPE))
    sigtimedwait (&pipe_signal, NULL, &at_once);

  pthread_sigmask (SIG_SETMASK, &before, NULL);
  errno = code;

  return n_written;
}

static gboolean
write_waiting (FanfoldExport *self, GError **error)
{
  gsize n_done = 0;

  while (n_done < self->waiting->len)
    {
      gssize n =
          write_without_signal (self->fd, self->waiting->str + n_done, self->waiting->len - n_done);

      if (n >= 0)
        {
          n_done += (gsize) n;
        }
      else if (errno == EAGAIN)
        {
          struct pollfd wait = { self->fd, POLLOUT, 0 };

          poll (&wait, 1, -1);
        }
      else if (errno != EINTR)
        {
          return fail (self, errno, error);
        }
    }

  g_string_truncate (self->waiting, 0);
  self->written_usec = g_get_monotonic_time ();

  return TRUE;
}

static int
open_file (const char *path)
{
  struct stat status;
  int fd, code;

  fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
  if (fd < 0)
    return -1;

  if (fstat (fd, &status) == 0 && (!S_ISREG (status.st_mode) || ftruncate (fd, 0) == 0))
    return fd;

  code = errno;
  close (fd);
  errno = code;

  return -1;
}

/* (-1 with errno) A descriptor of its own for what @fd writes to. */
static int
duplicate (int fd)
{
  int flags = fcntl (fd, F_GETFL);

  if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY)
    {
      errno = EBADF;
      return -1;
    }

  return fcntl (fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

/* NULL where those of a stream cannot be read back. */
static FanfoldArgsColumns *
get_arguments (FanfoldCombine *combine, guint64 first, guint n_jobs, GError **error)
{
  FanfoldFunction *function = fanfold_combine_get_function (combine);
  g_autoptr (GVariant) columns = fanfold_combine_get_columns (combine, first, n_jobs);

  if (columns == NULL)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_HISTORY,
                   "The arguments of job %" G_GUINT64_FORMAT
                   " cannot be read back from the history",
                   first);
      return NULL;
    }

  return fanfold_args_columns_new (fanfold_function_get_params (function), columns);
}

gboolean
fanfold_export_format_from_string (const char *text, FanfoldExportFormat *format, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (format != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_str_equal (text, forms[i]->name))
      {
        *format = (FanfoldExportFormat) i;
        return TRUE;
      }

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               "Results are written as jsonl, csv, json or joblog, not \"%s\"",
               text);
  return FALSE;
}

FanfoldExport *
fanfold_export_new (const char *path, FanfoldExportFormat format, GError **error)
{
  g_autoptr (FanfoldExport) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail ((guint) format < G_N_ELEMENTS (forms), NULL);

  self = g_new0 (FanfoldExport, 1);
  self->form = forms[format];
  self->empty = TRUE;
  self->waiting = g_string_sized_new (2 * PIECE_BYTES);
  if (g_str_equal (path, "-"))
    {
      self->name = g_strdup ("standard output");
      self->fd = duplicate (stdout_fd);
    }
  else
    {
      g_autofree char *shown = g_filename_display_name (path);

      self->name = g_strdup_printf ("“%s”", shown);
      self->fd = open_file (path);
    }

  if (self->fd < 0)
    {
      fail (self, errno, error);
      return NULL;
    }

  self->written_usec = g_get_monotonic_time ();

  return g_steal_pointer (&self);
}

void
fanfold_export_free (FanfoldExport *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  g_string_free (self->waiting, TRUE);
  g_free (self->name);
  g_free (self);
}

void
fanfold_export_protect_stdout (void)
{
  int fd;

  if (stdout_fd != STDOUT_FILENO)
    return;

  fflush (stdout);
  fd = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (dup2 (STDERR_FILENO, STDOUT_FILENO) < 0)
    {
      int null_fd = open ("/dev/null", O_WRONLY | O_CLOEXEC);

      if (null_fd >= 0 && null_fd != STDOUT_FILENO)
        {
          dup2 (null_fd, STDOUT_FILENO);
          close (null_fd);
        }
    }

  stdout_fd = fd;
}

void
fanfold_export_begin (FanfoldExport *self, FanfoldFunction *function)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (FANFOLD_IS_FUNCTION (function));

  if (self->begun)
    return;

  self->begun = TRUE;
  if (self->form->append_head != NULL)
    self->form->append_head (self->waiting, function);
}

gboolean
fanfold_export_write_block (FanfoldExport *self,
                            FanfoldCombine *combine,
                            FanfoldBlock *block,
                            GError **error)
{
  g_autoptr (FanfoldArgsColumns) arguments = NULL;
  FanfoldExportJob job;
  guint n_jobs;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (combine != NULL, FALSE);
  g_return_val_if_fail (block != NULL, FALSE);

  if (self->broken)
    return TRUE;

  n_jobs = fanfold_block_get_n_jobs (block);
  arguments = get_arguments (combine, fanfold_block_get_first (block), n_jobs, error);
  if (arguments == NULL)
    return FALSE;

  job = (FanfoldExportJob){
    .function = fanfold_combine_get_function (combine),
    .arguments = arguments,
    .block = block,
  };
  fanfold_export_begin (self, job.function);
  for (guint i = 0; i < n_jobs; i++)
    {
      job.arguments_place = i;
      job.place = i;
      self->form->append_job (self->waiting, &job, self->empty);
      self->empty = FALSE;
      if (self->waiting->len >= PIECE_BYTES && !write_waiting (self, error))
        return FALSE;
    }

  if (self->waiting->len > 0 && g_get_monotonic_time () - self->written_usec >= PAUSE_USEC)
    return write_waiting (self, error);

  return TRUE;
}

gboolean
fanfold_export_flush (FanfoldExport *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->broken || self->fd < 0 || write_waiting (self, error);
}

gboolean
fanfold_export_close (FanfoldExport *self, GError **error)
{
  gboolean success = TRUE;
  int fd;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->fd < 0)
    return TRUE;

  if (!self->broken)
    {
      if (self->begun && self->form->tail != NULL)
        g_string_append (self->waiting, self->form->tail);
      success = write_waiting (self, error);
    }

  fd = self->fd;
  self->fd = -1;
  /* Some file systems tell only here that the room was not there. */
  if (close (fd) != 0 && errno != EINTR && success)
    return fail (self, errno, error);

  return success;
}

void
fanfold_export_append_job (GString *text, FanfoldCombine *combine, FanfoldBlock *block, guint place)
{
  g_autoptr (FanfoldArgsColumns) arguments = NULL;
  FanfoldExportJob job;

  g_return_if_fail (text != NULL);
  g_return_if_fail (combine != NULL);
  g_return_if_fail (block != NULL);
  g_return_if_fail (place < fanfold_block_get_n_jobs (block));

  arguments = get_arguments (combine, fanfold_block_get_first (block) + place, 1, NULL);
  if (arguments == NULL)
    return;

  job = (FanfoldExportJob){
    .function = fanfold_combine_get_function (combine),
    .arguments = arguments,
    .block = block,
    .place = place,
  };
  fanfold_export_json_lines.append_job (text, &job, TRUE);
}
