/* fanfold-table-inputs.h: the columns of a table of values (CSV) as inputs of a batch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

/* [main] A copy of @batch, with the columns of the file at @path whose header is a parameter of
 * @function in place of what fed those, in step with each other; where @function takes a command,
 * the others as free inputs for its templates, too. FANFOLD_ERROR_INVALID where no column can be
 * used: the message names them. (transfer full) */
FanfoldBatch *fanfold_table_inputs_add (FanfoldBatch *batch,
                                        FanfoldFunction *function,
                                        const char *path,
                                        const char *const *header,
                                        GError **error);

G_END_DECLS
