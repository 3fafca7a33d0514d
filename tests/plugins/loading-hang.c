/* loading-hang.c: hangs while it is loaded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <unistd.h>

static void __attribute__ ((constructor)) start (void)
{
  while (1)
    sleep (1);
}

FANFOLD_PLUGIN (.id = "loading_hang", .label = "Loading hang");
