/* fanfold-hints.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-hints.h"

#include "fanfold-args.h"
#include "fanfold-job-kind.h"
#include "fanfold-job-size.h"
#include "fanfold-key.h"

#define CHECK_JOBS 256

typedef struct
{
  float prior; /* 0: unknown, and so are the others */
  float size;
  float number; /* that may stand for a size; 0: none */
  guint8 kind;
  guint asked : 1; /* whether the memo answers it */
  guint cached : 1;
} Hint;

struct _FanfoldHints
{
  guint64 n_jobs;
  Hint *hints;
  gboolean has_numbers;
  guint shape; /* of the commands that have these */
  /* By kind, of jobs like those of which no earlier run tells. */
  FanfoldDurationsSummary summaries[FANFOLD_REMAINING_MAX_KIND + 1];
  GArray *sized[FANFOLD_REMAINING_MAX_KIND + 1]; /* (nullable) the same where a size is known */
};

typedef struct
{
  FanfoldHints *hints;
  FanfoldCombine *combine;
  FanfoldDurations *durations;
  FanfoldJobSize *size;
  FanfoldJobKind *kind;
  gboolean summarised[FANFOLD_REMAINING_MAX_KIND + 1];
  gboolean listed[FANFOLD_REMAINING_MAX_KIND + 1];
  /* Where what is listed is by numbers: of commands of that shape. */
  gboolean looked[FANFOLD_REMAINING_MAX_KIND + 1]; /* whether it is by these */
  gboolean numbered[FANFOLD_REMAINING_MAX_KIND + 1];
  guint shapes[FANFOLD_REMAINING_MAX_KIND + 1];
} Loading;

static void
clear_loading (Loading *loading)
{
  fanfold_job_size_free (loading->size);
  fanfold_job_kind_free (loading->kind);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loading, clear_loading)

/* Of other jobs of its kind, once; of a kind that runs all sorts of things, one job's like say
 * nothing. */
static void
summarise (Loading *loading, guint kind, GVariant *args, gboolean has_size)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (loading->combine));
  FanfoldHints *hints = loading->hints;
  guint hash;

  if (loading->durations == NULL || fanfold_job_kind_is_mixed (loading->kind) ||
      (loading->summarised[kind] && (loading->listed[kind] || !has_size)))
    return;

  hash = fanfold_job_kind_hash (params, args);
  if (!loading->summarised[kind])
    fanfold_durations_summarise (loading->durations, &hash, 0, &hints->summaries[kind]);
  if (has_size)
    hints->sized[kind] = fanfold_durations_list_sized (loading->durations, &hash);
  loading->summarised[kind] = TRUE;
  loading->listed[kind] = has_size;
}

/* Where no earlier job says whether numbers do, those of this run may: of the first such command.
 */
static void
keep_number (FanfoldHints *self, Hint *hint, double number, guint shape)
{
  if (!self->has_numbers)
    self->shape = shape;
  self->has_numbers = TRUE;
  if (self->shape == shape)
    hint->number = (float) number;
}

/* Of a job without a size, of which no earlier run tells: its number stands for that, if it seems
 * that numbers in such a command do. */
static void
load_number (Loading *loading, guint64 index, GVariant *args)
{
  FanfoldHints *hints = loading->hints;
  Hint *hint = &hints->hints[index];
  guint kind = hint->kind;
  guint shape;
  double number = fanfold_job_size_get_number (loading->size, index, args, &shape);

  if (!(number > 0 && number < FANFOLD_DURATIONS_MAX_SIZE))
    return;

  if (loading->durations != NULL && !loading->listed[kind] && !loading->looked[kind])
    {
      g_autoptr (GArray) numbered = fanfold_durations_list_numbered (loading->durations, shape);

      loading->looked[kind] = TRUE;
      loading->shapes[kind] = shape;
      if (numbered->len > 0)
        {
          hints->sized[kind] = g_steal_pointer (&numbered);
          loading->listed[kind] = loading->numbered[kind] = TRUE;
        }
    }
  if (loading->numbered[kind] && loading->shapes[kind] == shape)
    hint->size = (float) number;
  else
    keep_number (hints, hint, number, shape);
}

static void
load_job (Loading *loading, guint64 index)
{
  g_autoptr (GVariant) args = fanfold_combine_get_args (loading->combine, index);
  Hint *hint = &loading->hints->hints[index];
  double seconds = -1;
  double size;

  if (args == NULL)
    return;

  if (loading->durations != NULL)
    seconds = fanfold_durations_look_up (loading->durations, fanfold_args_hash (args));
  if (seconds > 0)
    hint->prior = (float) seconds;
  size = fanfold_job_size_get (loading->size, index);
  if (size > 0)
    hint->size = (float) size;
  hint->kind =
      (guint8) fanfold_job_kind_get (loading->kind, index, args, FANFOLD_REMAINING_MAX_KIND);
  if (seconds > 0)
    return;

  if (loading->numbered[hint->kind])
    hint->size = 0;
  summarise (loading, hint->kind, args, size > 0);
  if (!(size > 0))
    load_number (loading, index, args);
}

/* One kind of all jobs says nothing. */
static void
forget_only_kind (Loading *loading)
{
  if (fanfold_job_kind_get_n (loading->kind) > 1)
    return;

  for (guint64 i = 0; i < loading->hints->n_jobs; i++)
    loading->hints->hints[i].kind = 0;
  if (loading->summarised[1])
    loading->hints->summaries[0] = loading->hints->summaries[1];
  loading->hints->summaries[1] = (FanfoldDurationsSummary){ 0 };
  if (loading->listed[1])
    loading->hints->sized[0] = g_steal_pointer (&loading->hints->sized[1]);
}

