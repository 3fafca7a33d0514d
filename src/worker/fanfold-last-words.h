/* fanfold-last-words.h: the end of a text, for a message
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_LAST_WORDS_BYTES 500
#define FANFOLD_LAST_WORDS_LINES 5

/* At first zeroed. */
typedef struct
{
  char bytes[FANFOLD_LAST_WORDS_BYTES];
  gsize length;
} FanfoldLastWords;

void fanfold_last_words_add (FanfoldLastWords *self, const char *bytes, gsize length);
void fanfold_last_words_clear (FanfoldLastWords *self);

/* Its last lines, as UTF-8, without control characters but the ends of lines, of which there is
 * none at the end; NULL: there is none. (transfer full) */
char *fanfold_last_words_dup (const FanfoldLastWords *self);

G_END_DECLS
