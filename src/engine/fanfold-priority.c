/* fanfold-priority.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-priority.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>

static const char *const words[FANFOLD_N_PRIORITIES] = { "low", "normal", "high" };

const char *
fanfold_priority_to_string (FanfoldPriority priority)
{
  g_return_val_if_fail (priority >= FANFOLD_PRIORITY_LOW && priority <= FANFOLD_PRIORITY_HIGH,
                        NULL);

  return words[priority - FANFOLD_PRIORITY_LOW];
}

gboolean
fanfold_priority_from_string (const char *text, FanfoldPriority *priority, GError **error)
{
  g_autofree char *shown = NULL;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (priority != NULL, FALSE);

  for (int i = 0; i < FANFOLD_N_PRIORITIES; i++)
    if (g_str_equal (text, words[i]))
      {
        *priority = (FanfoldPriority) (i + FANFOLD_PRIORITY_LOW);
        return TRUE;
      }

  shown = g_utf8_make_valid (text, -1);
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("priority “%s” is not known: give low, normal or high"),
               shown);

  return FALSE;
}
