/* fanfold-call-table.h: what a plugin's function is called with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <fanfold.h>

#include "fanfold-call.h"

G_BEGIN_DECLS

/* The arguments of one parameter for all jobs of the bundle. */
typedef struct
{
  GVariant *array;
  gconstpointer values; /* of a fixed size; NULL for texts */
} FanfoldCallColumn;

/* The ABI's call table over a bundle. It stands on the stack of the thread that runs the jobs; the
 * plugin's own threads reach it through the call. */
typedef struct
{
  FanfoldCall call; /* the first: a plugin's FanfoldCall is a FanfoldCallTable */
  FanfoldFunction *function;
  const FanfoldFunctionDesc *desc;
  const FanfoldCallBundle *bundle;

  FanfoldCallColumn *columns;
  guint place;

  GMutex mutex;
  int has_mistake; /* atomic */
  char *mistake;   /* what the plugin did wrong, the first of it */
  char *message;   /* what it said with fail () */
  gint64 told_usec;
} FanfoldCallTable;

/* [slot] */
void fanfold_call_table_init (FanfoldCallTable *self,
                              FanfoldFunction *function,
                              const FanfoldFunctionDesc *desc,
                              const FanfoldCallBundle *bundle);
void fanfold_call_table_clear (FanfoldCallTable *self);

/* [slot] The job at @place, which stands in the buffer as begun, is what it is about from now on.
 */
void fanfold_call_table_begin (FanfoldCallTable *self, guint place);

/* [slot] Forgets what went wrong. */
void fanfold_call_table_forget (FanfoldCallTable *self);

G_END_DECLS
