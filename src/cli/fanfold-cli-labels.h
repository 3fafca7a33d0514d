/* fanfold-cli-labels.h: the options for name and note of a run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

/* As they were given, in bytes of no encoding. */
typedef struct
{
  char *name; /* (nullable) */
  char *note; /* (nullable) */
} FanfoldCliLabels;

void fanfold_cli_labels_clear (FanfoldCliLabels *self);

/* Their entries in a list of options; the words for --help. */
#define FANFOLD_CLI_LABELS_ENTRIES(self)                                                           \
  { "name", 0, 0, G_OPTION_ARG_FILENAME, &(self)->name, "What the run is called", "TEXT" },        \
  {                                                                                                \
    "note", 0, 0, G_OPTION_ARG_FILENAME, &(self)->note, "Kept with it; #words to search for",      \
        "TEXT"                                                                                     \
  }

/* What was given takes the place of what @batch has. FANFOLD_ERROR_INVALID where it is not in UTF-8
 * or a note is too long. */
gboolean fanfold_cli_labels_apply (FanfoldCliLabels *self, FanfoldBatch *batch, GError **error);

G_END_DECLS
