/* fanfold-job.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job.h"
#include "fanfold-about.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>
#include <math.h>

struct _FanfoldJob
{
  GObject parent_instance;

  guint64 index;
  FanfoldCombine *combine;
  char *arguments;
  FanfoldJobState state;
  guint changes;
  gboolean stalled;
  double fraction;
  gboolean busy;
  gint64 shown_seconds; /* what elapsed and time_left were made of */
  char *elapsed;
  char *time_left;
};

enum
{
  PROP_0,
  PROP_NUMBER,
  PROP_ARGUMENTS,
  PROP_STATE,
  PROP_STATE_TEXT,
  PROP_STATE_ICON,
  PROP_STATE_CLASSES,
  PROP_STATE_HINT,
  PROP_FRACTION,
  PROP_BUSY,
  PROP_SHOW_FRACTION,
  PROP_SHOW_BUSY,
  PROP_ELAPSED,
  PROP_TIME_LEFT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldJob, fanfold_job, G_TYPE_OBJECT)

/* A bar in a table is about 100 pixels wide: less than this is not seen. */
#define SMALLEST_STEP 0.005

static const char *const icons[FANFOLD_N_JOB_STATES] = {
  [FANFOLD_JOB_WAITING] = "content-loading-symbolic",
  [FANFOLD_JOB_RUNNING] = "media-playback-start-symbolic",
  [FANFOLD_JOB_DONE] = "object-select-symbolic",
  [FANFOLD_JOB_CACHED] = "document-open-recent-symbolic",
  [FANFOLD_JOB_FAILED] = "dialog-error-symbolic",
  [FANFOLD_JOB_CRASHED] = "computer-fail-symbolic",
  [FANFOLD_JOB_TIMED_OUT] = "alarm-symbolic",
  [FANFOLD_JOB_CANCELLED] = "process-stop-symbolic",
  [FANFOLD_JOB_SKIPPED] = "media-skip-forward-symbolic",
};

static const char *const classes[FANFOLD_N_JOB_STATES][2] = {
  [FANFOLD_JOB_WAITING] = { "dim-label" }, [FANFOLD_JOB_RUNNING] = { "accent" },
  [FANFOLD_JOB_DONE] = { NULL },           [FANFOLD_JOB_CACHED] = { "success" },
  [FANFOLD_JOB_FAILED] = { "error" },      [FANFOLD_JOB_CRASHED] = { "error" },
  [FANFOLD_JOB_TIMED_OUT] = { "error" },   [FANFOLD_JOB_CANCELLED] = { "warning" },
  [FANFOLD_JOB_SKIPPED] = { "dim-label" },
};

static const char *const stalled_classes[] = { "warning", NULL };

static void
notify (FanfoldJob *self, guint prop_id)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop_id]);
}

static gboolean
shows_fraction (FanfoldJob *self)
{
  return self->state == FANFOLD_JOB_RUNNING && !self->busy;
}

/* Not before some time has passed: a mark at each of many short jobs would only flicker. */
static gboolean
shows_busy (FanfoldJob *self)
{
  return self->state == FANFOLD_JOB_RUNNING && self->busy && self->shown_seconds > 0;
}

static void
take_text (FanfoldJob *self, char **place, char *text, guint prop_id)
{
  if (g_strcmp0 (*place, text) == 0)
    {
      g_free (text);
      return;
    }

  g_free (*place);
  *place = text;
  notify (self, prop_id);
}

static void
set_state (FanfoldJob *self, FanfoldJobState state, gboolean stalled)
{
  gboolean was_stalled = self->stalled;

  if (self->state == state && self->stalled == stalled)
    return;

  self->state = state;
  self->stalled = stalled;
  notify (self, PROP_STATE);
  notify (self, PROP_STATE_TEXT);
  notify (self, PROP_STATE_ICON);
  notify (self, PROP_STATE_CLASSES);
  if (stalled != was_stalled)
    notify (self, PROP_STATE_HINT);
}

