/* fanfold-table-reader.h: the rows of a table of values, whatever the form of its file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-param.h"

G_BEGIN_DECLS

/* CSV as fanfold-csv-reader.h has it, or JSON as fanfold-json-rows.h has it: a file whose name ends
 * in .json, .jsonl or .ndjson, or in no ending of CSV (.csv, .tsv) while its text begins with a
 * bracket or brace. One thread's alone. */
typedef struct _FanfoldTableReader FanfoldTableReader;

/* [any] Waits for the disk. The errors are those of the two, FANFOLD_ERROR_INVALID. (transfer full)
 */
FanfoldTableReader *fanfold_table_reader_open (const char *path, GError **error);
void fanfold_table_reader_free (FanfoldTableReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldTableReader, fanfold_table_reader_free)

/* [any] "the CSV file “t.csv”": as messages call it. */
const char *fanfold_table_reader_get_name (FanfoldTableReader *self);

/* [any] NULL-ended, at least one. */
const char *const *fanfold_table_reader_get_header (FanfoldTableReader *self);

/* [any] Goes on to the next row, at first to the first one. False at the end, and with an error. */
gboolean fanfold_table_reader_next (FanfoldTableReader *self, GError **error);

/* [any] The value of this row in a column, checked against @param; an error has its place.
 * (transfer full), not floating */
GVariant *fanfold_table_reader_parse (FanfoldTableReader *self,
                                      guint field,
                                      FanfoldParam *param,
                                      GError **error);

G_END_DECLS
