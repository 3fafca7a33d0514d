/* fanfold-input.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input.h"

#include "fanfold-error.h"
#include "fanfold-glob.h"
#include "fanfold-input-lines.h"
#include "fanfold-lock.h"

#include <string.h>

#define CANCEL_CHECK_VALUES 1024

struct _FanfoldInput
{
  gatomicrefcount ref_count;
  char *name;
  FanfoldInputKind kind;
  char **texts;
  FanfoldInput *origin; /* (nullable) whose texts these are: there may be a million */
  guint group;
};

FanfoldInput *
fanfold_input_new (const char *name, FanfoldInputKind kind, const char *const *texts)
{
  g_return_val_if_fail (texts != NULL, NULL);

  return fanfold_input_new_take (name, kind, g_strdupv ((char **) texts));
}

FanfoldInput *
fanfold_input_new_take (const char *name, FanfoldInputKind kind, GStrv texts)
{
  FanfoldInput *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (texts != NULL, NULL);

  self = g_new0 (FanfoldInput, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->kind = kind;
  self->texts = texts;

  return self;
}

/* Another input of the same texts, which are not copied. */
static FanfoldInput *
derive (FanfoldInput *self, const char *name)
{
  FanfoldInput *derived = g_new0 (FanfoldInput, 1);

  g_atomic_ref_count_init (&derived->ref_count);
  derived->name = g_strdup (name);
  derived->kind = self->kind;
  derived->texts = self->texts;
  derived->origin = fanfold_input_ref (self->origin != NULL ? self->origin : self);
  derived->group = self->group;

  return derived;
}

/* At commas; \, and \\ stand for a comma and a backslash, any other backslash for itself. */
static char **
split_list (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GString) value = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (*text == ',')
        {
          g_strv_builder_add (builder, value->str);
          g_string_truncate (value, 0);
          continue;
        }
      if (text[0] == '\\' && (text[1] == ',' || text[1] == '\\'))
        text++;
      g_string_append_c (value, *text);
    }
  g_strv_builder_add (builder, value->str);

  return g_strv_builder_end (builder);
}

static gboolean
is_range (char **parts)
{
  guint n = g_strv_length (parts);

  for (guint i = 0; i < n; i++)
    {
      if (*g_strstrip (parts[i]) == '\0')
        return FALSE;
    }

  return n == 2 || n == 3;
}

static char **
split_texts (FanfoldInputKind kind, const char *name, const char *text, GError **error)
{
  const char *const one[] = { text, NULL };
  g_auto (GStrv) texts = NULL;
  g_autofree char *shown = NULL;

  switch (kind)
    {
    case FANFOLD_INPUT_LIST:
      return split_list (text);

    case FANFOLD_INPUT_RANGE:
      texts = g_strsplit (text, ":", -1);
      if (is_range (texts))
        return g_steal_pointer (&texts);

      shown = g_utf8_make_valid (text, -1);
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "The range “%s” of “%s” is malformed: write START:STOP or START:STOP:STEP, as "
                   "in 0:1:0.1",
                   shown,
                   name);
      return NULL;

    case FANFOLD_INPUT_LINSPACE:
    case FANFOLD_INPUT_GEOMSPACE:
    case FANFOLD_INPUT_CSV:
    case FANFOLD_INPUT_TEMPLATE:
    case FANFOLD_INPUT_VALUE:
    case FANFOLD_INPUT_LINES:
    case FANFOLD_INPUT_FILES:
    default:
      return g_strdupv ((char **) one);
    }
}

FanfoldInput *
fanfold_input_parse (FanfoldInputKind kind, const char *text, GError **error)
{
  static const char *const forms[] = { "VALUE", "V1,V2,…", "START:STOP[:STEP]", "GLOB", "FILE" };
  g_autofree char *name = NULL;
  g_auto (GStrv) texts = NULL;
  const char *equals;

  g_return_val_if_fail (text != NULL, NULL);

  equals = strchr (text, '=');
  if (equals == NULL || equals == text)
    {
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "“%s” names no parameter: write NAME=%s",
                   shown,
                   forms[kind]);
      return NULL;
    }

  name = g_utf8_make_valid (text, equals - text);
  texts = split_texts (kind, name, equals + 1, error);
  if (texts == NULL)
    return NULL;

  return fanfold_input_new (name, kind, (const char *const *) texts);
}

FanfoldInput *
fanfold_input_ref (FanfoldInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_input_unref (FanfoldInput *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  if (self->origin != NULL)
    fanfold_input_unref (self->origin);
  else
    g_strfreev (self->texts);
  g_free (self->name);
  g_free (self);
}

const char *
fanfold_input_get_name (FanfoldInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

FanfoldInputKind
fanfold_input_get_kind (FanfoldInput *self)
{
  g_return_val_if_fail (self != NULL, FANFOLD_INPUT_VALUE);

  return self->kind;
}

const char *const *
fanfold_input_get_texts (FanfoldInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->texts;
}

FanfoldInput *
fanfold_input_with_group (FanfoldInput *self, guint group)
{
  FanfoldInput *grouped;

  g_return_val_if_fail (self != NULL, NULL);

  grouped = derive (self, self->name);
  grouped->group = group;

  return grouped;
}

FanfoldInput *
fanfold_input_with_name (FanfoldInput *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return derive (self, name);
}

guint
fanfold_input_get_group (FanfoldInput *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->group;
}

const char *
fanfold_input_kind_to_string (FanfoldInputKind kind)
{
  static const char *const words[] = { "value",    "list",      "range", "files",   "lines",
                                       "linspace", "geomspace", "csv",   "template" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (words), NULL);

  return words[kind];
}

static void
set_error (FanfoldInput *self, GError **error, const char *message)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               "The %s of “%s” %s",
               fanfold_input_kind_to_string (self->kind),
               self->name,
               message);
}

