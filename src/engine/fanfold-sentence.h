/* fanfold-sentence.h: a sentence that is kept, and said in whatever language is spoken then
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] Keeps @format, a text by N_ (), with the texts that are to be filled in for its “%s”, and
 * NULL behind them: what comes of it is no text for people. (transfer full) */
char *fanfold_sentence_new (const char *format, ...) G_GNUC_NULL_TERMINATED;

/* [any] What was kept, in the language of this program; any other text as it is. (transfer full)
 * (nullable): @kept was NULL */
char *fanfold_sentence_say (const char *kept);

G_END_DECLS
