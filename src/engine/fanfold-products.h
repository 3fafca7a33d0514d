/* fanfold-products.h: the files that earlier runs wrote
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-history.h"

G_BEGIN_DECLS

/* By 64 bits of their absolute paths. Immutable, counted atomically: any thread. */
typedef struct _FanfoldProducts FanfoldProducts;

/* So much is read: of the newest runs, of whatever function. */
#define FANFOLD_PRODUCTS_MAX_RUNS 20
#define FANFOLD_PRODUCTS_MAX_JOBS 1000000

/* [any] Waits for the disk. What jobs that succeeded name in outputs that are files or folders, or
 * lists of files, and in OUTPUT parameters. @before: (nullable) what an earlier call gave: where no
 * run was recorded since, it is given again. A run that cannot be read is left out; NULL where it
 * is cancelled. @history: (nullable). (transfer full) */
FanfoldProducts *fanfold_products_load (FanfoldHistory *history,
                                        FanfoldProducts *before,
                                        GCancellable *cancellable,
                                        GError **error);
FanfoldProducts *fanfold_products_ref (FanfoldProducts *self);
void fanfold_products_unref (FanfoldProducts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldProducts, fanfold_products_unref)

/* [any] The newest run that wrote a file of that absolute path, as fanfold_key_dup_path () gives
 * it; 0 where none did. */
guint64 fanfold_products_find_run (FanfoldProducts *self, const char *path);

/* [any] */
guint64 fanfold_products_get_n_paths (FanfoldProducts *self);

/* [any] Whether jobs of @function say which files they wrote. */
gboolean fanfold_products_writes_files (FanfoldFunction *function);

G_END_DECLS
