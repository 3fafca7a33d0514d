/* fanfold-batch-csv.h: the columns of a CSV or JSON file as inputs of a batch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

/* [any] Waits for the disk. The columns of the file at @path, which is below @folder (nullable: the
 * current one), that can feed a batch of @function: those whose header is the id of a parameter,
 * @wanted (nullable), and those that a template among @inputs (array of FanfoldInput) uses by
 * {name}. An array of FanfoldInput of kind CSV in the order of the file, for
 * fanfold_batch_add_input (). A parameter that one of @inputs feeds by that name is left to it.
 * FANFOLD_ERROR_INVALID: as fanfold_table_reader_open (), no such column (headers and parameters
 * are named). (transfer full)
 */
GPtrArray *fanfold_batch_csv_find_inputs (const char *path,
                                          const char *folder,
                                          FanfoldFunction *function,
                                          GPtrArray *inputs,
                                          const char *wanted,
                                          GError **error);

G_END_DECLS
