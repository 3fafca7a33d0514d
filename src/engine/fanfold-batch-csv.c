/* fanfold-batch-csv.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch-csv.h"

#include "fanfold-error.h"
#include "fanfold-table-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* {header} and its further forms: {header.} … */
static gboolean
is_used_by (const char *template, const char *header)
{
  static const char *const ends[] = { "}", ".}", "/}", "//}", "/.}" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *replacement = g_strconcat ("{", header, ends[i], NULL);

      if (strstr (template, replacement) != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_used (GPtrArray *inputs, const char *header)
{
  for (guint i = 0; i < inputs->len; i++)
    {
      if (fanfold_input_get_kind (inputs->pdata[i]) == FANFOLD_INPUT_TEMPLATE &&
          is_used_by (fanfold_input_get_texts (inputs->pdata[i])[0], header))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_fed (GPtrArray *inputs, const char *name)
{
  for (guint i = 0; i < inputs->len; i++)
    {
      if (g_str_equal (fanfold_input_get_name (inputs->pdata[i]), name))
        return TRUE;
    }

  return FALSE;
}

static void
set_none_error (GError **error, FanfoldTableReader *reader, FanfoldFunction *function)
{
  GPtrArray *params = fanfold_function_get_params (function);
  const char *const *header = fanfold_table_reader_get_header (reader);
  g_autofree char *headers = fanfold_csv_tables_describe_header (header);
  g_autofree char *ids = NULL;
  g_autoptr (GPtrArray) known = g_ptr_array_new ();

  for (guint i = 0; i < params->len; i++)
    g_ptr_array_add (known, (gpointer) fanfold_param_get_id (params->pdata[i]));
  g_ptr_array_add (known, NULL);
  ids = fanfold_csv_tables_describe_header ((const char *const *) known->pdata);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("No column of %s is used: it has %s, and %s has the parameters %s; "
                  "rename a column, or use one in a template, as in {%s}"),
               fanfold_table_reader_get_name (reader),
               headers,
               fanfold_function_get_id (function),
               *ids != '\0' ? ids : _ ("none"),
               g_utf8_validate (header[0], -1, NULL) && *header[0] != '\0' ? header[0]
                                                                           : _ ("name"));
}

GPtrArray *
fanfold_batch_csv_find_inputs (const char *path,
                               const char *folder,
                               FanfoldFunction *function,
                               GPtrArray *inputs,
                               const char *wanted,
                               GError **error)
{
  g_autoptr (FanfoldTableReader) reader = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *full = NULL;
  const char *const *header;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (inputs != NULL, NULL);

  full = folder != NULL ? g_canonicalize_filename (path, folder) : g_strdup (path);
  reader = fanfold_table_reader_open (full, error);
  if (reader == NULL)
    return NULL;

  found = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_input_unref);
  header = fanfold_table_reader_get_header (reader);
  for (guint i = 0; header[i] != NULL; i++)
    {
      const char *const texts[] = { path, header[i], NULL };

      if (*header[i] == '\0' || !g_utf8_validate (header[i], -1, NULL) ||
          is_fed (inputs, header[i]))
        continue;
      if (fanfold_function_find_param (function, header[i], NULL) != NULL ||
          g_strcmp0 (header[i], wanted) == 0 || is_used (inputs, header[i]))
        g_ptr_array_add (found, fanfold_input_new (header[i], FANFOLD_INPUT_CSV, texts));
    }

  if (found->len > 0)
    return g_steal_pointer (&found);

  set_none_error (error, reader, function);
  return NULL;
}
