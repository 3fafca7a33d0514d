/* fanfold-shell-words.h: a text split into words as a shell would split it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *text;        /* without its quotes; of an operator the operator: "|", "&&", "2>" */
  guint8 *is_quoted; /* for each byte of text: 1 where it stands for itself */
  gboolean is_operator;
  char *expands; /* (nullable) what a shell would put something else for: "$HOME", "`date`" */
} FanfoldShellWord;

/* [any] Words and operators, as sh reads them; a newline is the operator "\n", a comment is left
 * out. Nothing is expanded. FANFOLD_ERROR_INVALID: a quote that is not closed. (transfer full)
 * array of FanfoldShellWord */
GPtrArray *fanfold_shell_words_split (const char *line, GError **error);

void fanfold_shell_word_free (FanfoldShellWord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldShellWord, fanfold_shell_word_free)

/* [any] Whether a shell would put the names of files for it. */
gboolean fanfold_shell_word_is_glob (const FanfoldShellWord *self);

/* [any] A pattern for fanfold_glob_find (), quoted characters escaped. (transfer full) */
char *fanfold_shell_word_to_glob (const FanfoldShellWord *self);

/* [any] The words for {a,b} and {1..9} in it, as bash makes them; else itself alone.
 * FANFOLD_ERROR_INVALID: more than @max of them. (transfer full) array of FanfoldShellWord */
GPtrArray *
fanfold_shell_word_expand_braces (const FanfoldShellWord *self, guint max, GError **error);

/* [any] The first thing in a command line that sh alone understands, so that it cannot be run
 * without one: "|", "$HOME", "*.txt", "cd". NULL: there is none; a quote that is not closed is left
 * to others. (transfer full) (nullable) */
char *fanfold_shell_words_find_need (const char *command);

/* [any] @word as sh reads it back, in quotes where it needs them. */
void fanfold_shell_words_append (GString *line, const char *word);

G_END_DECLS
