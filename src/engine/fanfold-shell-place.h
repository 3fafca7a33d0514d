/* fanfold-shell-place.h: where a command line stands, as sh reads it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a value has to be written there so that it stays what it is. */
typedef enum
{
  FANFOLD_SHELL_QUOTE_OUTSIDE,
  FANFOLD_SHELL_QUOTE_SINGLE,
  FANFOLD_SHELL_QUOTE_DOUBLE,
  FANFOLD_SHELL_QUOTE_NONE /* nothing keeps it apart from the command */
} FanfoldShellQuote;

#define FANFOLD_SHELL_MAX_DEPTH 32

/* Begins as zeroes. One thread. */
typedef struct
{
  guint8 nested[FANFOLD_SHELL_MAX_DEPTH];
  guint opened[FANFOLD_SHELL_MAX_DEPTH]; /* bytes read before it began */
  guint depth;
  guint n_read;
  const char *lost;      /* (nullable) what made it lose its way, for good */
  gboolean in_word;      /* a # would be one of its characters */
  gboolean sticky;       /* after $name or ~: a letter would belong to it */
  gboolean backslash;    /* after a \ in "" that stands for itself */
  gboolean here_pending; /* a here-document begins with the next line */
} FanfoldShellPlace;

/* [any] Reads on: how many bytes of @text, which is not empty, belong together. */
gsize fanfold_shell_place_read (FanfoldShellPlace *self, const char *text);

/* [any] The next @length bytes stand for a part of a word, to be filled in. */
void fanfold_shell_place_fill (FanfoldShellPlace *self, gsize length);

/* [any] @reason: (nullable) (out) for NONE, where it stands, "in a comment". */
FanfoldShellQuote fanfold_shell_place_get_quote (const FanfoldShellPlace *self,
                                                 const char **reason);

/* [any] The quote that is open, or 0, and where it was opened, in bytes. */
char fanfold_shell_place_get_open_quote (const FanfoldShellPlace *self, guint *offset);

/* [any] Adds @length bytes of @value, quoted. @apart: {%} must not come about by it. */
void fanfold_shell_append_quoted (
    GString *text, const char *value, gsize length, FanfoldShellQuote quote, gboolean apart);

G_END_DECLS
