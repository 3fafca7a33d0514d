/* fuzz-memo-entry.c: any bytes as an entry of the memo cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-key.h"
#include "fanfold-memo-entry.h"
#include "fuzz.h"

/* What is taken for an entry is one: it writes a text that is taken for the same entry. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char key[] = "3fa0000000000000000000000000000000000000000000000000000000000000";
  g_autoptr (FanfoldMemoEntry) entry = NULL;
  g_autoptr (FanfoldMemoEntry) again = NULL;
  g_autofree char *text = NULL;
  gsize length;

  entry = fanfold_memo_entry_new_from_text ((const char *) data, size, key);
  if (entry == NULL || entry->apart)
    return 0;

  text = fanfold_memo_entry_to_text (entry, &length);
  again = fanfold_memo_entry_new_from_text (text, length, key);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->result_json, ==, entry->result_json);
  g_assert_cmpstr (again->arguments_json, ==, entry->arguments_json);
  g_assert_cmpuint (again->outputs->len, ==, entry->outputs->len);

  return 0;
}
