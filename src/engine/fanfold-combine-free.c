/* fanfold-combine-free.c: the inputs that feed no parameter, and what feeds the others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-window.h"

#include "fanfold-args.h"

guint
fanfold_combine_get_n_free (FanfoldCombine *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->frees->len;
}

GPtrArray *
fanfold_combine_get_free_params (FanfoldCombine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->frees;
}

FanfoldParam *
fanfold_combine_get_free_param (FanfoldCombine *self, guint position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->frees->len, NULL);

  return self->frees->pdata[position];
}

GVariant *
fanfold_combine_get_free_value (FanfoldCombine *self, guint position, guint64 index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->frees->len, NULL);
  g_return_val_if_fail (index < fanfold_combine_get_n_jobs (self), NULL);

  self = fanfold_combine_find_part (self, &index);

  return fanfold_combine_get_input_value (self,
                                          g_array_index (self->free_inputs, guint, position),
                                          fanfold_combine_get_job (self, index));
}

/* As arguments are. (nullable) */
static GVariant *
dup_values (FanfoldCombine *self, guint64 index)
{
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE_TUPLE);

  for (guint i = 0; i < self->frees->len; i++)
    {
      g_autoptr (GVariant) value = fanfold_combine_get_free_value (self, i, index);

      if (value == NULL)
        return NULL;
      g_variant_builder_add_value (builder, value);
    }

  return g_variant_ref_sink (g_variant_builder_end (builder));
}

void
fanfold_combine_append_inputs_json (FanfoldCombine *self, GString *json, guint64 index)
{
  g_autoptr (GVariant) values = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (json != NULL);

  values = dup_values (self, index);
  if (values != NULL)
    fanfold_args_append_json (json, self->frees, values);
  else
    g_string_append (json, "{}");
}

static GVariant *
get_free_columns (FanfoldCombine *self, guint64 first, guint n_jobs)
{
  g_autoptr (FanfoldCombineWindow) window = fanfold_combine_window_new (self, first, n_jobs);
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("av"));

  for (guint i = 0; i < self->free_inputs->len; i++)
    {
      GVariant *column =
          fanfold_combine_window_get_input (window, g_array_index (self->free_inputs, guint, i));

      if (column == NULL)
        return NULL;
      g_variant_builder_add (builder, "v", column);
    }

  return g_variant_ref_sink (g_variant_builder_end (builder));
}

GVariant *
fanfold_combine_get_free_columns (FanfoldCombine *self, guint64 first, guint n_jobs)
{
  guint64 n_all;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_jobs > 0, NULL);

  n_all = fanfold_combine_get_n_jobs (self);
  g_return_val_if_fail (first < n_all && n_jobs <= n_all - first, NULL);

  return fanfold_combine_collect (self, first, n_jobs, get_free_columns);
}

char *
fanfold_combine_describe (FanfoldCombine *self, guint64 index)
{
  GPtrArray *params;
  g_autoptr (GVariant) args = NULL;
  g_autoptr (GVariant) values = NULL;
  g_autofree char *text = NULL;
  g_autofree char *block = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  params = fanfold_function_get_params (self->function);
  args = fanfold_combine_get_args (self, index);
  if (args == NULL)
    return g_strdup ("");
  if (self->frees->len == 0)
    return fanfold_args_describe (params, args);

  values = dup_values (self, index);
  text = values != NULL ? fanfold_args_describe (self->frees, values) : g_strdup ("");
  block = fanfold_args_describe_block (params, args);

  return block != NULL ? g_strconcat (text, " · ", block, NULL) : g_steal_pointer (&text);
}

FanfoldSource *
fanfold_combine_find_source (FanfoldCombine *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (g_atomic_pointer_get (&self->parts) != NULL)
    return NULL;

  for (guint i = 0; i < self->inputs->len; i++)
    {
      const FanfoldCombineInput *input = fanfold_combine_get_input (self, i);

      if (g_str_equal (input->name, name) ||
          g_str_equal (fanfold_param_get_id (input->param), name))
        return input->source;
    }

  return NULL;
}

const char *
fanfold_combine_get_template (FanfoldCombine *self, guint param)
{
  FanfoldTemplate *template;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (param < self->feeds->len, NULL);

  template = fanfold_combine_get_feed (self, param)->template;

  return template != NULL ? fanfold_template_get_text (template) : NULL;
}
