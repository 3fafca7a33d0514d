/* fuzz-input.c: any bytes as what is written on the command line and in forms
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input.h"
#include "fanfold-line-reader.h"
#include "fanfold-n-jobs.h"
#include "fanfold-range.h"
#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What is written of a value is read as the same value. */
static void
check_value (FanfoldParam *param, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = fanfold_param_parse (param, text, &error);
  g_autoptr (GVariant) again = NULL;
  g_autofree char *written = NULL;

  fuzz_check_refusal (value, error);
  if (value == NULL)
    return;

  written = fanfold_param_format (param, value);
  again = fanfold_param_parse (param, written, &error);
  g_assert_no_error (error);
  g_assert_true (g_variant_equal (value, again));
}

static void
check_source (FanfoldSource *source, FanfoldParam *param)
{
  guint64 ends[] = { 0, fanfold_source_get_size (source) - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (GVariant) value = fanfold_source_get (source, ends[i]);
      g_autoptr (GVariant) column = fanfold_source_gather (source, &ends[i], 1);
      g_autoptr (GVariant) same = g_variant_get_child_value (column, 0);

      g_assert_true (fanfold_param_check (param, value, NULL));
      g_assert_true (g_variant_equal (value, same));
    }
}

static void
check_input (GPtrArray *params, FanfoldInputKind kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldInput) input = fanfold_input_parse (kind, text, &error);

  fuzz_check_refusal (input, error);
  if (input == NULL)
    return;

  g_assert_true (g_utf8_validate (fanfold_input_get_name (input), -1, NULL));
  for (guint i = 0; i < params->len; i++)
    {
      g_autoptr (GError) refusal = NULL;
      g_autoptr (FanfoldSource) source =
          fanfold_input_expand (input, params->pdata[i], NULL, NULL, &refusal);

      fuzz_check_refusal (source, refusal);
      if (source != NULL)
        check_source (source, params->pdata[i]);
    }
}

/* The first value is the number that the start is, and no value is beyond the last. */
static void
check_range (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  FanfoldRange range;
  double first;
  double last;

  if (parts[0] == NULL || parts[1] == NULL)
    return;
  if (!fanfold_range_parse (&range, parts[0], parts[1], parts[2], &error))
    {
      fuzz_check_refusal (NULL, error);
      return;
    }

  g_assert_true (range.size >= 1 && range.size <= FANFOLD_RANGE_MAX_SIZE);
  first = fanfold_range_get_real (&range, 0);
  last = fanfold_range_get_real (&range, range.size - 1);
  g_assert_true (first == g_ascii_strtod (parts[0], NULL));
  g_assert_true (range.step > 0 ? last >= first : last <= first);
  if (fanfold_range_is_whole (&range))
    g_assert_true ((double) fanfold_range_get_int (&range, 0) == first);
}

static void
check_n_jobs (const char *text)
{
  g_autoptr (GError) error = NULL;
  int n_jobs;

  if (!fanfold_n_jobs_parse (text, &n_jobs, &error))
    {
      fuzz_check_refusal (NULL, error);
      return;
    }

  g_assert_cmpuint (fanfold_n_jobs_effective (n_jobs, 8), >=, 1);
}

/* @value is what the line at *@line says; *@line is the next one then. */
static void
check_line (FanfoldParam *param, GVariant *value, const char **line, const char *end)
{
  const char *newline = memchr (*line, '\n', (gsize) (end - *line));
  const char *line_end = newline != NULL ? newline : end;
  g_autofree char *text = NULL;
  g_autoptr (GVariant) same = NULL;

  g_assert_true (*line < end);
  if (line_end > *line && line_end[-1] == '\r')
    line_end--;
  text = g_strndup (*line, (gsize) (line_end - *line));
  same = fanfold_param_parse (param, text, NULL);
  g_assert_nonnull (same);
  g_assert_true (g_variant_equal (value, same));
  *line = newline != NULL ? newline + 1 : end;
}

/* Each line up to the first that is refused is one value. */
static void
check_lines (FanfoldParam *param, const char *data, gsize size, guint64 max_values)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldLineReader) reader = NULL;
  const char *line = data;
  GVariant *values;
  int fd = memfd_create ("lines", MFD_CLOEXEC);

  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  reader = fanfold_line_reader_new (param, fd, "the lines");
  while ((values = fanfold_line_reader_read (reader, max_values, NULL, &error)) != NULL)
    {
      g_assert_true (g_variant_is_normal_form (values));
      g_assert_cmpuint (g_variant_n_children (values), <=, max_values);
      for (gsize i = 0; i < g_variant_n_children (values); i++)
        {
          g_autoptr (GVariant) value = g_variant_get_child_value (values, i);

          check_line (param, value, &line, data + size);
        }
      g_variant_unref (values);
    }

  if (error != NULL)
    fuzz_check_refusal (NULL, error);
  else
    g_assert_true (line == data + size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static FanfoldFunction *function;
  g_autofree char *text = g_strndup ((const char *) data, size);
  GPtrArray *params;

  if (function == NULL)
    function = fuzz_function (FUZZ_FIELDS, "[]");

  params = fanfold_function_get_params (function);
  for (guint i = 0; i < params->len; i++)
    check_value (params->pdata[i], text);
  for (guint i = FANFOLD_INPUT_VALUE; i <= FANFOLD_INPUT_RANGE; i++)
    check_input (params, (FanfoldInputKind) i, text);
  for (guint i = 0; i < params->len; i++)
    check_lines (params->pdata[i], (const char *) data, size, 1 + size % 5);
  check_range (text);
  check_n_jobs (text);

  return 0;
}
