/* fanfold-order.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-order.h"

#include "fanfold-args.h"
#include "fanfold-error.h"
#include "fanfold-shuffle.h"

#include <math.h>
#include <sys/stat.h>

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
  const char *folder; /* (nullable) */
  FanfoldOrderSecondsFunc seconds;
  gpointer user_data;
  GCancellable *cancellable;

  GArray *params;    /* of guint: positions of those that have a size */
  guint n_free;      /* free inputs that may have one */
  GHashTable *sizes; /* of files by their paths: double * */
  gboolean any_size;
} Ranking;

static double
stat_size (Ranking *self, const char *path)
{
  g_autofree char *full = NULL;
  double *size = g_hash_table_lookup (self->sizes, path);
  struct stat info;

  if (size == NULL)
    {
      full = self->folder != NULL ? g_canonicalize_filename (path, self->folder) : g_strdup (path);
      size = g_new (double, 1);
      *size = stat (full, &info) == 0 && S_ISREG (info.st_mode) ? (double) info.st_size : NAN;
      g_hash_table_insert (self->sizes, g_strdup (path), size);
    }

  return *size;
}

/* NAN: none */
static double
get_value_size (Ranking *self, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    return stat_size (self, g_variant_get_bytestring (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    return g_variant_get_double (value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return (double) g_variant_get_int64 (value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_variant_get_boolean (value);

  return NAN;
}

static void
add_size (double *sum, double size)
{
  if (!isnan (size))
    *sum = isnan (*sum) ? size : *sum + size;
}

static double
get_size (Ranking *self, guint64 index)
{
  double sum = NAN;

  if (self->params->len > 0)
    {
      g_autoptr (GVariant) args = fanfold_combine_get_args (self->combine, index);

      for (guint i = 0; i < self->params->len; i++)
        {
          g_autoptr (GVariant) value =
              g_variant_get_child_value (args, g_array_index (self->params, guint, i));

          add_size (&sum, get_value_size (self, value));
        }
    }

  for (guint i = 0; i < self->n_free; i++)
    {
      g_autoptr (GVariant) value = fanfold_combine_get_free_value (self->combine, i, index);

      if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
        add_size (&sum, get_value_size (self, value));
    }

  self->any_size |= !isnan (sum);
  return sum;
}

static double
get_rank (Ranking *self, guint64 index)
{
  g_autoptr (GVariant) args = NULL;
  double seconds, size;

  if (self->order != FANFOLD_ORDER_LONGEST_FIRST)
    {
      size = get_size (self, index);
      if (isnan (size))
        return INFINITY;
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

/* What is declared to cost, else files that are read. */
static void
find_params (Ranking *self)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (self->combine));

  for (guint i = 0; i < params->len; i++)
    {
      if ((fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_COST) != 0)
        g_array_append_val (self->params, i);
    }
  if (self->params->len > 0)
    return;

  for (guint i = 0; i < params->len; i++)
    {
      if (fanfold_param_get_param_type (params->pdata[i]) == FANFOLD_PARAM_TYPE_FILE &&
          (fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_OUTPUT) == 0)
        g_array_append_val (self->params, i);
    }
  self->n_free = fanfold_combine_get_n_free (self->combine);
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
                   "The order “%s” is by size, and no job has one: none reads a file that is "
                   "there, and %s declares no parameter as its cost",
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
  g_autoptr (GArray) params = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (self->order == FANFOLD_ORDER_GIVEN || self->order == FANFOLD_ORDER_SHUFFLED)
    return TRUE;

  self->params = params;
  self->sizes = sizes;
  find_params (self);

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
  Ranking ranking = { combine, settings->order, folder, seconds, user_data, cancellable };
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
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "A stream is taken as it comes: leave out %s, or write its lines to a file and "
                   "give the file",
                   settings->sample > 0 ? "the sample" : "the order");
      return NULL;
    }
  if (n == n_all && settings->order == FANFOLD_ORDER_GIVEN)
    return fanfold_combine_ref (combine);

  order = draw_jobs (settings, n_all, n);
  bytes = g_bytes_new_take (order, n * sizeof (guint32));
  if (!rank (&ranking, order, n, error))
    return NULL;

  return fanfold_combine_with_order (combine, bytes);
}
