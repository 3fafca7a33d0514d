/* fanfold-param-value.c: values of a parameter: read, checked, written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-param.h"
#include "fanfold-error.h"
#include "fanfold-json.h"
#include "fanfold-number.h"
#include "fanfold-param-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (FANFOLD_ERROR, FANFOLD_ERROR_INVALID, format, args);
  va_end (args);

  return FALSE;
}

gboolean
fanfold_param_is_number (FanfoldParam *self)
{
  return self->type == FANFOLD_PARAM_TYPE_INT || self->type == FANFOLD_PARAM_TYPE_REAL;
}

/* Whether its values are bytes of no encoding. */
static gboolean
is_bytes (FanfoldParam *self)
{
  return self->type == FANFOLD_PARAM_TYPE_FILE || self->type == FANFOLD_PARAM_TYPE_FOLDER ||
         self->type == FANFOLD_PARAM_TYPE_COMMAND;
}

static void
append_limit (GString *words, double limit)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (words, g_ascii_formatd (buffer, sizeof buffer, "%.15g", limit));
}

/* "1 to 9", "1 or more", "at most 9" */
static char *
describe_limits (FanfoldParam *self)
{
  GString *words = g_string_new (NULL);

  if (isinf (self->minimum))
    {
      g_string_append (words, _ ("at most "));
      append_limit (words, self->maximum);
    }
  else
    {
      append_limit (words, self->minimum);
      g_string_append (words, isinf (self->maximum) ? _ (" or more") : _ (" to "));
      if (!isinf (self->maximum))
        append_limit (words, self->maximum);
    }

  return g_string_free (words, FALSE);
}

static char *
describe_choices (FanfoldParam *self)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < self->choices->len; i++)
    {
      g_string_append (words, i > 0 ? ", " : "");
      g_string_append (words, g_array_index (self->choices, FanfoldParamChoice, i).id);
    }

  return g_string_free (words, FALSE);
}

/* A long double holds every gint64 and every double. */
static gboolean
check_limits (FanfoldParam *self, long double number, GError **error)
{
  g_autofree char *limits = NULL;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->minimum == self->maximum || (number >= self->minimum && number <= self->maximum))
    return TRUE;

  limits = describe_limits (self);
  g_ascii_formatd (buffer, sizeof buffer, "%.15g", (double) number);

  return refuse (error, _ ("%s is out of range: %s"), buffer, limits);
}

static gboolean
check_text (FanfoldParam *self, const char *text, GError **error)
{
  if (*text == '\0')
    {
      if (self->flags & FANFOLD_PARAM_FLAG_REQUIRED)
        return refuse (error, _ ("a value is required"));
      return TRUE;
    }

  if (self->regex != NULL && !g_regex_match (self->regex, text, 0, NULL))
    return refuse (error, _ ("\"%s\" does not match the pattern %s"), text, self->pattern);

  return TRUE;
}

static gboolean
check_choice (FanfoldParam *self, const char *text, GError **error)
{
  g_autofree char *choices = NULL;

  for (guint i = 0; i < self->choices->len; i++)
    if (g_str_equal (text, g_array_index (self->choices, FanfoldParamChoice, i).id))
      return TRUE;

  if (*text == '\0')
    return refuse (error, _ ("a value is required"));

  choices = describe_choices (self);
  return refuse (error, _ ("\"%s\" is not among %s"), text, choices);
}

static gboolean
check_value (FanfoldParam *self, GVariant *value, GError **error)
{
  double real;

  switch (self->type)
    {
    case FANFOLD_PARAM_TYPE_INT:
      return check_limits (self, g_variant_get_int64 (value), error);

    case FANFOLD_PARAM_TYPE_REAL:
      real = g_variant_get_double (value);
      if (!isfinite (real))
        return refuse (error, _ ("%g is not a number"), real);
      return check_limits (self, real, error);

    case FANFOLD_PARAM_TYPE_CHOICE:
      return check_choice (self, g_variant_get_string (value, NULL), error);

    case FANFOLD_PARAM_TYPE_TEXT:
      return check_text (self, g_variant_get_string (value, NULL), error);

    case FANFOLD_PARAM_TYPE_FILE:
    case FANFOLD_PARAM_TYPE_FOLDER:
    case FANFOLD_PARAM_TYPE_COMMAND:
      return check_text (self, g_variant_get_bytestring (value), error);

    case FANFOLD_PARAM_TYPE_BOOL:
    case FANFOLD_PARAM_TYPE_JSON:
    default:
      return TRUE;
    }
}

