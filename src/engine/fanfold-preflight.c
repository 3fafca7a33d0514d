/* fanfold-preflight.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preflight-private.h"

#include "fanfold-about.h"
#include "fanfold-lock.h"

static guint64
count_jobs (const FanfoldPreflightSpec *spec)
{
  if (fanfold_combine_get_stream (spec->combine, NULL) != NULL)
    return 0;

  return spec->jobs != NULL ? fanfold_ranges_get_size (spec->jobs)
                            : fanfold_combine_get_n_jobs (spec->combine);
}

/* The first @n_jobs of them. (transfer full) */
static guint64 *
list_jobs (FanfoldRanges *jobs, guint64 n_jobs)
{
  guint64 *list = g_new (guint64, n_jobs + 1);
  guint64 n_listed = 0, from = 0, first, n;

  for (; n_listed < n_jobs && fanfold_ranges_find (jobs, from, &first, &n); from = first + n)
    for (guint64 i = first; i < first + n && n_listed < n_jobs; i++)
      list[n_listed++] = i;

  return list;
}

FanfoldPreflight *
fanfold_preflight_new (const FanfoldPreflightSpec *spec)
{
  FanfoldPreflight *self;

  g_return_val_if_fail (spec != NULL, NULL);
  g_return_val_if_fail (spec->combine != NULL && spec->settings != NULL, NULL);
  g_return_val_if_fail (spec->n_slots > 0, NULL);

  self = g_new0 (FanfoldPreflight, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->combine = fanfold_combine_ref (spec->combine);
  self->settings = *spec->settings;
  self->folder = g_strdup (spec->folder);
  self->memo = spec->memo != NULL ? fanfold_memo_ref (spec->memo) : NULL;
  self->recollection =
      spec->recollection != NULL ? fanfold_recollection_ref (spec->recollection) : NULL;
  self->gentle = spec->gentle;

  self->sample.n_jobs = count_jobs (spec);
  self->sample.n_to_look = MIN (self->sample.n_jobs, FANFOLD_PREFLIGHT_MAX_JOBS);
  if (spec->jobs != NULL)
    self->jobs = list_jobs (spec->jobs, self->sample.n_to_look);
  self->sample.n_slots = spec->n_slots;
  self->sample.seconds = self->sample.low = self->sample.high = -1;
  self->marks = g_new0 (guint16, self->sample.n_to_look + 1);
  for (guint kind = 0; kind < FANFOLD_N_FINDING_KINDS; kind++)
    self->findings[kind].kind = kind;

  return self;
}

FanfoldPreflight *
fanfold_preflight_ref (FanfoldPreflight *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_preflight_unref (FanfoldPreflight *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  for (guint kind = 0; kind < FANFOLD_N_FINDING_KINDS; kind++)
    g_free (self->findings[kind].detail);
  g_clear_pointer (&self->recollection, fanfold_recollection_unref);
  g_clear_pointer (&self->memo, fanfold_memo_unref);
  fanfold_combine_unref (self->combine);
  g_mutex_clear (&self->mutex);
  g_free (self->marks);
  g_free (self->jobs);
  g_free (self->folder);
  g_free (self);
}

FanfoldCombine *
fanfold_preflight_get_combine (FanfoldPreflight *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->combine;
}

void
fanfold_preflight_sample (FanfoldPreflight *self, FanfoldPreflightSample *sample)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (sample != NULL);

  fanfold_lock (&self->mutex);
  *sample = self->sample;
  fanfold_unlock (&self->mutex);
}

GPtrArray *
fanfold_preflight_dup_findings (FanfoldPreflight *self)
{
  GPtrArray *findings;

  g_return_val_if_fail (self != NULL, NULL);

  findings = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_finding_free);
  fanfold_lock (&self->mutex);
  for (guint kind = 0; kind < FANFOLD_N_FINDING_KINDS; kind++)
    if (self->findings[kind].n_jobs > 0)
      g_ptr_array_add (findings, fanfold_finding_copy (&self->findings[kind]));
  fanfold_unlock (&self->mutex);

  return findings;
}

guint
fanfold_preflight_get_marks (FanfoldPreflight *self, guint64 index)
{
  guint marks;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (self->jobs == NULL, 0);

  fanfold_lock (&self->mutex);
  marks = index < self->sample.n_to_look ? self->marks[index] : 0;
  fanfold_unlock (&self->mutex);

  return marks;
}

char *
fanfold_preflight_describe (const FanfoldPreflightSample *sample, const char *dash)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *time = NULL;
  FanfoldAbout about;

  g_return_val_if_fail (sample != NULL, NULL);
  g_return_val_if_fail (dash != NULL, NULL);

  if (sample->n_jobs == 0)
    return g_strdup ("Lines are read while jobs run");

  g_string_append_printf (
      text, "%" G_GUINT64_FORMAT " job%s", sample->n_jobs, sample->n_jobs == 1 ? "" : "s");
  if (sample->caches)
    g_string_append_printf (text, ", %" G_GUINT64_FORMAT " in the cache", sample->n_cached);
  if (sample->over && sample->caches && sample->n_asked < sample->n_jobs)
    g_string_append_printf (text, " (of the first %" G_GUINT64_FORMAT ")", sample->n_asked);
  fanfold_about_round (&about,
                       &(FanfoldRemainingAnswer){ sample->seconds, sample->low, sample->high });
  time = fanfold_about_say (&about, FALSE, dash);
  if (time != NULL)
    g_string_append_printf (text, ", %s", time);
  g_string_append_printf (text, " on %u slot%s", sample->n_slots, sample->n_slots == 1 ? "" : "s");
  if (sample->over && sample->n_looked < sample->n_jobs)
    g_string_append_printf (
        text, "; looked at the first %" G_GUINT64_FORMAT " jobs", sample->n_looked);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
