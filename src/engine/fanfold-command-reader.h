/* fanfold-command-reader.h: the first words of a command line, one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* So many bytes are looked at, and no more. */
#define FANFOLD_COMMAND_READER_MAX_BYTES 512

/* Words as sh reads them, for a glance at a million commands: on the stack, without memory of its
 * own, and never refused: from a quote on that is not closed all stands for itself. Redirections
 * and comments are left out, nothing is expanded: $(…) and ${…} are as they are. */
typedef struct
{
  const char *at;
  const char *end;
  gboolean is_cut;     /* there is more behind the end */
  gboolean is_literal; /* behind a quote that is not closed */
  gsize length;
  char word[FANFOLD_COMMAND_READER_MAX_BYTES + 1]; /* the last one read, without its quotes */
} FanfoldCommandReader;

/* [any] @text stays while it is read. */
void fanfold_command_reader_init (FanfoldCommandReader *self, const char *text);

/* [any] FALSE: there is none before the next operator or the end. */
gboolean fanfold_command_reader_next (FanfoldCommandReader *self);

/* [any] The same, or the first one behind operators. FALSE: there is none. */
gboolean fanfold_command_reader_next_anywhere (FanfoldCommandReader *self);

G_END_DECLS
