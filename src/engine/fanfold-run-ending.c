/* fanfold-run-ending.c: why a run starts no jobs, for now or for good
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-private.h"

#include "fanfold-sentence.h"

#include <glib/gi18n-lib.h>

FanfoldRunHalt
fanfold_run_get_halt (FanfoldRun *self)
{
  FanfoldRunState state;

  g_return_val_if_fail (FANFOLD_IS_RUN (self), FANFOLD_RUN_HALT_NONE);

  state = self->record->state;
  if (state != FANFOLD_RUN_RUNNING && state != FANFOLD_RUN_PAUSED)
    return FANFOLD_RUN_HALT_NONE;
  if (self->elsewhere && self->record->outlook.halt != FANFOLD_RUN_HALT_NONE)
    return self->record->outlook.halt;
  if (self->elsewhere)
    return state == FANFOLD_RUN_PAUSED ? FANFOLD_RUN_HALT_PAUSE : FANFOLD_RUN_HALT_NONE;

  /* Even those that are to end wait for that. */
  if (self->troubled)
    return FANFOLD_RUN_HALT_HISTORY;
  if (self->ending != FANFOLD_RUN_HALT_NONE)
    return self->ending;
  if (state == FANFOLD_RUN_PAUSED)
    return fanfold_run_is_minding (self) ? FANFOLD_RUN_HALT_CONDITION : FANFOLD_RUN_HALT_PAUSE;

  return self->record->reason != NULL ? FANFOLD_RUN_HALT_SHORT : FANFOLD_RUN_HALT_NONE;
}

gboolean
fanfold_run_is_ending (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FALSE);

  return self->ending != FANFOLD_RUN_HALT_NONE && !fanfold_run_state_is_over (self->record->state);
}

char *
fanfold_run_dup_ending (FanfoldRun *self)
{
  g_autofree char *reason = NULL;

  if (self->ending == FANFOLD_RUN_HALT_NONE || self->stop_reason == NULL)
    return NULL;

  reason = fanfold_sentence_say (self->stop_reason);
  if (self->ending == FANFOLD_RUN_HALT_STOP)
    /* Translators: why a run is being stopped: "Stopped by you.", "Job 5 failed". */
    return g_strdup_printf (_ ("The jobs that run are being ended: %s"), reason);

  /* Translators: why a run is coming to its end: "Interrupted", "Job 5 failed". */
  return g_strdup_printf (_ ("No more jobs are started; those that run may end: %s"), reason);
}
