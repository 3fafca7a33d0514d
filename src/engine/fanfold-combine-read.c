/* fanfold-combine-read.c: inputs that are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-private.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>

/* For each input: the parameter, or nothing; its name; its group; flags, in the upper half the type
 * of a free one; its values or its template. Then the order of the jobs, and what {#} counts in
 * them: both empty where there is none. */
#define INPUT_TYPE "(ssuuv)"
#define KEPT_TYPE "(a" INPUT_TYPE "auau)"

enum
{
  KEPT_CONSTANT = 1 << 0,
  KEPT_TEMPLATE = 1 << 1,
  KEPT_FREE = 1 << 2,
  KEPT_BY_NAME = 1 << 3,
  KEPT_TYPE_SHIFT = 16
};

static void
add_input (GVariantBuilder *builder, FanfoldCombine *self, const FanfoldCombineInput *input)
{
  g_autoptr (GVariant) source = fanfold_source_to_variant (input->source);
  gboolean is_free = input->position == FANFOLD_COMBINE_FREE;
  guint flags = input->constant ? KEPT_CONSTANT : 0;

  if (input->by_name)
    flags |= KEPT_BY_NAME;
  if (is_free)
    flags |= KEPT_FREE | (guint) fanfold_param_get_param_type (input->param) << KEPT_TYPE_SHIFT;

  g_variant_builder_add (builder,
                         "(ssuu@v)",
                         is_free ? "" : fanfold_param_get_id (input->param),
                         input->name,
                         fanfold_combine_get_group (self, input->group)->number,
                         flags,
                         source);
}

static void
add_template (GVariantBuilder *builder, FanfoldCombine *self, guint param)
{
  FanfoldTemplate *template = fanfold_combine_get_feed (self, param)->template;
  const char *id = fanfold_param_get_id (fanfold_combine_get_param (self, param));

  g_variant_builder_add (builder,
                         "(ssuuv)",
                         id,
                         id,
                         0,
                         KEPT_TEMPLATE,
                         g_variant_new_bytestring (fanfold_template_get_text (template)));
}

static GVariant *
dup_numbers (GBytes *numbers)
{
  g_autoptr (GBytes) bytes = numbers != NULL ? g_bytes_ref (numbers) : g_bytes_new_static (NULL, 0);

  return g_variant_new_from_bytes (G_VARIANT_TYPE ("au"), bytes, TRUE);
}

GVariant *
fanfold_combine_to_variant (FanfoldCombine *self)
{
  g_autoptr (GVariantBuilder) builder = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  builder = g_variant_builder_new (G_VARIANT_TYPE ("a" INPUT_TYPE));
  for (guint i = 0; i < self->inputs->len; i++)
    add_input (builder, self, fanfold_combine_get_input (self, i));
  for (guint i = 0; i < self->feeds->len; i++)
    {
      if (fanfold_combine_get_feed (self, i)->template != NULL)
        add_template (builder, self, i);
    }

  return g_variant_ref_sink (g_variant_new ("(@a" INPUT_TYPE "@au@au)",
                                            g_variant_builder_end (builder),
                                            dup_numbers (self->order),
                                            dup_numbers (self->numbers)));
}

static void
clear_item (gpointer data)
{
  FanfoldCombineItem *item = data;

  g_clear_pointer (&item->source, fanfold_source_unref);
  g_clear_object (&item->free);
  g_free ((char *) item->name);
  g_free ((char *) item->template);
}

static gboolean
refuse_form (GError **error)
{
  g_set_error_literal (
      error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, _ ("The kept inputs are of an unknown form"));
  return FALSE;
}

static FanfoldParam *
find_param (FanfoldFunction *function,
            const char *id,
            guint flags,
            FanfoldCombineItem *item,
            GError **error)
{
  FanfoldParam *param;

  if (flags & KEPT_FREE)
    {
      guint type = flags >> KEPT_TYPE_SHIFT;

      if (type >= FANFOLD_PARAM_TYPE_JSON || *item->name == '\0')
        {
          refuse_form (error);
          return NULL;
        }
      item->param = FANFOLD_COMBINE_FREE;
      item->kept = TRUE;
      item->free = fanfold_param_new_free (item->name, (FanfoldParamType) type);
      return item->free;
    }

  param = fanfold_function_find_param (function, id, &item->param);
  if (param == NULL)
    g_set_error (error,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_UNKNOWN,
                 _ ("The kept inputs feed the parameter “%s”, which %s does not have"),
                 id,
                 fanfold_function_get_id (function));

  return param;
}

