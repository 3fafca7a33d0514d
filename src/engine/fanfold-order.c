/* fanfold-order.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-order.h"

#include "fanfold-args.h"
#include "fanfold-error.h"
#include "fanfold-job-size.h"
#include "fanfold-shuffle.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CHECK_JOBS 256

/* The less the earlier. */
typedef struct
{
  double rank;
  guint32 index;
} Ranked;

typedef struct
{
  FanfoldCombine *combine;
  FanfoldOrder order;
  FanfoldJobSize *size;
  FanfoldOrderSecondsFunc seconds;
  gpointer user_data;
  GCancellable *cancellable;
  gboolean any_size;
} Ranking;

static double
get_rank (Ranking *self, guint64 index)
{
  g_autoptr (GVariant) args = NULL;
  double seconds, size;

  if (self->order != FANFOLD_ORDER_LONGEST_FIRST)
    {
      size = fanfold_job_size_get (self->size, index);
      if (isnan (size))
        return INFINITY;
      self->any_size = TRUE;
      return self->order == FANFOLD_ORDER_LARGEST_FIRST ? -size : size;
    }

  if (self->seconds == NULL)
    return -INFINITY;

  args = fanfold_combine_get_args (self->combine, index);
  seconds = self->seconds (fanfold_args_hash (args), self->user_data);
  return seconds < 0 ? -INFINITY : -seconds;
}

static int
compare_ranked (gconstpointer first, gconstpointer second)
{
  const Ranked *a = first;
  const Ranked *b = second;

  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;

  return a->index < b->index ? -1 : a->index > b->index;
}

/* Puts @order, @n jobs that are in the order given, in that of their ranks. */
static gboolean
rank_jobs (Ranking *self, guint32 *order, guint64 n, GError **error)
{
  g_autofree Ranked *ranked = g_new (Ranked, n);

  for (guint64 i = 0; i < n; i++)
    {
      if (i % CHECK_JOBS == 0 && g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      ranked[i] = (Ranked){ get_rank (self, order[i]), order[i] };
    }

  if (self->order != FANFOLD_ORDER_LONGEST_FIRST && !self->any_size)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("The order “%s” is by size, and no job has one: none reads a file that is "
                      "there, and %s declares no parameter as its cost"),
                   fanfold_order_to_string (self->order),
                   fanfold_function_get_id (fanfold_combine_get_function (self->combine)));
      return FALSE;
    }

  qsort (ranked, n, sizeof (Ranked), compare_ranked);
  for (guint64 i = 0; i < n; i++)
    order[i] = ranked[i].index;

  return TRUE;
}

static int
compare_indices (gconstpointer first, gconstpointer second)
{
  guint32 a = *(const guint32 *) first;
  guint32 b = *(const guint32 *) second;

  return a < b ? -1 : a > b;
}

/* The jobs that are meant; shuffled only where that is asked for. (transfer full) */
static guint32 *
draw_jobs (const FanfoldSettings *settings, guint64 n_all, guint64 n)
{
  guint32 *order;

  if (settings->order == FANFOLD_ORDER_SHUFFLED || n < n_all)
    {
      order = fanfold_shuffle_draw (n_all, n, settings->seed);
      if (settings->order != FANFOLD_ORDER_SHUFFLED)
        qsort (order, n, sizeof (guint32), compare_indices);
      return order;
    }

  order = g_new (guint32, n);
  for (guint64 i = 0; i < n; i++)
    order[i] = (guint32) i;

  return order;
}

static gboolean
rank (Ranking *self, guint32 *order, guint64 n, GError **error)
{
  if (self->order == FANFOLD_ORDER_GIVEN || self->order == FANFOLD_ORDER_SHUFFLED)
    return TRUE;

  return rank_jobs (self, order, n, error);
}

FanfoldCombine *
fanfold_order_apply (FanfoldCombine *combine,
                     const FanfoldSettings *settings,
                     const char *folder,
                     FanfoldOrderSecondsFunc seconds,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (FanfoldJobSize) size = NULL;
  Ranking ranking = { combine, settings->order, NULL, seconds, user_data, cancellable };
  g_autoptr (GBytes) bytes = NULL;
  guint32 *order;
  guint64 n, n_all;

  g_return_val_if_fail (combine != NULL, NULL);
  g_return_val_if_fail (settings != NULL, NULL);

  n = n_all = fanfold_combine_get_n_jobs (combine);
  if (settings->sample > 0)
    n = MIN (n_all, settings->sample);
  if (settings->order == FANFOLD_ORDER_GIVEN && settings->sample == 0)
    return fanfold_combine_ref (combine);

  if (fanfold_combine_get_stream (combine, NULL) != NULL)
    {
      g_set_error (
          error,
          FANFOLD_ERROR,
          FANFOLD_ERROR_INVALID,
          _ ("A stream is taken as it comes: leave out %s, or write its lines to a file and "
             "give the file"),
          settings->sample > 0 ? _ ("the sample") : _ ("the order"));
      return NULL;
    }
  if (n == n_all && settings->order == FANFOLD_ORDER_GIVEN)
    return fanfold_combine_ref (combine);

  ranking.size = size = fanfold_job_size_new (combine, folder);
  order = draw_jobs (settings, n_all, n);
  bytes = g_bytes_new_take (order, n * sizeof (guint32));
  if (!rank (&ranking, order, n, error))
    return NULL;

  return fanfold_combine_with_order (combine, bytes);
}
