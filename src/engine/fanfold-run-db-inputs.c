/* fanfold-run-db-inputs.c: the inputs of a run, as they were frozen or came by stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-db-private.h"
#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define ADDED "added %u"

static gboolean
add_input (FanfoldDb *self, const char *name, GVariant *value, GError **error)
{
  g_autoptr (GVariant) normal = g_variant_get_normal_form (value);
  g_autoptr (GVariant) kept = fanfold_run_db_to_little_endian (normal);

  return fanfold_db_run (self,
                         error,
                         "INSERT INTO inputs (name, type, data) VALUES (?, ?, ?)",
                         "ssb",
                         name,
                         g_variant_get_type_string (kept),
                         g_variant_get_data (kept),
                         g_variant_get_size (kept));
}

gboolean
fanfold_run_db_add_combine (FanfoldDb *self, FanfoldCombine *combine, GError **error)
{
  g_autoptr (GVariant) function =
      fanfold_function_to_variant (fanfold_combine_get_function (combine));
  g_autoptr (GVariant) inputs = fanfold_combine_to_variant (combine);

  return add_input (self, "function", function, error) &&
         add_input (self, "combine", inputs, error);
}

gboolean
fanfold_run_db_add_inputs (FanfoldDb *self, guint n, FanfoldCombine *added, GError **error)
{
  g_autofree char *name = g_strdup_printf (ADDED, n);
  g_autoptr (GVariant) inputs = fanfold_combine_to_variant (added);

  return add_input (self, name, inputs, error);
}

gboolean
fanfold_run_db_add_values (FanfoldDb *self, guint64 first, GVariant *values, GError **error)
{
  g_autoptr (GVariant) boxed = g_variant_ref_sink (g_variant_new_variant (values));
  g_autoptr (GVariant) normal = g_variant_get_normal_form (boxed);
  g_autoptr (GVariant) kept = fanfold_run_db_to_little_endian (normal);

  return fanfold_db_run (self,
                         error,
                         "INSERT INTO stream (first, n, data) VALUES (?, ?, ?)",
                         "iib",
                         (gint64) first,
                         (gint64) g_variant_n_children (values),
                         g_variant_get_data (kept),
                         g_variant_get_size (kept));
}

/* (transfer full) */
static GVariant *
read_input (FanfoldDb *self, const char *name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GVariant) variant = NULL;
  sqlite3_stmt *query;
  const char *type;

  query = fanfold_db_query (self, error, "SELECT type, data FROM inputs WHERE name = ?", "s", name);
  if (query == NULL)
    return NULL;

  if (fanfold_db_next (self, query, &failure))
    {
      type = (const char *) sqlite3_column_text (query, 0);
      if (type != NULL && g_variant_type_string_is_valid (type) &&
          g_variant_type_is_definite (G_VARIANT_TYPE (type)))
        variant = fanfold_run_db_get_variant (query, 1, G_VARIANT_TYPE (type));
    }
  sqlite3_reset (query);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (variant == NULL)
    g_set_error (error,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_DAMAGED,
                 _ ("The record of the run is damaged: its %s is missing."),
                 name);
  return g_steal_pointer (&variant);
}

FanfoldFunction *
fanfold_run_db_read_function (FanfoldDb *self, GError **error)
{
  g_autoptr (GVariant) variant = read_input (self, "function", error);

  return variant != NULL ? fanfold_function_new_from_kept_variant (variant, error) : NULL;
}

/* What was added after @n others. (transfer full) */
static FanfoldCombine *
read_behind (FanfoldDb *self, FanfoldCombine *combine, guint n, GError **error)
{
  g_autofree char *name = g_strdup_printf (ADDED, n);
  g_autoptr (GVariant) variant = read_input (self, name, error);
  g_autoptr (FanfoldCombine) added = NULL;

  if (variant == NULL)
    return NULL;

  added = fanfold_combine_new_from_variant (fanfold_combine_get_function (combine), variant, error);

  return added != NULL ? fanfold_combine_new_behind (combine, added, error) : NULL;
}

/* The one number that @sql gives; 0: it gives none. */
static gboolean
read_number (FanfoldDb *self, const char *sql, guint64 *number, GError **error)
{
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query = fanfold_db_query (self, error, sql, "");

  if (query == NULL)
    return FALSE;

  *number = 0;
  if (fanfold_db_next (self, query, &failure))
    *number = (guint64) sqlite3_column_int64 (query, 0);
  sqlite3_reset (query);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
read_added (FanfoldDb *self, FanfoldCombine *combine, GError **error)
{
  guint64 n_added = 0;

  if (!read_number (
          self, "SELECT count (*) FROM inputs WHERE name GLOB 'added *'", &n_added, error))
    return FALSE;

  for (guint n = 0; n < n_added; n++)
    {
      g_autoptr (FanfoldCombine) behind = read_behind (self, combine, n, error);
      FanfoldCombineTwins *twins = NULL;

      if (behind == NULL)
        return FALSE;

      /* Equal jobs are looked for once, among all. */
      if (n + 1 == n_added)
        twins = fanfold_combine_find_twins_behind (combine, behind);
      fanfold_combine_add (combine, behind, twins);
    }

  return TRUE;
}

FanfoldCombine *
fanfold_run_db_read_combine (FanfoldDb *self, FanfoldFunction *function, GError **error)
{
  g_autoptr (GVariant) variant = read_input (self, "combine", error);
  g_autoptr (FanfoldCombine) combine = NULL;

  if (variant != NULL)
    combine = fanfold_combine_new_from_variant (function, variant, error);
  if (combine == NULL || !read_added (self, combine, error))
    return NULL;

  return g_steal_pointer (&combine);
}

GVariant *
fanfold_run_db_read_values (FanfoldDb *self, guint64 position, guint64 *first, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GVariant) boxed = NULL, values = NULL;
  sqlite3_stmt *query = fanfold_db_query (self,
                                          error,
                                          "SELECT first, data FROM stream WHERE first <= ?1"
                                          " AND first + n > ?1 ORDER BY first DESC LIMIT 1",
                                          "i",
                                          (gint64) position);

  if (query == NULL)
    return NULL;

  if (fanfold_db_next (self, query, &failure))
    {
      *first = (guint64) sqlite3_column_int64 (query, 0);
      boxed = fanfold_run_db_get_variant (query, 1, G_VARIANT_TYPE_VARIANT);
    }
  sqlite3_reset (query);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (boxed == NULL)
    return NULL;

  values = g_variant_get_variant (boxed);
  if (g_variant_is_of_type (values, G_VARIANT_TYPE_ARRAY) &&
      g_variant_n_children (values) > position - *first)
    return g_steal_pointer (&values);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_DAMAGED,
               _ ("The record of the run is damaged: value %" PRIu64 " of its stream is "
                  "missing."),
               position);
  return NULL;
}

gboolean
fanfold_run_db_count_values (FanfoldDb *self, guint64 *n_values, GError **error)
{
  return read_number (
      self, "SELECT first + n FROM stream ORDER BY first DESC LIMIT 1", n_values, error);
}
