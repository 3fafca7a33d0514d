/* fanfold-parallel-values.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-parallel-values.h"

#include "fanfold-cpu.h"
#include "fanfold-error.h"
#include "fanfold-number.h"
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MANY_JOBS 256 /* "as many as possible" */
#define MAX_JOBS 1000000
#define MAX_BYTES 1e18

static gboolean
refuse (GError **error, const char *shown, const char *value, const char *reason)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("%s %s of parallel cannot be taken over: %s"),
               shown,
               value,
               reason);

  return FALSE;
}

static gboolean
set_text (FanfoldParallelOptions *self,
          const char *name,
          const char *text,
          const char *shown,
          const char *value,
          GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (fanfold_settings_set_text (&self->settings, name, text, &reason))
    return TRUE;

  return refuse (error, shown, value, reason->message);
}

static void add_note (FanfoldParallelOptions *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_note (FanfoldParallelOptions *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->notes, g_strdup_vprintf (format, args));
  va_end (args);
}

static gboolean
set_share (FanfoldParallelOptions *self, const char *shown, const char *value, GError **error)
{
  g_autofree char *digits = g_strndup (value, strlen (value) - 1);
  FanfoldCpu cpu;
  double percent;
  guint n;

  if (!fanfold_number_parse_real (digits, &percent, NULL) || percent <= 0 || percent > MAX_JOBS)
    return refuse (error, shown, value, _ ("it is no share of the cores"));
  if (percent == 100)
    {
      self->settings.n_jobs = -1;
      return TRUE;
    }

  fanfold_cpu_get (&cpu);
  n = (guint) MAX (ceil (cpu.n_usable * percent / 100), 1);
  self->settings.n_jobs = (int) MIN (n, (guint) MAX_JOBS);
  add_note (
      self, _ ("%s %s is %d here, of %u cores"), shown, value, self->settings.n_jobs, cpu.n_usable);

  return TRUE;
}

gboolean
fanfold_parallel_take_jobs (FanfoldParallelOptions *self,
                            const char *shown,
                            const char *value,
                            GError **error)
{
  FanfoldCpu cpu;
  gint64 n;

  if (g_str_has_suffix (value, "%"))
    return set_share (self, shown, value, error);
  if (!fanfold_number_parse_int (*value == '+' ? value + 1 : value, &n, NULL) || ABS (n) > MAX_JOBS)
    return refuse (error,
                   shown,
                   value,
                   _ ("it is no number; one that changes is set while a run goes "
                      "on"));

  if (*value == '+')
    {
      fanfold_cpu_get (&cpu);
      self->settings.n_jobs = (int) (cpu.n_usable + n);
      add_note (self,
                _ ("%s %s is %d here, with %u cores"),
                shown,
                value,
                self->settings.n_jobs,
                cpu.n_usable);
    }
  else if (n < 0)
    self->settings.n_jobs = (int) n - 1;
  else if (n == 0)
    {
      self->settings.n_jobs = MANY_JOBS;
      add_note (self, _ ("%s 0, as many as possible, is %d here"), shown, MANY_JOBS);
    }
  else
    self->settings.n_jobs = (int) n;

  return TRUE;
}

/* "10", "2.5m", "1d3.5h16.6m4s". */
static gboolean
parse_seconds (const char *text, double *seconds)
{
  static const char units[] = "smhd";
  static const double factors[] = { 1, 60, 3600, 86400 };

  *seconds = 0;
  while (*text != '\0')
    {
      gsize n = strspn (text, "0123456789.");
      g_autofree char *digits = g_strndup (text, n);
      const char *unit = text[n] != '\0' ? strchr (units, g_ascii_tolower (text[n])) : units;
      double part;

      if (unit == NULL || !fanfold_number_parse_real (digits, &part, NULL))
        return FALSE;
      *seconds += part * factors[unit - units];
      text += n + (text[n] != '\0');
    }

  return *seconds <= FANFOLD_SETTINGS_MAX_SECONDS;
}

gboolean
fanfold_parallel_take_timeout (FanfoldParallelOptions *self,
                               const char *shown,
                               const char *value,
                               GError **error)
{
  double seconds;

  if (g_str_has_suffix (value, "%"))
    return set_text (self, "timeout", value, shown, value, error);
  if (*value == '\0' || !parse_seconds (value, &seconds))
    return refuse (error, shown, value, _ ("it is no time"));

  self->settings.timeout = seconds;

  return TRUE;
}

gboolean
fanfold_parallel_take_retries (FanfoldParallelOptions *self,
                               const char *shown,
                               const char *value,
                               GError **error)
{
  gint64 n;

  if (!fanfold_number_parse_int (value, &n, NULL) || n < 0)
    return refuse (error, shown, value, _ ("it is no number of tries"));

  /* It counts all tries, 0 is without end. */
  if (n == 0 || n > FANFOLD_SETTINGS_MAX_RETRIES + 1)
    {
      add_note (self, _ ("%s %s is %d here"), shown, value, FANFOLD_SETTINGS_MAX_RETRIES + 1);
      n = FANFOLD_SETTINGS_MAX_RETRIES + 1;
    }
  self->settings.n_retries = (guint) (n - 1);

  return TRUE;
}

gboolean
fanfold_parallel_take_delay (FanfoldParallelOptions *self,
                             const char *shown,
                             const char *value,
                             GError **error)
{
  double seconds;

  if (g_str_has_suffix (value, "auto"))
    return refuse (error, shown, value, _ ("say how long, in seconds"));
  if (*value == '\0' || !parse_seconds (value, &seconds))
    return refuse (error, shown, value, _ ("it is no time"));

  self->settings.delay = seconds;

  return TRUE;
}

