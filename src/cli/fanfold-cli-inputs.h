/* fanfold-cli-inputs.h: inputs that need more than one option, or a look at a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-engine.h"

G_BEGIN_DECLS

/* Puts each "NAME=GLOB" of @excludes to the input of files of that name among @inputs, array of
 * FanfoldInput. FALSE with FANFOLD_ERROR_INVALID where there is none. */
gboolean fanfold_cli_inputs_exclude (GPtrArray *inputs, GPtrArray *excludes, GError **error);

/* Stands for the columns of the CSV file at @path that will be of use. (transfer full) */
FanfoldInput *fanfold_cli_inputs_new_csv (const char *path);

/* Puts the columns in the place of those that stand for them, and the inputs in step that each
 * "NAME,NAME" of @links says. Waits for the disk. FALSE with @error: bad input. */
gboolean fanfold_cli_inputs_settle (FanfoldBatch *batch,
                                    FanfoldRegistry *registry,
                                    GPtrArray *links,
                                    GError **error);

/* Gives each of @inputs that is blocks of a file @words, which say how it is cut: see
 * fanfold_blocks_plan_parse (); the first one of a name counts. FALSE with FANFOLD_ERROR_INVALID
 * that names the option. */
gboolean fanfold_cli_inputs_cut (GPtrArray *inputs, GPtrArray *words, GError **error);

G_END_DECLS
