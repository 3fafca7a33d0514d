/* fanfold-command-line-plan.h: in which form a batch is written as a line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

typedef struct
{
  FanfoldBatch *batch; /* borrowed */
  const char *command; /* (nullable) what stands behind --; of the batch */
  guint n_sources;     /* so many of the inputs that vary, the first, stand behind ::: */
  gboolean shell;
} FanfoldCommandLinePlan;

/* [any] Behind -- wherever that says the same. */
void fanfold_command_line_plan_init (FanfoldCommandLinePlan *self, FanfoldBatch *batch);

/* [any] Whether it has several values, or may have. */
gboolean fanfold_command_line_plan_varies (FanfoldInput *input);

/* [any] Whether no option says it: the command behind --, and that it is for a shell. */
gboolean fanfold_command_line_plan_leaves_out (const FanfoldCommandLinePlan *self,
                                               FanfoldInput *input);

G_END_DECLS
