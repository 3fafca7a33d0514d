/* fanfold-conditions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-conditions.h"

#include "fanfold-idle-watch.h"
#include "fanfold-power-watch.h"

#include <glib/gi18n-lib.h>

static const char ASKING[] = N_ ("Asks whether there is AC power.");

struct _FanfoldConditions
{
  FanfoldPowerWatch *power; /* these are NULL until somebody asks */
  FanfoldIdleWatch *idle;
};

FanfoldConditions *
fanfold_conditions_new (void)
{
  return g_new0 (FanfoldConditions, 1);
}

void
fanfold_conditions_free (FanfoldConditions *self)
{
  g_return_if_fail (self != NULL);

  if (self->power != NULL)
    fanfold_power_watch_stop (self->power);
  if (self->idle != NULL)
    fanfold_idle_watch_stop (self->idle);
  g_clear_object (&self->power);
  g_clear_object (&self->idle);
  g_free (self);
}

static const char *
find_power_reason (FanfoldConditions *self)
{
  if (self->power == NULL)
    self->power = fanfold_power_watch_new ();

  switch (fanfold_power_watch_get_power (self->power))
    {
    case FANFOLD_POWER_UNKNOWN:
      return ASKING;

    case FANFOLD_POWER_BATTERY:
      return N_ ("Waits for AC power: on battery no more jobs are started.");

    case FANFOLD_POWER_SAVER:
      return N_ ("Waits for the end of the power saver: no more jobs are started meanwhile.");

    case FANFOLD_POWER_AC:
    default:
      return NULL;
    }
}

static const char *
find_idle_reason (FanfoldConditions *self)
{
  if (self->idle == NULL)
    self->idle = fanfold_idle_watch_new ();

  return fanfold_idle_watch_is_idle (self->idle) ? NULL
                                                 : N_ ("Waits until nobody has used this computer "
                                                       "for 5 minutes: no more jobs are started "
                                                       "meanwhile.");
}

char *
fanfold_conditions_dup_reason (FanfoldConditions *self,
                               const FanfoldSettings *settings,
                               gboolean *asking)
{
  const char *reason = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (settings != NULL && asking != NULL, NULL);

  if (settings->only_on_ac)
    reason = find_power_reason (self);
  if (settings->only_when_idle)
    {
      const char *idle_reason = find_idle_reason (self);

      reason = idle_reason != NULL && (reason == NULL || reason == ASKING) ? idle_reason : reason;
    }
  *asking = reason == ASKING;

  return reason != NULL ? g_strdup (_ (reason)) : NULL;
}

void
fanfold_conditions_set_n_running (FanfoldConditions *self, guint n_running)
{
  g_return_if_fail (self != NULL);

  if (self->idle != NULL)
    fanfold_idle_watch_set_n_running (self->idle, n_running);
}
