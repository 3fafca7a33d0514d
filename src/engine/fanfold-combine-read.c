/* fanfold-combine-read.c: inputs that were kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine.h"

#include "fanfold-error.h"

static void
clear_item (gpointer data)
{
  FanfoldCombineItem *item = data;

  g_clear_pointer (&item->source, fanfold_source_unref);
}

FanfoldCombine *
fanfold_combine_new_from_variant (FanfoldFunction *function, GVariant *variant, GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (FanfoldCombineItem));
  GVariantIter iter;
  const char *id;
  guint group;
  GVariant *source;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (variant != NULL, NULL);

  g_array_set_clear_func (items, clear_item);
  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE ("a(suv)")))
    {
      g_set_error (
          error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "The kept inputs are of an unknown form");
      return NULL;
    }

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "(&su@v)", &id, &group, &source))
    {
      g_autoptr (GVariant) kept = source;
      FanfoldCombineItem item = { .group = group };
      FanfoldParam *param = fanfold_function_find_param (function, id, &item.param);

      if (param == NULL)
        {
          g_set_error (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_UNKNOWN,
                       "The kept inputs feed the parameter “%s”, which %s does not have",
                       id,
                       fanfold_function_get_id (function));
          return NULL;
        }

      item.source = fanfold_source_new_from_variant (param, kept, error);
      if (item.source == NULL)
        return NULL;
      g_array_append_val (items, item);
    }

  return fanfold_combine_new (
      function, (const FanfoldCombineItem *) (gpointer) items->data, items->len, error);
}
