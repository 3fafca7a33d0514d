/* block-results.h: functions whose results are put into blocks, and what a block says of one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-worker-fixture.h"

#include "fanfold-block.h"

static inline FanfoldFunction *
echo (void)
{
  return fixture_function ("FANFOLD_FIXTURES", "types.so", "echo");
}

static inline FanfoldFunction *
square (void)
{
  return fixture_function ("FANFOLD_FIXTURES", "crasher.so", "square");
}

static inline void
assert_result (FanfoldBlock *block, guint place, const char *expected)
{
  g_autoptr (GString) json = g_string_new (NULL);

  fanfold_block_append_result (block, json, place);
  g_assert_cmpstr (json->str, ==, expected);
}
