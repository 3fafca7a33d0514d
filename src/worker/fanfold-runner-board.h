/* fanfold-runner-board.h: the memory that worker and runner share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-call.h"
#include "fanfold-wire.h"

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_RUNNER_LOADING,
  FANFOLD_RUNNER_READY,
  FANFOLD_RUNNER_BROKEN /* the plugin cannot be used: why stands in error */
} FanfoldRunnerState;

/* Mapped before the fork. The worker believes nothing of what stands here without looking at it: a
 * plugin may write anywhere. Integers are atomic. */
typedef struct
{
  /* What is asked of the runner; told by a byte on its eventfd. */
  guint asked; /* the number of the newest bundle */
  guint64 first;
  gint64 budget_usec;
  gsize columns_bytes;
  guint32 slot;
  guint32 attempt;
  int cancelled;              /* FanfoldCallFlag; the runner may tell itself to begin no more */
  gint64 frozen_nsec;         /* how long it was stopped in all */
  int reading;                /* the worker is reading what was printed */
  guint64 memory_limit_bytes; /* of a job; 0: none */

  /* What the runner answers; told by a byte on the worker's. */
  int state;
  gint64 begun_usec;   /* of the bundle, on the clock that stands still while it is stopped */
  guint over;          /* the newest bundle that is over */
  int drain;           /* waits until what was printed is read, and set to 0 */
  int left_behind;     /* processes that the job started are still there */
  int may_have_forked; /* a job of the bundle took long enough */
  FanfoldUsage usage;  /* where the job under way began, for when it does not end by itself */
  char error[1024];    /* as UTF-8 */
  FanfoldCallBoard call;
} FanfoldRunnerBoard;

#define FANFOLD_RUNNER_BOARD_BYTES ((gsize) 64 * 1024)
#define FANFOLD_RUNNER_INPUT_BYTES FANFOLD_WIRE_MAX_BYTES
#define FANFOLD_RUNNER_OUTCOMES_OFFSET (FANFOLD_RUNNER_BOARD_BYTES + FANFOLD_RUNNER_INPUT_BYTES)
#define FANFOLD_RUNNER_MEMORY_BYTES                                                                \
  (FANFOLD_RUNNER_BOARD_BYTES + FANFOLD_RUNNER_INPUT_BYTES + FANFOLD_BLOCK_BUFFER_BYTES)

/* A line of call->log, ahead of its text, on the runner's log pipe. */
typedef struct
{
  guint64 index;
  guint32 kind;
  guint32 length;
} FanfoldRunnerLine;

G_END_DECLS