static gboolean
read_content (
    FanfoldCombineItem *item, FanfoldParam *param, guint flags, GVariant *content, GError **error)
{
  g_autoptr (GVariant) inner = NULL;

  if ((flags & KEPT_TEMPLATE) == 0)
    {
      item->source = fanfold_source_new_from_variant (param, content, error);
      return item->source != NULL;
    }

  inner = g_variant_get_variant (content);
  if (!g_variant_is_of_type (inner, G_VARIANT_TYPE_BYTESTRING) || (flags & KEPT_FREE))
    return refuse_form (error);

  item->template = g_variant_dup_bytestring (inner, NULL);
  return TRUE;
}

static GArray *
read_items (FanfoldFunction *function, GVariant *list, GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (FanfoldCombineItem));
  GVariantIter iter;
  const char *id, *name;
  guint group, flags;
  GVariant *content;

  g_array_set_clear_func (items, clear_item);
  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(&s&suu@v)", &id, &name, &group, &flags, &content))
    {
      g_autoptr (GVariant) kept = content;
      FanfoldCombineItem item = {
        .group = group,
        .constant = (flags & KEPT_CONSTANT) != 0,
        .by_name = (flags & KEPT_BY_NAME) != 0,
      };
      FanfoldParam *param;

      item.name = g_strdup (name);
      g_array_append_val (items, item);
      param = find_param (
          function, id, flags, &g_array_index (items, FanfoldCombineItem, items->len - 1), error);
      if (param == NULL ||
          !read_content (&g_array_index (items, FanfoldCombineItem, items->len - 1),
                         param,
                         flags,
                         kept,
                         error))
        return NULL;
    }

  return g_steal_pointer (&items);
}

/* As fanfold_combine_with_order () asks for. */
static gboolean
is_order (const guint32 *order, gsize n, guint64 n_jobs)
{
  g_autofree guint8 *seen = NULL;

  if (n > n_jobs)
    return FALSE;

  seen = g_new0 (guint8, n_jobs / 8 + 1);
  for (gsize i = 0; i < n; i++)
    {
      guint8 bit = (guint8) (1 << order[i] % 8);

      if (order[i] >= n_jobs || (seen[order[i] / 8] & bit) != 0)
        return FALSE;
      seen[order[i] / 8] |= bit;
    }

  return TRUE;
}

static FanfoldCombine *
apply_order (FanfoldCombine *combine, GVariant *order, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize n;
  const guint32 *numbers = g_variant_get_fixed_array (order, &n, sizeof *numbers);

  if (n == 0)
    return fanfold_combine_ref (combine);
  if (fanfold_combine_get_stream (combine, NULL) != NULL ||
      !is_order (numbers, n, fanfold_combine_get_n_jobs (combine)))
    {
      refuse_form (error);
      return NULL;
    }

  bytes = g_bytes_new (numbers, n * sizeof *numbers);
  return fanfold_combine_with_order (combine, bytes);
}

/* (nullable) where there are none. */
static GBytes *
read_numbers (GVariant *numbers)
{
  gsize n;
  const guint32 *values = g_variant_get_fixed_array (numbers, &n, sizeof *values);

  return n > 0 ? g_bytes_new (values, n * sizeof *values) : NULL;
}

FanfoldCombine *
fanfold_combine_new_from_variant (FanfoldFunction *function, GVariant *variant, GError **error)
{
  g_autoptr (GVariant) list = NULL;
  g_autoptr (GVariant) order = NULL;
  g_autoptr (GVariant) numbers = NULL;
  g_autoptr (GBytes) names = NULL;
  g_autoptr (GArray) items = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (variant != NULL, NULL);

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (KEPT_TYPE)))
    {
      refuse_form (error);
      return NULL;
    }

  g_variant_get (variant, "(@a" INPUT_TYPE "@au@au)", &list, &order, &numbers);
  items = read_items (function, list, error);
  if (items == NULL)
    return NULL;

  names = read_numbers (numbers);
  combine = fanfold_combine_new_numbered (
      function, (const FanfoldCombineItem *) (gpointer) items->data, items->len, names, error);

  return combine != NULL ? apply_order (combine, order, error) : NULL;
}
