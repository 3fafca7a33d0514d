/* fanfold-n-jobs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-n-jobs.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define HINT _ ("give how many jobs run at once, as in 4; -1 for all cores, -2 for all but one")

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

/* "limited by the CPU affinity; the machine has 8" (transfer full) (nullable) */
static char *
describe_limit (const FanfoldCpu *cpu)
{
  switch (cpu->limit)
    {
    case FANFOLD_CPU_LIMIT_AFFINITY:
      return g_strdup_printf ("limited by the CPU affinity; the machine has %u", cpu->n_online);

    case FANFOLD_CPU_LIMIT_QUOTA:
      return g_strdup_printf ("limited by the CPU quota of its control group; the machine has %u",
                              cpu->n_online);

    case FANFOLD_CPU_LIMIT_NONE:
    default:
      return NULL;
    }
}

char *
fanfold_n_jobs_describe (int n_jobs, const FanfoldCpu *cpu)
{
  g_autofree char *limit = NULL;
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (n_jobs != 0, NULL);
  g_return_val_if_fail (cpu != NULL, NULL);

  text = g_string_new (NULL);
  g_string_append_printf (text, "%u", fanfold_n_jobs_effective (n_jobs, cpu->n_usable));
  if (n_jobs > 0)
    return g_string_free (g_steal_pointer (&text), FALSE);

  limit = describe_limit (cpu);
  g_string_append_printf (text, " of %u core%s", cpu->n_usable, cpu->n_usable == 1 ? "" : "s");
  if (limit != NULL)
    g_string_append_printf (text, " (%s)", limit);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

guint
fanfold_n_jobs_suggest (gboolean io_bound, const FanfoldCpu *cpu, char **reason)
{
  guint n;

  g_return_val_if_fail (cpu != NULL, 1);

  if (io_bound)
    n = cpu->n_usable + cpu->n_usable / 2 + cpu->n_usable % 2;
  else
    n = cpu->n_physical;
  n = MIN (n, FANFOLD_MAX_SLOTS);

  if (reason == NULL)
    return n;

  if (io_bound)
    *reason = g_strdup_printf (
        "Jobs that mostly wait go best with 1.5 times the cores: %u for %u.", n, cpu->n_usable);
  else if (cpu->n_physical < cpu->n_usable)
    *reason = g_strdup_printf ("Jobs that compute go best with no more than the physical cores: %u "
                               "of the %u are.",
                               n,
                               cpu->n_usable);
  else
    *reason =
        g_strdup_printf ("Jobs that compute go best with no more than the physical cores: %u.", n);

  return n;
}

guint
fanfold_n_jobs_inner_threads (guint n_slots, const FanfoldCpu *cpu)
{
  g_return_val_if_fail (cpu != NULL, 1);

  return MAX (cpu->n_usable / MAX (n_slots, 1), 1);
}

static gboolean
check (gint64 n_jobs, GError **error)
{
  if (n_jobs == 0)
    {
      g_set_error (
          error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, _ ("n_jobs 0 would run nothing: %s"), HINT);
      return FALSE;
    }

  if (n_jobs < G_MININT || n_jobs > G_MAXINT)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("n_jobs %" PRId64 " is out of range: %s"),
                   n_jobs,
                   HINT);
      return FALSE;
    }

  return TRUE;
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
                   _ ("n_jobs “%s” is not a whole number: %s"),
                   shown,
                   HINT);
      return FALSE;
    }

  if (!check (value, error))
    return FALSE;

  *n_jobs = (int) value;
  return TRUE;
}
