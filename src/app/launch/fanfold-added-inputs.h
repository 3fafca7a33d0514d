/* fanfold-added-inputs.h: the batch of what is to be added to a run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

/* [any] What @batch, the run's own, is with others instead of the values of its main input: of the
 * parameter flagged EACH where that varies, else of the first input that does, for files of the
 * first one that takes files. @kind: FILES (globs) or LIST, of @texts (transfer full); or @texts is
 * NULL: the input is to be filled in, and what goes in step with it, too. Order is as it was, and
 * no sample. FANFOLD_ERROR_INVALID: nothing varies, no input takes files, or it goes in step with
 * others. (transfer full) */
FanfoldBatch *fanfold_added_inputs_new_batch (FanfoldBatch *batch,
                                              FanfoldFunction *function,
                                              FanfoldInputKind kind,
                                              GStrv texts,
                                              GError **error);

/* [any] The same with the lines of @text. (transfer full) */
FanfoldBatch *fanfold_added_inputs_new_batch_of_lines (FanfoldBatch *batch,
                                                       FanfoldFunction *function,
                                                       const char *text,
                                                       GError **error);

G_END_DECLS
