/* fanfold-share.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-share.h"

#include <sched.h>
#include <sys/syscall.h>

#include "fanfold-settings.h"

/* As in linux/ioprio.h, which is not everywhere. */
#define IO_WHO_PROCESS 1
#define IO_CLASS_SHIFT 13
#define IO_CLASS_BEST_EFFORT 2
#define IO_CLASS_IDLE 3
#define IO_LOWEST 7

#define N_SETS 8 /* of 1,024 cores each */

void
fanfold_share_lower_io (int priority)
{
  long now = syscall (SYS_ioprio_get, IO_WHO_PROCESS, 0);
  int value = IO_CLASS_BEST_EFFORT << IO_CLASS_SHIFT | IO_LOWEST;

  if (priority == FANFOLD_IO_PRIORITY_NORMAL || now >> IO_CLASS_SHIFT == IO_CLASS_IDLE)
    return;

  if (priority == FANFOLD_IO_PRIORITY_IDLE)
    value = IO_CLASS_IDLE << IO_CLASS_SHIFT;
  syscall (SYS_ioprio_set, IO_WHO_PROCESS, 0, value);
}

void
fanfold_share_pin (guint slot, guint n)
{
  cpu_set_t usable[N_SETS] = { 0 };
  cpu_set_t own[N_SETS] = { 0 };
  guint n_usable, first, end, position = 0;

  g_return_if_fail (n > 0);

  if (sched_getaffinity (0, sizeof usable, usable) != 0)
    return;

  n_usable = (guint) CPU_COUNT_S (sizeof usable, usable);
  if (n_usable == 0)
    return;

  slot %= n;
  first = n_usable >= n ? (guint) ((guint64) slot * n_usable / n) : slot % n_usable;
  end = n_usable >= n ? (guint) ((guint64) (slot + 1) * n_usable / n) : first + 1;
  for (gsize core = 0; core < N_SETS * CPU_SETSIZE; core++)
    {
      if (!CPU_ISSET_S (core, sizeof usable, usable))
        continue;
      if (position >= first && position < end)
        CPU_SET_S (core, sizeof own, own);
      position++;
    }
  sched_setaffinity (0, sizeof own, own);
}
