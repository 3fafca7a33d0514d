/* test-csv-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-csv-reader.h"
#include "fanfold-csv-row.h"
#include "fanfold-error.h"
#include "fanfold-table-file.h"
#include "fanfold-table-reader.h"
#include "isolated.h"

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#define LENGTH(text) ((gssize) sizeof (text) - 1)

/* @length -1: up to the NUL. (transfer full) */
static FanfoldCsvReader *
open_text (const char *text, gssize length, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("csv-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_unlink (path);
  length = length < 0 ? (gssize) strlen (text) : length;
  g_assert_cmpint (write (fd, text, (gsize) length), ==, length);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);

  return fanfold_csv_reader_new (fd, "t.csv", FANFOLD_CSV_ANY_DELIMITER, error);
}

/* Fields are joined by |, rows by a line's end of their own. */
static void
assert_rows (const char *text, char delimiter, const char *header, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCsvReader) reader = open_text (text, -1, &error);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autofree char *names = NULL;
  const char *const *row;

  g_assert_no_error (error);
  names = g_strjoinv ("|", (char **) fanfold_csv_reader_get_header (reader));
  g_assert_cmpstr (names, ==, header);
  g_assert_cmpint (fanfold_csv_reader_get_delimiter (reader), ==, delimiter);
  while ((row = fanfold_csv_reader_next (reader, &error)) != NULL)
    {
      g_autofree char *joined = g_strjoinv ("|", (char **) row);

      g_string_append_printf (found, "%s#", joined);
    }
  g_assert_no_error (error);
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_null (fanfold_csv_reader_next (reader, &error));
  g_assert_no_error (error);
}

static void
test_rows (void)
{
  assert_rows ("a,b\n1,2\n3,4\n", ',', "a|b", "1|2#3|4#");
  assert_rows ("a,b\r\n1,2\r\n3,4", ',', "a|b", "1|2#3|4#");
  assert_rows ("a,b\n1,\n,2\n,\n", ',', "a|b", "1|#|2#|#");
  assert_rows ("a\n1\n\n3\n", ',', "a", "1##3#");
  assert_rows ("a,b\n1,2\n\n\r\n3,4\n\n", ',', "a|b", "1|2#3|4#");
  assert_rows ("\xef\xbb\xbf"
               "a,b\n1,2\n",
               ',',
               "a|b",
               "1|2#");
  assert_rows ("a,b\n1\r2,3\r\n", ',', "a|b", "1\r2|3#");
  assert_rows ("a,b\n1,2\r", ',', "a|b", "1|2#");
  assert_rows ("a", ',', "a", "");
  assert_rows ("a,b\n\xff\xfe,\xc3\xa9\n", ',', "a|b", "\xff\xfe|\xc3\xa9#");
  assert_rows (" a , b\n 1 , 2\n", ',', "a|b", " 1 | 2#");
  assert_rows (",x\n0,1\n", ',', "|x", "0|1#");
}

static void
test_quotes (void)
{
  assert_rows ("a,b\n\"1\",\"2\"\n", ',', "a|b", "1|2#");
  assert_rows ("\"a\",\"b\"\n\"1,2\",3\n", ',', "a|b", "1,2|3#");
  assert_rows ("a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", ',', "a|b", "say \"hi\"|\"#");
  assert_rows ("a,b\n\"1\n2\r\n3\",4\n5,6\n", ',', "a|b", "1\n2\r\n3|4#5|6#");
  assert_rows ("a,b\n\"\",\"\"\n", ',', "a|b", "|#");
  assert_rows ("a,b\n5\" disk,2\n", ',', "a|b", "5\" disk|2#");
  assert_rows ("\"x;y\",b\n1,2", ',', "x;y|b", "1|2#");
  assert_rows ("a,b\n1,\"2\"", ',', "a|b", "1|2#");
}

static void
test_delimiters (void)
{
  assert_rows ("a;b\n1,5;2\n", ';', "a|b", "1,5|2#");
  assert_rows ("a\tb\tc\n1\t2,3\t4\n", '\t', "a|b|c", "1|2,3|4#");
  assert_rows ("a,b;c;d\n1;2;3\n", ';', "a,b|c|d", "1|2|3#");
  assert_rows ("a;b,c\n1,2\n", ',', "a;b|c", "1|2#");
  assert_rows ("\"a;a;a\",b\n1,2\n", ',', "a;a;a|b", "1|2#");
}

