/* fanfold-text-column.h: an array of texts made from one piece of memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a text stands in the memory, with a NUL behind it; an @offset of 0 is no text. */
typedef struct
{
  gsize offset;
  gsize length;
} FanfoldText;

/* [any] Whether it lies between @begin and @end, its NUL too. */
gboolean
fanfold_text_is_inside (const FanfoldText *text, const guint8 *memory, gsize begin, gsize end);

/* [any] An array of @type, s or ay (bytestrings with their NUL), of the @n_texts texts; no text is
 * an empty one. Nothing is taken on trust: NULL where one is not inside. UTF-8 is not looked at.
 * Floating. */
GVariant *fanfold_text_column_new (const GVariantType *type,
                                   const guint8 *memory,
                                   gsize begin,
                                   gsize end,
                                   const FanfoldText *texts,
                                   guint n_texts);

G_END_DECLS
