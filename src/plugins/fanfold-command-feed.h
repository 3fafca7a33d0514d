/* fanfold-command-feed.h: what a command reads on its standard input
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of a whole file the command gets the file itself; of a block of one a pipe, into which this
 * process copies the block as the command reads it.
 */
#pragma once

#include <fanfold.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int input; /* for the command to read; -1: none */
  int file;  /* of a block; else -1 */
  int pipe;  /* where that goes, not blocking; -1: all of it is there, or nobody reads it */
  FanfoldFileBlock block;
  guint64 at; /* in the file */
  char *path;
  char *failure; /* (nullable) why the command did not get what it was to get */
} FanfoldCommandFeed;

#define FANFOLD_COMMAND_FEED_INIT                                                                  \
  {                                                                                                \
    .input = -1, .file = -1, .pipe = -1                                                            \
  }

/* @text: a path, or what fanfold_file_block_parse () takes. False with a message for people,
 * (transfer full). */
gboolean fanfold_command_feed_open (FanfoldCommandFeed *self, const char *text, char **message);
void fanfold_command_feed_clear (FanfoldCommandFeed *self);

/* The command has its own end of the pipe now. */
void fanfold_command_feed_started (FanfoldCommandFeed *self);
/* Copies what the pipe takes without waiting. */
void fanfold_command_feed_continue (FanfoldCommandFeed *self);

G_END_DECLS
