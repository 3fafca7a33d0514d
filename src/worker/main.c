/* main.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-describe.h"
#include "fanfold-supervisor.h"

#include <glib.h>

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--describe"))
    return fanfold_describe_main (argv[2]);

  return fanfold_supervisor_main ();
}
