/* fanfold-job-size.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-size.h"

#include "fanfold-file-block.h"
#include "fanfold-number.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

/* In longer commands nobody looks for numbers. */
#define MAX_COMMAND_BYTES 1024

struct _FanfoldJobSize
{
  FanfoldCombine *combine;
  char *folder;
  GArray *params;    /* of guint: positions of those that have a size */
  guint n_free;      /* free inputs that may have one */
  int command;       /* position of the parameter; below 0: none */
  GHashTable *sizes; /* of files by their paths: double * */
};

static int
find_command (FanfoldJobSize *self)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (self->combine));

  for (guint i = 0; i < params->len; i++)
    if (fanfold_param_get_param_type (params->pdata[i]) == FANFOLD_PARAM_TYPE_COMMAND)
      return (int) i;

  return -1;
}

/* What is declared to cost, else files that are read. */
static void
find_params (FanfoldJobSize *self)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (self->combine));

  for (guint i = 0; i < params->len; i++)
    {
      if ((fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_COST) != 0)
        g_array_append_val (self->params, i);
    }
  if (self->params->len > 0)
    return;

  for (guint i = 0; i < params->len; i++)
    {
      if (fanfold_param_get_param_type (params->pdata[i]) == FANFOLD_PARAM_TYPE_FILE &&
          (fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_OUTPUT) == 0)
        g_array_append_val (self->params, i);
    }
  self->n_free = fanfold_combine_get_n_free (self->combine);
}

static double
stat_size (FanfoldJobSize *self, const char *path)
{
  g_autofree char *full = NULL;
  double *size = g_hash_table_lookup (self->sizes, path);
  guint64 start, stop, header;
  struct stat info;

  if (size == NULL && fanfold_file_block_get_range (path, &start, &stop, &header))
    return (double) (header + (stop - start));
  if (size == NULL)
    {
      full = self->folder != NULL ? g_canonicalize_filename (path, self->folder) : g_strdup (path);
      size = g_new (double, 1);
      *size = stat (full, &info) == 0 && S_ISREG (info.st_mode) ? (double) info.st_size : NAN;
      g_hash_table_insert (self->sizes, g_strdup (path), size);
    }

  return *size;
}

/* NAN: none */
static double
get_value_size (FanfoldJobSize *self, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    return stat_size (self, g_variant_get_bytestring (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    return g_variant_get_double (value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return (double) g_variant_get_int64 (value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_variant_get_boolean (value);

  return NAN;
}

static void
add_size (double *sum, double size)
{
  if (!isnan (size))
    *sum = isnan (*sum) ? size : *sum + size;
}

double
fanfold_job_size_get (FanfoldJobSize *self, guint64 index)
{
  g_autoptr (GVariant) args = NULL;

  g_return_val_if_fail (self != NULL, NAN);

  if (self->params->len > 0)
    args = fanfold_combine_get_args (self->combine, index);

  return fanfold_job_size_get_with_args (self, index, args);
}

double
fanfold_job_size_get_with_args (FanfoldJobSize *self, guint64 index, GVariant *args)
{
  double sum = NAN;

  g_return_val_if_fail (self != NULL, NAN);

  for (guint i = 0; args != NULL && i < self->params->len; i++)
    {
      g_autoptr (GVariant) value =
          g_variant_get_child_value (args, g_array_index (self->params, guint, i));

      add_size (&sum, get_value_size (self, value));
    }

  for (guint i = 0; i < self->n_free; i++)
    {
      g_autoptr (GVariant) value = fanfold_combine_get_free_value (self->combine, i, index);

      if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
        add_size (&sum, get_value_size (self, value));
    }

  return sum;
}

/* A second one that differs makes it NAN. */
static void
add_number (double *only, guint *n, double number)
{
  if (!(number > 0) || (*n > 0 && number == *only))
    return;

  *only = *n == 0 ? number : NAN;
  (*n)++;
}

static double
parse_number (const char *text)
{
  double number;

  return fanfold_number_parse_real (text, &number, NULL) ? number : NAN;
}

/* Whatever quotes them, and also as --name=5. */
static double
get_number_of_text (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n=;&|()'\"", -1);
  double only = NAN;
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_isdigit (words[i][0]) || words[i][0] == '.')
      add_number (&only, &n, parse_number (words[i]));

  return only;
}

static double
get_number_of_value (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    return parse_number (g_variant_get_bytestring (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return parse_number (g_variant_get_string (value, NULL));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    return g_variant_get_double (value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return (double) g_variant_get_int64 (value);

  return NAN;
}

static double
get_number_of_inputs (FanfoldJobSize *self, guint64 index)
{
  guint n_free = fanfold_combine_get_n_free (self->combine);
  double only = NAN;
  guint n = 0;

  for (guint i = 0; i < n_free; i++)
    {
      g_autoptr (GVariant) value = fanfold_combine_get_free_value (self->combine, i, index);

      if (value != NULL)
        add_number (&only, &n, get_number_of_value (value));
    }

  return only;
}

static guint
hash_shape (const char *command)
{
  g_autoptr (GString) shape = g_string_new (NULL);

  for (const char *at = command; *at != '\0';)
    {
      gsize length = strspn (at, "0123456789.");

      g_string_append_c (shape, length > 0 ? '0' : *at);
      at += MAX (length, 1);
    }

  return g_str_hash (shape->str);
}

double
fanfold_job_size_get_number (FanfoldJobSize *self, guint64 index, GVariant *args, guint *shape)
{
  g_autoptr (GVariant) command = NULL;
  double number;

  g_return_val_if_fail (self != NULL, NAN);
  g_return_val_if_fail (args != NULL, NAN);
  g_return_val_if_fail (shape != NULL, NAN);

  if (self->command < 0)
    return NAN;

  command = g_variant_get_child_value (args, (gsize) self->command);
  if (!g_variant_is_of_type (command, G_VARIANT_TYPE_BYTESTRING) ||
      g_variant_get_size (command) > MAX_COMMAND_BYTES)
    return NAN;

  number = fanfold_combine_get_n_free (self->combine) > 0
               ? get_number_of_inputs (self, index)
               : get_number_of_text (g_variant_get_bytestring (command));
  if (number > 0)
    *shape = hash_shape (g_variant_get_bytestring (command));

  return number;
}

guint
fanfold_job_size_get_n_asked (FanfoldJobSize *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->sizes);
}

FanfoldJobSize *
fanfold_job_size_new (FanfoldCombine *combine, const char *folder)
{
  FanfoldJobSize *self;

  g_return_val_if_fail (combine != NULL, NULL);

  self = g_new0 (FanfoldJobSize, 1);
  self->combine = fanfold_combine_ref (combine);
  self->folder = g_strdup (folder);
  self->params = g_array_new (FALSE, FALSE, sizeof (guint));
  self->sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->command = find_command (self);
  find_params (self);

  return self;
}

void
fanfold_job_size_free (FanfoldJobSize *self)
{
  g_hash_table_unref (self->sizes);
  g_array_unref (self->params);
  fanfold_combine_unref (self->combine);
  g_free (self->folder);
  g_free (self);
}
