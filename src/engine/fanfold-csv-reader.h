/* fanfold-csv-reader.h: the rows of a CSV file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-csv-row.h"

G_BEGIN_DECLS

#define FANFOLD_CSV_MAX_ROW_BYTES ((gsize) 16 * 1024 * 1024)

/* As RFC 4180 describes them: fields may stand in quotes, and then hold delimiters, line breaks and
 * quotes, which are doubled. Lines end with \n or \r\n, the last one need not. The first row is the
 * header, and tells the delimiter: the one of , ; and tab that is in it most often outside of
 * quotes. A byte order mark is skipped, and so are lines without any character, where there is more
 * than one column. Fields are bytes of any encoding, but for NUL. One thread's alone. */
typedef struct _FanfoldCsvReader FanfoldCsvReader;

/* [any] Waits for the disk. @fd: (transfer full). @name: what messages call it. @usual: what such
 * files have for a delimiter, ';' or a tab, taken where the header has it; else
 * FANFOLD_CSV_ANY_DELIMITER. Reads the header: without the spaces around its names; one without a
 * name, or with the same name twice, is FANFOLD_ERROR_INVALID. Only names of columns that are
 * nowhere used may be empty. All messages name the file, and the line and column at fault.
 * (transfer full) */
FanfoldCsvReader *fanfold_csv_reader_new (int fd, const char *name, char usual, GError **error);
void fanfold_csv_reader_free (FanfoldCsvReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCsvReader, fanfold_csv_reader_free)

/* [any] NULL-ended, at least one. */
const char *const *fanfold_csv_reader_get_header (FanfoldCsvReader *self);
/* [any] ',', ';' or '\t'; a single column has ','. */
char fanfold_csv_reader_get_delimiter (FanfoldCsvReader *self);

/* [any] The next row: as many fields as the header has, until the next call. NULL at the end; with
 * FANFOLD_ERROR_INVALID: a quote that is not closed or has text behind its end, too few or too many
 * fields, a NUL, a row of more than FANFOLD_CSV_MAX_ROW_BYTES; or with the error of reading.
 * (nullable) */
const char *const *fanfold_csv_reader_next (FanfoldCsvReader *self, GError **error);

/* [any] Puts in front of @error where in the file the @field of this row stands. */
void fanfold_csv_reader_prefix_place (FanfoldCsvReader *self, guint field, GError **error);

G_END_DECLS