static void
assert_refused (const char *text, gssize length, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCsvReader) reader = open_text (text, length, &error);

  while (reader != NULL && fanfold_csv_reader_next (reader, &error) != NULL)
    ;
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_refused (void)
{
  static const char nul[] = "a,b\n1,x\0y\n";

  assert_refused ("", -1, "Line 1, column 1 of t.csv: It is empty");
  assert_refused ("\n1\n", -1, "Line 1, column 1 of t.csv: The header has no names");
  assert_refused (" , \n1\n", -1, "The header has no names");
  assert_refused ("a,b,a\n1,2,3\n", -1, "Line 1, column 5 of t.csv: The header has the column “a”");
  assert_refused ("\xff,\xff\n1,2\n", -1, "twice");
  assert_refused ("a,b\n1,2\n1\n", -1, "Line 3, column 2 of t.csv: This row has 1 field, and");
  assert_refused ("a,b\n1,2,3\n", -1, "Line 2, column 5 of t.csv: This row has 3 fields, and the");
  assert_refused ("a,b\n1,\"2\n3\n", -1, "Line 2, column 3 of t.csv: This quote is not closed");
  assert_refused ("a,b\n\"1\n2\",\"3\"x\n", -1, "Line 3, column 7 of t.csv: There is text behind");
  assert_refused ("a,b\n\xc3\xa9\xc3\xa9,\"3\"x\n", -1, "Line 2, column 7 of t.csv: There is text");
  assert_refused (nul, LENGTH (nul), "Line 2, column 4 of t.csv: There is a NUL byte");
  assert_refused ("\xff\xfe"
                  "a",
                  -1,
                  "UTF-16");
}

/* Rows longer than what is read at a time, and their places. */
static void
test_long (void)
{
  g_autofree char *field = g_strnfill (700 * 1000, 'x');
  g_autofree char *text = g_strdup_printf ("a,b\n\"%s\n\",1\n%s,2\n3\n", field, field);
  g_autofree char *first = g_strconcat (field, "\n", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCsvReader) reader = open_text (text, -1, &error);
  g_autoptr (GString) endless = g_string_new ("a,b\n\"");
  const char *const *row = fanfold_csv_reader_next (reader, &error);

  g_assert_cmpstr (row[0], ==, first);
  g_assert_cmpstr (row[1], ==, "1");
  row = fanfold_csv_reader_next (reader, &error);
  g_assert_cmpstr (row[0], ==, field);
  g_assert_cmpstr (row[1], ==, "2");
  g_assert_null (fanfold_csv_reader_next (reader, &error));
  g_assert_nonnull (strstr (error->message, "Line 5, column 2"));

  while (endless->len <= FANFOLD_CSV_MAX_ROW_BYTES + 1000)
    g_string_append (endless, field);
  assert_refused (endless->str, -1, "Line 2, column 1 of t.csv: This row is longer than 16 MiB");
}

static void
test_columns (void)
{
  g_autofree char *commas = g_strnfill (FANFOLD_CSV_MAX_COLUMNS - 1, ',');
  g_autofree char *most = g_strconcat ("a", commas, "\n1", commas, "\n", NULL);
  g_autofree char *more = g_strconcat ("a,", commas, "\n", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCsvReader) reader = open_text (most, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (fanfold_csv_reader_next (reader, &error));
  assert_refused (more, -1, "more than 65536 fields");
}

static void
test_place (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCsvReader) reader =
      open_text ("a,b,c\n\"\xc3\xa9\"\"\n\"\"\xc3\xa9\",\"2\"\"2\",3\n", -1, &error);
  GError *fault = g_error_new_literal (FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "wrong");

  g_assert_nonnull (fanfold_csv_reader_next (reader, &error));
  fanfold_csv_reader_prefix_place (reader, 2, &fault);
  g_assert_cmpstr (fault->message, ==, "Line 3, column 13 of t.csv: wrong");
  g_clear_error (&fault);
}

static void
test_open (void)
{
  g_autofree char *folder = g_dir_make_tmp ("csv-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "big.csv", NULL);
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) is_folder = NULL;
  g_autoptr (GError) is_device = NULL;
  g_autoptr (GError) is_large = NULL;

  g_assert_null (fanfold_table_reader_open (path, &missing));
  g_assert_error (missing, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (missing->message, "big.csv” cannot be read: No such file"));
  g_assert_null (fanfold_table_reader_open (folder, &is_folder));
  g_assert_nonnull (strstr (is_folder->message, "Is a directory"));
  g_assert_null (fanfold_table_reader_open ("/dev/null", &is_device));
  g_assert_nonnull (strstr (is_device->message, "no regular file"));

  g_assert_true (g_file_set_contents (path, "a\n", -1, NULL));
  g_assert_cmpint (truncate (path, (off_t) FANFOLD_TABLE_MAX_BYTES + 1), ==, 0);
  g_assert_null (fanfold_table_reader_open (path, &is_large));
  g_assert_nonnull (strstr (is_large->message, "larger than 1 GiB"));

  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/csv-reader/rows", test_rows);
  g_test_add_func ("/csv-reader/quotes", test_quotes);
  g_test_add_func ("/csv-reader/delimiters", test_delimiters);
  g_test_add_func ("/csv-reader/refused", test_refused);
  g_test_add_func ("/csv-reader/long", test_long);
  g_test_add_func ("/csv-reader/columns", test_columns);
  g_test_add_func ("/csv-reader/place", test_place);
  g_test_add_func ("/csv-reader/open", test_open);

  return g_test_run ();
}
