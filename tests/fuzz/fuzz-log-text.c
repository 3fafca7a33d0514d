/* fuzz-log-text.c: any bytes as what a job wrote
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-log-text.h"
#include "fuzz.h"

static void
check (const char *text, const GArray *runs)
{
  gsize length = 0;

  for (guint i = 0; i < runs->len; i++)
    length += g_array_index (runs, FanfoldLogRun, i).length;
  g_assert_cmpuint (length, ==, strlen (text));
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

/* The last line, which may come of several pieces, is the same however they are cut. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *bytes = (const char *) data;
  FanfoldLogText whole = { NULL };
  FanfoldLogText parts = { NULL };
  const GArray *runs;
  const char *at_once = fanfold_log_text_read (&whole, bytes, size, &runs);
  g_autoptr (GString) bit_by_bit = g_string_new (NULL);

  check (at_once, runs);
  for (gsize i = 0; i < size; i++)
    {
      const char *text = fanfold_log_text_read (&parts, bytes + i, 1, &runs);
      const char *open = strrchr (bit_by_bit->str, '\n');

      check (text, runs);
      g_string_truncate (bit_by_bit, open != NULL ? (gsize) (open + 1 - bit_by_bit->str) : 0);
      g_string_append (bit_by_bit, text);
    }
  g_assert_cmpstr (bit_by_bit->str, ==, at_once);

  fanfold_log_text_clear (&whole);
  fanfold_log_text_clear (&parts);
  return 0;
}
