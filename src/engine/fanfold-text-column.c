/* fanfold-text-column.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-text-column.h"

#include <string.h>

gboolean
fanfold_text_is_inside (const FanfoldText *text, const guint8 *memory, gsize begin, gsize end)
{
  return text->offset >= begin && text->offset < end && text->length < end - text->offset &&
         memory[text->offset + text->length] == '\0';
}

/* How many bytes an offset takes in a serialized array whose elements take @body bytes. */
static gsize
get_offset_bytes (gsize body, gsize n_offsets)
{
  if (body + n_offsets <= G_MAXUINT8)
    return 1;
  if (body + 2 * n_offsets <= G_MAXUINT16)
    return 2;
  if (body + 4 * n_offsets <= G_MAXUINT32)
    return 4;

  return 8;
}

static void
write_offset (guint8 *where, gsize offset, gsize offset_bytes)
{
  guint64 little = GUINT64_TO_LE ((guint64) offset);

  memcpy (where, &little, offset_bytes);
}

/* Writes what a GVariantBuilder would, without a GVariant for each text: the texts one after the
 * other, then where each of them ends. */
GVariant *
fanfold_text_column_new (const GVariantType *type,
                         const guint8 *memory,
                         gsize begin,
                         gsize end,
                         const FanfoldText *texts,
                         guint n_texts)
{
  /* The other process may write there meanwhile, so each place is read once. */
  g_autofree FanfoldText *copy = g_memdup2 (texts, n_texts * sizeof *texts);
  g_autoptr (GVariantType) array_type = g_variant_type_new_array (type);
  gsize body = 0;
  gsize offset_bytes;
  gsize position = 0;
  guint8 *bytes;
  guint i;

  for (i = 0; i < n_texts; i++)
    {
      if (copy[i].offset == 0)
        copy[i].length = 0;
      else if (!fanfold_text_is_inside (&copy[i], memory, begin, end))
        return NULL;
      body += copy[i].length + 1;
      if (body > end - begin + n_texts)
        return NULL; /* they overlap: nobody here wrote that */
    }

  offset_bytes = get_offset_bytes (body, n_texts);
  bytes = g_malloc (body + n_texts * offset_bytes);
  for (i = 0; i < n_texts; i++)
    {
      memcpy (bytes + position, memory + copy[i].offset, copy[i].length);
      position += copy[i].length;
      bytes[position++] = '\0';
      write_offset (bytes + body + i * offset_bytes, position, offset_bytes);
    }

  return g_variant_new_from_data (
      array_type, bytes, body + n_texts * offset_bytes, FALSE, g_free, bytes);
}
