/* fanfold-run-wait.c: why a run waits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-private.h"

void
fanfold_run_set_wait (
    FanfoldRun *self, FanfoldWaitKind kind, gint64 at_usec, const char *title, gboolean movable)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));

  if (self->wait == kind && self->wait_usec == at_usec && self->movable == movable &&
      g_strcmp0 (self->wait_title, title) == 0)
    return;

  self->wait = kind;
  self->wait_usec = at_usec;
  self->movable = movable;
  g_free (self->wait_title);
  self->wait_title = g_strdup (title);
  fanfold_run_notify_sample (self);
}

FanfoldWaitKind
fanfold_run_get_wait (FanfoldRun *self, gint64 *at_usec, const char **title)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FANFOLD_WAIT_NONE);

  if (at_usec != NULL)
    *at_usec = self->wait_usec;
  if (title != NULL)
    *title = self->wait_title;

  return self->wait;
}

gboolean
fanfold_run_is_movable (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FALSE);

  return self->movable;
}
