/* fanfold-param.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-param.h"
#include "fanfold-description.h"
#include "fanfold-error.h"
#include "fanfold-param-private.h"

#include <math.h>

G_DEFINE_FINAL_TYPE (FanfoldParam, fanfold_param, G_TYPE_OBJECT)

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN, format, args);
  va_end (args);

  return FALSE;
}

static void
clear_choice (gpointer data)
{
  FanfoldParamChoice *choice = data;

  g_clear_pointer (&choice->id, g_free);
  g_clear_pointer (&choice->label, g_free);
}

static gboolean
is_choice_id (const char *text)
{
  if (!g_ascii_islower (*text) && !g_ascii_isdigit (*text))
    return FALSE;

  while (g_ascii_islower (*text) || g_ascii_isdigit (*text) || *text == '_' || *text == '-')
    text++;

  return *text == '\0';
}

static gboolean
read_choices (FanfoldParam *self, GVariant *description, GError **error)
{
  g_autoptr (GVariant) list = NULL;
  GVariantIter iter;
  FanfoldParamChoice choice;

  list = g_variant_lookup_value (description, "choices", G_VARIANT_TYPE ("a(ss)"));
  if (list == NULL || self->type != FANFOLD_PARAM_TYPE_CHOICE)
    return TRUE;

  g_variant_iter_init (&iter, list);
  while (g_variant_iter_next (&iter, "(ss)", &choice.id, &choice.label))
    {
      guint n = self->choices->len;

      g_array_append_val (self->choices, choice);
      if (*choice.id == '\0')
        return refuse (error, "the id of one of its choices is blank");
      if (*choice.label == '\0')
        return refuse (error, "the label of its choice \"%s\" is blank", choice.id);
      if (!is_choice_id (choice.id))
        return refuse (error,
                       "the id of its choice \"%s\" is malformed: it takes small letters, digits, "
                       "_ and -, the first being a letter or a digit",
                       choice.id);
      for (guint i = 0; i < n; i++)
        if (g_str_equal (choice.id, g_array_index (self->choices, FanfoldParamChoice, i).id))
          return refuse (error, "it has the choice \"%s\" twice", choice.id);
    }

  return TRUE;
}

static gboolean
read_pattern (FanfoldParam *self, GError **error)
{
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *whole = NULL;

  if (self->pattern == NULL || self->type != FANFOLD_PARAM_TYPE_TEXT)
    return TRUE;

  /* By itself first: within brackets of ours, "a)(b" would pass. */
  regex = g_regex_new (self->pattern, 0, 0, &local);
  if (regex != NULL)
    {
      whole = g_strdup_printf ("\\A(?:%s)\\z", self->pattern);
      self->regex = g_regex_new (whole, 0, 0, &local);
    }
  if (self->regex == NULL)
    return refuse (error, "its pattern is malformed: %s", local->message);

  /* The first match settles how the expression is run; from then on it is only read. */
  g_regex_match (self->regex, "", 0, NULL);

  return TRUE;
}

static gboolean
check_rules (FanfoldParam *self, GError **error)
{
  g_autoptr (GVariant) initial = NULL;
  g_autoptr (GError) local = NULL;

  if (isnan (self->minimum) || isnan (self->maximum) || self->minimum > self->maximum)
    return refuse (error, "its minimum is above its maximum");

  if (!(self->step >= 0) || isinf (self->step))
    return refuse (error, "its step is not a number from 0 on");

  if (self->initial == NULL)
    return TRUE;

  initial = fanfold_param_parse_value (self, self->initial, &local);
  if (initial == NULL)
    return refuse (error, "its default cannot be: %s", local->message);

  return TRUE;
}

static gboolean
read_description (FanfoldParam *self, GVariant *description, GError **error)
{
  guint32 type = fanfold_description_get_number (description, "type");

  self->id = fanfold_description_dup_text (description, "id");
  self->label = fanfold_description_dup_text (description, "label");
  self->gettext_domain = fanfold_description_dup_text (description, "gettext-domain");
  self->help = fanfold_description_dup_text (description, "help");
  self->unit = fanfold_description_dup_text (description, "unit");
  self->initial = fanfold_description_dup_text (description, "initial");
  self->pattern = fanfold_description_dup_text (description, "pattern");
  self->minimum = fanfold_description_get_real (description, "minimum");
  self->maximum = fanfold_description_get_real (description, "maximum");
  self->step = fanfold_description_get_real (description, "step");
  self->flags = fanfold_description_get_number (description, "flags");

  if (!fanfold_description_check_names (description, error))
    return FALSE;

  if (type > FANFOLD_PARAM_TYPE_JSON)
    return refuse (error, "there is no type %" G_GUINT32_FORMAT, type);
  self->type = (FanfoldParamType) type;
  if (self->type != FANFOLD_PARAM_TYPE_FILE)
    self->flags &= ~(guint) FANFOLD_PARAM_FLAG_BLOCKS;

  return read_choices (self, description, error) && read_pattern (self, error) &&
         check_rules (self, error);
}

