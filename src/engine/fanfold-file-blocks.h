/* fanfold-file-blocks.h: where the blocks of a file begin and end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-blocks-plan.h"
#include "fanfold-expansion-progress.h"

G_BEGIN_DECLS

#define FANFOLD_FILE_BLOCKS_MAX ((guint64) 16 * 1024 * 1024)

/* Eight bytes a block. Immutable, counted atomically: any thread. */
typedef struct _FanfoldFileBlocks FanfoldFileBlocks;

/* [any] Cuts the regular file at @path as @plan says; texts call it @name. Together the blocks are
 * what is behind the header, byte for byte, and each but the first begins where a record does.
 * Measured in bytes, a block ends with the record in which the byte behind its least size is, as
 * with GNU parallel, and only there the file is read; counted in records, all of it is. @progress:
 * (nullable) is told of every block. FANFOLD_ERROR_INVALID: it is missing, empty, no regular file,
 * changes meanwhile, or makes more than FANFOLD_FILE_BLOCKS_MAX blocks; G_IO_ERROR_CANCELLED.
 * (transfer full) */
FanfoldFileBlocks *fanfold_file_blocks_find (const char *path,
                                             const char *name,
                                             const FanfoldBlocksPlan *plan,
                                             FanfoldExpansionProgress *progress,
                                             GCancellable *cancellable,
                                             GError **error);

FanfoldFileBlocks *fanfold_file_blocks_ref (FanfoldFileBlocks *self);
void fanfold_file_blocks_unref (FanfoldFileBlocks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldFileBlocks, fanfold_file_blocks_unref)

/* [any] At least 1. */
guint64 fanfold_file_blocks_get_size (FanfoldFileBlocks *self);

/* [any] As fanfold_file_block_new () makes them. (transfer full) */
char *fanfold_file_blocks_dup_text (FanfoldFileBlocks *self, guint64 position);

/* [any] To keep them, and have them back; NULL where it is nothing of the kind. The variant is
 * floating. (transfer full) */
#define FANFOLD_FILE_BLOCKS_TYPE "(aytxtat)"
GVariant *fanfold_file_blocks_to_variant (FanfoldFileBlocks *self);
FanfoldFileBlocks *fanfold_file_blocks_new_from_variant (GVariant *variant);

G_END_DECLS
