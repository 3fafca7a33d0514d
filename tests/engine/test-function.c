/* test-function.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-plugin.h"
#include "fanfold-error.h"

#include "described.h"

#define X "{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>, 'flags': <uint32 2>}"
#define Y "{'id': <'y'>, 'label': <'Y'>, 'type': <uint32 3>, 'flags': <uint32 2>}"
#define OUTPUT_X "{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>}"

static FanfoldFunction *
make (const char *more, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{'id': <'job'>, 'label': <'Job'>%s}", more);
  g_autoptr (GError) local = NULL;
  g_autoptr (GVariant) description = NULL;

  description = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &local);
  g_assert_no_error (local);

  return fanfold_function_new_from_variant (description, "test", "/tmp/\xff.so", "abc", error);
}

static FanfoldFunction *
make_good (const char *more)
{
  g_autoptr (GError) error = NULL;
  FanfoldFunction *function = make (more, &error);

  g_assert_no_error (error);
  return function;
}

static void
assert_broken (const char *more, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (make (more, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN);
  if (strstr (error->message, words) == NULL)
    g_error ("\"%s\" does not contain \"%s\"", error->message, words);
}

static void
test_description (void)
{
  g_autoptr (FanfoldFunction) function = NULL;
  guint position = 0;

  function =
      make_good (", 'summary': <'Works.'>, 'load': <uint32 1>, 'isolation': <uint32 1>, "
                 "'flags': <uint32 3>, 'cache-version': <uint32 3>, 'params': <[" DESCRIBED_FILE
                 ", " X ", " DESCRIBED_INT ", " DESCRIBED_TEXT ", " DESCRIBED_BOOL "]>");
  g_assert_cmpstr (fanfold_function_get_id (function), ==, "test.job");
  g_assert_cmpstr (fanfold_function_get_name (function), ==, "job");
  g_assert_cmpstr (fanfold_function_get_label (function), ==, "Job");
  g_assert_cmpstr (fanfold_function_get_summary (function), ==, "Works.");
  g_assert_cmpstr (fanfold_function_get_plugin_path (function), ==, "/tmp/\xff.so");
  g_assert_cmpstr (fanfold_function_get_plugin_build (function), ==, "abc");
  g_assert_true (fanfold_function_is_pure (function));
  g_assert_true (fanfold_function_is_cheap (function));
  g_assert_true (fanfold_function_is_tidy (function));
  g_assert_true (fanfold_function_is_thread_safe (function));
  g_assert_true (fanfold_function_is_io_bound (function));
  g_assert_true (g_variant_type_equal (fanfold_function_get_args_type (function),
                                       G_VARIANT_TYPE ("(aydxsb)")));
  g_assert_nonnull (fanfold_function_find_param (function, "n", &position));
  g_assert_cmpuint (position, ==, 2);
  g_assert_null (fanfold_function_find_param (function, "none", NULL));
  g_assert_cmpstr (fanfold_param_get_id (fanfold_function_get_each_param (function)), ==, "x");
}

/* What is left out is careful. */
static void
test_zero (void)
{
  g_autoptr (FanfoldFunction) function = make_good ("");

  g_assert_false (fanfold_function_is_pure (function));
  g_assert_false (fanfold_function_is_cheap (function));
  g_assert_false (fanfold_function_is_tidy (function));
  g_assert_false (fanfold_function_is_thread_safe (function));
  g_assert_false (fanfold_function_is_io_bound (function));
  g_assert_null (fanfold_function_get_summary (function));
  g_assert_null (fanfold_function_get_each_param (function));
  g_assert_cmpuint (fanfold_function_get_params (function)->len, ==, 0);
  g_assert_cmpuint (fanfold_function_get_outputs (function)->len, ==, 0);
  g_assert_true (
      g_variant_type_equal (fanfold_function_get_args_type (function), G_VARIANT_TYPE_UNIT));
}

static void
test_cache_version (void)
{
  g_autoptr (FanfoldFunction) declared = make_good (", 'cache-version': <uint32 7>");
  g_autoptr (FanfoldFunction) by_build = make_good (", 'cache-version': <uint32 0xffffffff>");

  g_assert_cmpstr (fanfold_function_get_cache_version (declared), ==, "v7");
  g_assert_cmpstr (fanfold_function_get_cache_version (by_build), ==, "babc");
  g_assert_true (fanfold_function_is_pure (by_build));
}

static void
test_rules (void)
{
  assert_broken (", 'params': <[" X ", " Y "]>",
                 "two parameters are flagged EACH, \"x\" and \"y\"");
  assert_broken (", 'params': <[" X ", " X "]>", "it has the parameter \"x\" twice");
  assert_broken (", 'outputs': <[" X ", " X "]>", "it has the output \"x\" twice");
  assert_broken (", 'outputs': <[" X "]>", "output \"x\" is flagged FILES, but is no JSON");
  assert_broken (", 'outputs': <[{'id': <'c'>, 'label': <'C'>, 'type': <uint32 7>}]>",
                 "output \"c\" is a COMMAND, which no output can be");
  assert_broken (", 'params': <[{'id': <'j'>, 'label': <'J'>, 'type': <uint32 8>}]>",
                 "parameter \"j\" is a JSON, which no parameter can be");
  assert_broken (", 'params': <[" X ", {'id': <'z'>}]>", "parameter 2 (z): the label of \"z\"");
  assert_broken (", 'params': <[" X ", @a{sv} {}]>", "parameter 2: its id is blank");
  assert_broken (", 'params': <[{'id': <'c'>, 'label': <'C'>, 'type': <uint32 4>}]>",
                 "parameter \"c\" is a CHOICE without choices");
}

