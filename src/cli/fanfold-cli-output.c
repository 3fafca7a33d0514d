/* fanfold-cli-output.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SPOOL "FANFOLD_SPOOL"
#define FOLDER_PREFIX "fanfold-output-"
#define YOUNG_SECONDS 60
#define PIECE_BYTES (64 * 1024)
#define PIECES_AT_ONCE 64 /* then signals are heard again */

typedef struct
{
  guint64 index;
  gint64 ended_usec;
  gboolean is_error; /* its standard error, printed behind its output */
} Part;

struct _FanfoldCliOutput
{
  FanfoldCliOutputForm form;
  FanfoldStream *output;
  FanfoldStream *errors;
  char *folder;
  int lock_fd; /* of the folder, as long as it is in use */

  GArray *parts;    /* Part, that are to be printed */
  guint n_printed;  /* of them */
  guint64 frontier; /* all jobs before it are over */
  guint64 scanned;  /* up to there what is in order has been found */

  int fd; /* of the part that is being printed; -1: none */
  char *piece;
  gsize piece_length;
  gsize piece_written;
  guint watch_id;
  int error;
  gboolean in_line; /* the last byte on a terminal ends no line */
  gboolean tty[2];
};

static char *
dup_path (FanfoldCliOutput *self, const Part *part)
{
  return g_strdup_printf (
      "%s/%" G_GUINT64_FORMAT ".%s", self->folder, part->index, part->is_error ? "err" : "out");
}

static int
compare_parts (gconstpointer first, gconstpointer second)
{
  const Part *a = first;
  const Part *b = second;

  if (a->ended_usec != b->ended_usec)
    return a->ended_usec < b->ended_usec ? -1 : 1;
  if (a->index != b->index)
    return a->index < b->index ? -1 : 1;

  return a->is_error - b->is_error;
}

/* "12.out" */
static gboolean
parse_name (const char *name, Part *part)
{
  char *end = NULL;

  *part = (Part){ .index = g_ascii_strtoull (name, &end, 10) };
  part->is_error = g_str_equal (end, ".err");

  return end > name && (part->is_error || g_str_equal (end, ".out"));
}

static gboolean
is_ready (FanfoldCliOutput *self, FanfoldJobTable *table, Part *part)
{
  FanfoldJobRow row;

  if (self->form == FANFOLD_CLI_OUTPUT_ORDER)
    return part->index < self->frontier;
  if (part->index >= fanfold_job_table_get_n_jobs (table))
    return FALSE;

  fanfold_job_table_get (table, part->index, &row);
  part->ended_usec = row.started_usec + (gint64) (row.seconds * G_USEC_PER_SEC);

  return fanfold_job_state_is_over (row.state);
}

/* What one pass over the folder finds is printed before the next one, so that a slow reader does
 * not make it long. */
static void
scan (FanfoldCliOutput *self, FanfoldRun *run)
{
  FanfoldJobTable *table = fanfold_run_get_job_table (run);
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;
  Part part;

  g_array_set_size (self->parts, 0);
  self->n_printed = 0;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (parse_name (name, &part) && is_ready (self, table, &part))
      g_array_append_val (self->parts, part);
  g_array_sort (self->parts, compare_parts);
  self->scanned = self->frontier;
}

static void
advance (FanfoldCliOutput *self, FanfoldRun *run)
{
  FanfoldJobTable *table = fanfold_run_get_job_table (run);
  guint64 n_jobs = fanfold_job_table_get_n_jobs (table);
  FanfoldJobRow row;

  for (; self->frontier < n_jobs; self->frontier++)
    {
      fanfold_job_table_get (table, self->frontier, &row);
      if (!fanfold_job_state_is_over (row.state))
        return;
    }
}

