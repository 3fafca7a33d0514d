/* fanfold-start.h: when a run that was launched is to begin, and why one waits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_START_BEHIND,       /* when its group has room, in the order of launching */
  FANFOLD_START_NOW,          /* beside what goes on */
  FANFOLD_START_HELD,         /* when it is told to */
  FANFOLD_START_LATER,        /* as the first, but not before a time */
  FANFOLD_START_AFTER_SUCCESS /* as the first, if those before it come to a good end */
} FanfoldStartRule;

typedef struct
{
  FanfoldStartRule rule;
  gint64 at_usec; /* wall clock */
} FanfoldStart;

#define FANFOLD_START_INIT                                                                         \
  {                                                                                                \
    .rule = FANFOLD_START_BEHIND                                                                   \
  }

typedef enum
{
  FANFOLD_WAIT_NONE,    /* it does not wait, or begins in a moment */
  FANFOLD_WAIT_TURN,    /* for its turn */
  FANFOLD_WAIT_SUCCESS, /* for the good end of others */
  FANFOLD_WAIT_TIME,
  FANFOLD_WAIT_SLOT, /* it is its turn, and no slot is free */
  FANFOLD_WAIT_HELD
} FanfoldWaitKind;

G_END_DECLS
