/* fanfold-file-kinds.h: of which kinds the files of an input are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-source.h"

G_BEGIN_DECLS

typedef struct
{
  char *ending; /* ".jpg"; NULL: none */
  guint64 n_files;
} FanfoldFileKind;

/* [any] Array of FanfoldFileKind, the most frequent first; endings beyond a hundred are counted as
 * none. Of values that are no files: NULL. Some hundred nanoseconds a file. (transfer full)
 * (nullable) */
GPtrArray *fanfold_file_kinds_count (FanfoldSource *source);

G_END_DECLS
