/* fanfold-log-text.h: makes text that can be shown from what a job wrote
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-log-style.h"

G_BEGIN_DECLS

/* A longer line would keep the layout busy for seconds. In characters. */
#define FANFOLD_LOG_TEXT_MAX_LINE 4096

#define FANFOLD_LOG_TEXT_MAX_NUMBERS 24 /* in one escape sequence */

/* @length bytes of a text are drawn in this way. */
typedef struct
{
  gsize length;
  FanfoldLogStyle style;
} FanfoldLogRun;

/* One stream, read in pieces that may be cut anywhere, as a terminal would read it: colours and the
 * like are kept, a carriage return, a backspace and the erasing of a line change the line they are
 * in, all other escape sequences and control characters are left out. */
typedef struct
{
  GArray *line; /* the open one: of Cell */
  guint column;
  FanfoldLogStyle style;

  char character[4]; /* whose end has not come yet */
  guint n_character;

  int escape;     /* where in an escape sequence the last piece ended */
  gboolean plain; /* it has no mark that makes it another than it looks */
  guint numbers[FANFOLD_LOG_TEXT_MAX_NUMBERS];
  guint32 joined; /* a bit for each number that belongs to the one before it */
  guint n_numbers;

  GString *text; /* what was read */
  GArray *runs;
} FanfoldLogText;

/* [any] Into a struct filled with zeros, or one cleared. */
void fanfold_log_text_clear (FanfoldLogText *self);

/* [any] Reads the next piece. What it makes of it stands in place of the line that was open before:
 * as UTF-8, whole lines and the one that is open now, behind the last line's end. Both are its own,
 * until the next call. @runs: (element-type FanfoldLogRun) all of the text. */
const char *
fanfold_log_text_read (FanfoldLogText *self, const char *bytes, gsize length, const GArray **runs);

/* [any] The open line stays as it is: something else was written behind it. */
void fanfold_log_text_break_line (FanfoldLogText *self);

G_END_DECLS
