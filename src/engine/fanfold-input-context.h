/* fanfold-input-context.h: what the inputs of one batch share while they are expanded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-csv-tables.h"

G_BEGIN_DECLS

typedef struct
{
  const char *folder;                 /* (nullable) the current one */
  GCancellable *cancellable;          /* (nullable) */
  FanfoldExpansionProgress *progress; /* (nullable) */
  FanfoldCsvTables *tables;           /* (nullable) each column reads its file */
} FanfoldInputContext;

G_END_DECLS
