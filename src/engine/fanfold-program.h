/* fanfold-program.h: which running program a record belongs to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells a program from every other that has had or will have its pid. */
typedef struct
{
  gint64 pid;
  gint64 start;  /* clock ticks since the machine started */
  char boot[40]; /* which start of which machine */
} FanfoldProgram;

/* [any] This program. */
void fanfold_program_init_self (FanfoldProgram *self);

/* [any] */
gboolean fanfold_program_is_alive (const FanfoldProgram *self);

G_END_DECLS
