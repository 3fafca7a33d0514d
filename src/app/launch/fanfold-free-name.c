/* fanfold-free-name.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-free-name.h"
#include "fanfold-error.h"

#include <glib/gi18n.h>

gboolean
fanfold_free_name_check (const char *name, gboolean taken, GError **error)
{
  g_return_val_if_fail (name != NULL, FALSE);

  if (taken)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("Another input is called “%s” already: choose another name"),
                   name);
      return FALSE;
    }

  if (name[0] == '\0')
    {
      g_set_error_literal (
          error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, _ ("The input needs a name"));
      return FALSE;
    }

  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_')
      {
        g_set_error (error,
                     FANFOLD_ERROR,
                     FANFOLD_ERROR_INVALID,
                     _ ("“%s” cannot be a name: use the letters a to z, digits and “_”"),
                     name);
        return FALSE;
      }

  return TRUE;
}

FanfoldParam *
fanfold_free_name_new_param (FanfoldParamType type)
{
  g_autoptr (GVariant) description = NULL;
  g_autoptr (FanfoldParam) param = NULL;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "s", "input");
  g_variant_dict_insert (&dict, "label", "s", _ ("Input"));
  g_variant_dict_insert (&dict, "type", "u", (guint32) type);
  description = g_variant_ref_sink (g_variant_dict_end (&dict));
  param = fanfold_param_new_from_variant (description, NULL);
  g_assert (param != NULL);

  return g_steal_pointer (&param);
}
