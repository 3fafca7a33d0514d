/* test-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-json.h"

#include <math.h>
#include <string.h>

static char *
rewrite (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = fanfold_json_parse (text, -1, &error);
  GString *json = g_string_new (NULL);

  g_assert_no_error (error);
  fanfold_json_append_node (json, node);

  return g_string_free (json, FALSE);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *same;
  } cases[] = {
    { " {\"b\" : [1, -2.5e-3 ,true,false,null] ,\r\n\t\"a\":{}} ",
      "{\"b\":[1,-0.0025,true,false,null],\"a\":{}}" },
    { "[]", "[]" },
    { "\"\\u00e9\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\\"\\\\\"",
      "\"é😀/\\u0008\\u000c\\n\\r\\t\\\"\\\\\"" },
    { "0", "0" },
    { "-0", "-0.0" },
    { "1E2", "100.0" },
    { "9223372036854775807", "9223372036854775807" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "9223372036854775808", "9.223372036854776e18" },
    { "1e22", "1e22" },
    { "1e-400", "0.0" },
    { "\"\xc3\xa9\"", "\"é\"" },
    { "{\"\":1}", "{\"\":1}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *same = rewrite (cases[i].text);

      g_assert_cmpstr (same, ==, cases[i].same);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *place;
  } cases[] = {
    { "", "Line 1, column 1: the text ends too early" },
    { "  \n ", "Line 2, column 2: the text ends" },
    { "{\n  \"é\": 1,\n}", "Line 3, column 1: a key" },
    { "[1,]", "Line 1, column 4: a value" },
    { "[1 2]", "Line 1, column 4: a comma or ]" },
    { "{\"a\" 1}", "Line 1, column 6: a colon" },
    { "{\"a\":1 \"b\":2}", "Line 1, column 8: a comma or }" },
    { "{\"a\":1,\n \"b\":2,\n \"a\":3}", "Line 3, column 2: the key “a” is here twice" },
    { "{a:1}", "Line 1, column 2: a key" },
    { "// x\n1", "Line 1, column 1: a value" },
    { "1 /* x */", "Line 1, column 3: nothing may follow" },
    { "1\n2", "Line 2, column 1: nothing may follow" },
    { "'a'", "Line 1, column 1: a value" },
    { "[01]", "Line 1, column 2: this is no number" },
    { "+1", "Line 1, column 1: a value" },
    { "-", "Line 1, column 2: the text ends" },
    { "[-]", "Line 1, column 2: this is no number" },
    { "[1.]", "Line 1, column 2: this is no number" },
    { "[.5]", "Line 1, column 2: a value" },
    { "[1e]", "Line 1, column 2: this is no number" },
    { "1e400", "Line 1, column 1: this number is too large" },
    { "NaN", "Line 1, column 1: a value" },
    { "Infinity", "Line 1, column 1: a value" },
    { "True", "Line 1, column 1: a value" },
    { "nulll", "Line 1, column 1: a value" },
    { "\"a\nb\"", "Line 1, column 3: a line break" },
    { "\"\x01\"", "Line 1, column 2: a line break" },
    { "\"\\x41\"", "Line 1, column 3: there is no such escape" },
    { "\"\\u12g4\"", "Line 1, column 6: four hexadecimal" },
    { "\"\\ud800\"", "Line 1, column 2: this is half" },
    { "\"\\ud800\\u0041\"", "Line 1, column 2: this is half" },
    { "\"\\udc00\"", "Line 1, column 2: this is half" },
    { "\"\\u0000\"", "Line 1, column 2: a text cannot hold" },
    { "\"é\xff\"", "Line 1, column 3: this byte is not UTF-8" },
    { "\"\xed\xa0\x80\"", "Line 1, column 2: this byte is not UTF-8" },
    { "\xef\xbb\xbf{}", "Line 1, column 1: a value" },
    { "\"abc", "Line 1, column 5: the text ends too early" },
    { "[[1]", "Line 1, column 5: the text ends too early" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = fanfold_json_parse (cases[i].text, -1, &error);

      g_assert_null (node);
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      if (!g_str_has_prefix (error->message, cases[i].place))
        g_error ("%s: “%s”, expected “%s”", cases[i].text, error->message, cases[i].place);
    }
}