static GVariant *
parse_bool (const char *text, GError **error)
{
  static const char *const words[] = { "false", "true", "no", "yes", "0", "1" };
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (stripped, words[i]) == 0)
      return g_variant_new_boolean (i % 2 == 1);

  refuse (error, _ ("\"%s\" is neither true nor false"), text);
  return NULL;
}

static GVariant *
parse_number (FanfoldParam *self, const char *text, GError **error)
{
  gint64 whole = 0;
  double real = 0;
  gboolean parsed;

  if (self->type == FANFOLD_PARAM_TYPE_INT)
    parsed = fanfold_number_parse_int (text, &whole, error);
  else
    parsed = fanfold_number_parse_real (text, &real, error);

  if (!parsed)
    {
      g_prefix_error (error, "\"%s\" ", text);
      return NULL;
    }

  return self->type == FANFOLD_PARAM_TYPE_INT ? g_variant_new_int64 (whole)
                                              : g_variant_new_double (real);
}

GVariant *
fanfold_param_parse_value (FanfoldParam *self, const char *text, GError **error)
{
  g_autoptr (GVariant) value = NULL;

  if (!is_bytes (self) && !g_utf8_validate (text, -1, NULL))
    {
      refuse (error, _ ("the value is not UTF-8"));
      return NULL;
    }

  if ((fanfold_param_is_number (self) || self->type == FANFOLD_PARAM_TYPE_BOOL) && *text == '\0')
    {
      refuse (error, _ ("a value is required"));
      return NULL;
    }

  if (fanfold_param_is_number (self))
    value = parse_number (self, text, error);
  else if (is_bytes (self))
    value = g_variant_new_bytestring (text);
  else if (self->type == FANFOLD_PARAM_TYPE_BOOL)
    value = parse_bool (text, error);
  else
    value = g_variant_new_string (text);

  if (value == NULL)
    return NULL;

  g_variant_ref_sink (value);
  if (!check_value (self, value, error))
    return NULL;

  return g_steal_pointer (&value);
}

GVariant *
fanfold_param_parse (FanfoldParam *self, const char *text, GError **error)
{
  GVariant *value;

  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  value = fanfold_param_parse_value (self, text, error);
  if (value == NULL)
    g_prefix_error (error, "%s: ", self->id);

  return value;
}

GVariant *
fanfold_param_dup_default (FanfoldParam *self, GError **error)
{
  gboolean zero;
  GVariant *value = NULL;

  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);

  if (self->initial != NULL)
    return fanfold_param_parse (self, self->initial, error);

  zero = fanfold_param_is_number (self) || self->type == FANFOLD_PARAM_TYPE_BOOL;
  if (!(self->flags & FANFOLD_PARAM_FLAG_REQUIRED))
    value = fanfold_param_parse_value (self, zero ? "0" : "", NULL);
  if (value == NULL)
    refuse (error, _ ("%s: a value is required"), self->id);

  return value;
}

gboolean
fanfold_param_check (FanfoldParam *self, GVariant *value, GError **error)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), FALSE);
  g_return_val_if_fail (g_variant_is_of_type (value, fanfold_param_get_variant_type (self)), FALSE);

  if (check_value (self, value, error))
    return TRUE;

  g_prefix_error (error, "%s: ", self->id);
  return FALSE;
}

