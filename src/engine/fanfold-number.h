/* fanfold-number.h: numbers as people write them, whatever the locale
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Decimal digits with a point and an exponent where wanted, and spaces around; nothing else: no
 * hexadecimal, no NaN, no infinity. FANFOLD_ERROR_INVALID: the words behind the text that was
 * refused, such as "is not a number". */

/* [any] */
gboolean fanfold_number_parse_real (const char *text, double *value, GError **error);

/* [any] Exact: "1e6" and "2.50e1" are whole numbers, "2.5" is none. */
gboolean fanfold_number_parse_int (const char *text, gint64 *value, GError **error);

G_END_DECLS