static void
test_length (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = fanfold_json_parse ("12345", 2, &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_node_get_int (node), ==, 12);
  g_assert_null (fanfold_json_parse ("1\0", 2, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
}

static void
test_depth (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr (GString) just = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_assert_null (fanfold_json_parse (deep, -1, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "Line 1, column 65: the text nests deeper than 64");
  g_clear_error (&error);

  for (guint i = 0; i < 64; i++)
    g_string_append_c (just, '[');
  for (guint i = 0; i < 64; i++)
    g_string_append_c (just, ']');
  node = fanfold_json_parse (just->str, -1, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
}

static void
test_locate (void)
{
  static const char text[] = "{\n  \"a\": [1,\n    {\"é/~\": 2, \"b\": 3}],\n  \"c\": 4\n}";
  static const struct
  {
    const char *path;
    guint line;
    guint column;
  } cases[] = {
    { "", 1, 1 },        { "/a", 2, 3 },         { "/a/0", 2, 9 }, { "/a/1", 3, 5 },
    { "/a/1/b", 3, 16 }, { "/a/1/é~1~0", 3, 6 }, { "/c", 4, 3 },
  };
  FanfoldJsonPlace place;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (fanfold_json_locate (text, -1, cases[i].path, &place));
      g_assert_cmpuint (place.line, ==, cases[i].line);
      g_assert_cmpuint (place.column, ==, cases[i].column);
    }

  g_assert_false (fanfold_json_locate (text, -1, "/d", &place));
  g_assert_false (fanfold_json_locate (text, -1, "/a/2", &place));
  g_assert_false (fanfold_json_locate ("{", -1, "", &place));
}

static void
assert_real (double value, const char *text)
{
  g_autoptr (GString) json = g_string_new (NULL);

  fanfold_json_append_real (json, value);
  g_assert_cmpstr (json->str, ==, text);
}

static void
test_real (void)
{
  assert_real (0, "0.0");
  assert_real (-0.0, "-0.0");
  assert_real (1, "1.0");
  assert_real (-17, "-17.0");
  assert_real (0.1, "0.1");
  assert_real (0.1 + 0.2, "0.30000000000000004");
  assert_real (0.3, "0.3");
  assert_real (100.5, "100.5");
  assert_real (0.0001, "0.0001");
  assert_real (1e-7, "1e-7");
  assert_real (1.5e-10, "1.5e-10");
  assert_real (1e22, "1e22");
  assert_real (1e23, "1e23");
  assert_real (1e100, "1e100");
  assert_real (123456789012345680.0, "1.2345678901234568e17");
  assert_real (9007199254740991.0, "9007199254740991.0");
  assert_real (9007199254740992.0, "9007199254740992.0");
  assert_real (1.0 / 3, "0.3333333333333333");
  assert_real (5e-324, "5e-324");
  assert_real (1.7976931348623157e308, "1.7976931348623157e308");
  assert_real (NAN, "null");
  assert_real (-INFINITY, "null");
}

static void
test_real_reads_back (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GString) json = g_string_new (NULL);

  for (guint i = 0; i < 50000; i++)
    {
      guint64 bits = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
      char shortest[G_ASCII_DTOSTR_BUF_SIZE];
      double value;

      memcpy (&value, &bits, sizeof value);
      if (i % 2 == 0)
        value = g_rand_int_range (rand, -1000000, 1000000) / 1000.0;
      else if (i % 3 == 0)
        value = g_rand_double (rand) * pow (10, g_rand_int_range (rand, -6, 17));
      else if (i % 5 == 0)
        value = rint (g_rand_double (rand) * 1e15) / pow (10, g_rand_int_range (rand, 0, 22));
      if (!isfinite (value))
        continue;

      g_string_truncate (json, 0);
      fanfold_json_append_real (json, value);
      g_assert_cmpfloat (g_ascii_strtod (json->str, NULL), ==, value);
      g_assert_nonnull (strpbrk (json->str, ".e"));

      /* No form with a digit less reads back the same. */
      g_ascii_formatd (shortest, sizeof shortest, "%.15g", value);
      if (g_ascii_strtod (shortest, NULL) == value)
        g_assert_cmpuint (json->len, <=, strlen (shortest) + 2);
    }
}

static void
assert_path (const char *path, const char *text)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *again = NULL;

  fanfold_json_append_path (json, path);
  g_assert_cmpstr (json->str, ==, text);
  node = fanfold_json_parse (json->str, -1, NULL);
  again = fanfold_json_dup_path (json_node_get_string (node));
  g_assert_cmpstr (again, ==, path);
}

static void
test_path (void)
{
  g_autofree char *local = fanfold_json_dup_path ("file://localhost/a%20b");
  g_autofree char *nul = fanfold_json_dup_path ("file:///a%00b");

  assert_path ("a b/\"é\"", "\"a b/\\\"é\\\"\"");
  assert_path ("/tmp/\xff\xfe.jpg", "\"file:///tmp/%FF%FE.jpg\"");
  assert_path ("\xe9t\xe9/a b", "\"file:%E9t%E9/a%20b\"");
  assert_path ("file:///x", "\"file:file%3A///x\"");
  assert_path ("", "\"\"");
  g_assert_cmpstr (local, ==, "/a b");
  g_assert_cmpstr (nul, ==, "file:///a%00b");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/parse", test_parse);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/length", test_length);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/locate", test_locate);
  g_test_add_func ("/json/real", test_real);
  g_test_add_func ("/json/real-reads-back", test_real_reads_back);
  g_test_add_func ("/json/path", test_path);

  return g_test_run ();
}
