/* fanfold-durations.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-durations-private.h"

#include <math.h>
#include "fanfold-args.h"
#include "fanfold-job-kind.h"
#include "fanfold-job-size.h"
#include "fanfold-json.h"
#include "fanfold-lock.h"
#include "fanfold-memo-index.h"
#include "fanfold-newest-runs.h"

typedef struct
{
  GArray *known;
  GHashTable *attempts;
  GPtrArray *params;
  FanfoldCombine *combine;
  FanfoldJobSize *size;
  guint n_asked; /* files, in the runs before */
  GCancellable *cancellable;
  gsize n_max;
  guint32 n_left; /* what is read first is newest, but for the blocks of a run */
  guint32 rank;
  gsize n_failed;
} Reading;

static int
compare_known (gconstpointer a, gconstpointer b)
{
  const FanfoldDurationsKnown *first = a;
  const FanfoldDurationsKnown *second = b;

  if (first->args_hash != second->args_hash)
    return first->args_hash < second->args_hash ? -1 : 1;

  return first->rank < second->rank ? 1 : first->rank > second->rank ? -1 : 0;
}

/* @size: NAN: none; below 0: a number */
static void
add_known (
    Reading *reading, GPtrArray *params, GVariant *args, double seconds, double size, guint shape)
{
  FanfoldDurationsKnown known = { .args_hash = fanfold_args_hash (args),
                                  .seconds = (float) seconds,
                                  .rank = reading->rank++,
                                  .shape = shape };

  if (!isfinite (seconds) || seconds < 0)
    return;

  if (fabs (size) < FANFOLD_DURATIONS_MAX_SIZE)
    known.size = (float) size;
  known.kind = fanfold_job_kind_hash (params, args);
  g_array_append_val (reading->known, known);
}

/* What a parameter says costs nothing; for files the disk is asked, some of them. Where there is
 * none, a number may stand for it: below 0. */
static double
get_size (Reading *reading, guint64 index, GVariant *args, guint *shape)
{
  double size = NAN;

  if (reading->n_asked + fanfold_job_size_get_n_asked (reading->size) < FANFOLD_DURATIONS_MAX_FILES)
    size = fanfold_job_size_get_with_args (reading->size, index, args);

  return size > 0 ? size : -fanfold_job_size_get_number (reading->size, index, args, shape);
}

/* Of that kind so far. (transfer none) */
static FanfoldAttempts *
get_attempts (Reading *reading, guint kind)
{
  FanfoldAttempts *attempts = g_hash_table_lookup (reading->attempts, GUINT_TO_POINTER (kind));

  if (attempts == NULL)
    {
      attempts = g_new0 (FanfoldAttempts, 1);
      g_hash_table_insert (reading->attempts, GUINT_TO_POINTER (kind), attempts);
    }

  return attempts;
}

static gboolean
add_block_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  Reading *reading = user_data;
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (reading->combine));
  guint64 first = fanfold_block_get_first (block);
  guint64 n_jobs = fanfold_combine_get_n_jobs (reading->combine);

  for (guint i = 0; i < fanfold_block_get_n_jobs (block) && first + i < n_jobs; i++)
    {
      FanfoldJobState state = fanfold_block_get_state (block, i);
      guint shape = 0;
      double size;
      g_autoptr (GVariant) args = NULL;

      if (!fanfold_attempts_counts (state))
        continue;

      args = fanfold_combine_get_args (reading->combine, first + i);
      if (args == NULL)
        continue;

      fanfold_attempts_count (get_attempts (reading, fanfold_job_kind_hash (params, args)),
                              state,
                              fanfold_block_get_attempt (block),
                              fanfold_block_get_seconds (block, i));
      if (state != FANFOLD_JOB_DONE)
        {
          reading->n_failed++;
          continue;
        }

      size = get_size (reading, first + i, args, &shape);
      add_known (reading, params, args, fanfold_block_get_seconds (block, i), size, shape);
    }

  return reading->known->len + reading->n_failed < reading->n_max &&
         !g_cancellable_is_cancelled (reading->cancellable);
}

/* Ranks of older runs are below those of newer ones. */
static void
read_run (Reading *reading, FanfoldHistory *history, const FanfoldNewestRun *run)
{
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldCombine) combine =
      fanfold_history_read_combine (history, run->id, &function, NULL);
  g_autoptr (FanfoldJobSize) size = NULL;

  if (combine == NULL)
    return;

  reading->combine = combine;
  reading->size = size = fanfold_job_size_new (combine, run->folder);
  reading->rank = reading->n_left;
  fanfold_history_read_blocks (history, run->id, add_block_cb, reading, NULL);
  reading->n_asked += fanfold_job_size_get_n_asked (size);
  reading->combine = NULL;
  reading->size = NULL;
}

