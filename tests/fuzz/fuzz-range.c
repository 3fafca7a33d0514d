/* fuzz-range.c: any bytes as the numbers of a range
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <math.h>

#include "fanfold-range.h"
#include "fuzz.h"

/* Doubles are as far apart as they are: neighbours may be the same. */
static void
check_order (const FanfoldRange *range, double stop)
{
  double first = fanfold_range_get_real (range, 0);
  double last = fanfold_range_get_real (range, range->size - 1);
  double middle = fanfold_range_get_real (range, range->size / 2);

  g_assert_false (isnan (first) || isnan (middle) || isnan (last));
  if (range->step > 0)
    g_assert_true (first <= middle && middle <= last && last <= stop);
  else
    g_assert_true (first >= middle && middle >= last && last >= stop);
}

static void
check_whole (const FanfoldRange *range, guint64 position)
{
  gint64 value = fanfold_range_get_int (range, position);

  g_assert_cmpfloat ((double) value, ==, fanfold_range_get_real (range, position));
}

/* START, STOP and STEP in lines. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  g_autoptr (GError) error = NULL;
  guint n_lines = g_strv_length (lines);
  FanfoldRange range;
  gboolean parsed;

  if (n_lines < 2)
    return 0;

  parsed = fanfold_range_parse (&range, lines[0], lines[1], n_lines > 2 ? lines[2] : NULL, &error);
  fuzz_check_refusal (parsed ? &range : NULL, error);
  if (!parsed)
    return 0;

  g_assert_cmpuint (range.size, >, 0);
  g_assert_cmpuint (range.size, <=, FANFOLD_RANGE_MAX_SIZE);
  check_order (&range, g_ascii_strtod (lines[1], NULL));
  if (fanfold_range_is_whole (&range))
    {
      check_whole (&range, 0);
      check_whole (&range, range.size / 2);
      check_whole (&range, range.size - 1);
    }

  return 0;
}