static void
fanfold_param_finalize (GObject *object)
{
  FanfoldParam *self = FANFOLD_PARAM (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->gettext_domain, g_free);
  g_clear_pointer (&self->help, g_free);
  g_clear_pointer (&self->unit, g_free);
  g_clear_pointer (&self->initial, g_free);
  g_clear_pointer (&self->pattern, g_free);
  g_clear_pointer (&self->regex, g_regex_unref);
  g_clear_pointer (&self->choices, g_array_unref);

  G_OBJECT_CLASS (fanfold_param_parent_class)->finalize (object);
}

static void
fanfold_param_class_init (FanfoldParamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_param_finalize;
}

static void
fanfold_param_init (FanfoldParam *self)
{
  self->choices = g_array_new (FALSE, FALSE, sizeof (FanfoldParamChoice));
  g_array_set_clear_func (self->choices, clear_choice);
}

FanfoldParam *
fanfold_param_new_from_variant (GVariant *description, GError **error)
{
  g_autoptr (FanfoldParam) self = NULL;

  g_return_val_if_fail (g_variant_is_of_type (description, G_VARIANT_TYPE_VARDICT), NULL);

  self = g_object_new (FANFOLD_TYPE_PARAM, NULL);
  if (!read_description (self, description, error))
    return NULL;

  return g_steal_pointer (&self);
}

FanfoldParam *
fanfold_param_new_free (const char *id, FanfoldParamType type)
{
  FanfoldParam *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_PARAM, NULL);
  self->id = g_strdup (id);
  self->label = g_strdup (id);
  self->type = type;

  return self;
}

const char *
fanfold_param_get_id (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);

  return self->id;
}

const char *
fanfold_param_get_label (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);

  return self->label;
}

const char *
fanfold_param_get_gettext_domain (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);

  return self->gettext_domain;
}

const char *
fanfold_param_get_help (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);

  return self->help;
}

const char *
fanfold_param_get_unit (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);

  return self->unit;
}

const char *
fanfold_param_get_pattern (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);

  return self->pattern;
}

const char *
fanfold_param_get_initial (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);

  return self->initial;
}

FanfoldParamType
fanfold_param_get_param_type (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), FANFOLD_PARAM_TYPE_TEXT);

  return self->type;
}

FanfoldParamFlags
fanfold_param_get_flags (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), FANFOLD_PARAM_FLAG_NONE);

  return self->flags;
}

guint
fanfold_param_get_n_choices (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), 0);

  return self->choices->len;
}

const char *
fanfold_param_get_choice_id (FanfoldParam *self, guint position)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);
  g_return_val_if_fail (position < self->choices->len, NULL);

  return g_array_index (self->choices, FanfoldParamChoice, position).id;
}

const char *
fanfold_param_get_choice_label (FanfoldParam *self, guint position)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);
  g_return_val_if_fail (position < self->choices->len, NULL);

  return g_array_index (self->choices, FanfoldParamChoice, position).label;
}

gboolean
fanfold_param_get_limits (FanfoldParam *self, double *minimum, double *maximum)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), FALSE);

  if (!fanfold_param_is_number (self) || self->minimum == self->maximum)
    return FALSE;

  *minimum = self->minimum;
  *maximum = self->maximum;
  return TRUE;
}

double
fanfold_param_get_step (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), 0);

  return self->step;
}

const GVariantType *
fanfold_param_get_variant_type (FanfoldParam *self)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (self), NULL);

  switch (self->type)
    {
    case FANFOLD_PARAM_TYPE_BOOL:
      return G_VARIANT_TYPE_BOOLEAN;

    case FANFOLD_PARAM_TYPE_INT:
      return G_VARIANT_TYPE_INT64;

    case FANFOLD_PARAM_TYPE_REAL:
      return G_VARIANT_TYPE_DOUBLE;

    case FANFOLD_PARAM_TYPE_FILE:
    case FANFOLD_PARAM_TYPE_FOLDER:
    case FANFOLD_PARAM_TYPE_COMMAND:
      return G_VARIANT_TYPE_BYTESTRING;

    case FANFOLD_PARAM_TYPE_TEXT:
    case FANFOLD_PARAM_TYPE_JSON:
    case FANFOLD_PARAM_TYPE_CHOICE:
    default:
      return G_VARIANT_TYPE_STRING;
    }
}
