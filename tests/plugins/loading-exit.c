/* loading-exit.c: ends its process while it is loaded, leaving a child that holds its stdout
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <unistd.h>

static void __attribute__ ((constructor)) start (void)
{
  if (fork () == 0)
    {
      sleep (60);
      _exit (0);
    }
  _exit (3);
}

FANFOLD_PLUGIN (.id = "loading_exit", .label = "Loading exit");
