/* test-history-sync.c: what the records of a run wait for the disk for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "history-fixture.h"

#include <sys/syscall.h>

/* What waits for the disk to begin a run, to record jobs, and to end it. SQLite waits for a log of
 * its own twice and for its folder when it is new; the list may be brought up to date meanwhile. */
#define MOST_SYNCS 15

/* Paths of what was on disk, as the calls ended. The writer's thread fills it. */
static GMutex mutex;
static GPtrArray *synced;

static int
sync_noted (long call, int fd)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  char *path = g_file_read_link (link, NULL);
  int result = (int) syscall (call, fd);

  g_mutex_lock (&mutex);
  if (synced != NULL && result == 0)
    g_ptr_array_add (synced, path);
  else
    g_free (path);
  g_mutex_unlock (&mutex);

  return result;
}

/* In the place of the C library's, for SQLite, too. */
int
fdatasync (int fd)
{
  return sync_noted (SYS_fdatasync, fd);
}

int
fsync (int fd)
{
  return sync_noted (SYS_fsync, fd);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  fixture_set_up (self, data);
  g_mutex_lock (&mutex);
  synced = g_ptr_array_new_with_free_func (g_free);
  g_mutex_unlock (&mutex);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_mutex_lock (&mutex);
  g_clear_pointer (&synced, g_ptr_array_unref);
  g_mutex_unlock (&mutex);
  fixture_tear_down (self, data);
}

/* The place of the first, or the last, time that the file of the history was waited for. */
static guint
find (Fixture *self, const char *name, gboolean last)
{
  g_autofree char *path = fixture_path (self, name);
  guint found = G_MAXUINT;

  for (guint i = 0; i < synced->len; i++)
    if (g_str_equal (synced->pdata[i], path) && (last || found == G_MAXUINT))
      found = i;

  return found;
}

/* The list never names a run whose file may be lost: the file, and that it is in its folder, come
 * first. All that was recorded is in it before the list says that the run is over. */
static void
test_order (Fixture *self, gconstpointer data)
{
  fixture_record_run (self);

  g_assert_cmpuint (find (self, "runs/1.db", FALSE), <, find (self, "history.db-wal", FALSE));
  g_assert_cmpuint (find (self, "runs", FALSE), <, find (self, "history.db-wal", FALSE));
  g_assert_cmpuint (find (self, "history.db-wal", FALSE), <, G_MAXUINT);
  g_assert_cmpuint (find (self, "runs/1.db-wal", TRUE), <, find (self, "runs/1.db", TRUE));
  g_assert_cmpuint (find (self, "runs/1.db", TRUE), <, find (self, "history.db-wal", TRUE));
  fixture_assert_square (self, 1, 9999);
}

/* A small run takes hardly longer than the disk does. */
static void
test_few (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, NULL);

  fixture_add (self, recorder, 0, 1);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1);
  fixture_wait_over (recorder);
  fanfold_writer_end (writer);

  for (guint i = 0; i < synced->len; i++)
    g_test_message ("%s", (const char *) synced->pdata[i]);
  g_assert_cmpuint (synced->len, <=, MOST_SYNCS);
  g_assert_false (fixture_has (self, "runs/1.db-wal"));
  g_assert_false (fixture_has (self, "runs/1.db-journal"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/history-sync/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/history-sync/few", Fixture, NULL, set_up, test_few, tear_down);

  return g_test_run ();
}
