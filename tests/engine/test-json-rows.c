/* test-json-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-json-rows.h"
#include "fanfold-json-values.h"
#include "fanfold-table-reader.h"
#include "file-tree.h"
#include "isolated.h"

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#define BOM "\xef\xbb\xbf"

#define TEXT FANFOLD_PARAM_TYPE_TEXT
#define REAL FANFOLD_PARAM_TYPE_REAL
#define FILE_PATH FANFOLD_PARAM_TYPE_FILE
#define JSON FANFOLD_PARAM_TYPE_JSON

static FanfoldParam *
new_param (guint type)
{
  g_autofree char *text =
      g_strdup_printf ("{'id': <'p'>, 'label': <'P'>, 'type': <uint32 %u>}", type);
  g_autoptr (GVariant) description =
      g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;
  FanfoldParam *param = fanfold_param_new_from_variant (description, &error);

  g_assert_no_error (error);

  return param;
}

/* @length -1: up to the NUL. (transfer full) */
static FanfoldJsonRows *
open_text (const char *text, gssize length, gboolean is_lines, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("json-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_unlink (path);
  length = length < 0 ? (gssize) strlen (text) : length;
  g_assert_cmpint (write (fd, text, (gsize) length), ==, length);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);

  return fanfold_json_rows_new (fd, "t.json", is_lines, error);
}

/* Values as @type are joined by |, rows end in #, a value that is none is its error. */
static char *
dup_rows (FanfoldJsonRows *rows, guint type, GError **error)
{
  g_autoptr (FanfoldParam) param = new_param (type);
  guint n_columns = g_strv_length ((GStrv) fanfold_json_rows_get_header (rows));
  GString *found = g_string_new (NULL);

  while (fanfold_json_rows_next (rows, error))
    {
      for (guint i = 0; i < n_columns; i++)
        {
          g_autoptr (GError) failure = NULL;
          g_autoptr (GVariant) value = fanfold_json_rows_parse (rows, i, param, &failure);
          g_autofree char *text = value != NULL ? fanfold_param_format (param, value) : NULL;

          g_string_append_printf (
              found, "%s%s", i > 0 ? "|" : "", text != NULL ? text : failure->message);
        }
      g_string_append_c (found, '#');
    }

  return g_string_free (found, FALSE);
}

static void
assert_rows (const char *text, gboolean is_lines, guint type, const char *header, const char *rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldJsonRows) reader = open_text (text, -1, is_lines, &error);
  g_autofree char *names = NULL;
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  names = g_strjoinv ("|", (GStrv) fanfold_json_rows_get_header (reader));
  g_assert_cmpstr (names, ==, header);
  found = dup_rows (reader, type, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, rows);
  g_assert_false (fanfold_json_rows_next (reader, &error));
  g_assert_no_error (error);
}

static void
test_values (void)
{
  assert_rows ("[1, 2.50,-3e5]", FALSE, TEXT, "value", "1#2.50#-3e5#");
  assert_rows (BOM " \n[ \"a\\u00e4\\n\" ,\n\ttrue ]\n ", FALSE, TEXT, "value", "aä\n#true#");
  assert_rows ("1\n\n2\r\n \"x y\"", TRUE, TEXT, "value", "1#2#x y#");
  assert_rows ("7", FALSE, REAL, "value", "7#");
  assert_rows ("[[1, 2], {\"a\": null}, null, \"t\"]",
               FALSE,
               JSON,
               "value",
               "[1, 2]#{\"a\": null}#null#\"t\"#");
  assert_rows ("[1,2]\n[3]\n", TRUE, JSON, "value", "[1,2]#[3]#");
  assert_rows ("[\"/a b\", \"file:///a%ff\"]", FALSE, FILE_PATH, "value", "/a b#/a\xff#");
}

static void
test_objects (void)
{
  assert_rows (
      "[{\"a\": 1, \"b b\": \"x\"}, {\"b b\": \"y\", \"a\": 2}]", FALSE, TEXT, "a|b b", "1|x#2|y#");
  assert_rows ("{\"a\":1}\n{\"z\":[{\"a\":9}],\"a\":2}\n", TRUE, TEXT, "a", "1#2#");
  assert_rows ("{\n \"a\": 1\n}\n{\"a\": 2}", FALSE, TEXT, "a", "1#2#");
  assert_rows ("{\"a\":\"}\\\"]\",\"b\":{}}\n", TRUE, JSON, "a|b", "\"}\\\"]\"|{}#");
}

