/* fanfold-group-twins.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-group-twins.h"

#include <string.h>

#define WINDOW 4096
#define NONE G_MAXUINT32

struct _FanfoldGroupTwins
{
  guint64 size;
  guint32 *firsts; /* NULL: all positions are equal */
  guint32 *nexts;  /* NONE: the last one */
};

typedef struct
{
  FanfoldGroupTwinsFunc func;
  gpointer user_data;
  guint n;
} Columns;

static guint64
mix (guint64 hash, guint64 value)
{
  hash = (hash ^ value) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  hash ^= hash >> 33;
  hash *= G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);

  return hash ^ hash >> 29;
}

static guint64
mix_bytes (guint64 hash, const guint8 *bytes, gsize n_bytes)
{
  guint64 word;

  hash = mix (hash, n_bytes);
  for (; n_bytes >= sizeof word; bytes += sizeof word, n_bytes -= sizeof word)
    {
      memcpy (&word, bytes, sizeof word);
      hash = mix (hash, word);
    }
  if (n_bytes == 0)
    return hash;

  word = 0;
  memcpy (&word, bytes, n_bytes);

  return mix (hash, word);
}

static void
mix_window (const Columns *columns, guint place, guint64 first, gsize n, guint64 *hashes)
{
  guint64 positions[WINDOW];
  g_autoptr (GVariant) column = NULL;
  gsize n_bytes;

  for (gsize i = 0; i < n; i++)
    positions[i] = first + i;
  column = columns->func (columns->user_data, place, positions, n);

  n_bytes = g_variant_get_size (column);
  if (g_variant_type_is_basic (g_variant_type_element (g_variant_get_type (column))) &&
      !g_variant_is_of_type (column, G_VARIANT_TYPE_STRING_ARRAY))
    {
      const guint8 *bytes = g_variant_get_data (column);

      for (gsize i = 0; i < n; i++)
        hashes[i] = mix_bytes (hashes[i], bytes + i * (n_bytes / n), n_bytes / n);
      return;
    }

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (column, i);

      hashes[i] = mix_bytes (hashes[i], g_variant_get_data (value), g_variant_get_size (value));
    }
}

static guint64 *
make_hashes (const Columns *columns, guint64 size)
{
  guint64 *hashes = g_new (guint64, size);
  guint64 seed = (guint64) g_random_int () << 32 | g_random_int ();

  for (guint64 i = 0; i < size; i++)
    hashes[i] = seed;
  for (guint64 first = 0; first < size; first += WINDOW)
    {
      for (guint k = 0; k < columns->n; k++)
        mix_window (columns, k, first, MIN (size - first, WINDOW), hashes + first);
    }

  return hashes;
}

static gboolean
are_equal (const Columns *columns, guint64 a, guint64 b)
{
  const guint64 positions[] = { a, b };

  for (guint k = 0; k < columns->n; k++)
    {
      g_autoptr (GVariant) both = columns->func (columns->user_data, k, positions, 2);
      g_autoptr (GVariant) left = g_variant_get_child_value (both, 0);
      g_autoptr (GVariant) right = g_variant_get_child_value (both, 1);

      /* By their bytes, so that no number is a number and 0 is not -0. */
      if (g_variant_get_size (left) != g_variant_get_size (right) ||
          memcmp (g_variant_get_data (left),
                  g_variant_get_data (right),
                  g_variant_get_size (left)) != 0)
        return FALSE;
    }

  return TRUE;
}

/* TRUE: some are equal. */
static gboolean
find_firsts (FanfoldGroupTwins *self, const Columns *columns)
{
  g_autofree guint64 *hashes = make_hashes (columns, self->size);
  guint64 mask = ((guint64) 2 << g_bit_storage (self->size)) - 1;
  g_autofree guint32 *table = g_new (guint32, mask + 1);
  gboolean any = FALSE;

  memset (table, 0xff, (mask + 1) * sizeof *table);
  for (guint64 i = 0; i < self->size; i++)
    {
      guint64 place = hashes[i] & mask;

      while (table[place] != NONE &&
             (hashes[table[place]] != hashes[i] || !are_equal (columns, table[place], i)))
        place = (place + 1) & mask;
      if (table[place] == NONE)
        table[place] = (guint32) i;
      else
        any = TRUE;
      self->firsts[i] = table[place];
    }

  return any;
}

/* From the last one on: until the first of all has its turn, its place holds the one that was put
 * last. */
static void
link_nexts (FanfoldGroupTwins *self)
{
  self->nexts = g_new (guint32, self->size);
  memset (self->nexts, 0xff, self->size * sizeof *self->nexts);
  for (guint64 i = self->size; i-- > 0;)
    {
      guint32 first = self->firsts[i];

      if (first == i)
        continue;

      self->nexts[i] = self->nexts[first];
      self->nexts[first] = (guint32) i;
    }
}

FanfoldGroupTwins *
fanfold_group_twins_new (FanfoldGroupTwinsFunc func,
                         gpointer user_data,
                         guint n_columns,
                         guint64 size)
{
  const Columns columns = { func, user_data, n_columns };
  g_autoptr (FanfoldGroupTwins) self = NULL;

  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (size < NONE, NULL);

  if (size < 2)
    return NULL;

  self = g_new0 (FanfoldGroupTwins, 1);
  self->size = size;
  if (n_columns == 0)
    return g_steal_pointer (&self);

  self->firsts = g_new (guint32, size);
  if (!find_firsts (self, &columns))
    return NULL;

  link_nexts (self);

  return g_steal_pointer (&self);
}

void
fanfold_group_twins_free (FanfoldGroupTwins *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->firsts);
  g_free (self->nexts);
  g_free (self);
}

guint64
fanfold_group_twins_get_first (FanfoldGroupTwins *self, guint64 position)
{
  g_return_val_if_fail (self != NULL && position < self->size, position);

  return self->firsts != NULL ? self->firsts[position] : 0;
}

gboolean
fanfold_group_twins_get_next (FanfoldGroupTwins *self, guint64 *position)
{
  guint64 next;

  g_return_val_if_fail (self != NULL && position != NULL && *position < self->size, FALSE);

  next = self->nexts != NULL ? self->nexts[*position] : *position + 1;
  if (next >= self->size)
    return FALSE;

  *position = next;
  return TRUE;
}
