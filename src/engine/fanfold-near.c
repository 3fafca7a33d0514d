/* fanfold-near.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-near.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LENGTH 100
#define MAX_SHOWN 3

/* One mistake more, and it is another word. */
#define FAR 4

typedef struct
{
  const char *id;
  guint distance;
} Candidate;

/* How many characters were put in, left out or mistaken. */
static guint
measure (const char *a, const char *b)
{
  guint row[MAX_LENGTH + 1];
  gsize length = strlen (b);

  if (length > MAX_LENGTH || strlen (a) > MAX_LENGTH)
    return G_MAXUINT;

  for (guint j = 0; j <= length; j++)
    row[j] = j;
  for (guint i = 0; a[i] != '\0'; i++)
    {
      guint corner = row[0];

      row[0] = i + 1;
      for (guint j = 0; j < length; j++)
        {
          guint replaced = corner + (a[i] == b[j] ? 0 : 1);

          corner = row[j + 1];
          row[j + 1] = MIN (replaced, MIN (row[j], row[j + 1]) + 1);
        }
    }

  return row[length];
}

static const char *
get_name (const char *id)
{
  const char *dot = strchr (id, '.');

  return dot != NULL ? dot + 1 : id;
}

static guint
judge (const char *wanted, const char *id)
{
  guint whole = measure (wanted, id);
  guint name = measure (get_name (wanted), get_name (id));
  guint limit = MIN (FAR, (guint) strlen (get_name (wanted)) / 3 + 2);

  if (*wanted != '\0' && g_str_has_prefix (id, wanted))
    return 0;
  if (MIN (whole, name) >= limit)
    return G_MAXUINT;

  return MIN (whole, name) + 1;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *first = a;
  const Candidate *second = b;

  if (first->distance != second->distance)
    return first->distance < second->distance ? -1 : 1;

  return strcmp (first->id, second->id);
}

char *
fanfold_near_describe (const char *wanted, GPtrArray *ids)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  GString *words;
  guint n;

  g_return_val_if_fail (wanted != NULL, NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      Candidate candidate = { g_ptr_array_index (ids, i), 0 };

      candidate.distance = judge (wanted, candidate.id);
      if (candidate.distance != G_MAXUINT)
        g_array_append_val (candidates, candidate);
    }
  if (candidates->len == 0)
    return NULL;

  g_array_sort (candidates, compare_candidates);
  n = MIN (candidates->len, MAX_SHOWN);
  words = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (words, i + 1 == n ? _ (" or ") : ", ");
      g_string_append (words, g_array_index (candidates, Candidate, i).id);
    }

  return g_string_free (words, FALSE);
}