/* A value for each of @texts; @place: say which of them is refused. */
static FanfoldSource *
expand_texts (FanfoldParam *param,
              const char *const *texts,
              gboolean place,
              const FanfoldInputContext *context,
              GError **error)
{
  g_autoptr (GVariantBuilder) builder = NULL;
  g_autofree char *type =
      g_strconcat ("a", g_variant_type_peek_string (fanfold_param_get_variant_type (param)), NULL);

  builder = g_variant_builder_new (G_VARIANT_TYPE (type));
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GVariant) value = NULL;

      if (i % CANCEL_CHECK_VALUES == 0 &&
          g_cancellable_set_error_if_cancelled (context->cancellable, error))
        return NULL;

      value = fanfold_param_parse (param, texts[i], error);
      if (value == NULL)
        {
          if (place)
            g_prefix_error (error, "Value %u of the list: ", i + 1);
          return NULL;
        }
      g_variant_builder_add_value (builder, value);
    }

  return fanfold_source_new_array (param, g_variant_builder_end (builder));
}

static FanfoldSource *
expand_range (FanfoldInput *self, FanfoldParam *param, GError **error)
{
  guint n = g_strv_length (self->texts);

  if (n != 2 && n != 3)
    {
      set_error (self, error, "is malformed: give start, stop and perhaps step");
      return NULL;
    }

  return fanfold_source_new_range (
      param, self->texts[0], self->texts[1], n == 3 ? self->texts[2] : NULL, error);
}

/* In the order of the globs, none twice. */
static GPtrArray *
find_files (FanfoldInput *self, const FanfoldInputContext *context, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; self->texts[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) found = NULL;

      found = fanfold_glob_find (self->texts[i], context->folder, context->cancellable, error);
      if (found == NULL)
        return NULL;

      for (guint k = 0; k < found->len; k++)
        {
          char *path = found->pdata[k];

          if (g_hash_table_contains (seen, path))
            continue;
          found->pdata[k] = NULL;
          g_ptr_array_add (files, path);
          g_hash_table_add (seen, path);
        }
    }

  g_ptr_array_add (files, NULL);
  return g_steal_pointer (&files);
}

static FanfoldSource *
expand_files (FanfoldInput *self,
              FanfoldParam *param,
              const FanfoldInputContext *context,
              GError **error)
{
  g_autoptr (GPtrArray) files = NULL;

  if (fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_FOLDER)
    {
      set_error (self, error, "cannot feed it: it takes a folder; give a value or a list");
      return NULL;
    }

  files = find_files (self, context, error);
  if (files == NULL)
    {
      g_prefix_error (error, "The parameter “%s”: ", self->name);
      return NULL;
    }

  return expand_texts (param, (const char *const *) files->pdata, FALSE, context, error);
}

FanfoldSource *
fanfold_input_expand_in (FanfoldInput *self,
                         FanfoldParam *param,
                         const FanfoldInputContext *context,
                         GError **error)
{
  const char *const *texts;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);
  g_return_val_if_fail (context != NULL, NULL);

  texts = (const char *const *) self->texts;
  if (texts[0] == NULL)
    {
      set_error (self, error, "is empty: give at least one");
      return NULL;
    }

  switch (self->kind)
    {
    case FANFOLD_INPUT_RANGE:
      return expand_range (self, param, error);

    case FANFOLD_INPUT_FILES:
      return expand_files (self, param, context, error);

    case FANFOLD_INPUT_LINES:
      if (texts[1] != NULL)
        {
          set_error (self, error, "are in more than one file: give one");
          return NULL;
        }
      return fanfold_input_expand_lines (self, param, context, error);

    case FANFOLD_INPUT_LIST:
      return expand_texts (param, texts, TRUE, context, error);

    case FANFOLD_INPUT_LINSPACE:
    case FANFOLD_INPUT_GEOMSPACE:
    case FANFOLD_INPUT_CSV:
    case FANFOLD_INPUT_TEMPLATE:
    case FANFOLD_INPUT_VALUE:
    default:
      if (texts[1] != NULL)
        {
          set_error (self, error, "is more than one: give a list instead");
          return NULL;
        }
      return expand_texts (param, texts, FALSE, context, error);
    }
}

FanfoldSource *
fanfold_input_expand (FanfoldInput *self,
                      FanfoldParam *param,
                      const char *folder,
                      GCancellable *cancellable,
                      GError **error)
{
  const FanfoldInputContext context = { .folder = folder, .cancellable = cancellable };

  return fanfold_input_expand_in (self, param, &context, error);
}
