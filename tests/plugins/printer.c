/* printer.c: prints while it is loaded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fanfold.h>
#include <stdio.h>

static void __attribute__ ((constructor)) start (void)
{
  printf ("{'error': <'printed while being loaded'>}\n");
  fflush (stdout);
}

/* printer.run (): prints a line. Thread-safe. */
static FanfoldStatus
run (FanfoldCall *call)
{
  printf ("printed in a job\n");
  return FANFOLD_OK;
}

FANFOLD_PLUGIN (.id = "printer",
                .label = "Printer",
                .functions = (const FanfoldFunctionDesc[]){
                    { .id = "run", .label = "Run", .run = run, .isolation = FANFOLD_THREAD_SAFE },
                    { 0 } });
