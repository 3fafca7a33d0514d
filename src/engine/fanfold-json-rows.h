/* fanfold-json-rows.h: the rows of a file of JSON values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-param.h"

G_BEGIN_DECLS

#define FANFOLD_JSON_VALUE_COLUMN "value"

/* One array, or values a line each (JSON Lines), read strictly: each value is a row. Where the
 * first one is an object, all are, and its members are the columns; members that others have
 * besides are passed over. Else there is one column, FANFOLD_JSON_VALUE_COLUMN. A byte order mark
 * is skipped. One row is in memory at a time. One thread's alone. */
typedef struct _FanfoldJsonRows FanfoldJsonRows;

/* [any] Waits for the disk. @fd: (transfer full). @name: what messages call it. @is_lines: no array
 * is the whole of it. Reads up to the first row: none is FANFOLD_ERROR_INVALID, as is what is no
 * JSON. All messages name the file, and the line and column at fault. (transfer full) */
FanfoldJsonRows *
fanfold_json_rows_new (int fd, const char *name, gboolean is_lines, GError **error);
void fanfold_json_rows_free (FanfoldJsonRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldJsonRows, fanfold_json_rows_free)

/* [any] NULL-ended, at least one. */
const char *const *fanfold_json_rows_get_header (FanfoldJsonRows *self);

/* [any] Goes on to the next row, at first to the first one. False at the end, and with
 * FANFOLD_ERROR_INVALID: what is no JSON, a row of more than FANFOLD_JSON_MAX_VALUE_BYTES, one that
 * is no object among objects; or with the error of reading. */
gboolean fanfold_json_rows_next (FanfoldJsonRows *self, GError **error);

/* [any] The value of this row in a column, checked against @param: any value for one of type JSON;
 * for others a text, a number as its digits stand there, true or false. FANFOLD_ERROR_INVALID with
 * its place; a row may lack the member. (transfer full), not floating */
GVariant *
fanfold_json_rows_parse (FanfoldJsonRows *self, guint field, FanfoldParam *param, GError **error);

G_END_DECLS