/* A value that is none for its parameter costs no other row. */
static void
test_no_values (void)
{
  assert_rows ("{\"a\":1,\"b\":2}\n{\"a\":null}\n\n {\"b\":[1],\"a\":0}\n",
               TRUE,
               REAL,
               "a|b",
               "1|2#"
               "Line 2, column 6 of t.json: “a”: null is no value here: leave the row out, or give "
               "one|"
               "Line 2, column 1 of t.json: “b”: the object has no such member#"
               "0|Line 4, column 7 of t.json: “b”: a list or an object is a value for a parameter "
               "of type JSON alone#");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    gboolean is_lines;
    const char *message;
  } cases[] = {
    { "", TRUE, "Line 1, column 1 of t.json: It has no values" },
    { " []\n", FALSE, "Line 2, column 1 of t.json: It has no values" },
    { "{}\n", TRUE, "The first object has no members" },
    { "[1,]", FALSE, "Line 1, column 4 of t.json: A value was expected behind the comma" },
    { "[1,,2]", FALSE, "Line 1, column 4 of t.json: A value was expected" },
    { "[1 2]", FALSE, "Line 1, column 4 of t.json: A comma or ] was expected" },
    { "[1,\n", FALSE, "Line 2, column 1 of t.json: The array is not closed" },
    { "[1]\n[2]\n", FALSE, "Line 2, column 1 of t.json: Nothing may follow the end of the array" },
    { "1 2", TRUE, "Line 1, column 3 of t.json: Each value is to stand on a line of its own" },
    { "[1,\n {\"a\":01}]", FALSE, "Line 2, column 7 of t.json: this is no number of JSON" },
    { "{\"a\":1}\n2\n", TRUE, "Line 2, column 1 of t.json: An object was expected" },
    { "{\"a\":1,\"a\":2}", TRUE, "Line 1, column 8 of t.json: this key is here twice" },
    { "{\"a\":1}\n{\"b\":1,\"b\":2}", TRUE, "Line 2, column 8 of t.json: this key is here twice" },
    { "{\"a\":1,}", TRUE, "Line 1, column 8 of t.json: a key in double quotes was expected" },
    { "{\"a\" 1}", TRUE, "Line 1, column 6 of t.json: a colon was expected" },
    { "{'a': 1}", TRUE, "Line 1, column 2 of t.json: a key in double quotes was expected" },
    { "{\"a\": nil}", TRUE, "Line 1, column 7 of t.json: a value was expected" },
    { "[\"a\nb\"]", FALSE, "Line 1, column 4 of t.json: a line break or control character" },
    { "[1,\"\xff\"]", FALSE, "Line 1, column 5 of t.json: this byte is not UTF-8 text" },
    { "[1,{\"a\":[2]", FALSE, "of t.json: the text ends too early" },
    { "// no\n[1]", FALSE, "Line 1, column 1 of t.json: a value was expected" },
    { "]", TRUE, "Line 1, column 1 of t.json: a value was expected" },
    { "\xff\xfe[", FALSE, "It is encoded in UTF-16" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldJsonRows) rows = open_text (cases[i].text, -1, cases[i].is_lines, &error);

      if (rows != NULL)
        g_free (dup_rows (rows, JSON, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      if (strstr (error->message, cases[i].message) == NULL)
        g_test_fail_printf ("%u: %s", i, error->message);
    }
}

static void
test_nul (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_text ("\0", 1, TRUE, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "NUL"));
}

/* Whatever piece of it was read together. */
static void
test_pieces (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; i < 60000; i++)
    {
      g_string_append_printf (text, "%s{\"x\": \"%u\\\\\", \"y\": [%u]}", i > 0 ? ", " : "", i, i);
      g_string_append_printf (expected, "\"%u\\\\\"|[%u]#", i, i);
    }
  g_string_append_c (text, ']');
  assert_rows (text->str, FALSE, JSON, "x|y", expected->str);
}

static void
test_long_value (void)
{
  g_autoptr (GString) text = g_string_new ("[\n\"");
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldJsonRows) rows = NULL;
  gsize length = FANFOLD_JSON_MAX_VALUE_BYTES - 2;

  g_string_set_size (text, 3 + length);
  memset (text->str + 3, 'x', length);
  g_string_append (text, "\"]");
  rows = open_text (text->str, (gssize) text->len, FALSE, &error);
  g_assert_no_error (error);
  g_clear_pointer (&rows, fanfold_json_rows_free);

  g_string_insert_c (text, 3, 'x');
  rows = open_text (text->str, (gssize) text->len, FALSE, &error);
  g_assert_null (rows);
  g_assert_nonnull (strstr (error->message, "Line 2, column 1 of t.json: This value is longer"));
}

static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '[');
  g_assert_null (open_text (text->str, -1, TRUE, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "nests deeper"));
}

/* By the name, else by the first character. */
static void
test_forms (void)
{
  static const struct
  {
    const char *name;
    const char *text;
    const char *header; /* NULL: refused */
  } cases[] = {
    { "a.json", "[{\"x\":1}]", "x" },       { "a.JSONL", "{\"x\":1}", "x" },
    { "a.ndjson", "[1]\n[2]", "value" },    { "a.txt", " [1]", "value" },
    { "a", "{\"x\":1}\n{\"x\":2}", "x" },   { "a.csv", "[x]\n1\n", "[x]" },
    { "a.tsv", "a;b\tc\n1\t2\n", "a;b|c" }, { "a.txt", "x;y\n1;2\n", "x|y" },
    { "a.json", "x,y\n1,2\n", NULL },
  };
  g_autofree char *root = g_dir_make_tmp ("fanfold-table-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (root, cases[i].name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldTableReader) reader = NULL;
      g_autofree char *header = NULL;

      file_tree_write (root, cases[i].name, cases[i].text);
      reader = fanfold_table_reader_open (path, &error);
      g_assert_true ((reader != NULL) == (cases[i].header != NULL));
      if (reader == NULL)
        {
          g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
          continue;
        }
      header = g_strjoinv ("|", (GStrv) fanfold_table_reader_get_header (reader));
      g_assert_cmpstr (header, ==, cases[i].header);
    }
  file_tree_remove (root);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/json-rows/values", test_values);
  g_test_add_func ("/json-rows/objects", test_objects);
  g_test_add_func ("/json-rows/no-values", test_no_values);
  g_test_add_func ("/json-rows/refused", test_refused);
  g_test_add_func ("/json-rows/nul", test_nul);
  g_test_add_func ("/json-rows/pieces", test_pieces);
  g_test_add_func ("/json-rows/long-value", test_long_value);
  g_test_add_func ("/json-rows/deep", test_deep);
  g_test_add_func ("/json-rows/forms", test_forms);

  return g_test_run ();
}
