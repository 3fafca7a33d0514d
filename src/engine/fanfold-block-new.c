/* fanfold-block-new.c: blocks of jobs that ran nowhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-block-private.h"

/* What stands for a value that is not there. */
static GVariant *
make_empty_value (const GVariantType *type)
{
  switch (g_variant_type_peek_string (type)[0])
    {
    case 'b':
      return g_variant_new_boolean (FALSE);
    case 'x':
      return g_variant_new_int64 (0);
    case 'd':
      return g_variant_new_double (0);
    case 's':
      return g_variant_new_string ("");
    default:
      return g_variant_new_bytestring ("");
    }
}

static GVariant *
make_column (FanfoldParam *output, guint n_jobs, GVariant *value)
{
  const GVariantType *type = fanfold_param_get_variant_type (output);
  g_autoptr (GVariant) element = NULL;
  g_autofree GVariant **elements = g_new (GVariant *, n_jobs);
  g_autofree guint8 *present = g_malloc0 (n_jobs);
  guint i;

  element = g_variant_ref_sink (value != NULL ? value : make_empty_value (type));
  for (i = 0; i < n_jobs; i++)
    elements[i] = element;

  return g_variant_new (
      "(@ay@*)",
      g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, present, value != NULL ? 0 : n_jobs, 1),
      g_variant_new_array (type, elements, n_jobs));
}

static GVariant *
make_outputs (FanfoldFunction *function, guint n_jobs, GVariant **values)
{
  GPtrArray *outputs = fanfold_function_get_outputs (function);
  GVariantBuilder builder;
  guint i;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (i = 0; i < outputs->len; i++)
    g_variant_builder_add (
        &builder,
        "v",
        make_column (g_ptr_array_index (outputs, i), n_jobs, values != NULL ? values[i] : NULL));

  return g_variant_builder_end (&builder);
}

FanfoldBlock *
fanfold_block_new_single (FanfoldFunction *function,
                          guint64 index,
                          guint32 slot,
                          guint32 attempt,
                          FanfoldJobState state,
                          gint64 started_usec,
                          double seconds,
                          GVariant **values,
                          const char *json,
                          const char *message)
{
  g_autoptr (GError) error = NULL;
  FanfoldBlock *self;
  GVariantBuilder errors;
  guint8 byte = state;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  g_variant_builder_init (&errors, G_VARIANT_TYPE ("a(uis)"));
  if (message != NULL)
    {
      g_autofree char *text = g_utf8_make_valid (message, -1);

      g_variant_builder_add (&errors, "(uis)", 0, 0, text);
    }

  self = fanfold_block_new_from_variant (
      function,
      g_variant_new (
          "(tuu@ay@ax@ad@ad@at@av@asa(uis))",
          index,
          slot,
          attempt,
          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, &byte, 1, sizeof byte),
          g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &started_usec, 1, sizeof started_usec),
          g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, &seconds, 1, sizeof seconds),
          g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, NULL, 0, sizeof (double)),
          g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, NULL, 0, sizeof (guint64)),
          make_outputs (function, 1, values),
          g_variant_new_strv (&json, json != NULL ? 1 : 0),
          &errors),
      &error);
  g_assert_no_error (error);

  return self;
}

FanfoldBlock *
fanfold_block_new_ended (FanfoldBlock *self, FanfoldJobState state, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GVariant *members[FANFOLD_BLOCK_ERRORS + 1];
  FanfoldBlock *ended;
  guint8 byte = state;
  guint i;

  g_return_val_if_fail (self != NULL && self->n_jobs == 1, NULL);
  g_return_val_if_fail (message != NULL, NULL);

  text = g_utf8_make_valid (message, -1);
  for (i = 0; i < G_N_ELEMENTS (members); i++)
    if (i == FANFOLD_BLOCK_STATES)
      members[i] = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, &byte, 1, sizeof byte);
    else if (i == FANFOLD_BLOCK_OUTPUTS)
      members[i] = make_outputs (self->function, 1, NULL);
    else if (i == FANFOLD_BLOCK_JSON)
      members[i] = g_variant_new_strv (NULL, 0);
    else if (i == FANFOLD_BLOCK_ERRORS)
      members[i] = g_variant_new_parsed ("[(@u 0, 0, %s)]", text);
    else
      members[i] = g_variant_get_child_value (self->variant, i);

  ended = fanfold_block_new_from_variant (
      self->function, g_variant_new_tuple (members, G_N_ELEMENTS (members)), &error);
  g_assert_no_error (error);
  for (i = 0; i <= FANFOLD_BLOCK_PEAK_BYTES; i++)
    if (i != FANFOLD_BLOCK_STATES)
      g_variant_unref (members[i]);

  return ended;
}

FanfoldBlock *
fanfold_block_new_unstarted (FanfoldFunction *function,
                             guint64 first,
                             guint n_jobs,
                             FanfoldJobState state)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *states = NULL;
  g_autofree gint64 *zeros = NULL; /* eight bytes of nothing are 0.0, too */
  FanfoldBlock *self;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (n_jobs >= 1 && n_jobs <= FANFOLD_BLOCK_MAX_JOBS, NULL);

  states = g_malloc (n_jobs);
  memset (states, state, n_jobs);
  zeros = g_new0 (gint64, n_jobs);

  self = fanfold_block_new_from_variant (
      function,
      g_variant_new (
          "(tuu@ay@ax@ad@ad@at@av@asa(uis))",
          first,
          FANFOLD_BLOCK_NO_SLOT,
          (guint32) 0,
          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, states, n_jobs, sizeof *states),
          g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, zeros, n_jobs, sizeof *zeros),
          g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, zeros, n_jobs, sizeof *zeros),
          g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, NULL, 0, sizeof *zeros),
          g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, NULL, 0, sizeof *zeros),
          make_outputs (function, n_jobs, NULL),
          g_variant_new_strv (NULL, 0),
          NULL),
      &error);
  g_assert_no_error (error);

  return self;
}
