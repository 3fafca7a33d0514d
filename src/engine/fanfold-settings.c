/* fanfold-settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-settings.h"

#include "fanfold-error.h"

const char *
fanfold_backend_to_string (FanfoldBackend backend)
{
  return backend == FANFOLD_BACKEND_THREADS ? "threads" : "processes";
}

gboolean
fanfold_backend_from_string (const char *text, FanfoldBackend *backend, GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (backend != NULL, FALSE);

  if (g_str_equal (text, "processes"))
    *backend = FANFOLD_BACKEND_PROCESSES;
  else if (g_str_equal (text, "threads"))
    *backend = FANFOLD_BACKEND_THREADS;
  else
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "There is no backend “%s”: give processes or threads",
                   text);
      return FALSE;
    }

  return TRUE;
}
