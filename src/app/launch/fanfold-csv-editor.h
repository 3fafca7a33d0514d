/* fanfold-csv-editor.h: edits which column of which CSV file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input-editor.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_CSV_EDITOR (fanfold_csv_editor_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldCsvEditor, fanfold_csv_editor, FANFOLD, CSV_EDITOR, FanfoldInputEditor)

/* [main] The texts are the file's path and the column's header, or none while one is missing. The
 * columns to choose from are read off the main thread. (transfer floating) */
GtkWidget *fanfold_csv_editor_new (FanfoldParam *param);

/* [main] What a path is below that is not absolute; NULL: the current folder. */
void fanfold_csv_editor_set_folder (FanfoldCsvEditor *self, const char *folder);

G_END_DECLS
