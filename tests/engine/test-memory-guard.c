/* test-memory-guard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-memory-guard.h"

#include <string.h>

#define GIBI ((guint64) 1024 * 1024 * 1024)

static void
test_none (void)
{
  g_autoptr (FanfoldRunLog) log = fanfold_run_log_new ();
  g_autoptr (FanfoldMemoryGuard) guard = fanfold_memory_guard_new (0, log);

  g_assert_true (fanfold_memory_guard_ask (guard));
  g_assert_null (fanfold_memory_guard_dup_reason (guard));
}

/* It says so when it begins to hold and when it lets go, once each. */
static void
test_holds (void)
{
  g_autoptr (FanfoldRunLog) log = fanfold_run_log_new ();
  g_autoptr (FanfoldMemoryGuard) guard = fanfold_memory_guard_new (2 * GIBI, log);
  g_autofree char *reason = NULL;
  g_autofree char *lines = NULL;

  g_assert_true (fanfold_memory_guard_take (guard, 2 * GIBI));
  g_assert_true (fanfold_memory_guard_take (guard, 0));
  g_assert_null (fanfold_memory_guard_dup_reason (guard));

  g_assert_false (fanfold_memory_guard_take (guard, GIBI));
  g_assert_false (fanfold_memory_guard_take (guard, 2 * GIBI - 1));
  reason = fanfold_memory_guard_dup_reason (guard);
  g_assert_nonnull (strstr (reason, "2.0"));
  g_assert_nonnull (strstr (reason, "1.0"));

  g_assert_true (fanfold_memory_guard_take (guard, 3 * GIBI));
  g_assert_null (fanfold_memory_guard_dup_reason (guard));
  lines = fanfold_run_log_dup_behind (log, 0);
  g_assert_cmpstr (lines,
                   ==,
                   "Memory is short: no more jobs are started until 2.0\302\240GiB are free "
                   "(now 1.0\302\240GiB).\n"
                   "There is memory again: jobs are started.\n");
}

/* What the machine really has. */
static void
test_ask (void)
{
  g_autoptr (FanfoldRunLog) log = fanfold_run_log_new ();
  g_autoptr (FanfoldMemoryGuard) little = fanfold_memory_guard_new (1, log);
  g_autoptr (FanfoldMemoryGuard) much = fanfold_memory_guard_new ((guint64) 1 << 60, log);

  g_assert_true (fanfold_memory_guard_ask (little));
  g_assert_false (fanfold_memory_guard_ask (much));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory-guard/none", test_none);
  g_test_add_func ("/memory-guard/holds", test_holds);
  g_test_add_func ("/memory-guard/ask", test_ask);

  return g_test_run ();
}
