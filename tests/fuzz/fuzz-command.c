/* fuzz-command.c: any bytes as what a command prints, and as the JSON that it gives back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fuzz.h"

#include "fanfold-command-json.h"
#include "fanfold-command-progress.h"

static void
check_progress (const char *text, gsize size)
{
  FanfoldCommandProgress whole;
  FanfoldCommandProgress parts;
  gboolean changed;

  fanfold_command_progress_init (&whole);
  changed = fanfold_command_progress_feed (&whole, 0, text, size);
  g_assert_true (whole.fraction == -1 || (whole.fraction >= 0 && whole.fraction <= 1));
  g_assert_true (changed || whole.fraction == -1);

  fanfold_command_progress_init (&parts);
  for (gsize i = 0; i < size; i++)
    fanfold_command_progress_feed (&parts, i & 1, text + i, 1);
  g_assert_true (parts.fraction == -1 || (parts.fraction >= 0 && parts.fraction <= 1));
}

/* An object is one to both, or to none. */
static void
check_json (const char *text, gsize size)
{
  g_autofree char *mistake = fanfold_command_json_find_mistake (text, size);
  g_autoptr (JsonNode) node = fanfold_json_parse_output (text, (gssize) size, NULL);

  g_assert_true ((mistake == NULL) == (node != NULL && JSON_NODE_HOLDS_OBJECT (node)));
  g_assert_true (mistake == NULL || g_str_has_prefix (mistake, "line "));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = size > 0 ? (const char *) data : "";

  check_progress (text, size);
  check_json (text, size);

  return 0;
}
