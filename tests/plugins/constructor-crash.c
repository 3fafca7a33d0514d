/* constructor-crash.c: dies while it is loaded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <signal.h>

static void __attribute__ ((constructor)) start (void)
{
  signal (SIGSEGV, SIG_DFL);
  raise (SIGSEGV);
}

FANFOLD_PLUGIN (.id = "constructor_crash", .label = "Constructor crash");
