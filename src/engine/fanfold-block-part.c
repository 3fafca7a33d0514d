/* fanfold-block-part.c: blocks made of jobs of another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-block-private.h"

#include <string.h>

#define MAX_COPIES_BYTES ((gsize) 4 * 1024 * 1024)

/* What to take of a column: @n elements from @place on, @step further each time. */
typedef struct
{
  guint place;
  guint n;
  guint step; /* 0: one element over and over */
} Cut;

static GVariant *
cut_array (FanfoldBlock *self, GVariant *array, Cut cut)
{
  const GVariantType *type = g_variant_type_element (g_variant_get_type (array));
  gsize n_elements = g_variant_n_children (array);
  g_autofree GVariant **elements = NULL;
  GVariant *part;
  guint i;

  /* What is too short for all jobs stands for each of them, or for none. */
  if (n_elements < self->n_jobs)
    cut = (Cut){ 0, (guint) n_elements, 1 };

  elements = g_new (GVariant *, cut.n);
  for (i = 0; i < cut.n; i++)
    elements[i] = g_variant_get_child_value (array, cut.place + i * cut.step);
  part = g_variant_new_array (type, elements, cut.n);
  for (i = 0; i < cut.n; i++)
    g_variant_unref (elements[i]);

  return part;
}

static GVariant *
cut_member (FanfoldBlock *self, guint member, Cut cut)
{
  g_autoptr (GVariant) array = g_variant_get_child_value (self->variant, member);

  return cut_array (self, array, cut);
}

static GVariant *
cut_outputs (FanfoldBlock *self, Cut cut)
{
  GVariantBuilder builder;
  guint i;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (i = 0; i < self->n_columns; i++)
    g_variant_builder_add (&builder,
                           "v",
                           g_variant_new ("(@ay@*)",
                                          cut_array (self, self->columns[i].present, cut),
                                          cut_array (self, self->columns[i].values, cut)));

  return g_variant_builder_end (&builder);
}

static GVariant *
cut_errors (FanfoldBlock *self, Cut cut)
{
  GVariantBuilder builder;
  guint i;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(uis)"));
  for (i = 0; i < self->n_failures; i++)
    {
      const FanfoldBlockFailure *failure = &self->failures[i];

      if (failure->place >= cut.place && failure->place - cut.place < cut.n)
        g_variant_builder_add (
            &builder, "(uis)", failure->place - cut.place, failure->end, failure->message);
    }

  return g_variant_builder_end (&builder);
}

FanfoldBlock *
fanfold_block_slice (FanfoldBlock *self, guint place, guint n)
{
  g_autoptr (GError) error = NULL;
  Cut cut = { place, n, 1 };
  FanfoldBlock *slice;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n >= 1 && place < self->n_jobs && n <= self->n_jobs - place, NULL);

  if (n == self->n_jobs)
    return fanfold_block_ref (self);

  slice = fanfold_block_new_from_variant (
      self->function,
      g_variant_new ("(tuu@ay@ax@ad@ad@at@av@as@a(uis))",
                     self->first + place,
                     self->slot,
                     self->attempt,
                     cut_member (self, FANFOLD_BLOCK_STATES, cut),
                     cut_member (self, FANFOLD_BLOCK_STARTED, cut),
                     cut_member (self, FANFOLD_BLOCK_SECONDS, cut),
                     cut_member (self, FANFOLD_BLOCK_CPU_SECONDS, cut),
                     cut_member (self, FANFOLD_BLOCK_PEAK_BYTES, cut),
                     cut_outputs (self, cut),
                     cut_member (self, FANFOLD_BLOCK_JSON, cut),
                     cut_errors (self, cut)),
      &error);
  g_assert_no_error (error);

  return slice;
}

static guint
count_copies (FanfoldBlock *self, guint place, guint n)
{
  gsize bytes = 1;
  guint i;

  for (i = 0; i < self->n_columns; i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (self->columns[i].values, place);

      bytes += g_variant_get_size (value);
    }
  if (g_variant_n_children (self->json) > 0)
    {
      g_autoptr (GVariant) text = g_variant_get_child_value (self->json, place);

      bytes += g_variant_get_size (text);
    }

  return MIN (MIN (n, FANFOLD_BLOCK_MAX_JOBS), MAX (MAX_COPIES_BYTES / bytes, 1));
}

FanfoldBlock *
fanfold_block_new_copies (FanfoldBlock *self, guint place, guint64 first, guint n, gint64 now_usec)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *states = NULL;
  g_autofree gint64 *started = NULL;
  g_autofree double *seconds = NULL;
  FanfoldBlock *copies;
  Cut cut;
  guint i;

  g_return_val_if_fail (self != NULL && place < self->n_jobs, NULL);
  g_return_val_if_fail (n >= 1, NULL);

  n = count_copies (self, place, n);
  cut = (Cut){ place, n, 0 };
  states = g_malloc (n);
  memset (states, FANFOLD_JOB_CACHED, n);
  seconds = g_new0 (double, n);
  started = g_new (gint64, n);
  for (i = 0; i < n; i++)
    started[i] = now_usec;

  copies = fanfold_block_new_from_variant (
      self->function,
      g_variant_new ("(tuu@ay@ax@ad@ad@at@av@asa(uis))",
                     first,
                     FANFOLD_BLOCK_NO_SLOT,
                     (guint32) 0,
                     g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, states, n, sizeof *states),
                     g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, started, n, sizeof *started),
                     g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, seconds, n, sizeof *seconds),
                     g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, NULL, 0, sizeof (double)),
                     g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, NULL, 0, sizeof (guint64)),
                     cut_outputs (self, cut),
                     cut_member (self, FANFOLD_BLOCK_JSON, cut),
                     NULL),
      &error);
  g_assert_no_error (error);

  return copies;
}
