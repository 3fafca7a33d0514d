/* fanfold-command-stream.h: what a command prints on one of its two streams
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes go three ways: to the job's log as they come, the first of them into an output, and all
 * of them into a file where somebody asks for that. The log gets raw bytes; of a line that carriage
 * returns redraw it gets the last state, and what it shows meanwhile at most once a second, ever
 * more seldom.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int log_fd;       /* of this process: where the job's log is read from */
  gsize keep;       /* bytes of it for the output */
  char *spool_path; /* (nullable) */

  int spool_fd;    /* -1: not yet */
  int spool_error; /* errno */
  GByteArray *kept;
  guint64 n_bytes;
  GByteArray *last_line; /* of text; see fanfold_command_stream_dup_last_line () */

  GByteArray *pending; /* the newest state of a line that is redrawn */
  guint n_shown;       /* of pending, in the log already */
  gboolean is_fresh;   /* pending begins where the line does */
  gboolean is_redrawn; /* the line under way is */
  gboolean is_open;    /* something of it is in the log */
  gint64 redrawn_usec; /* when it began to be */
  gint64 shown_usec;   /* when a state of it was logged last */
} FanfoldCommandStream;

/* @spool_path: (transfer full) (nullable) a file that is made when the first byte comes. */
void
fanfold_command_stream_init (FanfoldCommandStream *self, int log_fd, gsize keep, char *spool_path);
void fanfold_command_stream_clear (FanfoldCommandStream *self);

void fanfold_command_stream_add (FanfoldCommandStream *self, const char *bytes, gsize length);
/* Logs what has waited long enough. */
void fanfold_command_stream_check (FanfoldCommandStream *self);
/* Nothing more comes. */
void fanfold_command_stream_finish (FanfoldCommandStream *self);

/* What is kept, as UTF-8: what is none, NULs too, becomes U+FFFD. (transfer full) */
char *fanfold_command_stream_dup_text (const FanfoldCommandStream *self);
/* The last line that is not blank, of bytes that came last, without escape sequences; or NULL.
 * (transfer full) (nullable) */
char *fanfold_command_stream_dup_last_line (const FanfoldCommandStream *self);

G_END_DECLS
