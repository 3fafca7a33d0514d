/* fanfold-key.h: what identifies a result in the memo cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-function.h"

G_BEGIN_DECLS

#define FANFOLD_KEY_LENGTH 64 /* hexadecimal digits of a SHA-256 */

/* [any] @path made absolute from @folder (nullable: the current one); links are not resolved.
 * (transfer full) */
char *fanfold_key_dup_path (const char *folder, const char *path);

/* [any] Waits for the disk where a parameter is a file or a folder. The key of a call: SHA-256 over
 * the function's id, its cache version and the arguments in normal form, each ingredient behind a
 * delimiter that names it, without the parameters flagged IGNORED. A file counts by path, size and
 * mtime (ns), by the digest of its content where the parameter is flagged CONTENT; a folder by its
 * recursive listing; an OUTPUT by its path alone. A relative path is below @folder (nullable: the
 * current one). False with an error where a file cannot be looked at: then there is nothing to look
 * up and nothing to store. */
gboolean fanfold_key_make (FanfoldFunction *function,
                           GVariant *args,
                           const char *folder,
                           char key[FANFOLD_KEY_LENGTH + 1],
                           GError **error);

/* [any] Whether making a key reads more than a file's size and time: contents, or, *@folders, whole
 * folders. */
gboolean fanfold_key_reads (FanfoldFunction *function, gboolean *folders);

/* [any] Waits for the disk. True where an input file of @args changed less than two seconds before
 * @looked_usec (wall clock), the time at which its key was made, or later: the key may stand for
 * other content, and a result made from it is not stored. */
gboolean fanfold_key_is_too_fresh (FanfoldFunction *function,
                                   GVariant *args,
                                   const char *folder,
                                   gint64 looked_usec);

G_END_DECLS
