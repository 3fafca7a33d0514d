/* fanfold-glob-text.h: globs in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] "/home/me/Pictures and its subfolders, only .jpg"; what stands for no folder as it is.
 * (transfer full) */
char *fanfold_glob_text (const char *glob);

/* [any] "1 chosen · only .jpg". @ending: (nullable) all kinds. (transfer full) */
char *fanfold_glob_text_chosen (guint n, const char *ending);

G_END_DECLS
