/* fanfold-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-private.h"

#include "fanfold-n-jobs.h"
#include "fanfold-pre-dispatch.h"
#include "fanfold-sentence.h"

#include <unistd.h>

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_STATE,
  PROP_FRACTION,
  PROP_N_SAMPLES,
  PROP_LOADED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldRun, fanfold_run, G_TYPE_OBJECT)

void
fanfold_run_set_state (FanfoldRun *self, FanfoldRunState state)
{
  if (self->record->state == state)
    return;

  self->record->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
fanfold_run_set_reason (FanfoldRun *self, const char *reason)
{
  char *copy = fanfold_sentence_say (reason);

  g_free (self->record->reason);
  self->record->reason = copy;
}

void
fanfold_run_set_fraction (FanfoldRun *self, double fraction)
{
  if (self->fraction == fraction)
    return;

  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

void
fanfold_run_notify_sample (FanfoldRun *self)
{
  self->n_samples++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SAMPLES]);
}

static void
fanfold_run_finalize (GObject *object)
{
  FanfoldRun *self = FANFOLD_RUN (object);

  g_assert (self->session == NULL);
  g_clear_handle_id (&self->recorded_id, g_source_remove);
  fanfold_run_end_forecast (self);
  if (self->stream_fd >= 0)
    close (self->stream_fd);
  g_clear_object (&self->function);
  g_clear_pointer (&self->combine, fanfold_combine_unref);
  g_clear_pointer (&self->table, fanfold_job_table_unref);
  g_clear_pointer (&self->history, fanfold_history_unref);
  g_clear_pointer (&self->record, fanfold_history_run_free);
  g_clear_pointer (&self->news, fanfold_history_run_free);
  g_clear_pointer (&self->memo, fanfold_memo_unref);
  g_clear_pointer (&self->recollection, fanfold_recollection_unref);
  g_clear_pointer (&self->weight, fanfold_weight_free);
  g_clear_pointer (&self->results, fanfold_export_free);
  g_clear_pointer (&self->jobs, fanfold_ranges_free);
  g_clear_pointer (&self->worker_path, g_free);
  g_clear_pointer (&self->stream_name, g_free);
  g_clear_pointer (&self->run_log, fanfold_run_log_unref);
  g_clear_pointer (&self->recorder, fanfold_recorder_unref);
  g_clear_pointer (&self->adding, fanfold_recorder_unref);
  g_clear_pointer (&self->progress, fanfold_progress_free);
  g_clear_pointer (&self->quarters, fanfold_quarters_free);
  g_clear_pointer (&self->stop_reason, g_free);
  g_clear_pointer (&self->earlier_reason, g_free);
  g_clear_pointer (&self->wait_title, g_free);
  g_clear_pointer (&self->last_reason, g_free);
  g_clear_error (&self->history_error);
  g_clear_error (&self->results_error);
  g_string_free (self->log, TRUE);

  G_OBJECT_CLASS (fanfold_run_parent_class)->finalize (object);
}

static void
fanfold_run_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldRun *self = FANFOLD_RUN (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, fanfold_run_get_title (self));
      break;

    case PROP_STATE:
      g_value_set_uint (value, self->record->state);
      break;

    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;

    case PROP_N_SAMPLES:
      g_value_set_uint (value, self->n_samples);
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->table != NULL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_run_class_init (FanfoldRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = fanfold_run_finalize;
  object_class->get_property = fanfold_run_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_STATE] =
      g_param_spec_uint ("state", NULL, NULL, 0, FANFOLD_RUN_INTERRUPTED, 0, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_N_SAMPLES] = g_param_spec_uint ("n-samples", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fanfold_run_init (FanfoldRun *self)
{
  self->log = g_string_new (NULL);
  self->stream_fd = -1;
  self->total_known = TRUE;
  self->mean_weight = 1;
  self->n_begin = G_MAXUINT64;
  self->forecast = (FanfoldRemainingAnswer){ -1, -1, -1 };
  self->run_log = fanfold_run_log_new ();
}

void
fanfold_run_update_n_slots (FanfoldRun *self)
{
  guint n_wanted = fanfold_run_count_slots (self, NULL, NULL);

  self->capacity = fanfold_n_jobs_effective (self->settings.n_jobs, self->cpu.n_usable);
  self->n_slots = self->max_slots > 0 ? MIN (n_wanted, self->max_slots) : n_wanted;
}

guint
fanfold_run_get_n_at_once (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), 0);

  return MIN (fanfold_weight_get_n_at_once (self->mean_weight, self->capacity), self->n_slots);
}

/* As soon as there is a combine to be had; that its values are right was checked before. */
void
fanfold_run_weigh (FanfoldRun *self)
{
  g_clear_pointer (&self->weight, fanfold_weight_free);
  self->mean_weight = 1;
  if (self->settings.weight_name[0] == '\0')
    return;

  self->weight = fanfold_weight_new (&self->settings, self->combine, NULL);
  if (self->weight != NULL)
    self->mean_weight = fanfold_weight_get_mean (self->weight);
}

