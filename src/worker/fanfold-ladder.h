/* fanfold-ladder.h: how a job is ended: it is asked to, then SIGTERM, then SIGKILL
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-state.h"

G_BEGIN_DECLS

#define FANFOLD_LADDER_ANY_PLACE G_MAXUINT

/* Which job is to end and what it is called then, and when the signals are due. At first zeroed:
 * none is. */
typedef struct
{
  FanfoldJobState state; /* FANFOLD_JOB_WAITING: none */
  guint place;           /* in its bundle, or FANFOLD_LADDER_ANY_PLACE: whichever runs */
  char *message;         /* (nullable) */
  gint64 told_usec;      /* when the job was asked to end */
  gint64 term_usec;
  gint64 kill_usec;
  int last_signal;
} FanfoldLadder;

/* Another job takes the place of the one before; the same one keeps the reason that came first, and
 * the earlier signals count. @message: (transfer full) (nullable) */
void fanfold_ladder_start (FanfoldLadder *self,
                           guint place,
                           FanfoldJobState state,
                           char *message,
                           gint64 term_usec,
                           gint64 kill_usec);
void fanfold_ladder_clear (FanfoldLadder *self);

/* Whether it is for another job than the one at @place. */
gboolean fanfold_ladder_has_missed (FanfoldLadder *self, guint place);

/* Sends what is due to all that descends from this process. @grace_usec: how long the job may take
 * its time from when it was told; what must end at once has none. */
void fanfold_ladder_check (FanfoldLadder *self, gint64 now, gint64 grace_usec);
/* When something is; G_MAXINT64: never. */
gint64 fanfold_ladder_get_next (FanfoldLadder *self, gint64 grace_usec);

G_END_DECLS
