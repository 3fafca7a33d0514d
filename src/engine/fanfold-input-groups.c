/* fanfold-input-groups.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input-groups.h"

static void
join (guint *groups, guint n, guint from, guint to)
{
  for (guint i = 0; i < n; i++)
    {
      if (groups[i] == from)
        groups[i] = to;
    }
}

/* Columns of one file by its path; the first one's number is that of all. */
static void
join_columns (GPtrArray *inputs, const char *folder, guint *groups, guint highest)
{
  g_autoptr (GHashTable) firsts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      const char *path = fanfold_input_get_texts (input)[0];
      gpointer first;
      char *key;

      if (fanfold_input_get_kind (input) != FANFOLD_INPUT_CSV || path == NULL)
        continue;

      key = g_canonicalize_filename (path, folder);
      if (!g_hash_table_lookup_extended (firsts, key, NULL, &first))
        {
          g_hash_table_insert (firsts, key, GUINT_TO_POINTER (i));
          continue;
        }

      g_free (key);
      if (groups[GPOINTER_TO_UINT (first)] == 0)
        groups[GPOINTER_TO_UINT (first)] = ++highest;
      if (groups[i] == 0)
        groups[i] = groups[GPOINTER_TO_UINT (first)];
      else
        join (groups, inputs->len, groups[i], groups[GPOINTER_TO_UINT (first)]);
    }
}

guint *
fanfold_input_groups_new (GPtrArray *inputs, const char *folder)
{
  guint *groups;
  guint highest = 0;

  g_return_val_if_fail (inputs != NULL, NULL);

  groups = g_new0 (guint, inputs->len + 1);
  for (guint i = 0; i < inputs->len; i++)
    {
      if (fanfold_input_get_kind (inputs->pdata[i]) != FANFOLD_INPUT_VALUE)
        groups[i] = fanfold_input_get_group (inputs->pdata[i]);
      highest = MAX (highest, groups[i]);
    }
  join_columns (inputs, folder, groups, highest);

  return groups;
}
