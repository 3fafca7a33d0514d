/* fanfold-run-event.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-event.h"

static const char *const kinds[FANFOLD_N_RUN_EVENT_KINDS] = {
  "begin", "pause", "freeze", "resume", "drain", "n_jobs", "end", "progress",
};

const char *
fanfold_run_event_kind_to_string (FanfoldRunEventKind kind)
{
  g_return_val_if_fail (kind < FANFOLD_N_RUN_EVENT_KINDS, NULL);

  return kinds[kind];
}

gboolean
fanfold_run_event_kind_from_string (const char *text, FanfoldRunEventKind *kind)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (kind != NULL, FALSE);

  for (guint i = 0; i < FANFOLD_N_RUN_EVENT_KINDS; i++)
    if (g_str_equal (text, kinds[i]))
      {
        *kind = (FanfoldRunEventKind) i;
        return TRUE;
      }

  return FALSE;
}
