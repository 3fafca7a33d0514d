/* fanfold-shuffle.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-shuffle.h"

/* From one in so many on, an array of all is less than a table of those that moved. */
#define DENSE_SHARE 32

/* SplitMix64, by Sebastiano Vigna: public domain. */
static guint64
draw_bits (guint64 *state)
{
  guint64 bits = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  bits = (bits ^ (bits >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  bits = (bits ^ (bits >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return bits ^ (bits >> 31);
}

/* Below @n, each as likely: what would favour some is thrown away. */
static guint32
draw_below (guint64 *state, guint64 n)
{
  guint64 product = (draw_bits (state) >> 32) * n;
  guint32 threshold;

  if ((guint32) product < n)
    {
      threshold = (guint32) (((guint64) 1 << 32) % n);
      while ((guint32) product < threshold)
        product = (draw_bits (state) >> 32) * n;
    }

  return (guint32) (product >> 32);
}

static guint32 *
draw_dense (guint64 n, guint64 n_drawn, guint64 state)
{
  guint32 *all = g_new (guint32, n);

  for (guint64 i = 0; i < n; i++)
    all[i] = (guint32) i;
  for (guint64 i = 0; i < n_drawn; i++)
    {
      guint64 k = i + draw_below (&state, n - i);
      guint32 drawn = all[k];

      all[k] = all[i];
      all[i] = drawn;
    }

  return n_drawn < n ? g_renew (guint32, all, n_drawn) : all;
}

/* The same, with those numbers alone in a table that are no longer in their place. */
static guint32
look_up (GHashTable *moved, guint64 place)
{
  gpointer number;

  if (g_hash_table_lookup_extended (moved, GUINT_TO_POINTER (place), NULL, &number))
    return GPOINTER_TO_UINT (number);

  return (guint32) place;
}

static guint32 *
draw_sparse (guint64 n, guint64 n_drawn, guint64 state)
{
  g_autoptr (GHashTable) moved = g_hash_table_new (NULL, NULL);
  guint32 *drawn = g_new (guint32, n_drawn);

  for (guint64 i = 0; i < n_drawn; i++)
    {
      guint64 k = i + draw_below (&state, n - i);

      drawn[i] = look_up (moved, k);
      g_hash_table_replace (moved, GUINT_TO_POINTER (k), GUINT_TO_POINTER (look_up (moved, i)));
    }

  return drawn;
}

guint32 *
fanfold_shuffle_draw (guint64 n, guint64 n_drawn, guint64 seed)
{
  g_return_val_if_fail (n_drawn > 0 && n_drawn <= n && n <= G_MAXUINT32, NULL);

  return n / DENSE_SHARE < n_drawn ? draw_dense (n, n_drawn, seed) : draw_sparse (n, n_drawn, seed);
}