static void
close_part (FanfoldCliOutput *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

static void
end_part (FanfoldCliOutput *self)
{
  g_autofree char *path = dup_path (self, &g_array_index (self->parts, Part, self->n_printed));

  g_unlink (path);
  close_part (self);
  self->piece_length = 0;
  self->piece_written = 0;
  self->n_printed++;
}

/* False: there is none. */
static gboolean
read_piece (FanfoldCliOutput *self)
{
  gssize n_read;

  while (self->n_printed < self->parts->len)
    {
      if (self->fd < 0)
        {
          g_autofree char *path =
              dup_path (self, &g_array_index (self->parts, Part, self->n_printed));

          self->fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        }
      n_read = self->fd >= 0 ? read (self->fd, self->piece, PIECE_BYTES) : 0;
      if (n_read > 0)
        {
          self->piece_length = (gsize) n_read;
          self->piece_written = 0;
          return TRUE;
        }
      if (n_read == 0 || errno != EINTR)
        end_part (self);
    }

  return FALSE;
}

static gboolean
is_error_part (FanfoldCliOutput *self)
{
  return g_array_index (self->parts, Part, self->n_printed).is_error;
}

static void
give_up (FanfoldCliOutput *self, int error, gboolean is_error)
{
  self->piece_length = 0;
  if (is_error)
    end_part (self); /* nobody reads it: the output may still be read */
  else
    self->error = error;
}

/* Whether there may be room for more. */
static gboolean
print_piece (FanfoldCliOutput *self)
{
  gboolean is_error = is_error_part (self);
  const char *start = self->piece + self->piece_written;
  gsize n_left = self->piece_length - self->piece_written;
  gssize n;

  if (self->tty[0] && !is_error)
    fanfold_stream_set_status (self->errors, NULL);
  n = fanfold_stream_write (is_error ? self->errors : self->output, start, n_left);
  if (n < 0)
    give_up (self, errno, is_error);
  if (n <= 0)
    return n < 0 && self->error == 0;

  self->piece_written += (gsize) n;
  if (self->tty[is_error])
    self->in_line = start[n - 1] != '\n';

  return TRUE;
}

/* False: nothing is left to do now, or there is no room. */
static gboolean
print_some (FanfoldCliOutput *self)
{
  guint n;

  for (n = 0; n < PIECES_AT_ONCE; n++)
    {
      if (self->error != 0)
        return FALSE;
      if (self->piece_written == self->piece_length && !read_piece (self))
        return FALSE;
      if (!print_piece (self))
        return FALSE;
    }

  return TRUE;
}

static gboolean
room_cb (int fd, GIOCondition condition, gpointer user_data)
{
  FanfoldCliOutput *self = user_data;

  print_some (self);
  self->watch_id = 0;
  if (!fanfold_cli_output_is_busy (self))
    return G_SOURCE_REMOVE;

  self->watch_id =
      g_unix_fd_add (fanfold_stream_get_fd (is_error_part (self) ? self->errors : self->output),
                     G_IO_OUT | G_IO_ERR,
                     room_cb,
                     self);

  return G_SOURCE_REMOVE;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/* Ours, and locked by nobody. A young one may be about to be locked. */
static gboolean
is_abandoned (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat info;
  gboolean abandoned;

  if (fd < 0)
    return FALSE;

  abandoned = fstat (fd, &info) == 0 && info.st_uid == geteuid () &&
              info.st_mtime + YOUNG_SECONDS < time (NULL) && flock (fd, LOCK_EX | LOCK_NB) == 0;
  close (fd);

  return abandoned;
}

/* What programs that were killed have left. */
static void
remove_abandoned (void)
{
  g_autoptr (GDir) dir = g_dir_open (g_get_tmp_dir (), 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = NULL;

      if (!g_str_has_prefix (name, FOLDER_PREFIX))
        continue;

      folder = g_build_filename (g_get_tmp_dir (), name, NULL);
      if (is_abandoned (folder))
        remove_folder (folder);
    }
}

FanfoldCliOutput *
fanfold_cli_output_new (FanfoldCliOutputForm form,
                        FanfoldStream *output,
                        FanfoldStream *errors,
                        GError **error)
{
  g_autofree char *folder = NULL;
  FanfoldCliOutput *self;

  g_return_val_if_fail (output != NULL, NULL);
  g_return_val_if_fail (errors != NULL, NULL);

  remove_abandoned ();
  folder = g_dir_make_tmp (FOLDER_PREFIX "XXXXXX", error);
  if (folder == NULL)
    return NULL;

  self = g_new0 (FanfoldCliOutput, 1);
  self->form = form;
  self->output = output;
  self->errors = errors;
  self->folder = g_steal_pointer (&folder);
  self->lock_fd = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->lock_fd >= 0)
    flock (self->lock_fd, LOCK_EX | LOCK_NB);
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  self->fd = -1;
  self->piece = g_malloc (PIECE_BYTES);
  self->tty[0] = isatty (fanfold_stream_get_fd (output));
  self->tty[1] = isatty (fanfold_stream_get_fd (errors));
  g_setenv (SPOOL, self->folder, TRUE);

  return self;
}

const char *
fanfold_cli_output_get_folder (FanfoldCliOutput *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->folder;
}

void
fanfold_cli_output_free (FanfoldCliOutput *self)
{
  g_unsetenv (SPOOL);
  g_clear_handle_id (&self->watch_id, g_source_remove);
  close_part (self);
  remove_folder (self->folder);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_array_unref (self->parts);
  g_free (self->folder);
  g_free (self->piece);
  g_free (self);
}

void
fanfold_cli_output_sample (FanfoldCliOutput *self, FanfoldRun *run)
{
  gboolean in_order;

  g_return_if_fail (self != NULL);
  g_return_if_fail (FANFOLD_IS_RUN (run));

  if (fanfold_run_get_job_table (run) == NULL || fanfold_cli_output_is_busy (self) ||
      self->error != 0)
    return;

  in_order = self->form == FANFOLD_CLI_OUTPUT_ORDER;
  if (in_order)
    advance (self, run);
  if (!in_order || self->frontier > self->scanned)
    scan (self, run);

  print_some (self);
  if (fanfold_cli_output_is_busy (self))
    room_cb (-1, 0, self);
}

gboolean
fanfold_cli_output_is_busy (FanfoldCliOutput *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->error == 0 && self->n_printed < self->parts->len;
}

int
fanfold_cli_output_get_error (FanfoldCliOutput *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->error;
}

void
fanfold_cli_output_end_line (FanfoldCliOutput *self)
{
  g_return_if_fail (self != NULL);

  if (self->in_line)
    fanfold_stream_print (self->errors, "\n");
  self->in_line = FALSE;
}