void
fanfold_run_take_spec (FanfoldRun *self, const FanfoldRunSpec *spec)
{
  g_set_object (&self->function, spec->function);
  self->writer = spec->writer;
  self->conditions = spec->conditions;
  g_clear_pointer (&self->results, fanfold_export_free);
  self->results = spec->results;
  g_free (self->worker_path);
  self->worker_path = g_strdup (spec->worker_path);
  self->settings = *fanfold_batch_get_settings (spec->batch);
  self->cpu = *spec->cpu;
  g_clear_pointer (&self->memo, fanfold_memo_unref);
  if (spec->memo != NULL && !self->settings.no_cache &&
      (self->settings.cache || fanfold_memo_applies (spec->function)))
    self->memo = fanfold_memo_ref (spec->memo);
  g_clear_pointer (&self->recollection, fanfold_recollection_unref);
  if (spec->recollection != NULL)
    self->recollection = fanfold_recollection_ref (spec->recollection);
  fanfold_run_update_n_slots (self);
}

FanfoldRun *
fanfold_run_new (const FanfoldRunSpec *spec)
{
  FanfoldRun *self;
  guint64 n_jobs;

  g_return_val_if_fail (spec != NULL, NULL);

  n_jobs = fanfold_combine_get_n_jobs (spec->combine);
  self = g_object_new (FANFOLD_TYPE_RUN, NULL);
  self->combine = fanfold_combine_ref (spec->combine);
  self->history = spec->history != NULL ? fanfold_history_ref (spec->history) : NULL;
  self->record = fanfold_history_run_new (spec->batch, spec->text, spec->function, n_jobs);
  self->table = fanfold_job_table_new_growing (FANFOLD_COMBINE_MAX_JOBS);
  if (fanfold_combine_get_stream (spec->combine, NULL) != NULL)
    {
      self->stream_fd = spec->stream_fd;
      self->stream_name = g_strdup (spec->stream_name);
      self->was_growing = TRUE;
      self->total_known = FALSE;
    }
  else
    fanfold_job_table_grow (self->table, n_jobs);
  fanfold_run_take_spec (self, spec);

  return self;
}

FanfoldRun *
fanfold_run_new_from_history (FanfoldHistory *history, const FanfoldHistoryRun *kept)
{
  FanfoldRun *self;

  g_return_val_if_fail (history != NULL, NULL);
  g_return_val_if_fail (kept != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_RUN, NULL);
  self->history = fanfold_history_ref (history);
  self->record = fanfold_history_run_copy (kept);
  self->elsewhere = !fanfold_run_state_is_over (kept->state);
  self->settings = (FanfoldSettings) FANFOLD_SETTINGS_INIT;
  fanfold_batch_read_settings (kept->batch, &self->settings);
  if (kept->n_jobs_total > 0)
    self->fraction = (double) fanfold_run_get_n_done (self) / kept->n_jobs_total;

  return self;
}

void
fanfold_run_count_records (FanfoldRun *self)
{
  guint64 n_jobs = fanfold_job_table_get_n_jobs (self->table);

  fanfold_job_table_get_counts (self->table, self->record->counts);
  self->record->n_jobs_total = n_jobs;
  if (n_jobs > 0)
    fanfold_run_set_fraction (self, (double) fanfold_run_get_n_done (self) / n_jobs);
  fanfold_run_notify_sample (self);
}

void
fanfold_run_take_loaded (FanfoldRun *self,
                         FanfoldFunction *function,
                         FanfoldCombine *combine,
                         FanfoldJobTable *table)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (self->table == NULL);

  self->function = function;
  self->combine = combine;
  self->table = table;
  if (self->record->state == FANFOLD_RUN_INTERRUPTED)
    fanfold_run_count_records (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

FanfoldCombine *
fanfold_run_get_combine (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), NULL);

  return self->combine;
}

FanfoldJobTable *
fanfold_run_get_job_table (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), NULL);

  return self->table;
}

FanfoldHistory *
fanfold_run_get_history (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), NULL);

  return self->history;
}

const FanfoldHistoryRun *
fanfold_run_get_record (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), NULL);

  return self->record;
}

double
fanfold_run_get_fraction (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), 0);

  return self->fraction;
}

int
fanfold_run_get_n_jobs (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), 0);

  return self->settings.n_jobs;
}

gboolean
fanfold_run_is_total_known (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FALSE);

  return self->total_known;
}

guint64
fanfold_run_get_n_ahead (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FANFOLD_PRE_DISPATCH_ALL);

  return self->session != NULL ? fanfold_session_get_n_ahead (self->session)
                               : FANFOLD_PRE_DISPATCH_ALL;
}

gboolean
fanfold_run_is_minding (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FALSE);

  return self->held && self->minding;
}

gboolean
fanfold_run_is_frozen (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FALSE);

  return self->frozen;
}

guint
fanfold_run_get_n_slots (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), 0);

  return self->n_slots;
}

const FanfoldSettings *
fanfold_run_get_settings (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), NULL);

  return &self->settings;
}

void
fanfold_run_get_remaining (FanfoldRun *self, FanfoldRemainingAnswer *answer)
{
  FanfoldOutlook outlook;

  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (answer != NULL);

  *answer = (FanfoldRemainingAnswer){ -1, -1, -1 };
  if (!self->elsewhere && self->progress != NULL)
    fanfold_progress_get_remaining (self->progress, answer);
  else if (self->elsewhere && self->record->outlook.time_usec != 0)
    {
      outlook = fanfold_outlook_at (&self->record->outlook, g_get_real_time ());
      *answer = (FanfoldRemainingAnswer){ outlook.median, outlook.low, outlook.high };
    }
}

const GError *
fanfold_run_get_history_error (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), NULL);

  return self->history_error;
}

const GError *
fanfold_run_get_results_error (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), NULL);

  return self->results_error;
}

const char *
fanfold_run_get_log (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), NULL);

  return self->log->str;
}
