/* fanfold-call-board.h: how far the job under way is, where another process may look at it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Zeroed at first. */
typedef struct
{
  gint64 grace_usec; /* atomic: how long the job may go on once it is to stop */
  int fraction;      /* atomic: the bits of a float */
  guint sequence;    /* atomic: odd while the message changes */
  char message[256];
} FanfoldCallBoard;

/* [any] Another job begins: nothing is known of it yet. */
void fanfold_call_board_clear (FanfoldCallBoard *self);
/* [any] 0 to 1; anything else is unknown. Some nanoseconds. */
void fanfold_call_board_set_fraction (FanfoldCallBoard *self, double fraction);
/* [any] The beginning of @message; of two threads that speak at once one is heard. */
void fanfold_call_board_write (FanfoldCallBoard *self, const char *message);

/* [any] @fraction: 0 to 1, below 0 for unknown. @message: what was said last, valid UTF-8. */
void fanfold_call_board_read (FanfoldCallBoard *self, double *fraction, char message[256]);

G_END_DECLS
