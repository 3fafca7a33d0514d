/* test-free-guard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-free-guard.h"

#include <string.h>

#define GIBI ((guint64) 1024 * 1024 * 1024)

static void
test_none (void)
{
  g_autoptr (FanfoldRunLog) log = fanfold_run_log_new ();
  g_autoptr (FanfoldFreeGuard) guard = fanfold_free_guard_new (FANFOLD_FREE_GUARD_MEMORY, 0, log);

  g_assert_false (fanfold_free_guard_is_set (guard));
  g_assert_true (fanfold_free_guard_take (guard, 1, NULL));
  g_assert_null (fanfold_free_guard_dup_reason (guard));
}

/* It says so when it begins to hold and when it lets go, once each. */
static void
test_holds (void)
{
  g_autoptr (FanfoldRunLog) log = fanfold_run_log_new ();
  g_autoptr (FanfoldFreeGuard) guard =
      fanfold_free_guard_new (FANFOLD_FREE_GUARD_MEMORY, 2 * GIBI, log);
  g_autofree char *reason = NULL;
  g_autofree char *lines = NULL;

  g_assert_true (fanfold_free_guard_take (guard, 2 * GIBI, NULL));
  g_assert_true (fanfold_free_guard_take (guard, 0, NULL));
  g_assert_null (fanfold_free_guard_dup_reason (guard));

  g_assert_false (fanfold_free_guard_take (guard, GIBI, NULL));
  g_assert_false (fanfold_free_guard_take (guard, 2 * GIBI - 1, NULL));
  reason = fanfold_free_guard_dup_reason (guard);
  g_assert_nonnull (strstr (reason, "2.0"));
  g_assert_nonnull (strstr (reason, "1.0"));

  g_assert_true (fanfold_free_guard_take (guard, 3 * GIBI, NULL));
  g_assert_null (fanfold_free_guard_dup_reason (guard));
  lines = fanfold_run_log_dup_behind (log, 0);
  g_assert_cmpstr (lines,
                   ==,
                   "Memory is short: no more jobs are started until 2.0\302\240GiB are free "
                   "(now 1.0\302\240GiB).\n"
                   "There is memory again: jobs are started.\n");
}

static void
test_disk (void)
{
  g_autoptr (FanfoldRunLog) log = fanfold_run_log_new ();
  g_autoptr (FanfoldFreeGuard) guard =
      fanfold_free_guard_new (FANFOLD_FREE_GUARD_DISK, 2 * GIBI, log);
  g_autofree char *reason = NULL;
  g_autofree char *lines = NULL;

  g_assert_true (fanfold_free_guard_is_set (guard));
  g_assert_true (fanfold_free_guard_take (guard, 2 * GIBI, "/home"));
  g_assert_false (fanfold_free_guard_take (guard, 1, "/home"));
  reason = fanfold_free_guard_dup_reason (guard);
  g_assert_true (g_str_has_prefix (reason, "Room on /home is short: no more jobs are started"));
  g_assert_true (fanfold_free_guard_take (guard, 3 * GIBI, "/home"));
  lines = fanfold_run_log_dup_behind (log, 0);
  g_assert_true (g_str_has_suffix (lines, "There is room on the disk again: jobs are started.\n"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/free-guard/none", test_none);
  g_test_add_func ("/free-guard/holds", test_holds);
  g_test_add_func ("/free-guard/disk", test_disk);

  return g_test_run ();
}
