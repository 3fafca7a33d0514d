/* described.h: parameters and functions for tests, from GVariant text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-function.h"

static inline FanfoldParam *
described_param (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = NULL;
  FanfoldParam *param;

  description = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);
  g_assert_no_error (error);
  param = fanfold_param_new_from_variant (description, &error);
  g_assert_no_error (error);

  return param;
}

/* A function "test.job" of @params, a text of aa{sv}. */
static inline FanfoldFunction *
described_function (const char *params, gboolean thread_safe)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = NULL;
  g_autofree char *text = NULL;
  FanfoldFunction *function;

  text = g_strdup_printf (
      "{'id': <'job'>, 'label': <'Job'>, 'isolation': <uint32 %d>, 'params': <@aa{sv} %s>}",
      thread_safe,
      params);
  description = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);
  g_assert_no_error (error);
  function =
      fanfold_function_new_from_variant (description, "test", "/nowhere/test.so", "b1", &error);
  g_assert_no_error (error);

  return function;
}

#define DESCRIBED_TEXT "{'id': <'t'>, 'label': <'T'>, 'type': <uint32 0>}"
#define DESCRIBED_BOOL "{'id': <'b'>, 'label': <'B'>, 'type': <uint32 1>}"
#define DESCRIBED_INT "{'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>}"
#define DESCRIBED_REAL "{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>}"
#define DESCRIBED_FILE "{'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>}"
#define DESCRIBED_FOLDER "{'id': <'folder'>, 'label': <'Folder'>, 'type': <uint32 6>}"
