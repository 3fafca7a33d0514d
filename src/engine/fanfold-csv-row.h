/* fanfold-csv-row.h: where the fields of a row of CSV are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_CSV_MAX_COLUMNS 65536
#define FANFOLD_CSV_ANY_DELIMITER '\0' /* , ; and tab alike */

/* Bytes from the row's beginning on, quotes included. */
typedef struct
{
  gsize offset;
  gsize length;
} FanfoldCsvField;

typedef struct
{
  GArray *fields;    /* of FanfoldCsvField, at least one */
  gsize length;      /* with its line break */
  guint64 n_lines;   /* that end in it */
  const char *fault; /* what is wrong with it, a sentence; NULL: nothing */
  gsize fault_offset;
} FanfoldCsvRow;

/* [any] Finds the row that @text begins with, which goes up to @end; @at_end: nothing comes behind
 * that. Fields go on being those of the array that is there. FALSE: the row goes on behind @end. */
gboolean fanfold_csv_row_scan (
    FanfoldCsvRow *self, const char *text, const char *end, gboolean at_end, char delimiter);

G_END_DECLS
