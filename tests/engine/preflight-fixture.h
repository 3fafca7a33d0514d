/* preflight-fixture.h: functions and jobs of texts that are looked at before a launch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "history-fixture.h"

#include "described.h"
#include "fanfold-args.h"
#include "fanfold-error.h"
#include "fanfold-key.h"
#include "fanfold-preflight.h"

#define PURE "'cache-version': <uint32 0xffffffff>"
#define IMPURE "'cache-version': <uint32 0>"
#define NUMBER "[{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>}]"
#define FILE_IN                                                                                    \
  "[{'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>}, "                                     \
  "{'id': <'out'>, 'label': <'Out'>, 'type': <uint32 5>, 'flags': <uint32 32>}]"
#define COMMAND "[{'id': <'command'>, 'label': <'C'>, 'type': <uint32 7>}]"

static inline FanfoldFunction *
make_function (const char *purity, const char *params)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = NULL;
  g_autofree char *text = NULL;
  FanfoldFunction *function;

  text = g_strdup_printf ("{'id': <'job'>, 'label': <'Job'>, %s, 'params': <@aa{sv} %s>,"
                          " 'outputs': <[{'id': <'y'>, 'label': <'Y'>, 'type': <uint32 3>}]>}",
                          purity,
                          params);
  description = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);
  g_assert_no_error (error);
  function = fanfold_function_new_from_variant (description, "test", "/n.so", "b1", &error);
  g_assert_no_error (error);

  return function;
}

/* In step: each of @texts for one parameter, its values split at commas. */
static inline FanfoldCombine *
combine_texts (FanfoldFunction *function, const char *const *texts, guint n_texts)
{
  g_autoptr (GError) error = NULL;
  FanfoldCombineItem items[4] = { 0 };
  FanfoldCombine *combine;

  for (guint i = 0; i < n_texts; i++)
    {
      FanfoldParam *param = g_ptr_array_index (fanfold_function_get_params (function), i);
      g_auto (GStrv) values = g_strsplit (texts[i], ",", -1);
      GVariantBuilder builder;

      g_variant_builder_init (&builder, G_VARIANT_TYPE_ARRAY);
      for (guint k = 0; values[k] != NULL; k++)
        {
          g_variant_builder_add_value (&builder, fanfold_param_parse (param, values[k], &error));
          g_assert_no_error (error);
        }
      items[i].param = i;
      items[i].name = fanfold_param_get_id (param);
      items[i].group = 1;
      items[i].source = fanfold_source_new_array (param, g_variant_builder_end (&builder));
    }
  combine = fanfold_combine_new (function, items, n_texts, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_texts; i++)
    fanfold_source_unref (items[i].source);

  return combine;
}

static inline FanfoldPreflight *
look_with (Fixture *self,
           FanfoldCombine *combine,
           FanfoldMemo *memo,
           const FanfoldSettings *settings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldRecollection) recollection = fanfold_recollection_new (self->history, memo);
  FanfoldPreflightSpec spec = { .combine = combine,
                                .settings = settings,
                                .folder = self->folder,
                                .memo = memo,
                                .recollection = recollection,
                                .n_slots = 2 };
  FanfoldPreflight *preflight = fanfold_preflight_new (&spec);

  g_assert_true (fanfold_preflight_work (preflight, NULL, &error));
  g_assert_no_error (error);

  return preflight;
}

static inline FanfoldPreflight *
look_spaced (Fixture *self, FanfoldCombine *combine, FanfoldMemo *memo, double delay)
{
  FanfoldSettings settings = { .n_jobs = 1, .delay = delay };

  return look_with (self, combine, memo, &settings);
}

static inline FanfoldPreflight *
look (Fixture *self, FanfoldCombine *combine, FanfoldMemo *memo)
{
  return look_spaced (self, combine, memo, 0);
}

/* Each finding as "kind:jobs:first", in order. */
static inline void
assert_findings (FanfoldPreflight *preflight, const char *expected)
{
  g_autoptr (GPtrArray) findings = fanfold_preflight_dup_findings (preflight);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const FanfoldFinding *finding = findings->pdata[i];

      g_string_append_printf (
          text, "%s%d:%d", i > 0 ? " " : "", (int) finding->kind, (int) finding->n_jobs);
      if (finding->n_first > 0)
        g_string_append_printf (text, ":%d", (int) finding->first[0]);
      if (finding->kind < FANFOLD_FINDING_STRAY)
        g_assert_cmphex (fanfold_preflight_get_marks (preflight, finding->first[0]) &
                             (1u << finding->kind),
                         !=,
                         0);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static inline void
make_file (Fixture *self, const char *name)
{
  g_autofree char *path = fixture_path (self, name);

  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
}

static inline void
store (FanfoldMemo *memo, FanfoldFunction *function, FanfoldCombine *combine, guint64 index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) args = fanfold_combine_get_args (combine, index);
  g_autoptr (GString) json = g_string_new (NULL);
  char key[FANFOLD_KEY_LENGTH + 1];

  fanfold_args_append_json (json, fanfold_function_get_params (function), args);
  g_assert_true (fanfold_key_make (function, args, NULL, key, &error));
  g_assert_true (fanfold_memo_store (memo, function, key, json->str, "1.0", NULL, 2, &error));
  g_assert_no_error (error);
}
