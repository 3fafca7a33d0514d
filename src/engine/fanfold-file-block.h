/* fanfold-file-block.h: the text that stands for a block of a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The value of a FILE parameter that takes blocks may be the path of a file or such a text: see
 * FanfoldFileBlock in fanfold.h.
 */
#pragma once

#include <glib.h>
#include <sys/stat.h>

G_BEGIN_DECLS

/* [any] The block from @start to before @stop, behind the first @header bytes, of the file @path
 * while that is of @size bytes and was changed at @mtime_nsec. (transfer full) */
char *fanfold_file_block_new (
    const char *path, guint64 start, guint64 stop, guint64 header, guint64 size, gint64 mtime_nsec);

/* [any] The file that @text is a block of; of any other text a copy. (transfer full) */
char *fanfold_file_block_dup_path (const char *text);

/* [any] What is read of the file, whatever that is like: "bytes=10:20,header=5". NULL where @text
 * is no block. (transfer full) (nullable) */
char *fanfold_file_block_dup_range (const char *text);

/* [any] For people: "10.0–20.0 MB". NULL where @text is no block. (transfer full) (nullable) */
char *fanfold_file_block_describe (const char *text);

/* [any] What a job reads of the file: its first @header bytes, then those from @start to before
 * @stop. False where @text is no block. */
gboolean
fanfold_file_block_get_range (const char *text, guint64 *start, guint64 *stop, guint64 *header);

/* [any] */
gint64 fanfold_file_block_get_mtime_nsec (const struct stat *status);

G_END_DECLS
