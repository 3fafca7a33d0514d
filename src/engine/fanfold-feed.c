/* fanfold-feed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-feed.h"

#include "fanfold-error.h"
#include "fanfold-line-reader.h"
#include "fanfold-lock.h"
#include "fanfold-pre-dispatch.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* So much may be on its way to the disk. */
#define MAX_VALUES_BYTES ((gsize) 8 * 1024 * 1024)
#define DISK_POLL_USEC 1000

struct _FanfoldFeed
{
  FanfoldFeedSpec spec;
  FanfoldSource *stream;
  guint64 n_each;
  FanfoldLineReader *reader;
  GCancellable *cancellable;
  GThread *thread;

  GMutex mutex; /* for what follows */
  guint64 n_ahead;
  gboolean over;
  gboolean cut;
  GError *error;
};

static guint64
get_n_ahead (FanfoldFeed *self)
{
  guint64 n_ahead;

  fanfold_lock (&self->mutex);
  n_ahead = self->n_ahead;
  fanfold_unlock (&self->mutex);

  return n_ahead;
}

/* How many jobs more may wait; 0: the dispatch is closed. Half of them have to be gone before
 * others come, or each would come alone. */
static guint64
wait_for_room (FanfoldFeed *self)
{
  guint64 n_ahead = get_n_ahead (self);
  guint64 n_fitting = n_ahead > self->n_each ? n_ahead - self->n_each : 0;
  guint64 n_waiting;

  if (n_ahead == FANFOLD_PRE_DISPATCH_ALL)
    return fanfold_dispatch_wait_below (self->spec.dispatch, n_ahead) ? n_ahead : 0;
  if (!fanfold_dispatch_wait_below (self->spec.dispatch, MIN (n_ahead / 2, n_fitting) + 1))
    return 0;

  n_waiting = fanfold_dispatch_get_n_waiting (self->spec.dispatch);

  return n_waiting < n_ahead ? n_ahead - n_waiting : 1;
}

static void
wait_for_disk (FanfoldFeed *self)
{
  while (fanfold_recorder_get_values_bytes (self->spec.recorder) > MAX_VALUES_BYTES &&
         !g_cancellable_is_cancelled (self->cancellable))
    g_usleep (DISK_POLL_USEC);
}

static void
hand_on (FanfoldFeed *self, GVariant *values)
{
  guint64 first = fanfold_source_get_size (self->stream);
  guint64 n = g_variant_n_children (values);
  guint64 n_jobs = (first + n) * self->n_each;

  fanfold_source_append (self->stream, values);
  fanfold_recorder_add_values (self->spec.recorder, first, values);
  fanfold_recorder_set_total (self->spec.recorder, n_jobs);
  fanfold_job_table_grow (self->spec.table, n_jobs);
  fanfold_dispatch_add (self->spec.dispatch, first * self->n_each, n * self->n_each);
}

static void
refuse_more (FanfoldFeed *self, GError **error)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("The lines of %s make more than %" PRIu64
                  " jobs, which is the most in one run: run the others by themselves"),
               self->spec.name,
               FANFOLD_COMBINE_MAX_JOBS);
}

static gboolean
set_cut (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("No more is to be read"));
  return FALSE;
}

/* One piece. False: it was the last. G_IO_ERROR_CANCELLED: more might have come. */
static gboolean
read_piece (FanfoldFeed *self, GError **error)
{
  guint64 n_jobs = fanfold_source_get_size (self->stream) * self->n_each;
  guint64 n_possible = (FANFOLD_COMBINE_MAX_JOBS - n_jobs) / self->n_each;
  guint64 n_room = wait_for_room (self);
  g_autoptr (GVariant) values = NULL;

  if (n_room == 0)
    return set_cut (error);

  wait_for_disk (self);
  values = fanfold_line_reader_read (self->reader,
                                     CLAMP (n_room / self->n_each, 1, MAX (n_possible, 1)),
                                     self->cancellable,
                                     error);
  if (values == NULL)
    return FALSE;
  if (n_possible == 0)
    {
      refuse_more (self, error);
      return FALSE;
    }

  if (!fanfold_combine_check_stream (self->spec.combine, values, error) ||
      (self->spec.weight != NULL &&
       !fanfold_weight_check_stream (self->spec.weight, values, error)))
    {
      g_prefix_error (error, "%s: ", self->spec.name);
      return FALSE;
    }

  hand_on (self, values);
  return TRUE;
}

static gpointer
feed_thread (gpointer data)
{
  FanfoldFeed *self = data;
  GError *error = NULL;
  gboolean cut;

  while (read_piece (self, &error))
    ;

  cut = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (cut)
    g_clear_error (&error);
  else if (error == NULL)
    fanfold_recorder_set_whole (self->spec.recorder);
  fanfold_lock (&self->mutex);
  self->cut = cut;
  self->error = error;
  self->over = TRUE;
  fanfold_unlock (&self->mutex);
  fanfold_dispatch_complete (self->spec.dispatch);

  return NULL;
}

FanfoldFeed *
fanfold_feed_start (const FanfoldFeedSpec *spec)
{
  FanfoldFeed *self;
  FanfoldParam *param;

  g_return_val_if_fail (spec != NULL, NULL);
  g_return_val_if_fail (spec->n_ahead > 0, NULL);

  param = fanfold_combine_get_stream_param (spec->combine);
  g_return_val_if_fail (param != NULL, NULL);

  self = g_new0 (FanfoldFeed, 1);
  g_mutex_init (&self->mutex);
  self->spec = *spec;
  self->spec.name = g_strdup (spec->name);
  self->n_ahead = spec->n_ahead;
  self->stream = fanfold_combine_get_stream (spec->combine, &self->n_each);
  self->reader = fanfold_line_reader_new (param, spec->fd, spec->name);
  self->cancellable = g_cancellable_new ();
  self->thread = g_thread_new ("feed", feed_thread, self);

  return self;
}

void
fanfold_feed_set_n_ahead (FanfoldFeed *self, guint64 n_ahead)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (n_ahead > 0);

  fanfold_lock (&self->mutex);
  self->n_ahead = n_ahead;
  fanfold_unlock (&self->mutex);
}

void
fanfold_feed_stop (FanfoldFeed *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->cancellable);
}

gboolean
fanfold_feed_is_over (FanfoldFeed *self)
{
  gboolean over;

  g_return_val_if_fail (self != NULL, TRUE);

  fanfold_lock (&self->mutex);
  over = self->over;
  fanfold_unlock (&self->mutex);

  return over;
}

gboolean
fanfold_feed_is_cut (FanfoldFeed *self)
{
  gboolean cut;

  g_return_val_if_fail (self != NULL, FALSE);

  fanfold_lock (&self->mutex);
  cut = self->cut;
  fanfold_unlock (&self->mutex);

  return cut;
}

GError *
fanfold_feed_dup_error (FanfoldFeed *self)
{
  GError *error;

  g_return_val_if_fail (self != NULL, NULL);

  fanfold_lock (&self->mutex);
  error = self->error != NULL ? g_error_copy (self->error) : NULL;
  fanfold_unlock (&self->mutex);

  return error;
}

void
fanfold_feed_end (FanfoldFeed *self)
{
  g_return_if_fail (self != NULL);

  fanfold_feed_stop (self);
  g_thread_join (self->thread);
  fanfold_line_reader_free (self->reader);
  g_object_unref (self->cancellable);
  g_free ((char *) self->spec.name);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
