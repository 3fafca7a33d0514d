/* fanfold-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run.h"

#include "fanfold-n-jobs.h"
#include "fanfold-progress.h"
#include "fanfold-report.h"
#include "fanfold-slots.h"

#define RECORDED_POLL_MSEC 2

struct _FanfoldRun
{
  GObject parent_instance;

  /* What it is made of. */
  FanfoldSlotContext context; /* owns what it points to, but for the two paths */
  FanfoldHistory *history;
  FanfoldWriter *writer;  /* borrowed */
  FanfoldExport *results; /* until the recorder has it */
  char *worker_path;
  FanfoldHistoryRun *record;
  FanfoldSettings settings;
  guint n_slots;

  /* What it works with. */
  FanfoldSlots *slots;
  FanfoldProgress *progress; /* NULL: not begun */
  guint recorded_id;

  /* How far it is, as sampled. */
  GString *log;
  double fraction;
  guint n_samples;
  char *stop_reason;
  FanfoldRunState last_state; /* these two once the last slot has ended */
  char *last_reason;
  GError *history_error;
  GError *results_error;
};

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

static void
set_state (FanfoldRun *self, FanfoldRunState state)
{
  if (self->record->state == state)
    return;

  self->record->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
sampled (FanfoldRun *self)
{
  self->n_samples++;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SAMPLES]);
}

static void
note_error (FanfoldRun *self, GError **kept, GError *error)
{
  if (error == NULL)
    return;

  fanfold_run_log_add (self->context.log, error->message);
  g_clear_error (kept);
  *kept = error;
}

/* joblib's lines for what is over since the last sample, then what slots had to say. */
static void
sample_log (FanfoldRun *self, guint64 n_done_before)
{
  FanfoldReportSample after = { .n_done = fanfold_run_get_n_done (self),
                                .n_total = self->record->n_jobs_total,
                                .elapsed = self->record->seconds };
  FanfoldRemainingAnswer answer;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *added = NULL;

  fanfold_run_get_remaining (self, &answer);
  after.remaining = answer.median;
  fanfold_report_append_lines (
      lines, self->settings.n_jobs, self->settings.verbose, n_done_before, &after);
  if (lines->len > 0)
    {
      g_string_truncate (lines, lines->len - 1);
      fanfold_run_log_add (self->context.log, lines->str);
    }

  added = fanfold_run_log_dup_behind (self->context.log, self->log->len);
  g_string_append (self->log, added);
}

