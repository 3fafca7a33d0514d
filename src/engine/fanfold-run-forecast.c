/* fanfold-run-forecast.c: about how long a run that waits will take
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-private.h"

#include "fanfold-preflight.h"
#include "fanfold-task.h"

typedef struct
{
  FanfoldPreflight *preflight; /* until the thread is done with it */
} Forecast;

static void
forecast_free (gpointer data)
{
  Forecast *forecast = data;

  fanfold_take_over (forecast);
  g_clear_pointer (&forecast->preflight, fanfold_preflight_unref);
  g_free (forecast);
}

static void
forecast_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Forecast *forecast = task_data;
  GError *error = NULL;

  if (fanfold_preflight_work (forecast->preflight, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* @user_data may be gone where it was cancelled. */
static void
forecast_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldRun *self = user_data;
  Forecast *forecast = g_task_get_task_data (G_TASK (result));
  FanfoldPreflightSample sample;

  fanfold_take_over (result);
  fanfold_preflight_sample (forecast->preflight, &sample);
  /* The thread may be the last to drop its task, and objects end on the main thread alone. */
  g_clear_pointer (&forecast->preflight, fanfold_preflight_unref);
  fanfold_hand_over (forecast);
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;

  g_clear_object (&self->forecasting);
  self->forecast = (FanfoldRemainingAnswer){ sample.seconds, sample.low, sample.high };
  fanfold_run_notify_sample (self);
}

void
fanfold_run_begin_forecast (FanfoldRun *self)
{
  g_autoptr (GTask) task = NULL;
  Forecast *forecast;
  FanfoldPreflightSpec spec = { .combine = self->combine,
                                .jobs = self->jobs,
                                .settings = &self->settings,
                                .folder = self->record->folder,
                                .memo = self->memo,
                                .recollection = self->recollection,
                                .gentle = TRUE };

  fanfold_run_end_forecast (self);
  /* Nobody knows how many jobs a stream makes. */
  if (fanfold_combine_get_stream (self->combine, NULL) != NULL)
    return;

  fanfold_run_weigh (self);
  spec.n_slots = MAX (fanfold_run_get_n_at_once (self), 1);
  forecast = g_new0 (Forecast, 1);
  forecast->preflight = fanfold_preflight_new (&spec);
  self->forecasting = g_cancellable_new ();
  task = g_task_new (NULL, self->forecasting, forecast_cb, self);
  g_task_set_source_tag (task, fanfold_run_begin_forecast);
  g_task_set_task_data (task, forecast, forecast_free);
  fanfold_task_run (task, forecast_thread);
}

void
fanfold_run_end_forecast (FanfoldRun *self)
{
  self->forecast = (FanfoldRemainingAnswer){ -1, -1, -1 };
  if (self->forecasting != NULL)
    g_cancellable_cancel (self->forecasting);
  g_clear_object (&self->forecasting);
}

void
fanfold_run_get_forecast (FanfoldRun *self, FanfoldRemainingAnswer *answer)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (answer != NULL);

  *answer = self->forecast;
}
