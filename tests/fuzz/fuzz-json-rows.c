/* fuzz-json-rows.c: any bytes as a file of JSON values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <sys/mman.h>
#include <unistd.h>

#include "fanfold-json-rows.h"
#include "fuzz.h"

static void
check_row (FanfoldJsonRows *rows, guint n_columns, GPtrArray *params)
{
  for (guint i = 0; i < MIN (n_columns, 100); i++)
    for (guint j = 0; j < params->len; j++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (GVariant) value = fanfold_json_rows_parse (rows, i, params->pdata[j], &error);

        fuzz_check_refusal (value, error);
        if (value == NULL)
          g_assert_true (g_str_has_prefix (error->message, "Line "));
      }
}

static void
check_rows (FanfoldJsonRows *rows)
{
  g_autoptr (FanfoldFunction) function = fuzz_function (FUZZ_FIELDS, "[]");
  guint n_columns = g_strv_length ((char **) fanfold_json_rows_get_header (rows));
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (n_columns, >, 0);
  while (fanfold_json_rows_next (rows, &error))
    {
      g_assert_no_error (error);
      check_row (rows, n_columns, fanfold_function_get_params (function));
    }
  if (error != NULL)
    fuzz_check_refusal (NULL, error);
}

/* The first byte tells whether an array may be the whole of it. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldJsonRows) rows = NULL;
  gboolean is_lines = size > 0 && data[0] == 'L';
  int fd = memfd_create ("fuzz.json", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  if (size > 0)
    g_assert_cmpint (write (fd, data + 1, size - 1), ==, size - 1);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  rows = fanfold_json_rows_new (fd, "fuzz.json", is_lines, &error);
  fuzz_check_refusal (rows, error);
  if (rows != NULL)
    check_rows (rows);

  return 0;
}