gboolean
fanfold_parallel_take_halt (FanfoldParallelOptions *self,
                            const char *shown,
                            const char *value,
                            GError **error)
{
  const char *what = strchr (value, ',');
  gboolean now = g_str_has_prefix (value, "now,") || g_str_equal (value, "2");
  gint64 n = 1;

  if (g_str_equal (value, "never") || g_str_equal (value, "0"))
    {
      self->settings.on_failure = FANFOLD_ON_FAILURE_CONTINUE;
      self->settings.max_failures = 0;
      return TRUE;
    }
  if (!now && !g_str_has_prefix (value, "soon,") && !g_str_equal (value, "1"))
    return refuse (error, shown, value, _ ("write it as now,fail=1 or soon,fail=1"));
  if (what != NULL && !g_str_has_prefix (what, ",fail=") && !g_str_equal (what, ",fail"))
    return refuse (error, shown, value, _ ("only failures end a run here"));
  if (what != NULL && g_str_has_suffix (what, "%"))
    return refuse (error, shown, value, _ ("write a number of failures instead of a share"));
  if (what != NULL && strchr (what, '=') != NULL &&
      (!fanfold_number_parse_int (strchr (what, '=') + 1, &n, NULL) || n < 1))
    return refuse (error, shown, value, _ ("it is no number of failures"));

  self->settings.on_failure = now ? FANFOLD_ON_FAILURE_STOP : FANFOLD_ON_FAILURE_DRAIN;
  self->settings.max_failures = n > 1 ? (guint64) n : 0;

  return TRUE;
}

gboolean
fanfold_parallel_take_nice (FanfoldParallelOptions *self,
                            const char *shown,
                            const char *value,
                            GError **error)
{
  return set_text (self, "nice", value, shown, value, error);
}

/* Small letters are powers of 1000, capital ones of 1024. */
gboolean
fanfold_parallel_take_memfree (FanfoldParallelOptions *self,
                               const char *shown,
                               const char *value,
                               GError **error)
{
  static const char units[] = "kmgtp";
  gsize n = strspn (value, "0123456789.");
  g_autofree char *digits = g_strndup (value, n);
  const char *unit = value[n] != '\0' ? strchr (units, g_ascii_tolower (value[n])) : NULL;
  double base = g_ascii_isupper (value[n]) ? 1024 : 1000;
  double bytes;

  if (!fanfold_number_parse_real (digits, &bytes, NULL) || (value[n] != '\0' && unit == NULL) ||
      (value[n] != '\0' && value[n + 1] != '\0'))
    return refuse (error, shown, value, _ ("it is no size"));
  if (unit != NULL)
    bytes *= pow (base, (double) (unit - units + 1));
  if (bytes > MAX_BYTES)
    return refuse (error, shown, value, _ ("it is no size"));

  self->settings.min_free_memory_bytes = (guint64) bytes;
  add_note (self, _ ("%s starts no job below it, and ends none that runs"), shown);

  return TRUE;
}

gboolean
fanfold_parallel_take_shuf (FanfoldParallelOptions *self,
                            const char *shown,
                            const char *value,
                            GError **error)
{
  self->settings.order = FANFOLD_ORDER_SHUFFLED;

  return TRUE;
}

gboolean
fanfold_parallel_take_file (FanfoldParallelOptions *self,
                            const char *shown,
                            const char *value,
                            GError **error)
{
  g_ptr_array_add (self->files, g_strdup (value));

  return TRUE;
}

gboolean
fanfold_parallel_take_delimiter (FanfoldParallelOptions *self,
                                 const char *shown,
                                 const char *value,
                                 GError **error)
{
  if (g_str_equal (value, "\\0"))
    self->by_zeros = TRUE;
  else if (!g_str_equal (value, "\\n") && !g_str_equal (value, "\n"))
    return refuse (error, shown, value, _ ("values are lines here"));

  return TRUE;
}

/* -l is -L, and without a number it is 1. */
gboolean
fanfold_parallel_take_lines (FanfoldParallelOptions *self,
                             const char *shown,
                             const char *value,
                             GError **error)
{
  g_free (self->lines);
  self->lines = g_strdup (value != NULL ? value : "1");

  return TRUE;
}

gboolean
fanfold_parallel_take_pipe (FanfoldParallelOptions *self,
                            const char *shown,
                            const char *value,
                            GError **error)
{
  gboolean part = g_str_has_prefix (shown, "--pipep") || g_str_has_prefix (shown, "--pipe-");

  if (part || !self->pipe)
    self->pipe_name = part ? "--pipe-part" : "--pipe";
  self->pipe = TRUE;

  return TRUE;
}

gboolean
fanfold_parallel_take_one (FanfoldParallelOptions *self,
                           const char *shown,
                           const char *value,
                           GError **error)
{
  if (value != NULL && !g_str_equal (value, "1"))
    return refuse (error, shown, value, _ ("a job takes one value of each source here"));

  return TRUE;
}

gboolean
fanfold_parallel_take_replace (FanfoldParallelOptions *self,
                               const char *shown,
                               const char *value,
                               GError **error)
{
  if (value != NULL && *value != '\0')
    {
      g_free (self->marker);
      self->marker = g_strdup (value);
    }

  return TRUE;
}

gboolean
fanfold_parallel_take_csv (FanfoldParallelOptions *self,
                           const char *shown,
                           const char *value,
                           GError **error)
{
  if (self->separator == NULL)
    self->separator = g_strdup (",");

  return TRUE;
}
