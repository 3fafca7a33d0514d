/* fanfold-csv-tables.h: columns of CSV and JSON files, each file read once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-expansion-progress.h"
#include "fanfold-source.h"

G_BEGIN_DECLS

/* The columns that one expansion wants: nothing is kept of the others. One thread's alone. */
typedef struct _FanfoldCsvTables FanfoldCsvTables;

/* [any] (transfer full) */
FanfoldCsvTables *fanfold_csv_tables_new (void);
void fanfold_csv_tables_free (FanfoldCsvTables *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCsvTables, fanfold_csv_tables_free)

/* [any] Says that the column @header of the file at @path will be taken for @param, so that it is
 * read together with the others. A reference to @param is taken. */
void fanfold_csv_tables_want (FanfoldCsvTables *self,
                              const char *path,
                              const char *header,
                              FanfoldParam *param);

/* [any] Waits for the disk. The values of a column, wanted before or not, checked against @param:
 * reads the file where that column was not read yet. FANFOLD_ERROR_INVALID: as
 * fanfold_table_reader_open () and fanfold_table_reader_next (), no such column (all headers are
 * named), no rows, a value that a parameter refuses, with its line and column. (transfer full) */
FanfoldSource *fanfold_csv_tables_take (FanfoldCsvTables *self,
                                        const char *path,
                                        const char *header,
                                        FanfoldParam *param,
                                        FanfoldExpansionProgress *progress,
                                        GCancellable *cancellable,
                                        GError **error);

/* [any] "“x”, “y” and “z”": for messages. (transfer full) */
char *fanfold_csv_tables_describe_header (const char *const *header);

G_END_DECLS
