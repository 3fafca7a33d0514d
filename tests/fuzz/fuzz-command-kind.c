/* fuzz-command-kind.c: any text as a command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-command-kind.h"
#include "fuzz.h"

/* The same text is of the same kind, which is no longer than the text and what is added to it. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *kind = fanfold_command_kind_dup (text);
  g_autofree char *again = fanfold_command_kind_dup (text);

  g_assert_nonnull (kind);
  g_assert_cmpstr (kind, ==, again);
  g_assert_cmpuint (strlen (kind), <=, strlen (text) + strlen (" -c"));

  return 0;
}
