/* fuzz.h: what the fuzzers have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <string.h>
#include "fanfold-error.h"
#include "fanfold-function.h"
#include "fanfold-json.h"

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define FUZZ_FIELDS                                                                                \
  "[{'id': <'text'>, 'label': <'Text'>, 'type': <uint32 0>},"                                      \
  " {'id': <'bool'>, 'label': <'Bool'>, 'type': <uint32 1>},"                                      \
  " {'id': <'int'>, 'label': <'Int'>, 'type': <uint32 2>, 'minimum': <-1e18>,"                     \
  "  'maximum': <1e18>},"                                                                          \
  " {'id': <'real'>, 'label': <'Real'>, 'type': <uint32 3>},"                                      \
  " {'id': <'choice'>, 'label': <'Choice'>, 'type': <uint32 4>,"                                   \
  "  'choices': <[('one', 'One'), ('two', 'Two')]>, 'initial': <'one'>},"                          \
  " {'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>},"                                      \
  " {'id': <'folder'>, 'label': <'Folder'>, 'type': <uint32 6>}]"

/* A warning is a fault found. */
int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

/* "test.job", whose parameters and outputs are those of FUZZ_FIELDS, or a text of such. */
static inline FanfoldFunction *
fuzz_function (const char *params, const char *outputs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = NULL;
  g_autofree char *text = NULL;
  FanfoldFunction *function;

  text = g_strdup_printf (
      "{'id': <'job'>, 'label': <'Job'>, 'params': <@aa{sv} %s>, 'outputs': <@aa{sv} %s>}",
      params,
      outputs);
  description = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);
  g_assert_no_error (error);
  function =
      fanfold_function_new_from_variant (description, "test", "/nowhere/test.so", "b1", &error);
  g_assert_no_error (error);

  return function;
}

/* The bytes as they come from a file or a process, unchecked. (transfer full) */
static inline GVariant *
fuzz_variant (const char *type, const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  return g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));
}

/* What was refused has a reason that can be shown. */
static inline void
fuzz_check_refusal (gconstpointer result, const GError *error)
{
  if (result != NULL)
    {
      g_assert_no_error (error);
      return;
    }

  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpstr (error->message, !=, "");
}

static inline void
fuzz_check_json (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = fanfold_json_parse (json, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
}