static void
assert_result (FanfoldFunction *function, const char *json)
{
  GVariant *values[4] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) again = g_string_new (NULL);

  g_assert_true (fanfold_function_parse_result_json (function, json, values, &error));
  g_assert_no_error (error);
  fanfold_function_append_result_json (function, again, values);
  g_assert_cmpstr (again->str, ==, json);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_clear_pointer (&values[i], g_variant_unref);
}

static void
assert_no_result (FanfoldFunction *function, const char *json)
{
  GVariant *values[4] = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (fanfold_function_parse_result_json (function, json, values, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_null (values[i]);
}

static void
test_result (void)
{
  g_autoptr (FanfoldFunction) none = make_good ("");
  g_autoptr (FanfoldFunction) one = make_good (", 'outputs': <[" OUTPUT_X "]>");
  g_autoptr (FanfoldFunction) several =
      make_good (", 'outputs': <[" OUTPUT_X ", " DESCRIBED_INT ", " DESCRIBED_FILE ", "
                 "{'id': <'c'>, 'label': <'C'>, 'type': <uint32 4>}]>");

  assert_result (none, "null");
  assert_result (one, "9.0");
  assert_result (one, "null");
  assert_result (several, "{\"x\":0.1,\"n\":3,\"file\":\"a/b\",\"c\":\"red\"}");
  assert_result (several, "{\"x\":null,\"n\":null,\"file\":null,\"c\":null}");

  assert_no_result (one, "\"9\"");
  assert_no_result (one, "9.0 x");
  assert_no_result (one, "{");
  assert_no_result (several, "1");
  assert_no_result (several, "{\"x\":0.1,\"other\":1}");
  assert_no_result (several, "{\"x\":0.1,\"n\":3,\"file\":5}");
}

static void
test_kept (void)
{
  g_autoptr (FanfoldFunction) function =
      make_good (", 'cache-version': <uint32 2>, 'params': <[" X "]>, 'outputs': <[" OUTPUT_X "]>");
  g_autoptr (GVariant) kept = fanfold_function_to_variant (function);
  g_autoptr (GVariant) damaged = g_variant_ref_sink (g_variant_new_parsed ("{'path': <5>}"));
  g_autoptr (FanfoldFunction) again = NULL;
  g_autoptr (GError) error = NULL;

  again = fanfold_function_new_from_kept_variant (kept, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fanfold_function_get_id (again), ==, "test.job");
  g_assert_cmpstr (fanfold_function_get_plugin_path (again), ==, "/tmp/\xff.so");
  g_assert_cmpstr (fanfold_function_get_plugin_build (again), ==, "abc");
  g_assert_cmpstr (fanfold_function_get_cache_version (again), ==, "v2");
  g_assert_cmpuint (fanfold_function_get_params (again)->len, ==, 1);

  g_assert_null (fanfold_function_new_from_kept_variant (damaged, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN);
}

static void
test_plugin (void)
{
  static const char *const texts[] = {
    "{'id': <'p'>, 'label': <'P'>, 'functions': <[{'id': <'a'>, 'label': <'A'>}]>}",
    "{'id': <'p'>, 'label': <'P'>, 'functions': <[{'id': <'a'>, 'label': <''>}]>}",
    ("{'id': <'p'>, 'label': <'P'>, 'functions': <[{'id': <'a'>, 'label': <'A'>, "
     "'params': <[{'id': <'x'>, 'label': <'X'>, 'type': <uint32 9>}]>}]>}"),
    "{'id': <'p'>, 'label': <''>}",
    "{'id': <'p.q'>, 'label': <'P'>}",
  };
  static const char *const words[] = {
    NULL,
    "function \"a\": the label of \"a\" is blank",
    "function \"a\": parameter 1 (x): there is no type 9",
    "the label of \"p\" is blank",
    "the id \"p.q\" is malformed",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GVariant) description = g_variant_ref_sink (g_variant_new_parsed (texts[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldPlugin) plugin = NULL;

      plugin = fanfold_plugin_new_from_variant ("/tmp/p.so", description, &error);
      if (words[i] == NULL)
        {
          g_assert_no_error (error);
          g_assert_null (fanfold_plugin_get_error (plugin));
          continue;
        }
      g_assert_null (plugin);
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN);
      if (strstr (error->message, words[i]) == NULL)
        g_error ("\"%s\" does not contain \"%s\"", error->message, words[i]);
    }
}

static void
test_plugin_broken (void)
{
  g_autoptr (FanfoldPlugin) plugin = fanfold_plugin_new_broken ("/tmp/my-plugin.so", "Bad \xff.");

  g_assert_cmpstr (fanfold_plugin_get_id (plugin), ==, "my-plugin");
  g_assert_cmpstr (fanfold_plugin_get_label (plugin), ==, "my-plugin");
  g_assert_cmpstr (fanfold_plugin_get_path (plugin), ==, "/tmp/my-plugin.so");
  g_assert_true (g_utf8_validate (fanfold_plugin_get_error (plugin), -1, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (fanfold_plugin_get_functions (plugin)), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/function/description", test_description);
  g_test_add_func ("/function/zero", test_zero);
  g_test_add_func ("/function/cache-version", test_cache_version);
  g_test_add_func ("/function/rules", test_rules);
  g_test_add_func ("/function/result", test_result);
  g_test_add_func ("/function/kept", test_kept);
  g_test_add_func ("/plugin/description", test_plugin);
  g_test_add_func ("/plugin/broken", test_plugin_broken);

  return g_test_run ();
}
