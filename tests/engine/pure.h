/* pure.h: a pure function and combined inputs for it, for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "described.h"
#include "fanfold-combine.h"

typedef struct
{
  guint param;
  guint group;
  const char *values; /* a range from 0 where it is a number */
} PureItem;

/* x: 0, t: 1, n: 2, i (ignored): 3, b: 4 */
static inline FanfoldFunction *
pure_function (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = NULL;
  FanfoldFunction *function;

  description = g_variant_ref_sink (g_variant_new_parsed (
      "{'id': <'job'>, 'label': <'Job'>, 'cache-version': <uint32 1>,"
      " 'params': <[@a{sv} " DESCRIBED_REAL ", " DESCRIBED_TEXT ", " DESCRIBED_INT ","
      " {'id': <'i'>, 'label': <'I'>, 'type': <uint32 2>, 'flags': <uint32 4>},"
      " " DESCRIBED_BOOL "]>}"));
  function = fanfold_function_new_from_variant (description, "test", "/nowhere.so", "b1", &error);
  g_assert_no_error (error);
  g_assert_true (fanfold_function_is_pure (function));

  return function;
}

static inline FanfoldCombine *
pure_combine (FanfoldFunction *function, const PureItem *items, gsize n_items)
{
  g_autofree FanfoldCombineItem *made = g_new0 (FanfoldCombineItem, n_items);
  g_autoptr (GError) error = NULL;
  FanfoldCombine *combine;

  for (gsize i = 0; i < n_items; i++)
    {
      FanfoldParam *param = fanfold_function_get_params (function)->pdata[items[i].param];
      g_autofree GVariantType *type =
          g_variant_type_new_array (fanfold_param_get_variant_type (param));

      made[i].param = items[i].param;
      made[i].group = items[i].group;
      if (g_ascii_isdigit (*items[i].values))
        made[i].source = fanfold_source_new_range (param, "0", items[i].values, NULL, &error);
      else
        made[i].source = fanfold_source_new_array (
            param, g_variant_parse (type, items[i].values, NULL, NULL, &error));
      g_assert_no_error (error);
    }

  combine = fanfold_combine_new (function, made, n_items, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < n_items; i++)
    fanfold_source_unref (made[i].source);

  return combine;
}
