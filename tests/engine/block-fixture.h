/* block-fixture.h: blocks of jobs that did not end well
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"

/* Of a function without declared outputs. */
typedef struct
{
  guint64 first;
  guint n_jobs;
  guint32 attempt;
  FanfoldJobState state;
  FanfoldJobEnd end;
  const char *message; /* (nullable); its "%u" becomes the number of the job */
  gint64 started_usec;
  double seconds;
  double cpu_seconds;
  guint64 peak_bytes;
} FailedJobs;

static inline void
failed_jobs_add_errors (const FailedJobs *jobs, GVariantBuilder *errors)
{
  g_auto (GStrv) parts = g_strsplit (jobs->message != NULL ? jobs->message : "", "%u", -1);

  for (guint i = 0; jobs->message != NULL && i < jobs->n_jobs; i++)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, jobs->first + i);
      g_autofree char *message = g_strjoinv (number, parts);

      g_variant_builder_add (errors, "(uis)", i, jobs->end, message);
    }
}

static inline FanfoldBlock *
failed_jobs_make_block (const FailedJobs *jobs, FanfoldFunction *function)
{
  g_autofree guint8 *states = g_malloc (jobs->n_jobs);
  g_autofree gint64 *started = g_new (gint64, jobs->n_jobs);
  g_autofree double *seconds = g_new (double, jobs->n_jobs);
  g_autofree double *cpu_seconds = g_new (double, jobs->n_jobs);
  g_autoptr (GError) error = NULL;
  GVariantBuilder errors;
  FanfoldBlock *block;

  for (guint i = 0; i < jobs->n_jobs; i++)
    {
      states[i] = jobs->state;
      started[i] = jobs->started_usec;
      seconds[i] = jobs->seconds;
      cpu_seconds[i] = jobs->cpu_seconds;
    }
  g_variant_builder_init (&errors, G_VARIANT_TYPE ("a(uis)"));
  failed_jobs_add_errors (jobs, &errors);

  block = fanfold_block_new_from_variant (
      function,
      g_variant_new (
          "(tuu@ay@ax@ad@ad@at@av@asa(uis))",
          jobs->first,
          (guint32) 0,
          jobs->attempt,
          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, states, jobs->n_jobs, 1),
          g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, started, jobs->n_jobs, 8),
          g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, seconds, jobs->n_jobs, 8),
          g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, cpu_seconds, jobs->n_jobs, 8),
          g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, &jobs->peak_bytes, 1, 8),
          g_variant_new_array (G_VARIANT_TYPE_VARIANT, NULL, 0),
          g_variant_new_strv (NULL, 0),
          &errors),
      &error);
  g_assert_no_error (error);

  return block;
}
