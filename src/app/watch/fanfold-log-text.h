/* fanfold-log-text.h: makes text that can be shown from what a job wrote
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A longer line would keep the layout busy for seconds. In characters. */
#define FANFOLD_LOG_TEXT_MAX_LINE 4096

/* One stream, read in pieces that may be cut anywhere. */
typedef struct
{
  GString *pending; /* the start of a character whose end has not come yet */
  int escape;       /* where in a terminal's escape sequence the last piece ended */
  gboolean carriage_return;
  guint column;
} FanfoldLogText;

/* [any] Into a struct filled with zeros, or one cleared. */
void fanfold_log_text_clear (FanfoldLogText *self);

/* [any] The next piece as UTF-8 without escape sequences and control characters; a lone carriage
 * return ends a line. (transfer full) */
char *fanfold_log_text_read (FanfoldLogText *self, const char *bytes, gsize length);

G_END_DECLS
