/* fanfold-n-jobs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-n-jobs.h"

#include "fanfold-error.h"

#define HINT "give how many jobs run at once, as in 4; -1 for all cores, -2 for all but one"

guint
fanfold_n_jobs_effective (int n_jobs, guint n_usable)
{
  gint64 n;

  g_return_val_if_fail (n_jobs != 0, 1);

  if (n_jobs > 0)
    return (guint) n_jobs;

  n = (gint64) n_usable + 1 + n_jobs;
  return (guint) MAX (n, 1);
}

gboolean
fanfold_n_jobs_parse (const char *text, int *n_jobs, GError **error)
{
  g_autofree char *stripped = NULL;
  gint64 value;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (n_jobs != NULL, FALSE);

  stripped = g_strstrip (g_strdup (text));
  if (!g_ascii_string_to_signed (stripped, 10, G_MININT64, G_MAXINT64, &value, NULL))
    {
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "n_jobs “%s” is not a whole number: " HINT,
                   shown);
      return FALSE;
    }

  if (!fanfold_n_jobs_check (value, error))
    return FALSE;

  *n_jobs = (int) value;
  return TRUE;
}

gboolean
fanfold_n_jobs_check (gint64 n_jobs, GError **error)
{
  if (n_jobs == 0)
    {
      g_set_error (
          error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "n_jobs 0 would run nothing: " HINT);
      return FALSE;
    }

  if (n_jobs < G_MININT || n_jobs > G_MAXINT)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "n_jobs %" G_GINT64_FORMAT " is out of range: " HINT,
                   n_jobs);
      return FALSE;
    }

  return TRUE;
}
