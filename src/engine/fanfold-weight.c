/* fanfold-weight.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-weight.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CHECK_VALUES 4096
#define MEAN_JOBS 256

struct _FanfoldWeight
{
  FanfoldCombine *combine;
  char *name;
  gboolean is_free;
  guint position; /* among the free inputs, or the parameters */
};

static gboolean
find_free (FanfoldWeight *self)
{
  for (guint i = 0; i < fanfold_combine_get_n_free (self->combine); i++)
    {
      FanfoldParam *param = fanfold_combine_get_free_param (self->combine, i);

      if (!g_str_equal (fanfold_param_get_id (param), self->name))
        continue;

      self->is_free = TRUE;
      self->position = i;
      return TRUE;
    }

  return FALSE;
}

FanfoldWeight *
fanfold_weight_new (const FanfoldSettings *settings, FanfoldCombine *combine, GError **error)
{
  g_autoptr (FanfoldWeight) self = NULL;

  g_return_val_if_fail (settings != NULL && combine != NULL, NULL);

  self = g_new0 (FanfoldWeight, 1);
  self->combine = fanfold_combine_ref (combine);
  self->name = g_strdup (settings->weight_name);
  if (fanfold_function_find_param (
          fanfold_combine_get_function (combine), self->name, &self->position) != NULL ||
      find_free (self))
    return g_steal_pointer (&self);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("weight “%s” is no input of this run, nor a parameter of %s"),
               self->name,
               fanfold_function_get_id (fanfold_combine_get_function (combine)));
  return NULL;
}

void
fanfold_weight_free (FanfoldWeight *self)
{
  g_return_if_fail (self != NULL);

  fanfold_combine_unref (self->combine);
  g_free (self->name);
  g_free (self);
}

/* (transfer full) */
static char *
dup_text (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    return g_strdup (g_variant_get_bytestring (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_variant_dup_string (value, NULL);

  return g_variant_print (value, FALSE);
}

static gboolean
read_value (GVariant *value, guint64 *weight)
{
  g_autofree char *text = NULL;
  double real;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    {
      real = g_variant_get_double (value);
      if (!(real >= 1) || real != floor (real))
        return FALSE;
      *weight = (guint64) MIN (real, G_MAXINT);
      return TRUE;
    }

  text = g_strstrip (dup_text (value));

  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, weight, NULL);
}

/* (transfer full) (nullable) */
static GVariant *
get_value (FanfoldWeight *self, guint64 index)
{
  g_autoptr (GVariant) args = NULL;

  if (self->is_free)
    return fanfold_combine_get_free_value (self->combine, self->position, index);

  args = fanfold_combine_get_args (self->combine, index);

  return args != NULL ? g_variant_get_child_value (args, self->position) : NULL;
}

guint64
fanfold_weight_get (FanfoldWeight *self, guint64 index)
{
  g_autoptr (GVariant) value = NULL;
  guint64 weight;

  g_return_val_if_fail (self != NULL, 1);

  value = get_value (self, index);

  return value != NULL && read_value (value, &weight) ? weight : 1;
}

double
fanfold_weight_get_mean (FanfoldWeight *self)
{
  guint64 n_jobs;
  double sum = 0;
  guint n;

  g_return_val_if_fail (self != NULL, 1);

  if (fanfold_combine_get_stream (self->combine, NULL) != NULL)
    return 1;

  n_jobs = fanfold_combine_get_n_jobs (self->combine);
  n = (guint) MIN (n_jobs, MEAN_JOBS);
  /* From the middle of each of as many equal parts. */
  for (guint i = 0; i < n; i++)
    sum += (double) fanfold_weight_get (self, (2 * i + 1) * n_jobs / (2 * (guint64) n));

  return n > 0 ? sum / n : 1;
}

static gboolean
check_value (FanfoldWeight *self, GVariant *value, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  guint64 weight;

  if (read_value (value, &weight))
    return TRUE;

  text = dup_text (value);
  shown = g_utf8_make_valid (text, -1);
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("weight “%s”: its value “%s” is not a whole number from 1 on: it is how many of "
                  "the n_jobs slots a job takes"),
               self->name,
               shown);

  return FALSE;
}

static gboolean
check_source (FanfoldWeight *self, FanfoldSource *source, GCancellable *cancellable, GError **error)
{
  guint64 n = fanfold_source_get_size (source);

  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr (GVariant) value = NULL;

      if (i % CHECK_VALUES == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      value = fanfold_source_get (source, i);
      if (value != NULL && !check_value (self, value, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_all (FanfoldWeight *self, GCancellable *cancellable, GError **error)
{
  FanfoldSource *source;
  guint64 n_jobs;

  source = fanfold_combine_find_source (self->combine, self->name);
  if (source != NULL)
    return check_source (self, source, cancellable, error);

  n_jobs = fanfold_combine_get_n_jobs (self->combine);
  for (guint64 i = 0; i < n_jobs; i++)
    {
      g_autoptr (GVariant) value = NULL;

      if (i % CHECK_VALUES == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      value = get_value (self, i);
      if (value != NULL && !check_value (self, value, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
fanfold_weight_check_stream (FanfoldWeight *self, GVariant *values, GError **error)
{
  FanfoldSource *stream;
  gsize n;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (values != NULL, FALSE);

  stream = fanfold_combine_get_stream (self->combine, NULL);
  if (fanfold_combine_find_source (self->combine, self->name) != stream)
    return TRUE;

  n = g_variant_n_children (values);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (values, i);

      if (!check_value (self, value, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
fanfold_weight_check_settings (const FanfoldSettings *settings,
                               FanfoldCombine *combine,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (FanfoldWeight) weight = NULL;

  g_return_val_if_fail (settings != NULL && combine != NULL, FALSE);

  if (settings->weight_name[0] == '\0')
    return TRUE;

  weight = fanfold_weight_new (settings, combine, error);

  return weight != NULL && check_all (weight, cancellable, error);
}

guint
fanfold_weight_get_n_at_once (double weight, guint n_slots)
{
  return (guint) MAX (n_slots / MAX (weight, 1), 1);
}
