/* test-record-queue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-record-queue.h"

typedef struct
{
  FanfoldRecordQueue *queue;
  int n_pushed; /* atomic */
} Pusher;

static void
push_bytes (FanfoldRecordQueue *queue, gsize n_bytes)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_LOG, .n_bytes = n_bytes };

  fanfold_record_queue_push (queue, &record);
}

static gpointer
push_thread (gpointer user_data)
{
  Pusher *pusher = user_data;

  for (guint i = 0; i < 3; i++)
    {
      push_bytes (pusher->queue, FANFOLD_RECORD_QUEUE_MAX_BYTES + 1);
      g_atomic_int_inc (&pusher->n_pushed);
    }

  return NULL;
}

static void
test_bound (void)
{
  g_autoptr (FanfoldRecordQueue) queue = fanfold_record_queue_new ();
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (FanfoldRecord));
  Pusher pusher = { queue, 0 };
  GThread *thread = g_thread_new ("pusher", push_thread, &pusher);

  for (int i = 1; i <= 3; i++)
    {
      g_array_set_size (records, 0);
      g_assert_true (fanfold_record_queue_take (queue, records, G_MAXINT64));
      g_assert_cmpuint (records->len, ==, 1);
      /* Taken is not yet recorded. */
      g_usleep (20000);
      g_assert_cmpint (g_atomic_int_get (&pusher.n_pushed), ==, i - 1);
      push_bytes (queue, 0);
      g_assert_true (fanfold_record_queue_take (queue, records, G_MAXINT64));
      fanfold_record_queue_release (queue, FANFOLD_RECORD_QUEUE_MAX_BYTES + 1);
    }
  g_thread_join (thread);
  g_assert_cmpint (g_atomic_int_get (&pusher.n_pushed), ==, 3);

  g_array_set_size (records, 0);
  g_assert_true (fanfold_record_queue_take (queue, records, g_get_monotonic_time () + 1000));
  g_assert_cmpuint (records->len, ==, 0);
  push_bytes (queue, FANFOLD_RECORD_QUEUE_MAX_BYTES / 4);
  push_bytes (queue, FANFOLD_RECORD_QUEUE_MAX_BYTES / 2);
  fanfold_record_queue_close (queue);
  push_bytes (queue, FANFOLD_RECORD_QUEUE_MAX_BYTES / 2);
  g_assert_false (fanfold_record_queue_take (queue, records, G_MAXINT64));
  g_assert_cmpuint (records->len, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record-queue/bound", test_bound);

  return g_test_run ();
}
