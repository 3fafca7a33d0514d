/* fanfold-job-kind.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-kind.h"

#include <string.h>

/* Values make kinds where there are no more of them than that, each of which so many jobs have in
 * the mean; of so many jobs that are looked at. */
#define MAX_VALUES 8
#define MIN_EACH 4
#define N_LOOKED_AT 256

/* Together they make no more kinds than that, or too little is known of each. */
#define MAX_KINDS 16

/* Jobs like these take another time each anyhow, or what they cost is told by something else. */
#define NO_KIND_FLAGS                                                                              \
  (FANFOLD_PARAM_FLAG_EACH | FANFOLD_PARAM_FLAG_OUTPUT | FANFOLD_PARAM_FLAG_COST)

struct _FanfoldJobKind
{
  FanfoldCombine *combine;
  GArray *params;    /* of guint: positions of those that make a kind */
  GArray *frees;     /* the same of free inputs */
  GHashTable *kinds; /* by the values of these */
};

static gboolean
is_always_kind (FanfoldParam *param)
{
  FanfoldParamType type = fanfold_param_get_param_type (param);

  return type == FANFOLD_PARAM_TYPE_CHOICE || type == FANFOLD_PARAM_TYPE_COMMAND;
}

/* Of @position in the arguments, or of that free input. */
static GVariant *
get_value (FanfoldJobKind *self, gboolean is_free, guint position, guint64 index)
{
  g_autoptr (GVariant) args = NULL;

  if (is_free)
    return fanfold_combine_get_free_value (self->combine, position, index);

  args = fanfold_combine_get_args (self->combine, index);

  return args != NULL ? g_variant_get_child_value (args, position) : NULL;
}

/* 0: they are many. */
static guint
count_values (FanfoldJobKind *self, gboolean is_free, guint position)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 n_jobs = fanfold_combine_get_n_jobs (self->combine);
  guint64 n = MIN (n_jobs, N_LOOKED_AT);

  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr (GVariant) value = get_value (
          self, is_free, position, (guint64) ((double) i / (double) n * (double) n_jobs));

      if (value == NULL)
        return 0;
      g_hash_table_add (values, g_variant_print (value, FALSE));
      if (g_hash_table_size (values) > MAX_VALUES)
        return 0;
    }

  return n >= MIN_EACH * g_hash_table_size (values) ? g_hash_table_size (values) : 0;
}

static void
find_few (FanfoldJobKind *self, gboolean is_free, guint position, guint *n_kinds)
{
  guint n = count_values (self, is_free, position);

  if (n < 2 || n * *n_kinds > MAX_KINDS)
    return;

  *n_kinds *= n;
  g_array_append_val (is_free ? self->frees : self->params, position);
}

static void
find_params (FanfoldJobKind *self)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (self->combine));
  guint n_kinds = 1;

  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = params->pdata[i];

      if (is_always_kind (param))
        g_array_append_val (self->params, i);
      else if ((fanfold_param_get_flags (param) & NO_KIND_FLAGS) == 0 &&
               fanfold_param_get_param_type (param) != FANFOLD_PARAM_TYPE_FILE)
        find_few (self, FALSE, i, &n_kinds);
    }
  for (guint i = 0; i < fanfold_combine_get_n_free (self->combine); i++)
    find_few (self, TRUE, i, &n_kinds);
}

FanfoldJobKind *
fanfold_job_kind_new (FanfoldCombine *combine)
{
  FanfoldJobKind *self;

  g_return_val_if_fail (combine != NULL, NULL);

  self = g_new0 (FanfoldJobKind, 1);
  self->combine = fanfold_combine_ref (combine);
  self->params = g_array_new (FALSE, FALSE, sizeof (guint));
  self->frees = g_array_new (FALSE, FALSE, sizeof (guint));
  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  find_params (self);

  return self;
}

void
fanfold_job_kind_free (FanfoldJobKind *self)
{
  g_hash_table_unref (self->kinds);
  g_array_unref (self->frees);
  g_array_unref (self->params);
  fanfold_combine_unref (self->combine);
  g_free (self);
}

/* Of a command, what is run. */
static void
append_value (GString *text, GVariant *value, gboolean is_command)
{
  const char *command;

  if (is_command && g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    {
      command = g_variant_get_bytestring (value);
      command += strspn (command, " \t");
      g_string_append_len (text, command, (gssize) strcspn (command, " \t\n"));
    }
  else
    g_variant_print_string (value, text, FALSE);
  g_string_append_c (text, '\n');
}

static void
append_arg (GString *text, GPtrArray *params, GVariant *args, guint position)
{
  g_autoptr (GVariant) value = g_variant_get_child_value (args, position);

  append_value (text,
                value,
                fanfold_param_get_param_type (params->pdata[position]) ==
                    FANFOLD_PARAM_TYPE_COMMAND);
}

guint
fanfold_job_kind_get (FanfoldJobKind *self, guint64 index, GVariant *args, guint max)
{
  g_autoptr (GString) text = NULL;
  GPtrArray *params;
  guint kind;

  g_return_val_if_fail (self != NULL && args != NULL, 0);

  if (self->params->len + self->frees->len == 0)
    return 0;

  text = g_string_new (NULL);
  params = fanfold_function_get_params (fanfold_combine_get_function (self->combine));
  for (guint i = 0; i < self->params->len; i++)
    append_arg (text, params, args, g_array_index (self->params, guint, i));
  for (guint i = 0; i < self->frees->len; i++)
    {
      g_autoptr (GVariant) value =
          get_value (self, TRUE, g_array_index (self->frees, guint, i), index);

      append_value (text, value, FALSE);
    }

  kind = GPOINTER_TO_UINT (g_hash_table_lookup (self->kinds, text->str));
  if (kind == 0)
    {
      kind = MIN (g_hash_table_size (self->kinds) + 1, max);
      g_hash_table_insert (self->kinds, g_strdup (text->str), GUINT_TO_POINTER (kind));
    }

  return kind;
}

guint
fanfold_job_kind_get_n (FanfoldJobKind *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->kinds);
}

guint
fanfold_job_kind_hash (GPtrArray *params, GVariant *args)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (params != NULL && args != NULL, 0);

  for (guint i = 0; i < MIN (params->len, g_variant_n_children (args)); i++)
    if (is_always_kind (params->pdata[i]))
      {
        if (text == NULL)
          text = g_string_new (NULL);
        append_arg (text, params, args, i);
      }

  return text != NULL ? g_str_hash (text->str) : 0;
}
