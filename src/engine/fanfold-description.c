/* fanfold-description.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-description.h"
#include "fanfold-error.h"

static gboolean
is_blank (const char *text)
{
  while (text != NULL && g_ascii_isspace (*text))
    text++;

  return text == NULL || *text == '\0';
}

static gboolean
is_id (const char *text)
{
  if (!g_ascii_islower (*text))
    return FALSE;

  while (g_ascii_islower (*text) || g_ascii_isdigit (*text) || *text == '_')
    text++;

  return *text == '\0';
}

GVariant *
fanfold_description_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (GVariant) description = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  /* g_variant_parse () takes it for granted. */
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN, "it is not UTF-8 text");
      return NULL;
    }

  description = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, text + length, NULL, &local);
  if (description == NULL)
    g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN, local->message);

  return g_steal_pointer (&description);
}

char *
fanfold_description_dup_text (GVariant *description, const char *key)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (g_variant_is_of_type (description, G_VARIANT_TYPE_VARDICT), NULL);

  if (!g_variant_lookup (description, key, "s", &text) || *text == '\0')
    return NULL;

  return g_steal_pointer (&text);
}

guint32
fanfold_description_get_number (GVariant *description, const char *key)
{
  guint32 number = 0;

  g_return_val_if_fail (g_variant_is_of_type (description, G_VARIANT_TYPE_VARDICT), 0);

  g_variant_lookup (description, key, "u", &number);

  return number;
}

double
fanfold_description_get_real (GVariant *description, const char *key)
{
  double number = 0;

  g_return_val_if_fail (g_variant_is_of_type (description, G_VARIANT_TYPE_VARDICT), 0);

  g_variant_lookup (description, key, "d", &number);

  return number;
}

GVariant *
fanfold_description_dup_list (GVariant *description, const char *key)
{
  const GVariantType *type = G_VARIANT_TYPE ("aa{sv}");
  GVariant *list;

  g_return_val_if_fail (g_variant_is_of_type (description, G_VARIANT_TYPE_VARDICT), NULL);

  list = g_variant_lookup_value (description, key, type);
  if (list == NULL)
    list = g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARDICT, NULL, 0));

  return list;
}

gboolean
fanfold_description_check_names (GVariant *description, GError **error)
{
  g_autofree char *id = fanfold_description_dup_text (description, "id");
  g_autofree char *label = fanfold_description_dup_text (description, "label");

  if (is_blank (id))
    {
      g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN, "its id is blank");
      return FALSE;
    }

  if (is_blank (label))
    {
      g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN, "the label of \"%s\" is blank", id);
      return FALSE;
    }

  if (!is_id (id))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_PLUGIN,
                   "the id \"%s\" is malformed: it takes a small letter, then small letters, "
                   "digits and _",
                   id);
      return FALSE;
    }

  return TRUE;
}