static void
set_fraction (FanfoldRun *self, double fraction)
{
  if (self->fraction == fraction)
    return;

  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
sample_progress (FanfoldRun *self)
{
  fanfold_progress_sample (self->progress, g_get_monotonic_time (), self->record->counts);
  self->record->seconds = fanfold_progress_get_elapsed (self->progress);
  self->record->id = fanfold_recorder_get_id (self->context.recorder);
  set_fraction (self, fanfold_progress_get_fraction (self->progress));
}

/* While records cannot be written the slots are held back, and that is said. */
static void
sample_trouble (FanfoldRun *self)
{
  g_autofree char *trouble = fanfold_recorder_dup_trouble (self->context.recorder);

  if (g_strcmp0 (trouble, self->record->reason) == 0)
    return;

  g_free (self->record->reason);
  self->record->reason = g_steal_pointer (&trouble);
  if (self->record->reason != NULL)
    fanfold_run_log_add (self->context.log, self->record->reason);
}

static FanfoldRunState
get_last_state (FanfoldRun *self, const char *given_up)
{
  const guint64 *counts = self->record->counts;

  if (counts[FANFOLD_JOB_SKIPPED] + counts[FANFOLD_JOB_CANCELLED] == 0)
    return FANFOLD_RUN_FINISHED;
  if (self->stop_reason != NULL || given_up == NULL)
    return FANFOLD_RUN_STOPPED;

  return FANFOLD_RUN_FAILED;
}

static gboolean
recorded_cb (gpointer user_data)
{
  FanfoldRun *self = user_data;
  FanfoldRecorder *recorder = self->context.recorder;

  if (!fanfold_recorder_is_over (recorder))
    return G_SOURCE_CONTINUE;

  self->recorded_id = 0;
  self->record->id = fanfold_recorder_get_id (recorder);
  note_error (self, &self->history_error, fanfold_recorder_dup_history_error (recorder));
  note_error (self, &self->results_error, fanfold_recorder_dup_results_error (recorder));
  sample_log (self, fanfold_run_get_n_done (self));
  g_free (self->record->reason);
  self->record->reason = g_steal_pointer (&self->last_reason);
  set_state (self, self->last_state);
  sampled (self);
  g_object_unref (self);

  return G_SOURCE_REMOVE;
}

/* The last slot has ended. */
static void
over_cb (gpointer user_data)
{
  FanfoldRun *self = user_data;
  g_autofree char *given_up = fanfold_slots_end (g_steal_pointer (&self->slots));

  fanfold_run_sample (self);
  self->last_state = get_last_state (self, given_up);
  if (self->last_state == FANFOLD_RUN_STOPPED)
    self->last_reason = g_steal_pointer (&self->stop_reason);
  else if (self->last_state == FANFOLD_RUN_FAILED)
    self->last_reason = g_steal_pointer (&given_up);

  fanfold_recorder_end (
      self->context.recorder, self->last_state, self->last_reason, self->record->seconds);
  self->recorded_id = g_timeout_add (RECORDED_POLL_MSEC, recorded_cb, self);
}

static void
fanfold_run_finalize (GObject *object)
{
  FanfoldRun *self = FANFOLD_RUN (object);

  g_clear_pointer (&self->context.dispatch, fanfold_dispatch_free);
  g_clear_pointer (&self->context.recorder, fanfold_recorder_unref);
  g_clear_pointer (&self->context.combine, fanfold_combine_unref);
  g_clear_object (&self->context.function);
  g_clear_pointer (&self->history, fanfold_history_unref);
  g_clear_pointer (&self->context.memo, fanfold_memo_unref);
  g_clear_pointer (&self->results, fanfold_export_free);
  g_clear_pointer (&self->worker_path, g_free);
  g_clear_pointer (&self->record, fanfold_history_run_free);
  g_clear_pointer (&self->context.table, fanfold_job_table_unref);
  g_clear_pointer (&self->context.log, fanfold_run_log_unref);
  g_clear_pointer (&self->progress, fanfold_progress_free);
  g_clear_pointer (&self->stop_reason, g_free);
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
      g_value_set_boolean (value, self->context.table != NULL);
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
  self->context.log = fanfold_run_log_new ();
}

FanfoldRun *
fanfold_run_new (const FanfoldRunSpec *spec)
{
  FanfoldRun *self;
  guint64 n_jobs;

  g_return_val_if_fail (spec != NULL, NULL);

  n_jobs = fanfold_combine_get_n_jobs (spec->combine);
  self = g_object_new (FANFOLD_TYPE_RUN, NULL);
  self->context.function = g_object_ref (spec->function);
  self->context.combine = fanfold_combine_ref (spec->combine);
  self->history = spec->history != NULL ? fanfold_history_ref (spec->history) : NULL;
  self->writer = spec->writer;
  self->results = spec->results;
  self->worker_path = g_strdup (spec->worker_path);
  self->settings = *fanfold_batch_get_settings (spec->batch);
  self->record = fanfold_history_run_new (spec->batch, spec->function, n_jobs);
  self->context.table = fanfold_job_table_new (n_jobs);
  self->context.settings = &self->settings;
  self->context.worker_path = self->worker_path;
  self->context.folder = self->record->folder;
  self->n_slots =
      (guint) MIN (n_jobs,
                   MIN (fanfold_n_jobs_effective (self->settings.n_jobs, spec->cpu->n_usable),
                        FANFOLD_MAX_SLOTS));
  if (spec->memo != NULL && !self->settings.no_cache && fanfold_memo_applies (spec->function))
    self->context.memo = fanfold_memo_ref (spec->memo);

  return self;
}

FanfoldRun *
fanfold_run_new_from_history (FanfoldHistory *history, const FanfoldHistoryRun *kept)
{
  FanfoldRun *self;
  g_autoptr (FanfoldBatch) batch = NULL;

  g_return_val_if_fail (history != NULL, NULL);
  g_return_val_if_fail (kept != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_RUN, NULL);
  self->history = fanfold_history_ref (history);
  self->record = fanfold_history_run_copy (kept);
  self->settings = (FanfoldSettings) FANFOLD_SETTINGS_INIT;
  batch = fanfold_batch_new_from_text (kept->batch, -1, NULL);
  if (batch != NULL)
    self->settings = *fanfold_batch_get_settings (batch);
  if (kept->n_jobs_total > 0)
    self->fraction = (double) fanfold_run_get_n_done (self) / kept->n_jobs_total;

  return self;
}

void
fanfold_run_begin (FanfoldRun *self)
{
  FanfoldDispatchSpec dispatch;
  gboolean may_bundle;

  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (self->record->state == FANFOLD_RUN_WAITING);

  self->record->started_usec = g_get_real_time ();
  self->progress =
      fanfold_progress_new (self->context.table, self->n_slots, g_get_monotonic_time ());
  may_bundle = self->context.memo == NULL && fanfold_function_is_pure (self->context.function);
  set_state (self, FANFOLD_RUN_RUNNING);
  dispatch = (FanfoldDispatchSpec){ .jobs = fanfold_ranges_new (),
                                    .n_slots = self->n_slots,
                                    .may_bundle = may_bundle };
  fanfold_ranges_add (dispatch.jobs, 0, self->record->n_jobs_total);
  self->context.dispatch = fanfold_dispatch_new (&dispatch);
  self->context.recorder = fanfold_writer_begin (
      self->writer, self->record, self->context.combine, NULL, g_steal_pointer (&self->results));
  /* Given back when the last record is on disk. */
  g_object_ref (self);
  self->slots = fanfold_slots_start (&self->context, self->n_slots, over_cb, self);
}

void
fanfold_run_sample (FanfoldRun *self)
{
  guint64 n_done_before;

  g_return_if_fail (FANFOLD_IS_RUN (self));

  if (self->record->state != FANFOLD_RUN_RUNNING)
    return;

  n_done_before = fanfold_run_get_n_done (self);
  if (self->recorded_id == 0)
    sample_progress (self);
  sample_trouble (self);
  sample_log (self, n_done_before);
  sampled (self);
}

void
fanfold_run_stop (FanfoldRun *self, const char *reason)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));

  fanfold_run_drain (self, reason);
  if (self->slots != NULL)
    fanfold_slots_cancel (self->slots);
}

