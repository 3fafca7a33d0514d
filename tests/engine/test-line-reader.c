/* test-line-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "described.h"
#include "fanfold-error.h"
#include "fanfold-line-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  int fd; /* to write to; -1: closed */
  FanfoldLineReader *reader;
  GCancellable *cancellable;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const char *param_text = data;
  g_autoptr (FanfoldParam) param = described_param (param_text);
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  self->fd = fds[1];
  self->reader = fanfold_line_reader_new (param, fds[0], "the pipe");
  self->cancellable = g_cancellable_new ();
}

static void
close_writer (Fixture *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  close_writer (self);
  fanfold_line_reader_free (self->reader);
  g_object_unref (self->cancellable);
}

static void
put (Fixture *self, const char *text)
{
  gsize length = strlen (text);

  g_assert_cmpint (write (self->fd, text, length), ==, (gssize) length);
}

static void
assert_read (Fixture *self, guint64 max_values, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) values =
      fanfold_line_reader_read (self->reader, max_values, self->cancellable, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (values);
  text = g_variant_print (values, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_end (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_line_reader_read (self->reader, 10, self->cancellable, &error));
  g_assert_no_error (error);
}

static void
assert_error (Fixture *self, GQuark domain, int code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_line_reader_read (self->reader, 10, self->cancellable, &error));
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, words));
}

/* What has come is given at once, though the writer may go on later. */
static void
test_pieces (Fixture *self, gconstpointer data)
{
  gint64 begin;

  put (self, "1\n2\n");
  begin = g_get_monotonic_time ();
  assert_read (self, 100, "[1.0, 2.0]");
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);

  put (self, "3\n4\n5\r\n6");
  assert_read (self, 2, "[3.0, 4.0]");
  assert_read (self, 100, "[5.0]");
  put (self, "7");
  close_writer (self);
  assert_read (self, 100, "[67.0]");
  assert_end (self);
  assert_end (self);
}

static void
test_no_lines (Fixture *self, gconstpointer data)
{
  close_writer (self);
  assert_end (self);
}

/* The lines before it come first; it is said as often as one asks. */
static void
test_bad_line (Fixture *self, gconstpointer data)
{
  put (self, "1\n2\n\"three\"\n4\n");
  assert_read (self, 100, "[1.0, 2.0]");
  for (guint i = 0; i < 2; i++)
    assert_error (self,
                  FANFOLD_ERROR,
                  FANFOLD_ERROR_INVALID,
                  "Line 3 of the pipe: x: \"\"three\"\" is not a number");
}

static gpointer
cancel_thread (gpointer data)
{
  g_usleep (20 * 1000);
  g_cancellable_cancel (data);

  return NULL;
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  GThread *thread = g_thread_new ("cancel", cancel_thread, self->cancellable);
  gint64 begin = g_get_monotonic_time ();

  assert_error (self, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
  g_thread_join (thread);
  put (self, "1\n");
  assert_error (self, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
}

/* A line that never ends is not read to its end. */
static gpointer
write_thread (gpointer data)
{
  Fixture *self = data;
  g_autofree char *piece = g_strnfill (64 * 1024, 'x');
  gsize n_written = 0;
  gssize n;

  while ((n = write (self->fd, piece, 64 * 1024)) > 0)
    n_written += (gsize) n;
  g_assert_cmpint (errno, ==, EPIPE);
  g_assert_cmpuint (n_written, <, 3 * FANFOLD_LINE_MAX_BYTES);

  return NULL;
}

static void
test_endless_line (void)
{
  Fixture self;
  GThread *thread;

  signal (SIGPIPE, SIG_IGN);
  set_up (&self, DESCRIBED_TEXT);
  put (&self, "a\n");
  thread = g_thread_new ("writer", write_thread, &self);
  assert_read (&self, 100, "['a']");
  assert_error (&self,
                FANFOLD_ERROR,
                FANFOLD_ERROR_INVALID,
                "Line 2 of the pipe: It is longer than 1 MiB, which is the most");
  fanfold_line_reader_free (g_steal_pointer (&self.reader));
  g_thread_join (thread);

  close_writer (&self);
  g_object_unref (self.cancellable);
}

#define N_LINES 50000

static gpointer
write_lines_thread (gpointer data)
{
  FILE *file = fdopen (GPOINTER_TO_INT (data), "w");

  for (guint i = 0; i < N_LINES; i++)
    g_assert_cmpint (fprintf (file, "%u\n", i), >, 0);
  fclose (file);

  return NULL;
}

/* What comes quickly comes in large pieces, each value once and in its place. */
static void
test_quick (void)
{
  Fixture self;
  GThread *thread;
  GVariant *values;
  guint n_pieces = 0;
  guint64 n_values = 0;

  set_up (&self, DESCRIBED_INT);
  thread = g_thread_new ("writer", write_lines_thread, GINT_TO_POINTER (self.fd));
  while ((values = fanfold_line_reader_read (self.reader, G_MAXUINT64, NULL, NULL)) != NULL)
    {
      gsize n;
      const gint64 *numbers = g_variant_get_fixed_array (values, &n, sizeof *numbers);

      for (gsize i = 0; i < n; i++)
        g_assert_cmpint (numbers[i], ==, (gint64) n_values++);
      g_variant_unref (values);
      n_pieces++;
    }
  g_thread_join (thread);
  g_assert_cmpuint (n_values, ==, N_LINES);
  g_assert_cmpuint (n_pieces, <, N_LINES / 50);

  self.fd = -1;
  tear_down (&self, NULL);
}

/* Nobody has opened the other end yet: that is no end. */
static void
test_fifo (void)
{
  g_autofree char *root = g_dir_make_tmp ("fanfold-reader-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (root, "fifo", NULL);
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_REAL);
  Fixture self = { .cancellable = g_cancellable_new () };
  GThread *thread;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  self.reader = fanfold_line_reader_new (param, open (path, O_RDONLY | O_NONBLOCK), "the FIFO");
  thread = g_thread_new ("cancel", cancel_thread, self.cancellable);
  assert_error (&self, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_thread_join (thread);

  g_cancellable_reset (self.cancellable);
  self.fd = open (path, O_WRONLY);
  put (&self, "1\n");
  assert_read (&self, 10, "[1.0]");
  close_writer (&self);
  assert_end (&self);

  tear_down (&self, NULL);
  g_remove (path);
  g_rmdir (root);
}

static void
test_unreadable (void)
{
  g_autofree char *root = g_dir_make_tmp ("fanfold-reader-XXXXXX", NULL);
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_REAL);
  Fixture self = { .fd = -1, .cancellable = g_cancellable_new () };

  self.reader = fanfold_line_reader_new (param, open (root, O_RDONLY), "the folder");
  assert_error (&self, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, "Reading the folder failed: ");
  tear_down (&self, NULL);
  g_rmdir (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/line-reader/pieces", Fixture, DESCRIBED_REAL, set_up, test_pieces, tear_down);
  g_test_add ("/line-reader/no-lines", Fixture, DESCRIBED_REAL, set_up, test_no_lines, tear_down);
  g_test_add ("/line-reader/bad-line", Fixture, DESCRIBED_REAL, set_up, test_bad_line, tear_down);
  g_test_add ("/line-reader/cancelled", Fixture, DESCRIBED_REAL, set_up, test_cancelled, tear_down);
  g_test_add_func ("/line-reader/endless-line", test_endless_line);
  g_test_add_func ("/line-reader/quick", test_quick);
  g_test_add_func ("/line-reader/fifo", test_fifo);
  g_test_add_func ("/line-reader/unreadable", test_unreadable);

  return g_test_run ();
}
