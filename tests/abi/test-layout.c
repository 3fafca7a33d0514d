/* test-layout.c: sizes and offsets of the ABI, which no release within a major may change
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <glib.h>

#define ASSERT_SIZE(type, size) g_assert_cmpuint (sizeof (type), ==, size)
#define ASSERT_AT(type, member, offset) g_assert_cmpuint (offsetof (type, member), ==, offset)

static void
test_numbers (void)
{
  g_assert_cmpuint (FANFOLD_ABI, ==, 0x10000);
  g_assert_cmpuint (FANFOLD_CACHE_BY_BUILD, ==, 0xffffffff);
  g_assert_cmpint (FANFOLD_OK, ==, 0);
  g_assert_cmpint (FANFOLD_FAILED, ==, 1);
  g_assert_cmpint (FANFOLD_CANCELLED, ==, 2);
  g_assert_cmpint (FANFOLD_LEVEL_DEBUG, ==, 0);
  g_assert_cmpint (FANFOLD_LEVEL_ERROR, ==, 3);
  g_assert_cmpint (FANFOLD_TEXT, ==, 0);
  g_assert_cmpint (FANFOLD_CHOICE, ==, 4);
  g_assert_cmpint (FANFOLD_FOLDER, ==, 6);
  g_assert_cmpint (FANFOLD_COMMAND, ==, 7);
  g_assert_cmpint (FANFOLD_JSON, ==, 8);
  g_assert_cmpint (FANFOLD_OUTPUT_FILES, ==, 1);
  g_assert_cmpint (FANFOLD_OUTPUT_FILES_READ, ==, 2);
  g_assert_cmpint (FANFOLD_PARAM_COST, ==, 64);
  g_assert_cmpint (FANFOLD_CHEAP, ==, 1);
  g_assert_cmpint (FANFOLD_TIDY, ==, 2);
  g_assert_cmpint (FANFOLD_CPU_BOUND, ==, 0);
  g_assert_cmpint (FANFOLD_PROCESS_ONLY, ==, 0);
}

static void
test_plugin (void)
{
  ASSERT_SIZE (FanfoldPluginDesc, 88);
  ASSERT_AT (FanfoldPluginDesc, abi, 0);
  ASSERT_AT (FanfoldPluginDesc, flags, 4);
  ASSERT_AT (FanfoldPluginDesc, id, 8);
  ASSERT_AT (FanfoldPluginDesc, label, 16);
  ASSERT_AT (FanfoldPluginDesc, version, 24);
  ASSERT_AT (FanfoldPluginDesc, gettext_domain, 32);
  ASSERT_AT (FanfoldPluginDesc, functions, 40);
  ASSERT_AT (FanfoldPluginDesc, reserved, 48);
}

static void
test_function (void)
{
  ASSERT_SIZE (FanfoldFunctionDesc, 96);
  ASSERT_AT (FanfoldFunctionDesc, id, 0);
  ASSERT_AT (FanfoldFunctionDesc, label, 8);
  ASSERT_AT (FanfoldFunctionDesc, summary, 16);
  ASSERT_AT (FanfoldFunctionDesc, params, 24);
  ASSERT_AT (FanfoldFunctionDesc, outputs, 32);
  ASSERT_AT (FanfoldFunctionDesc, run, 40);
  ASSERT_AT (FanfoldFunctionDesc, cache_version, 48);
  ASSERT_AT (FanfoldFunctionDesc, load, 52);
  ASSERT_AT (FanfoldFunctionDesc, isolation, 56);
  ASSERT_AT (FanfoldFunctionDesc, flags, 60);
  ASSERT_AT (FanfoldFunctionDesc, reserved, 64);
}

static void
test_param (void)
{
  ASSERT_SIZE (FanfoldParamDesc, 104);
  ASSERT_AT (FanfoldParamDesc, id, 0);
  ASSERT_AT (FanfoldParamDesc, label, 8);
  ASSERT_AT (FanfoldParamDesc, help, 16);
  ASSERT_AT (FanfoldParamDesc, unit, 24);
  ASSERT_AT (FanfoldParamDesc, initial, 32);
  ASSERT_AT (FanfoldParamDesc, choices, 40);
  ASSERT_AT (FanfoldParamDesc, pattern, 48);
  ASSERT_AT (FanfoldParamDesc, minimum, 56);
  ASSERT_AT (FanfoldParamDesc, maximum, 64);
  ASSERT_AT (FanfoldParamDesc, step, 72);
  ASSERT_AT (FanfoldParamDesc, type, 80);
  ASSERT_AT (FanfoldParamDesc, flags, 84);
  ASSERT_AT (FanfoldParamDesc, reserved, 88);

  ASSERT_SIZE (FanfoldChoiceDesc, 16);
  ASSERT_AT (FanfoldChoiceDesc, id, 0);
  ASSERT_AT (FanfoldChoiceDesc, label, 8);
}

static void
test_output (void)
{
  ASSERT_SIZE (FanfoldOutputDesc, 56);
  ASSERT_AT (FanfoldOutputDesc, id, 0);
  ASSERT_AT (FanfoldOutputDesc, label, 8);
  ASSERT_AT (FanfoldOutputDesc, help, 16);
  ASSERT_AT (FanfoldOutputDesc, unit, 24);
  ASSERT_AT (FanfoldOutputDesc, type, 32);
  ASSERT_AT (FanfoldOutputDesc, flags, 36);
  ASSERT_AT (FanfoldOutputDesc, reserved, 40);
}

static void
test_call (void)
{
  ASSERT_SIZE (FanfoldCall, 176);
  ASSERT_AT (FanfoldCall, host, 0);
  ASSERT_AT (FanfoldCall, index, 8);
  ASSERT_AT (FanfoldCall, slot, 16);
  ASSERT_AT (FanfoldCall, attempt, 20);
  ASSERT_AT (FanfoldCall, get_bool, 24);
  ASSERT_AT (FanfoldCall, get_int, 32);
  ASSERT_AT (FanfoldCall, get_real, 40);
  ASSERT_AT (FanfoldCall, get_text, 48);
  ASSERT_AT (FanfoldCall, progress, 56);
  ASSERT_AT (FanfoldCall, log, 64);
  ASSERT_AT (FanfoldCall, cancelled, 72);
  ASSERT_AT (FanfoldCall, put_bool, 80);
  ASSERT_AT (FanfoldCall, put_int, 88);
  ASSERT_AT (FanfoldCall, put_real, 96);
  ASSERT_AT (FanfoldCall, put_text, 104);
  ASSERT_AT (FanfoldCall, result, 112);
  ASSERT_AT (FanfoldCall, fail, 120);
  ASSERT_AT (FanfoldCall, grace, 128);
  ASSERT_AT (FanfoldCall, ended, 136);
  ASSERT_AT (FanfoldCall, reserved, 144);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  if (sizeof (void *) != 8 || sizeof (long) != 8)
    return 77;

  g_test_add_func ("/layout/numbers", test_numbers);
  g_test_add_func ("/layout/plugin", test_plugin);
  g_test_add_func ("/layout/function", test_function);
  g_test_add_func ("/layout/param", test_param);
  g_test_add_func ("/layout/output", test_output);
  g_test_add_func ("/layout/call", test_call);

  return g_test_run ();
}
