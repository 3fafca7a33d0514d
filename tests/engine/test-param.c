/* test-param.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-param.h"
#include "fanfold-error.h"
#include "fanfold-json.h"

#include <locale.h>
#include <math.h>

#include "described.h"

#define LEVEL                                                                                      \
  "{'id': <'level'>, 'label': <'Level'>, 'type': <uint32 2>, 'minimum': <1.0>, 'maximum': <9.0>}"
#define SHARE                                                                                      \
  "{'id': <'share'>, 'label': <'Share'>, 'type': <uint32 3>, 'minimum': <0.0>, 'maximum': <1.0>}"
#define COUNT                                                                                      \
  "{'id': <'count'>, 'label': <'Count'>, 'type': <uint32 2>, 'minimum': <1.0>, 'maximum': <inf>}"
#define DEPTH                                                                                      \
  "{'id': <'depth'>, 'label': <'Depth'>, 'type': <uint32 3>, 'minimum': <-inf>, 'maximum': <0.0>}"
#define ALGORITHM                                                                                  \
  "{'id': <'algorithm'>, 'label': <'Algorithm'>, 'type': <uint32 4>, "                             \
  "'choices': <[('md5', 'MD5'), ('sha-256', 'SHA-256')]>}"
#define NAME                                                                                       \
  "{'id': <'name'>, 'label': <'Name'>, 'type': <uint32 0>, 'pattern': <'[a-c]+|x # y'>, "          \
  "'flags': <uint32 1>}"
#define NEEDED_FILE                                                                                \
  "{'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>, 'pattern': <'*.jpg'>, "                 \
  "'flags': <uint32 1>}"

static void
assert_value (const char *description, const char *text, const char *expected)
{
  g_autoptr (FanfoldParam) param = described_param (description);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = fanfold_param_parse (param, text, &error);
  g_autoptr (GVariant) again = NULL;
  g_autofree char *formatted = NULL;

  g_assert_no_error (error);
  g_assert_false (g_variant_is_floating (value));
  g_assert_true (g_variant_is_of_type (value, fanfold_param_get_variant_type (param)));
  g_assert_true (fanfold_param_check (param, value, &error));
  formatted = fanfold_param_format (param, value);
  g_assert_cmpstr (formatted, ==, expected);
  again = fanfold_param_parse (param, formatted, &error);
  g_assert_no_error (error);
  g_assert_true (g_variant_equal (value, again));
}

static void
assert_refused (const char *description, const char *text, const char *words)
{
  g_autoptr (FanfoldParam) param = described_param (description);
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_param_parse (param, text, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, words);
}

static void
assert_broken (const char *description, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = NULL;

  variant = g_variant_parse (G_VARIANT_TYPE_VARDICT, description, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (fanfold_param_new_from_variant (variant, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN);
  if (strstr (error->message, words) == NULL)
    g_error ("\"%s\" does not contain \"%s\"", error->message, words);
}

static void
test_int (void)
{
  assert_value (DESCRIBED_INT, "7", "7");
  assert_value (DESCRIBED_INT, " +7 ", "7");
  assert_value (DESCRIBED_INT, "-0", "0");
  assert_value (DESCRIBED_INT, "1e6", "1000000");
  assert_value (DESCRIBED_INT, "2.50E+1", "25");
  assert_value (DESCRIBED_INT, "1200e-2", "12");
  assert_value (DESCRIBED_INT, "0e-99999999999999999999", "0");
  assert_value (DESCRIBED_INT, "9223372036854775807", "9223372036854775807");
  assert_value (DESCRIBED_INT, "-9223372036854775808", "-9223372036854775808");
  assert_value (DESCRIBED_INT, "9.223372036854775807e18", "9223372036854775807");

  assert_refused (DESCRIBED_INT, "", "n: a value is required");
  assert_refused (DESCRIBED_INT,
                  "9223372036854775808",
                  "n: \"9223372036854775808\" is too large a whole number");
  assert_refused (DESCRIBED_INT, "1e999999999", "n: \"1e999999999\" is too large a whole number");
  assert_refused (DESCRIBED_INT, "2.5", "n: \"2.5\" is not a whole number");
  assert_refused (DESCRIBED_INT, "1e-1", "n: \"1e-1\" is not a whole number");
  assert_refused (DESCRIBED_INT, "7x", "n: \"7x\" is not a whole number");
  assert_refused (DESCRIBED_INT, "7 8", "n: \"7 8\" is not a whole number");
  assert_refused (DESCRIBED_INT, "0x10", "n: \"0x10\" is not a whole number");
  assert_refused (DESCRIBED_INT, "1e", "n: \"1e\" is not a whole number");
  assert_refused (DESCRIBED_INT, ".", "n: \".\" is not a whole number");
  assert_refused (DESCRIBED_INT, "- 1", "n: \"- 1\" is not a whole number");
}

static void
test_real (void)
{
  assert_value (DESCRIBED_REAL, "1", "1");
  assert_value (DESCRIBED_REAL, "0.1", "0.1");
  assert_value (DESCRIBED_REAL, ".5", "0.5");
  assert_value (DESCRIBED_REAL, "5.", "5");
  assert_value (DESCRIBED_REAL, "1e22", "1e22");
  assert_value (DESCRIBED_REAL, "0.30000000000000004", "0.30000000000000004");
  assert_value (DESCRIBED_REAL, "-0", "-0");
  assert_value (DESCRIBED_REAL, "1e-999", "0");

  assert_refused (DESCRIBED_REAL, "", "x: a value is required");
  assert_refused (DESCRIBED_REAL, "1e999", "x: \"1e999\" is too large a number");
  assert_refused (DESCRIBED_REAL, "nan", "x: \"nan\" is not a number");
  assert_refused (DESCRIBED_REAL, "inf", "x: \"inf\" is not a number");
  assert_refused (DESCRIBED_REAL, "0x1p3", "x: \"0x1p3\" is not a number");
  assert_refused (DESCRIBED_REAL, "1,5", "x: \"1,5\" is not a number");
  assert_refused (DESCRIBED_REAL, "1.5s", "x: \"1.5s\" is not a number");
  assert_refused (DESCRIBED_REAL, "1.2.3", "x: \"1.2.3\" is not a number");
}

static void
test_locale (void)
{
  g_autofree char *before = g_strdup (setlocale (LC_NUMERIC, NULL));

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("no locale with a decimal comma");
      return;
    }

  assert_value (DESCRIBED_REAL, "1.5", "1.5");
  assert_refused (SHARE, "1.5", "share: 1.5 is out of range: 0 to 1");
  setlocale (LC_NUMERIC, before);
}

static void
test_limits (void)
{
  g_autoptr (FanfoldParam) level = described_param (LEVEL);
  g_autoptr (FanfoldParam) none = described_param (DESCRIBED_INT);
  double minimum = 0;
  double maximum = 0;

  assert_value (LEVEL, "1", "1");
  assert_value (LEVEL, "9", "9");
  assert_refused (LEVEL, "12", "level: 12 is out of range: 1 to 9");
  assert_refused (LEVEL, "0", "level: 0 is out of range: 1 to 9");
  assert_value (SHARE, "0.5", "0.5");
  assert_refused (SHARE, "-0.25", "share: -0.25 is out of range: 0 to 1");
  assert_value (COUNT, "9223372036854775807", "9223372036854775807");
  assert_refused (COUNT, "0", "count: 0 is out of range: 1 or more");
  assert_value (DEPTH, "-1e300", "-1e300");
  assert_refused (DEPTH, "1", "depth: 1 is out of range: at most 0");

  g_assert_true (fanfold_param_get_limits (level, &minimum, &maximum));
  g_assert_cmpfloat (minimum, ==, 1);
  g_assert_cmpfloat (maximum, ==, 9);
  g_assert_false (fanfold_param_get_limits (none, &minimum, &maximum));
}

static void
test_bool (void)
{
  assert_value (DESCRIBED_BOOL, "true", "true");
  assert_value (DESCRIBED_BOOL, "Yes", "true");
  assert_value (DESCRIBED_BOOL, "1", "true");
  assert_value (DESCRIBED_BOOL, "no", "false");
  assert_value (DESCRIBED_BOOL, "0", "false");
  assert_refused (DESCRIBED_BOOL, "2", "b: \"2\" is neither true nor false");
  assert_refused (DESCRIBED_BOOL, "", "b: a value is required");
}

static void
test_choice (void)
{
  g_autoptr (FanfoldParam) param = described_param (ALGORITHM);

  assert_value (ALGORITHM, "sha-256", "sha-256");
  assert_refused (ALGORITHM, "sha3", "algorithm: \"sha3\" is not among md5, sha-256");
  assert_refused (ALGORITHM, "", "algorithm: a value is required");
  g_assert_cmpuint (fanfold_param_get_n_choices (param), ==, 2);
  g_assert_cmpstr (fanfold_param_get_choice_id (param, 1), ==, "sha-256");
  g_assert_cmpstr (fanfold_param_get_choice_label (param, 1), ==, "SHA-256");
}

static void
test_text (void)
{
  assert_value (DESCRIBED_TEXT, "", "");
  assert_value (DESCRIBED_TEXT, " a\nb ", " a\nb ");
  assert_refused (DESCRIBED_TEXT, "\xff", "t: the value is not UTF-8");
  assert_value (NAME, "abc", "abc");
  assert_value (NAME, "x # y", "x # y");
  assert_refused (NAME, "", "name: a value is required");
  assert_refused (NAME, "abcd", "name: \"abcd\" does not match the pattern [a-c]+|x # y");
  assert_refused (NAME, "abc\n", "name: \"abc\n\" does not match the pattern [a-c]+|x # y");
}

static void
test_file (void)
{
  assert_value (DESCRIBED_FILE, "", "");
  assert_value (NEEDED_FILE, "no photo", "no photo");
  assert_value (NEEDED_FILE, "\xff\xfe", "\xff\xfe");
  assert_refused (NEEDED_FILE, "", "file: a value is required");
}

static void
assert_default (const char *description, const char *expected)
{
  g_autoptr (FanfoldParam) param = described_param (description);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = fanfold_param_dup_default (param, &error);
  g_autofree char *text = NULL;

  if (expected == NULL)
    {
      g_assert_null (value);
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_true (g_str_has_suffix (error->message, ": a value is required"));
      return;
    }

  g_assert_no_error (error);
  text = fanfold_param_format (param, value);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_default (void)
{
  assert_default (DESCRIBED_TEXT, "");
  assert_default (DESCRIBED_BOOL, "false");
  assert_default (DESCRIBED_INT, "0");
  assert_default (DESCRIBED_REAL, "0");
  assert_default (DESCRIBED_FOLDER, "");
  assert_default (SHARE, "0");
  assert_default ("{'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>, 'initial': <'1e3'>}", "1000");
  assert_default ("{'id': <'n'>, 'label': <'N'>, 'type': <uint32 0>, 'initial': <'a'>, "
                  "'flags': <uint32 1>}",
                  "a");
  assert_default (LEVEL, NULL);
  assert_default (ALGORITHM, NULL);
  assert_default (NAME, NULL);
  assert_default (NEEDED_FILE, NULL);
}

static void
assert_json (const char *description, const char *text, const char *expected)
{
  g_autoptr (FanfoldParam) param = described_param (description);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = fanfold_param_parse (param, text, &error);
  g_autoptr (GVariant) again = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  g_assert_no_error (error);
  fanfold_param_append_json (param, json, value);
  g_assert_cmpstr (json->str, ==, expected);
  node = fanfold_json_parse (json->str, -1, &error);
  g_assert_no_error (error);
  again = fanfold_param_from_json (param, node, &error);
  g_assert_no_error (error);
  g_assert_true (g_variant_equal (value, again));
}

static void
assert_json_refused (const char *description, const char *json)
{
  g_autoptr (FanfoldParam) param = described_param (description);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = fanfold_json_parse (json, -1, &error);

  g_assert_no_error (error);
  g_assert_null (fanfold_param_from_json (param, node, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
}

static void
test_json (void)
{
  static const char *const wrong[] = { "null", "[]", "{}", "\"1\"", "true", "1.5", "1e19" };

  assert_json (DESCRIBED_TEXT, "a\"b", "\"a\\\"b\"");
  assert_json (DESCRIBED_BOOL, "no", "false");
  assert_json (DESCRIBED_INT, "-9223372036854775808", "-9223372036854775808");
  assert_json (DESCRIBED_INT, "1e6", "1000000");
  assert_json (DESCRIBED_REAL, "1", "1.0");
  assert_json (ALGORITHM, "md5", "\"md5\"");
  assert_json (DESCRIBED_FILE, "a/b.jpg", "\"a/b.jpg\"");
  assert_json (DESCRIBED_FOLDER, "/tmp/\xff", "\"file:///tmp/%FF\"");

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_json_refused (DESCRIBED_INT, wrong[i]);
  assert_json_refused (DESCRIBED_BOOL, "1");
  assert_json_refused (DESCRIBED_TEXT, "1");
  assert_json_refused (DESCRIBED_FILE, "false");
}

static void
test_description (void)
{
  g_autoptr (FanfoldParam) param = NULL;

  param = described_param ("{'id': <'a_1'>, 'label': <'A'>, 'help': <'Help.'>, 'unit': <'s'>, "
                           "'initial': <'0.5'>, 'step': <0.1>, 'type': <uint32 3>, "
                           "'flags': <uint32 66>, 'new': <'ignored'>, 'pattern': <5>}");
  g_assert_cmpstr (fanfold_param_get_id (param), ==, "a_1");
  g_assert_cmpstr (fanfold_param_get_label (param), ==, "A");
  g_assert_cmpstr (fanfold_param_get_help (param), ==, "Help.");
  g_assert_cmpstr (fanfold_param_get_unit (param), ==, "s");
  g_assert_cmpstr (fanfold_param_get_initial (param), ==, "0.5");
  g_assert_null (fanfold_param_get_pattern (param));
  g_assert_cmpfloat (fanfold_param_get_step (param), ==, 0.1);
  g_assert_cmpint (fanfold_param_get_param_type (param), ==, FANFOLD_PARAM_TYPE_REAL);
  g_assert_cmpint (
      fanfold_param_get_flags (param), ==, FANFOLD_PARAM_FLAG_EACH | FANFOLD_PARAM_FLAG_COST);
}

#define OF_TYPE(type, more) "{'id': <'a'>, 'label': <'A'>, 'type': <uint32 " #type ">, " more "}"

static void
test_rules (void)
{
  assert_broken ("@a{sv} {}", "id is blank");
  assert_broken ("{'id': <''>, 'label': <'A'>}", "id is blank");
  assert_broken ("{'id': <5>, 'label': <'A'>}", "id is blank");
  assert_broken ("{'id': <'a'>}", "the label of \"a\" is blank");
  assert_broken ("{'id': <'a'>, 'label': <' '>}", "the label of \"a\" is blank");
  assert_broken ("{'id': <'A'>, 'label': <'A'>}", "the id \"A\" is malformed");
  assert_broken ("{'id': <'a.b'>, 'label': <'A'>}", "malformed");
  assert_broken ("{'id': <'1a'>, 'label': <'A'>}", "malformed");
  assert_broken ("{'id': <'é'>, 'label': <'A'>}", "malformed");
  assert_broken ("{'id': <'a'>, 'label': <'A'>, 'type': <uint32 9>}", "there is no type 9");
  assert_broken (OF_TYPE (0, "'pattern': <'('>"), "its pattern is malformed");
  assert_broken (OF_TYPE (0, "'pattern': <'a)(b'>"), "its pattern is malformed");
  assert_broken (OF_TYPE (0, "'pattern': <'b'>, 'initial': <'a'>"), "its default cannot be");
  assert_broken (OF_TYPE (1, "'initial': <'maybe'>"), "neither true nor false");
  assert_broken (OF_TYPE (2, "'minimum': <2.0>, 'maximum': <1.0>"), "above its maximum");
  assert_broken (OF_TYPE (2, "'minimum': <nan>, 'maximum': <1.0>"), "above its maximum");
  assert_broken (OF_TYPE (2, "'step': <-1.0>"), "step");
  assert_broken (OF_TYPE (2, "'step': <nan>"), "step");
  assert_broken (OF_TYPE (2, "'maximum': <9.0>, 'initial': <'10'>"),
                 "its default cannot be: 10 is out of range: 0 to 9");
  assert_broken (OF_TYPE (2, "'initial': <'ten'>"), "\"ten\" is not a whole number");
  assert_broken (OF_TYPE (4, "'choices': <[('x', 'X')]>, 'initial': <'y'>"), "not among x");
  assert_broken (OF_TYPE (4, "'choices': <[('x', 'X'), ('x', 'Y')]>"), "choice \"x\" twice");
  assert_broken (OF_TYPE (4, "'choices': <[('', 'X')]>"), "one of its choices is blank");
  assert_broken (OF_TYPE (4, "'choices': <[('x', '')]>"), "label of its choice \"x\" is blank");
  assert_broken (OF_TYPE (4, "'choices': <[('X y', 'X')]>"), "choice \"X y\" is malformed");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/param/int", test_int);
  g_test_add_func ("/param/real", test_real);
  g_test_add_func ("/param/locale", test_locale);
  g_test_add_func ("/param/limits", test_limits);
  g_test_add_func ("/param/bool", test_bool);
  g_test_add_func ("/param/choice", test_choice);
  g_test_add_func ("/param/text", test_text);
  g_test_add_func ("/param/file", test_file);
  g_test_add_func ("/param/default", test_default);
  g_test_add_func ("/param/json", test_json);
  g_test_add_func ("/param/description", test_description);
  g_test_add_func ("/param/rules", test_rules);

  return g_test_run ();
}