FanfoldHints *
fanfold_hints_load (FanfoldCombine *combine,
                    const char *folder,
                    FanfoldDurations *durations,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (FanfoldHints) self = NULL;
  g_auto (Loading) loading = { .combine = combine, .durations = durations };

  g_return_val_if_fail (combine != NULL, NULL);

  self = g_new0 (FanfoldHints, 1);
  self->n_jobs = MIN (fanfold_combine_get_n_jobs (combine), FANFOLD_HINTS_MAX_JOBS);
  self->hints = g_new0 (Hint, self->n_jobs + 1);

  loading.hints = self;
  loading.size = fanfold_job_size_new (combine, folder);
  loading.kind = fanfold_job_kind_new (combine);
  for (guint64 i = 0; i < self->n_jobs; i++)
    {
      if (i % CHECK_JOBS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      load_job (&loading, i);
    }
  forget_only_kind (&loading);

  return g_steal_pointer (&self);
}

typedef struct
{
  FanfoldCombine *combine;
  FanfoldCombineTwins *twins; /* (nullable) */
  FanfoldFunction *function;
  const char *folder;
  FanfoldMemo *memo; /* (nullable) */
  gboolean asks;     /* the memo */
  gint64 end_usec;   /* by then it is not asked any more */
} Asking;

static gboolean
is_over (FanfoldJobTable *table, guint64 index)
{
  FanfoldJobRow row;

  fanfold_job_table_get (table, index, &row);

  return fanfold_job_state_is_over (row.state);
}

static gboolean
is_in_memo (Asking *asking, guint64 index)
{
  g_autoptr (GVariant) args = fanfold_combine_get_args (asking->combine, index);
  char key[FANFOLD_KEY_LENGTH + 1];

  return args != NULL && fanfold_key_make (asking->function, args, asking->folder, key, NULL) &&
         fanfold_memo_has (asking->memo, asking->function, key);
}

/* Of equal jobs one is computed, and the others are answered by it. */
static void
ask_job (Asking *asking, guint64 index, Hint *hint)
{
  gboolean twin =
      asking->twins != NULL && fanfold_combine_twins_get_first (asking->twins, index) != index;

  asking->asks = asking->asks && g_get_monotonic_time () < asking->end_usec;
  hint->asked = twin || asking->asks || asking->memo == NULL;
  hint->cached = twin || (asking->asks && is_in_memo (asking, index));
}

gboolean
fanfold_hints_ask (FanfoldHints *self,
                   FanfoldCombine *combine,
                   const char *folder,
                   FanfoldMemo *memo,
                   FanfoldJobTable *table,
                   GCancellable *cancellable,
                   GError **error)
{
  Asking asking = { .combine = combine, .folder = folder, .memo = memo };
  gboolean folders;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (combine != NULL && table != NULL, FALSE);

  asking.twins = fanfold_combine_get_twins (combine);
  asking.function = fanfold_combine_get_function (combine);
  asking.asks = memo != NULL && !fanfold_key_reads (asking.function, &folders);
  asking.end_usec = g_get_monotonic_time () + FANFOLD_HINTS_MAX_ASK_USEC;
  for (guint64 i = 0; i < self->n_jobs; i++)
    {
      if (i % CHECK_JOBS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!is_over (table, i))
        ask_job (&asking, i, &self->hints[i]);
    }

  return TRUE;
}

void
fanfold_hints_free (FanfoldHints *self)
{
  for (guint kind = 0; kind <= FANFOLD_REMAINING_MAX_KIND; kind++)
    g_clear_pointer (&self->sized[kind], g_array_unref);
  g_free (self->hints);
  g_free (self);
}

guint64
fanfold_hints_get_n_jobs (FanfoldHints *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_jobs;
}

void
fanfold_hints_get (FanfoldHints *self, guint64 index, FanfoldRemainingHint *hint)
{
  const Hint *kept;

  g_return_if_fail (self != NULL);
  g_return_if_fail (index < self->n_jobs);
  g_return_if_fail (hint != NULL);

  kept = &self->hints[index];
  *hint = (FanfoldRemainingHint){ kept->prior, kept->size, kept->kind, -1 };
  if (kept->asked)
    hint->cached = kept->cached;
}

double
fanfold_hints_get_number (FanfoldHints *self, guint64 index)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->has_numbers && index < self->n_jobs ? self->hints[index].number : 0;
}

void
fanfold_hints_believe_numbers (FanfoldHints *self)
{
  g_return_if_fail (self != NULL);

  for (guint64 i = 0; i < self->n_jobs; i++)
    if (self->hints[i].number > 0)
      self->hints[i].size = self->hints[i].number;
  self->has_numbers = FALSE;
}

void
fanfold_hints_recall (FanfoldHints *self, FanfoldRemaining *remaining)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (remaining != NULL);

  for (guint kind = 0; kind <= FANFOLD_REMAINING_MAX_KIND; kind++)
    {
      const FanfoldDurationsSummary *summary = &self->summaries[kind];

      if (summary->n_known > 0)
        fanfold_remaining_presume (remaining, kind, summary->low, summary->median, summary->high);
      for (guint i = 0; self->sized[kind] != NULL && i < self->sized[kind]->len; i++)
        {
          const FanfoldDurationsSized *one =
              &g_array_index (self->sized[kind], FanfoldDurationsSized, i);

          fanfold_remaining_recall_sized (remaining, kind, one->size, one->seconds);
        }
    }
}
