/* outcomes.h: blocks of jobs that ended in one way or another, for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "described.h"
#include "fanfold-block.h"

static inline FanfoldBlock *
outcome (FanfoldFunction *function,
         guint64 index,
         FanfoldJobState state,
         double seconds,
         const char *message)
{
  return fanfold_block_new_single (function,
                                   index,
                                   0,
                                   1,
                                   state,
                                   1,
                                   seconds,
                                   NULL,
                                   state == FANFOLD_JOB_DONE ? "1" : NULL,
                                   message);
}
