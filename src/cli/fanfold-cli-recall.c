/* fanfold-cli-recall.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-recall.h"

#include <glib/gstdio.h>
#include <string.h>

#define COMMAND "command.run"
#define REPLACEMENT "\xef\xbf\xbd" /* of what was no text */
#define CUT_BYTES 4                /* more than is cut off to end with a whole character */

static const char *
get_text (FanfoldFunction *function, GVariant *const *values, const char *id)
{
  GPtrArray *outputs = fanfold_function_get_outputs (function);

  for (guint i = 0; i < outputs->len; i++)
    if (g_str_equal (fanfold_param_get_id (outputs->pdata[i]), id))
      return values[i] != NULL ? g_variant_get_string (values[i], NULL) : NULL;

  return NULL;
}

static gint64
get_keep (FanfoldFunction *function, GVariant *args)
{
  gint64 keep = 0;
  guint position;

  if (fanfold_function_find_param (function, "keep", &position) != NULL)
    g_variant_get_child (args, position, "x", &keep);

  return keep;
}

static gboolean
is_whole (const char *text, gint64 keep)
{
  return text != NULL && (gint64) strlen (text) + CUT_BYTES <= keep &&
         strstr (text, REPLACEMENT) == NULL;
}

/* An earlier attempt may have left something there. */
static gboolean
write_text (const char *folder, guint64 index, const char *ending, const char *text)
{
  g_autofree char *path = g_strdup_printf ("%s/%" G_GUINT64_FORMAT ".%s", folder, index, ending);

  if (*text != '\0')
    return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL);

  g_unlink (path);
  return TRUE;
}

gboolean
fanfold_cli_recall (FanfoldFunction *function,
                    guint64 index,
                    GVariant *args,
                    GVariant *const *values,
                    gpointer user_data)
{
  const char *folder = user_data;
  const char *output;
  const char *errors;
  gint64 keep;

  if (!g_str_equal (fanfold_function_get_id (function), COMMAND))
    return TRUE;

  keep = get_keep (function, args);
  output = get_text (function, values, "stdout");
  errors = get_text (function, values, "stderr");

  return is_whole (output, keep) && is_whole (errors, keep) &&
         write_text (folder, index, "out", output) && write_text (folder, index, "err", errors);
}
