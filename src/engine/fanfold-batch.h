/* fanfold-batch.h: what a person asks for: a function, its inputs and the settings of the run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-batch-parent.h"
#include "fanfold-combine.h"
#include "fanfold-expansion-progress.h"
#include "fanfold-input.h"
#include "fanfold-settings.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_BATCH (fanfold_batch_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldBatch, fanfold_batch, FANFOLD, BATCH, GObject)

/* [main] Empty, for a function's full id; the function need not be known. (transfer full) */
FanfoldBatch *fanfold_batch_new (const char *function_id);

/* [main] One that no change to this one reaches. (transfer full) */
FanfoldBatch *fanfold_batch_copy (FanfoldBatch *self);

/* [any] Reads the text of a .fanfold file. FANFOLD_ERROR_INVALID says line and column: not strict
 * JSON, an unknown key, a wrong type, a missing "fanfold" or "function", another format number, two
 * inputs for one parameter, a setting that is none by itself … (transfer full) */
FanfoldBatch *fanfold_batch_new_from_text (const char *text, gssize length, GError **error);

/* [any] Waits for the disk; the message names the file. At most 64 MiB. Sets the folder. (transfer
 * full) */
FanfoldBatch *fanfold_batch_new_from_file (GFile *file, GError **error);

/* [any] The .fanfold text, indented, ending in a newline. (transfer full) */
char *fanfold_batch_to_text (FanfoldBatch *self);
/* [any] The settings alone of such a text, without a look at its inputs, however many values they
 * have; of any other it is the same, but slower. False where it is not the text of a batch. */
gboolean fanfold_batch_read_settings (const char *text, FanfoldSettings *settings);
/* [any] The same text with other settings, likewise. NULL where it is not the text of a batch.
 * (transfer full) (nullable) */
char *fanfold_batch_replace_settings (const char *text, const FanfoldSettings *settings);
/* [any] The note alone, likewise; empty where there is none. One that stands behind the function is
 * not looked for in a text that begins as fanfold_batch_to_text () has it. (transfer full) */
char *fanfold_batch_read_note (const char *text);

const char *fanfold_batch_get_function_id (FanfoldBatch *self);

/* A title for lists; empty: none. */
const char *fanfold_batch_get_name (FanfoldBatch *self);
void fanfold_batch_set_name (FanfoldBatch *self, const char *name);

#define FANFOLD_BATCH_MAX_NOTE_BYTES 4096

/* What somebody wants to remember of it, #words to search for among it; of many lines; empty: none.
 * FANFOLD_ERROR_INVALID where it is longer than FANFOLD_BATCH_MAX_NOTE_BYTES. */
const char *fanfold_batch_get_note (FanfoldBatch *self);
gboolean fanfold_batch_set_note (FanfoldBatch *self, const char *note, GError **error);

/* Takes over name and note of @other. */
void fanfold_batch_copy_labels (FanfoldBatch *self, FanfoldBatch *other);

/* What relative paths and globs are below, and the jobs' working folder; NULL: the current folder.
 */
const char *fanfold_batch_get_folder (FanfoldBatch *self);
void fanfold_batch_set_folder (FanfoldBatch *self, const char *folder);

/* Array of FanfoldInput, in the order written. (transfer none) */
GPtrArray *fanfold_batch_get_inputs (FanfoldBatch *self);
/* FANFOLD_ERROR_INVALID where there is one for that parameter already. */
gboolean fanfold_batch_add_input (FanfoldBatch *self, FanfoldInput *input, GError **error);
/* All inputs in step, or (as at first) every combination. A VALUE is the same for every job either
 * way, whatever its group, and the columns of one CSV file always go in step. A change sets the
 * groups of all inputs anew. */
void fanfold_batch_set_zip (FanfoldBatch *self, gboolean zip);

const FanfoldSettings *fanfold_batch_get_settings (FanfoldBatch *self);
void fanfold_batch_set_settings (FanfoldBatch *self, const FanfoldSettings *settings);

/* What counts the values that are found while this one, or a copy made from now on, is expanded;
 * NULL, as at first: nobody. It may be looked at all the while: "31 204 files so far". (transfer
 * none) (nullable), a reference is taken */
void fanfold_batch_set_progress (FanfoldBatch *self, FanfoldExpansionProgress *progress);

/* A run of which it takes jobs and inputs; NULL, as at first: none. Then an expansion makes the
 * jobs that were chosen there, in their order, and nothing but values and templates is this batch's
 * own. It is not part of the text. (transfer none) (nullable), a reference is taken */
void fanfold_batch_set_parent (FanfoldBatch *self, FanfoldBatchParent *parent);
FanfoldBatchParent *fanfold_batch_get_parent (FanfoldBatch *self);
/* The number of that run; 0: none. */
guint64 fanfold_batch_get_parent_run (FanfoldBatch *self);

/* [any] What fanfold_batch_expand () says against its settings: for inputs that were expanded
 * before. False with FANFOLD_ERROR_INVALID. */
gboolean
fanfold_batch_check_settings (FanfoldBatch *self, FanfoldFunction *function, GError **error);

/* [any] Waits for the disk. The inputs expanded for @function: what a run is made of, all jobs and
 * in the order given: order and sample of the settings are for fanfold_order_apply ().
 * FANFOLD_ERROR_UNKNOWN for an input that feeds no parameter and that no template uses (the
 * parameters are named), but those that are one by their place, else as
 * fanfold_input_expand (), fanfold_combine_new () and fanfold_weight_check_settings (). Also
 * refuses `threads` for a function that is not thread-safe, and what fanfold_settings_check ()
 * refuses. (transfer full) */
FanfoldCombine *fanfold_batch_expand (FanfoldBatch *self,
                                      FanfoldFunction *function,
                                      GCancellable *cancellable,
                                      GError **error);

/* [any] Opens what the stream of an expansion comes from: a descriptor, (transfer full), and what
 * messages call it, (transfer full). -1 with FANFOLD_ERROR_INVALID. */
int fanfold_batch_open_stream (FanfoldBatch *self,
                               FanfoldCombine *combine,
                               char **name,
                               GError **error);

G_END_DECLS