char *
fanfold_param_format (FanfoldParam *self, GVariant *value)
{
  GString *text;

  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);
  g_return_val_if_fail (g_variant_is_of_type (value, fanfold_param_get_variant_type (self)), NULL);

  if (is_bytes (self))
    return g_variant_dup_bytestring (value, NULL);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_variant_dup_string (value, NULL);

  text = g_string_new (NULL);
  fanfold_param_append_json (self, text, value);
  if (self->type == FANFOLD_PARAM_TYPE_REAL && g_str_has_suffix (text->str, ".0"))
    g_string_truncate (text, text->len - 2);

  return g_string_free (text, FALSE);
}

void
fanfold_param_append_json (FanfoldParam *self, GString *json, GVariant *value)
{
  g_return_if_fail (FANFOLD_IS_PARAM (self));
  g_return_if_fail (json != NULL);
  g_return_if_fail (g_variant_is_of_type (value, fanfold_param_get_variant_type (self)));

  switch (self->type)
    {
    case FANFOLD_PARAM_TYPE_BOOL:
      g_string_append (json, g_variant_get_boolean (value) ? "true" : "false");
      break;

    case FANFOLD_PARAM_TYPE_INT:
      g_string_append_printf (json, "%" G_GINT64_FORMAT, g_variant_get_int64 (value));
      break;

    case FANFOLD_PARAM_TYPE_REAL:
      fanfold_json_append_real (json, g_variant_get_double (value));
      break;

    case FANFOLD_PARAM_TYPE_FILE:
    case FANFOLD_PARAM_TYPE_FOLDER:
    case FANFOLD_PARAM_TYPE_COMMAND:
      fanfold_json_append_path (json, g_variant_get_bytestring (value));
      break;

    case FANFOLD_PARAM_TYPE_JSON:
      g_string_append (json, g_variant_get_string (value, NULL));
      break;

    case FANFOLD_PARAM_TYPE_TEXT:
    case FANFOLD_PARAM_TYPE_CHOICE:
    default:
      fanfold_json_append_text (json, g_variant_get_string (value, NULL));
      break;
    }
}

static GVariant *
number_from_json (FanfoldParam *self, JsonNode *node)
{
  GType type = json_node_get_value_type (node);
  double real;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return NULL;

  if (self->type == FANFOLD_PARAM_TYPE_REAL)
    return g_variant_new_double (json_node_get_double (node));
  if (type == G_TYPE_INT64)
    return g_variant_new_int64 (json_node_get_int (node));

  real = json_node_get_double (node);
  if (!(real >= -0x1p63 && real < 0x1p63 && real == trunc (real)))
    return NULL;

  return g_variant_new_int64 ((gint64) real);
}

static GVariant *
text_from_json (JsonNode *node)
{
  GString *json = g_string_new (NULL);

  fanfold_json_append_node (json, node);
  return g_variant_new_take_string (g_string_free (json, FALSE));
}

GVariant *
fanfold_param_from_json (FanfoldParam *self, JsonNode *node, GError **error)
{
  GType type = G_TYPE_INVALID;
  GVariant *value = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);
  g_return_val_if_fail (node != NULL, NULL);

  if (JSON_NODE_HOLDS_VALUE (node))
    type = json_node_get_value_type (node);

  if (self->type == FANFOLD_PARAM_TYPE_JSON)
    value = text_from_json (node);
  else if (fanfold_param_is_number (self) && type != G_TYPE_INVALID)
    value = number_from_json (self, node);
  else if (self->type == FANFOLD_PARAM_TYPE_BOOL && type == G_TYPE_BOOLEAN)
    value = g_variant_new_boolean (json_node_get_boolean (node));
  else if (is_bytes (self) && type == G_TYPE_STRING)
    value = g_variant_new_bytestring (path = fanfold_json_dup_path (json_node_get_string (node)));
  else if (g_variant_type_equal (fanfold_param_get_variant_type (self), G_VARIANT_TYPE_STRING) &&
           type == G_TYPE_STRING)
    value = g_variant_new_string (json_node_get_string (node));

  if (value == NULL)
    {
      refuse (error, _ ("%s: the value is of another type than the one declared"), self->id);
      return NULL;
    }

  return g_variant_ref_sink (value);
}
