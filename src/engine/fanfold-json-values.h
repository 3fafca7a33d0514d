/* fanfold-json-values.h: the values of a JSON file, one after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-json.h"

G_BEGIN_DECLS

#define FANFOLD_JSON_MAX_VALUE_BYTES ((gsize) 16 * 1024 * 1024)

/* The elements of one array, or values a line each (JSON Lines); one is in memory at a time. A byte
 * order mark is skipped. What is between the values is read strictly, they themselves are for the
 * caller to check. One thread's alone. */
typedef struct _FanfoldJsonValues FanfoldJsonValues;

/* [any] Waits for the disk. @fd: (transfer full). @name: what messages call it. @is_lines: no array
 * is the whole of it. (transfer full) */
FanfoldJsonValues *
fanfold_json_values_new (int fd, const char *name, gboolean is_lines, GError **error);
void fanfold_json_values_free (FanfoldJsonValues *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldJsonValues, fanfold_json_values_free)

/* [any] Goes on to the next value. False at the end, and with FANFOLD_ERROR_INVALID, or the error
 * of reading. */
gboolean fanfold_json_values_next (FanfoldJsonValues *self, GError **error);

/* [any] Its bytes, up to the next call, as far as brackets and quotes tell where it ends. */
const char *fanfold_json_values_get (FanfoldJsonValues *self, gsize *length);
/* [any] Where it begins in the file; at the end, that. */
const FanfoldJsonPlace *fanfold_json_values_get_place (FanfoldJsonValues *self);
const char *fanfold_json_values_get_name (FanfoldJsonValues *self);

/* [any] FANFOLD_ERROR_INVALID: "Line 1, column 2 of NAME: MESSAGE". */
void fanfold_json_values_fail (FanfoldJsonValues *self,
                               const FanfoldJsonPlace *place,
                               const char *message,
                               GError **error);

G_END_DECLS