void
fanfold_run_drain (FanfoldRun *self, const char *reason)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (reason != NULL);

  if (self->record->state == FANFOLD_RUN_WAITING)
    {
      self->record->reason = g_strdup (reason);
      fanfold_job_table_skip_rest (self->context.table, TRUE);
      fanfold_job_table_get_counts (self->context.table, self->record->counts);
      set_state (self, FANFOLD_RUN_STOPPED);
      sampled (self);
    }
  else if (self->slots != NULL)
    {
      if (self->stop_reason == NULL)
        self->stop_reason = g_strdup (reason);
      fanfold_dispatch_close (self->context.dispatch);
    }
}

void
fanfold_run_take_loaded (FanfoldRun *self,
                         FanfoldFunction *function,
                         FanfoldCombine *combine,
                         FanfoldJobTable *table)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (self->context.table == NULL);

  self->context.function = function;
  self->context.combine = combine;
  self->context.table = table;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

FanfoldCombine *
fanfold_run_get_combine (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), NULL);

  return self->context.combine;
}

FanfoldJobTable *
fanfold_run_get_job_table (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), NULL);

  return self->context.table;
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
  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (answer != NULL);

  *answer = (FanfoldRemainingAnswer){ -1, -1, -1 };
  if (self->progress != NULL)
    fanfold_progress_get_remaining (self->progress, answer);
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
