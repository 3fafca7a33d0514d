/* fanfold-job-kind.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-kind.h"

#include "fanfold-command-kind.h"

/* Values make kinds where there are no more of them than that, each of which so many jobs have in
 * the mean; of so many jobs that are looked at. */
#define MAX_VALUES 8
#define MIN_EACH 4
#define N_LOOKED_AT 256

/* Together they make no more kinds than that, or too little is known of each. */
#define MAX_KINDS 16

/* Programs and choices make no kinds where there are more, or where they are more than two with
 * fewer jobs each in the mean. */
#define MAX_PROGRAMS 31
#define MIN_EACH_PROGRAM 2

/* Jobs like these take another time each anyhow, or what they cost is told by something else. */
#define NO_KIND_FLAGS                                                                              \
  (FANFOLD_PARAM_FLAG_EACH | FANFOLD_PARAM_FLAG_OUTPUT | FANFOLD_PARAM_FLAG_COST)

struct _FanfoldJobKind
{
  FanfoldCombine *combine;
  GArray *params;    /* of guint: positions of those that make a kind */
  GArray *frees;     /* the same of free inputs */
  GHashTable *kinds; /* by the values of these */
  gboolean is_mixed;
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

/* Of a command, what is run. */
static void
append_value (GString *text, GVariant *value, gboolean is_command)
{
  if (is_command && g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    {
      g_autofree char *kind = fanfold_command_kind_dup (g_variant_get_bytestring (value));

      g_string_append (text, kind);
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

static void
append_params (FanfoldJobKind *self, GString *text, GVariant *args)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (self->combine));

  for (guint i = 0; i < self->params->len; i++)
    append_arg (text, params, args, g_array_index (self->params, guint, i));
}

/* Of jobs from all over the batch. */
static guint64
get_looked_at (FanfoldJobKind *self, guint64 i, guint64 n)
{
  return (guint64) ((double) i / (double) n * (double) fanfold_combine_get_n_jobs (self->combine));
}

/* 0: they are many. */
static guint
count_values (FanfoldJobKind *self, gboolean is_free, guint position)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 n = MIN (fanfold_combine_get_n_jobs (self->combine), N_LOOKED_AT);

  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr (GVariant) value = get_value (self, is_free, position, get_looked_at (self, i, n));

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

/* Whether what is in params makes many kinds, of few jobs each. */
static gboolean
are_many (FanfoldJobKind *self)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 n = MIN (fanfold_combine_get_n_jobs (self->combine), N_LOOKED_AT);

  for (guint64 i = 0; i < n && g_hash_table_size (values) <= MAX_PROGRAMS; i++)
    {
      g_autoptr (GVariant) args =
          fanfold_combine_get_args (self->combine, get_looked_at (self, i, n));
      g_autoptr (GString) text = g_string_new (NULL);

      if (args == NULL)
        continue;

      append_params (self, text, args);
      g_hash_table_add (values, g_string_free (g_steal_pointer (&text), FALSE));
    }

  return g_hash_table_size (values) > MAX_PROGRAMS ||
         (g_hash_table_size (values) > 2 && n < MIN_EACH_PROGRAM * g_hash_table_size (values));
}

static void
find_always_kind (FanfoldJobKind *self, guint position)
{
  g_array_append_val (self->params, position);
  if (!are_many (self))
    return;

  g_array_set_size (self->params, self->params->len - 1);
  self->is_mixed = TRUE;
}

static void
find_params (FanfoldJobKind *self)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (self->combine));
  guint n_kinds = 1;

  for (guint i = 0; i < params->len; i++)
    if (is_always_kind (params->pdata[i]))
      find_always_kind (self, i);
  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = params->pdata[i];

      if (!is_always_kind (param) && (fanfold_param_get_flags (param) & NO_KIND_FLAGS) == 0 &&
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

guint
fanfold_job_kind_get (FanfoldJobKind *self, guint64 index, GVariant *args, guint max)
{
  g_autoptr (GString) text = NULL;
  guint kind;

  g_return_val_if_fail (self != NULL && args != NULL, 0);

  if (self->params->len + self->frees->len == 0)
    return 0;

  text = g_string_new (NULL);
  append_params (self, text, args);
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

gboolean
fanfold_job_kind_is_mixed (FanfoldJobKind *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_mixed;
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
