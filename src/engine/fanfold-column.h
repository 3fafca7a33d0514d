/* fanfold-column.h: an array of values, put together one by one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a GVariantBuilder would give, without a GVariant for each value. One thread's alone. */
typedef struct _FanfoldColumn FanfoldColumn;

/* [any] The bytes of each value of @type in an array; 0: they are texts, of any length. */
gsize fanfold_column_get_fixed_size (const GVariantType *type);

/* [any] For values of @type, that of a parameter: s, b, x, d or ay. (transfer full) */
FanfoldColumn *fanfold_column_new (const GVariantType *type);
void fanfold_column_free (FanfoldColumn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldColumn, fanfold_column_free)

/* [any] */
void fanfold_column_add (FanfoldColumn *self, GVariant *value);
/* [any] A text of @length bytes, with a NUL behind it; for type s it has to be UTF-8. */
void fanfold_column_add_text (FanfoldColumn *self, const char *bytes, gsize length);
/* [any] Values @first and @n - 1 following of @values, an array of such. */
void fanfold_column_add_from (FanfoldColumn *self, GVariant *values, gsize first, gsize n);

guint64 fanfold_column_get_n_values (FanfoldColumn *self);
gsize fanfold_column_get_n_bytes (FanfoldColumn *self);

/* [any] The array, serialized; the column is empty then. (transfer full), not floating */
GVariant *fanfold_column_end (FanfoldColumn *self);

G_END_DECLS