static void
set_fraction (FanfoldJob *self, double fraction)
{
  gboolean busy = fraction < 0;

  if (self->busy != busy)
    {
      self->busy = busy;
      notify (self, PROP_BUSY);
    }

  fraction = MIN (fraction, 1);
  if (busy || fabs (fraction - self->fraction) < SMALLEST_STEP)
    return;

  self->fraction = fraction;
  notify (self, PROP_FRACTION);
}

/* Whole seconds, so that a running row changes once a second and not at each sample. */
static void
set_running_times (FanfoldJob *self, double elapsed)
{
  gint64 seconds = (gint64) elapsed;
  double left = -1;
  FanfoldAbout about;

  if (shows_fraction (self) && self->fraction > 0)
    left = elapsed / self->fraction * (1 - self->fraction);

  if (seconds != self->shown_seconds)
    {
      self->shown_seconds = seconds;
      take_text (self, &self->elapsed, fanfold_text_clock ((guint64) seconds), PROP_ELAPSED);
    }
  fanfold_about_round (&about, &(FanfoldRemainingAnswer){ left, left, left });
  take_text (self, &self->time_left, fanfold_about_say (&about, TRUE, "–"), PROP_TIME_LEFT);
}

static void
set_final_times (FanfoldJob *self, const FanfoldJobRow *row)
{
  char *elapsed = NULL;

  if (row->started_usec > 0 && row->state != FANFOLD_JOB_CACHED &&
      fanfold_job_state_is_over (row->state))
    elapsed = fanfold_text_duration (row->seconds);

  self->shown_seconds = -1;
  take_text (self, &self->elapsed, elapsed, PROP_ELAPSED);
  take_text (self, &self->time_left, NULL, PROP_TIME_LEFT);
}

static void
fanfold_job_finalize (GObject *object)
{
  FanfoldJob *self = FANFOLD_JOB (object);

  g_clear_pointer (&self->combine, fanfold_combine_unref);
  g_clear_pointer (&self->arguments, g_free);
  g_clear_pointer (&self->elapsed, g_free);
  g_clear_pointer (&self->time_left, g_free);

  G_OBJECT_CLASS (fanfold_job_parent_class)->finalize (object);
}

