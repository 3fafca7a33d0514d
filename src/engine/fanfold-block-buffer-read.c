/* fanfold-block-buffer-read.c: a block made of what was written into a buffer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-block-buffer-private.h"

#include <string.h>

#include "fanfold-block-private.h"
#include "fanfold-error.h"

/* Any bytes are a number, so that GVariant need not look at each of them, as it does with those of
 * g_variant_new_fixed_array (). Not all are a boolean. */
static GVariant *
make_fixed (const GVariantType *type, gconstpointer values, guint n, gsize value_bytes)
{
  g_autoptr (GVariantType) array_type = g_variant_type_new_array (type);
  gpointer copy = g_memdup2 (values, n * value_bytes);

  return g_variant_new_from_data (array_type,
                                  copy,
                                  n * value_bytes,
                                  !g_variant_type_equal (type, G_VARIANT_TYPE_BOOLEAN),
                                  g_free,
                                  copy);
}

static GVariant *
make_texts (FanfoldBlockBuffer *self, const GVariantType *type, const FanfoldText *texts, guint n)
{
  return fanfold_text_column_new (
      type, self->memory, self->text_begin, FANFOLD_BLOCK_BUFFER_BYTES, texts, n);
}

static GVariant *
make_outputs (FanfoldBlockBuffer *self, guint n_jobs)
{
  GVariantBuilder builder;
  guint i;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (i = 0; i < self->n_columns; i++)
    {
      FanfoldBlockBufferColumn *column = &self->columns[i];
      gboolean all = memchr (column->present, 0, n_jobs) == NULL;
      GVariant *values;

      if (fanfold_block_buffer_column_is_text (column))
        values = make_texts (self, column->type, column->values, n_jobs);
      else
        values = make_fixed (column->type, column->values, n_jobs, column->value_bytes);
      if (values == NULL)
        {
          g_variant_builder_clear (&builder);
          return NULL;
        }

      g_variant_builder_add (
          &builder,
          "v",
          g_variant_new ("(@ay@*)",
                         make_fixed (G_VARIANT_TYPE_BYTE, column->present, all ? 0 : n_jobs, 1),
                         values));
    }

  return g_variant_builder_end (&builder);
}

static GVariant *
make_json (FanfoldBlockBuffer *self, guint n_jobs)
{
  if (self->json == NULL)
    return g_variant_new_strv (NULL, 0);

  return make_texts (self, G_VARIANT_TYPE_STRING, self->json, n_jobs);
}

/* Nothing where all jobs took what their seconds say. Below 0, and whatever else somebody wrote
 * there, stands for those. */
static GVariant *
make_cpu_seconds (FanfoldBlockBuffer *self, guint n_jobs)
{
  g_autofree double *copy = g_memdup2 (self->cpu_seconds, n_jobs * sizeof *copy);
  gboolean any = FALSE;
  guint i;

  for (i = 0; i < n_jobs; i++)
    if (copy[i] >= 0 && copy[i] < G_MAXDOUBLE)
      any = TRUE;
    else
      copy[i] = self->seconds[i];

  return make_fixed (G_VARIANT_TYPE_DOUBLE, copy, any ? n_jobs : 0, sizeof *copy);
}

static GVariant *
make_peak_bytes (FanfoldBlockBuffer *self, guint n_jobs)
{
  g_autofree guint64 *copy = g_memdup2 (self->peak_bytes, n_jobs * sizeof *copy);
  guint64 others = MIN (__atomic_load_n (&self->head->peak_bytes, __ATOMIC_RELAXED), G_MAXINT64);
  guint n_peaks = 1;
  guint i;

  for (i = 0; i < n_jobs; i++)
    {
      if (copy[i] == 0 || copy[i] > G_MAXINT64)
        copy[i] = others;
      else if (n_jobs == 1)
        copy[i] = MAX (copy[i], others);
      if (copy[i] != copy[0])
        n_peaks = n_jobs;
    }
  if (n_peaks == 1 && copy[0] == 0)
    n_peaks = 0;

  return make_fixed (G_VARIANT_TYPE_UINT64, copy, n_peaks, sizeof *copy);
}

static char *
dup_message (FanfoldBlockBuffer *self, guint place)
{
  FanfoldText text = self->messages[place];
  g_autofree char *raw = NULL;

  if (self->states[place] == FANFOLD_JOB_DONE || text.offset == 0 ||
      !fanfold_text_is_inside (&text, self->memory, self->text_begin, FANFOLD_BLOCK_BUFFER_BYTES))
    return NULL;

  raw = g_strndup ((const char *) self->memory + text.offset,
                   MIN (text.length, FANFOLD_BLOCK_BUFFER_MESSAGE_BYTES - 1));

  return g_utf8_make_valid (raw, -1);
}

static FanfoldJobEnd
get_end (FanfoldBlockBuffer *self, guint place)
{
  FanfoldJobEnd end = self->ends[place];

  return self->states[place] != FANFOLD_JOB_DONE && end >= -FANFOLD_JOB_END_MAX_SIGNAL &&
                 end <= FANFOLD_JOB_END_EXIT_0
             ? end
             : 0;
}

static GVariant *
make_errors (FanfoldBlockBuffer *self, guint n_jobs)
{
  GVariantBuilder builder;
  guint i;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(uis)"));
  for (i = 0; i < n_jobs; i++)
    {
      g_autofree char *message = dup_message (self, i);
      FanfoldJobEnd end = get_end (self, i);

      if (message != NULL || end != 0)
        g_variant_builder_add (&builder, "(uis)", i, end, message != NULL ? message : "");
    }

  return g_variant_builder_end (&builder);
}

FanfoldBlock *
fanfold_block_buffer_to_block (FanfoldBlockBuffer *self, GError **error)
{
  FanfoldBlock *block = NULL;
  GVariant *outputs;
  GVariant *json;
  guint n;

  g_return_val_if_fail (self != NULL, NULL);

  n = fanfold_block_buffer_get_n_finished (self);
  outputs = make_outputs (self, n);
  json = make_json (self, n);
  if (outputs != NULL && json != NULL)
    block = fanfold_block_new_from_own (
        self->function,
        g_variant_new ("(tuu@ay@ax@ad@ad@at@av@as@a(uis))",
                       self->first,
                       self->slot,
                       self->attempt,
                       make_fixed (G_VARIANT_TYPE_BYTE, self->states, n, sizeof (guint8)),
                       make_fixed (G_VARIANT_TYPE_INT64, self->started, n, sizeof (gint64)),
                       make_fixed (G_VARIANT_TYPE_DOUBLE, self->seconds, n, sizeof (double)),
                       make_cpu_seconds (self, n),
                       make_peak_bytes (self, n),
                       outputs,
                       json,
                       make_errors (self, n)),
        error);
  else
    {
      g_set_error (
          error,
          FANFOLD_ERROR,
          FANFOLD_ERROR_WORKER,
          "The results of the jobs were overwritten: the function writes where it must not.");
      if (outputs != NULL)
        g_variant_unref (g_variant_ref_sink (outputs));
      if (json != NULL)
        g_variant_unref (g_variant_ref_sink (json));
    }

  return block;
}
