/* fanfold-group-name.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-group-name.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_line (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isprint (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

gboolean
fanfold_group_name_parse (const char *text, char *name, GError **error)
{
  g_autofree char *stripped = NULL;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  stripped = g_strstrip (g_strdup (text));
  if (is_line (stripped) && strlen (stripped) <= FANFOLD_GROUP_NAME_MAX)
    {
      g_strlcpy (name, stripped, FANFOLD_GROUP_NAME_MAX + 1);
      return TRUE;
    }

  shown = g_utf8_make_valid (text, -1);
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("group “%s” is not a name: give a word or a few, in %d bytes at the most"),
               shown,
               FANFOLD_GROUP_NAME_MAX);

  return FALSE;
}
