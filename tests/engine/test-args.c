/* test-args.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "described.h"
#include "fanfold-args.h"

#define PARAMS                                                                                     \
  "[" DESCRIBED_REAL "," DESCRIBED_INT "," DESCRIBED_TEXT "," DESCRIBED_BOOL                       \
  ", {'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>, 'flags': <uint32 2>}]"

static GVariant *
new_args (double x, const char *text, const char *file)
{
  return g_variant_ref_sink (
      g_variant_new ("(dxsb@ay)", x, (gint64) 3, text, TRUE, g_variant_new_bytestring (file)));
}

static void
test_json (void)
{
  g_autoptr (FanfoldFunction) function = described_function (PARAMS, FALSE);
  g_autoptr (GVariant) args = new_args (1, "a \"b\"", "/tmp/\xff");
  g_autoptr (GString) json = g_string_new (NULL);

  fanfold_args_append_json (json, fanfold_function_get_params (function), args);
  g_assert_cmpstr (
      json->str,
      ==,
      "{\"x\":1.0,\"n\":3,\"t\":\"a \\\"b\\\"\",\"b\":true,\"file\":\"file:///tmp/%FF\"}");
}

static void
test_no_params (void)
{
  g_autoptr (FanfoldFunction) function = described_function ("[]", FALSE);
  g_autoptr (GVariant) args = g_variant_ref_sink (g_variant_new_tuple (NULL, 0));
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *line = NULL;

  fanfold_args_append_json (json, fanfold_function_get_params (function), args);
  line = fanfold_args_describe (fanfold_function_get_params (function), args);
  g_assert_cmpstr (json->str, ==, "{}");
  g_assert_cmpstr (line, ==, "");
}

static void
test_describe (void)
{
  g_autoptr (FanfoldFunction) function = described_function (PARAMS, FALSE);
  GPtrArray *params = fanfold_function_get_params (function);
  g_autoptr (GVariant) plain = new_args (0.5, "", "/a/b/c.jpg");
  g_autoptr (GVariant) odd = new_args (1, "two\nlines", "\xff.jpg");
  g_autofree char *plain_line = fanfold_args_describe (params, plain);
  g_autofree char *odd_line = fanfold_args_describe (params, odd);

  g_assert_cmpstr (plain_line, ==, "c.jpg · 0.5 · 3 · true");
  g_assert_cmpstr (odd_line, ==, "\xef\xbf\xbd.jpg · 1 · 3 · two lines · true");
}

static void
test_hash (void)
{
  g_autoptr (GVariant) args = new_args (0.5, "t", "/a");
  g_autoptr (GVariant) twin = new_args (0.5, "t", "/a");
  g_autoptr (GVariant) other = new_args (0.5, "t", "/b");
  g_autoptr (GVariant) known = g_variant_ref_sink (g_variant_new ("(xs)", (gint64) 1, "a"));
  g_autoptr (GBytes) bytes = fanfold_args_dup_canonical (known);
  g_autoptr (GBytes) args_bytes = fanfold_args_dup_canonical (args);
  g_autoptr (GBytes) twin_bytes = fanfold_args_dup_canonical (twin);

  g_assert_cmpmem (
      g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "\1\0\0\0\0\0\0\0a\0", 10);
  g_assert_true (g_bytes_equal (args_bytes, twin_bytes));
  g_assert_cmpuint (fanfold_args_hash (args), ==, fanfold_args_hash (twin));
  g_assert_cmpuint (fanfold_args_hash (args), !=, fanfold_args_hash (other));
  /* printf '\1\0\0\0\0\0\0\0a\0' | sha256sum */
  g_assert_cmphex (fanfold_args_hash (known), ==, G_GUINT64_CONSTANT (0xf412657f330524fe));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/args/json", test_json);
  g_test_add_func ("/args/no-params", test_no_params);
  g_test_add_func ("/args/describe", test_describe);
  g_test_add_func ("/args/hash", test_hash);

  return g_test_run ();
}
