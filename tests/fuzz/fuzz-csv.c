/* fuzz-csv.c: any bytes as a CSV file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <sys/mman.h>
#include <unistd.h>

#include "fanfold-csv-reader.h"
#include "fuzz.h"

static void
check_rows (FanfoldCsvReader *reader)
{
  guint n_columns = g_strv_length ((char **) fanfold_csv_reader_get_header (reader));
  g_autoptr (GError) error = NULL;
  const char *const *row;

  g_assert_cmpuint (n_columns, >, 0);
  while ((row = fanfold_csv_reader_next (reader, &error)) != NULL)
    {
      GError *place = g_error_new_literal (FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "here");

      g_assert_no_error (error);
      g_assert_cmpuint (g_strv_length ((char **) row), ==, n_columns);
      fanfold_csv_reader_prefix_place (reader, n_columns - 1, &place);
      g_assert_true (g_str_has_prefix (place->message, "Line "));
      g_error_free (place);
    }
  if (error != NULL)
    fuzz_check_refusal (NULL, error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCsvReader) reader = NULL;
  int fd = memfd_create ("fuzz.csv", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, size), ==, size);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  reader = fanfold_csv_reader_new (fd, "fuzz.csv", FANFOLD_CSV_ANY_DELIMITER, &error);
  fuzz_check_refusal (reader, error);
  if (reader != NULL)
    check_rows (reader);

  return 0;
}