/* (transfer full) (nullable) where they are not those of the function as it is now */
static GVariant *
parse_args (GPtrArray *params, const char *json)
{
  g_autoptr (JsonNode) node = fanfold_json_parse (json, -1, NULL);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  object = json_node_get_object (node);
  for (guint i = 0; i < params->len; i++)
    {
      JsonNode *member = json_object_get_member (object, fanfold_param_get_id (params->pdata[i]));
      GVariant *value =
          member != NULL ? fanfold_param_from_json (params->pdata[i], member, NULL) : NULL;

      if (value == NULL)
        return NULL;
      g_ptr_array_add (values, value);
    }

  return g_variant_ref_sink (g_variant_new_tuple ((GVariant **) values->pdata, values->len));
}

static void
read_entries (Reading *reading, FanfoldMemo *memo, const char *function_id)
{
  g_autoptr (GPtrArray) entries = fanfold_memo_list_entries (
      memo, function_id, FANFOLD_DURATIONS_MAX_ENTRIES, reading->cancellable, NULL);

  reading->rank = 0;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const FanfoldMemoEntry *entry = entries->pdata[entries->len - 1 - i];
      g_autoptr (GVariant) args = parse_args (reading->params, entry->arguments_json);

      if (args != NULL)
        add_known (reading, reading->params, args, entry->seconds, NAN, 0);
    }
}

static void
keep_newest (GArray *known)
{
  guint n_kept = 0;

  g_array_sort (known, compare_known);
  for (guint i = 0; i < known->len; i++)
    {
      const FanfoldDurationsKnown *one = &g_array_index (known, FanfoldDurationsKnown, i);

      if (i == 0 ||
          one->args_hash != g_array_index (known, FanfoldDurationsKnown, n_kept - 1).args_hash)
        g_array_index (known, FanfoldDurationsKnown, n_kept++) = *one;
    }
  g_array_set_size (known, n_kept);
}

static void
read_all (Reading *reading,
          FanfoldHistory *history,
          GArray *runs,
          FanfoldMemo *memo,
          FanfoldFunction *function)
{
  /* A run's own ranks grow; so there is room for FANFOLD_DURATIONS_MAX_JOBS and a block in each. */
  guint32 room = G_MAXUINT32 / (FANFOLD_DURATIONS_MAX_RUNS + 1);

  for (guint i = 0; i < runs->len && reading->known->len < reading->n_max &&
                    !g_cancellable_is_cancelled (reading->cancellable);
       i++)
    {
      reading->n_left = room * (FANFOLD_DURATIONS_MAX_RUNS - i);
      read_run (reading, history, &g_array_index (runs, FanfoldNewestRun, i));
    }

  if (memo != NULL && fanfold_function_is_pure (function))
    read_entries (reading, memo, fanfold_function_get_id (function));
}

/* @runs: the newest first. NULL where it is cancelled. */
static FanfoldDurations *
load (FanfoldHistory *history,
      GArray *runs,
      FanfoldMemo *memo,
      FanfoldFunction *function,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (FanfoldDurations) self = g_new0 (FanfoldDurations, 1);
  Reading reading = { .cancellable = cancellable, .n_max = FANFOLD_DURATIONS_MAX_JOBS };

  g_atomic_ref_count_init (&self->ref_count);
  self->function = g_object_ref (function);
  self->runs_hash = fanfold_newest_runs_hash (runs);
  self->known = g_array_new (FALSE, FALSE, sizeof (FanfoldDurationsKnown));

  self->attempts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  reading.known = self->known;
  reading.attempts = self->attempts;
  reading.params = fanfold_function_get_params (function);
  read_all (&reading, history, runs, memo, function);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  keep_newest (self->known);

  return g_steal_pointer (&self);
}

FanfoldDurations *
fanfold_durations_load (FanfoldHistory *history,
                        FanfoldMemo *memo,
                        FanfoldFunction *function,
                        FanfoldDurations *before,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GArray) runs = NULL;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  runs = fanfold_newest_runs_list (
      history, fanfold_function_get_id (function), FANFOLD_DURATIONS_MAX_RUNS);
  if (before != NULL && before->runs_hash == fanfold_newest_runs_hash (runs) &&
      before->function == function)
    return fanfold_durations_ref (before);

  return load (history, runs, memo, function, cancellable, error);
}

FanfoldDurations *
fanfold_durations_load_until (FanfoldHistory *history,
                              FanfoldFunction *function,
                              guint64 id,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GArray) runs = NULL;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  runs = fanfold_newest_runs_list (
      history, fanfold_function_get_id (function), FANFOLD_DURATIONS_MAX_RUNS);
  for (guint i = runs->len; i > 0; i--)
    if (g_array_index (runs, FanfoldNewestRun, i - 1).id >= id)
      g_array_remove_index (runs, i - 1);

  return load (history, runs, NULL, function, cancellable, error);
}

FanfoldDurations *
fanfold_durations_ref (FanfoldDurations *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_durations_unref (FanfoldDurations *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->attempts);
  g_array_unref (self->known);
  g_object_unref (self->function);
  g_free (self);
}

FanfoldFunction *
fanfold_durations_get_function (FanfoldDurations *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->function;
}