static void
fanfold_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldJob *self = FANFOLD_JOB (object);

  switch (prop_id)
    {
    case PROP_NUMBER:
      g_value_take_string (value, g_strdup_printf ("%" G_GUINT64_FORMAT, self->index));
      break;

    case PROP_ARGUMENTS:
      g_value_set_string (value, fanfold_job_get_arguments (self));
      break;

    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;

    case PROP_STATE_TEXT:
      /* Translators: the state of a job that runs, is late and silent, and may be stuck. */
      g_value_set_string (value,
                          self->stalled ? _ ("Stalled?") : fanfold_text_job_state (self->state));
      break;

    case PROP_STATE_ICON:
      g_value_set_static_string (value,
                                 self->stalled ? "dialog-warning-symbolic" : icons[self->state]);
      break;

    case PROP_STATE_CLASSES:
      g_value_set_static_boxed (value, self->stalled ? stalled_classes : classes[self->state]);
      break;

    case PROP_STATE_HINT:
      g_value_set_string (value, fanfold_job_get_state_hint (self));
      break;

    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    case PROP_SHOW_FRACTION:
      g_value_set_boolean (value, shows_fraction (self));
      break;

    case PROP_SHOW_BUSY:
      g_value_set_boolean (value, shows_busy (self));
      break;

    case PROP_ELAPSED:
      g_value_set_string (value, self->elapsed);
      break;

    case PROP_TIME_LEFT:
      g_value_set_string (value, self->time_left);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_job_class_init (FanfoldJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = fanfold_job_finalize;
  object_class->get_property = fanfold_job_get_property;

  properties[PROP_NUMBER] = g_param_spec_string ("number", NULL, NULL, NULL, flags);
  properties[PROP_ARGUMENTS] = g_param_spec_string ("arguments", NULL, NULL, NULL, flags);
  properties[PROP_STATE] =
      g_param_spec_uint ("state", NULL, NULL, 0, FANFOLD_N_JOB_STATES - 1, 0, flags);
  properties[PROP_STATE_TEXT] = g_param_spec_string ("state-text", NULL, NULL, NULL, flags);
  properties[PROP_STATE_ICON] = g_param_spec_string ("state-icon", NULL, NULL, NULL, flags);
  properties[PROP_STATE_CLASSES] =
      g_param_spec_boxed ("state-classes", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_STATE_HINT] = g_param_spec_string ("state-hint", NULL, NULL, NULL, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_SHOW_FRACTION] = g_param_spec_boolean ("show-fraction", NULL, NULL, FALSE, flags);
  properties[PROP_SHOW_BUSY] = g_param_spec_boolean ("show-busy", NULL, NULL, FALSE, flags);
  properties[PROP_ELAPSED] = g_param_spec_string ("elapsed", NULL, NULL, NULL, flags);
  properties[PROP_TIME_LEFT] = g_param_spec_string ("time-left", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fanfold_job_init (FanfoldJob *self)
{
  self->busy = TRUE;
  self->shown_seconds = -1;
}

FanfoldJob *
fanfold_job_new (guint64 index, FanfoldCombine *combine)
{
  FanfoldJob *self;

  g_return_val_if_fail (combine != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_JOB, NULL);
  self->index = index;
  self->combine = fanfold_combine_ref (combine);

  return self;
}

void
fanfold_job_update (FanfoldJob *self, const FanfoldJobRow *row, gint64 now_usec)
{
  gboolean had_fraction;
  gboolean was_busy;

  g_return_if_fail (FANFOLD_IS_JOB (self));
  g_return_if_fail (row != NULL);

  had_fraction = shows_fraction (self);
  was_busy = shows_busy (self);
  set_state (self, row->state, row->stalled);
  set_fraction (self, row->fraction);
  if (shows_fraction (self) != had_fraction)
    notify (self, PROP_SHOW_FRACTION);

  if (row->state == FANFOLD_JOB_RUNNING)
    set_running_times (self, (double) MAX (now_usec - row->started_usec, 0) / G_USEC_PER_SEC);
  else
    set_final_times (self, row);
  if (shows_busy (self) != was_busy)
    notify (self, PROP_SHOW_BUSY);
}

const char *
fanfold_job_get_state_hint (FanfoldJob *self)
{
  g_return_val_if_fail (FANFOLD_IS_JOB (self), NULL);

  if (!self->stalled)
    return NULL;

  return _ ("This job has been silent, and takes far longer than others like it did: it may be "
            "stuck");
}

guint64
fanfold_job_get_index (FanfoldJob *self)
{
  g_return_val_if_fail (FANFOLD_IS_JOB (self), 0);

  return self->index;
}

FanfoldJobState
fanfold_job_get_state (FanfoldJob *self)
{
  g_return_val_if_fail (FANFOLD_IS_JOB (self), FANFOLD_JOB_WAITING);

  return self->state;
}

guint
fanfold_job_get_changes (FanfoldJob *self)
{
  g_return_val_if_fail (FANFOLD_IS_JOB (self), 0);

  return self->changes;
}

void
fanfold_job_set_changes (FanfoldJob *self, guint changes)
{
  g_return_if_fail (FANFOLD_IS_JOB (self));

  self->changes = changes;
}

const char *
fanfold_job_get_arguments (FanfoldJob *self)
{
  g_return_val_if_fail (FANFOLD_IS_JOB (self), NULL);

  if (self->arguments == NULL)
    self->arguments = fanfold_combine_describe (self->combine, self->index);

  return self->arguments;
}
