/* fanfold-input.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input.h"

#include "fanfold-error.h"
#include "fanfold-lock.h"

#include <string.h>

struct _FanfoldInput
{
  gatomicrefcount ref_count;
  char *name;
  FanfoldInputKind kind;
  char **texts;
  FanfoldInput *origin; /* (nullable) whose texts these are: there may be a million */
  guint group;
  char **exclude; /* (nullable) */
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
  derived->exclude = g_strdupv (self->exclude);

  return derived;
}

gboolean
fanfold_input_equal (FanfoldInput *self, FanfoldInput *other)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  return self->kind == other->kind && self->group == other->group &&
         g_str_equal (self->name, other->name) &&
         g_strv_equal (fanfold_input_get_exclude (self), fanfold_input_get_exclude (other)) &&
         (self->texts == other->texts ||
          g_strv_equal ((const char *const *) self->texts, (const char *const *) other->texts));
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

/* The form of NAME=FORM. */
static const char *
get_form (FanfoldInputKind kind)
{
  static const char *const forms[] = { "VALUE",
                                       "V1,V2,…",
                                       "START:STOP[:STEP]",
                                       "GLOB",
                                       "FILE",
                                       "FIRST:LAST:COUNT",
                                       "FIRST:LAST:COUNT",
                                       "FILE:HEADER",
                                       "FILE",
                                       "TEXT" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (forms), NULL);

  return forms[kind];
}

static gboolean
is_spacing (FanfoldInputKind kind, char **parts)
{
  guint n = g_strv_length (parts);

  for (guint i = 0; i < n; i++)
    {
      if (*g_strstrip (parts[i]) == '\0')
        return FALSE;
    }

  return n == 3 || (n == 2 && kind == FANFOLD_INPUT_RANGE);
}

static char **
split_spacing (FanfoldInputKind kind, const char *name, const char *text, GError **error)
{
  g_auto (GStrv) texts = g_strsplit (text, ":", -1);
  g_autofree char *shown = NULL;

  if (is_spacing (kind, texts))
    return g_steal_pointer (&texts);

  shown = g_utf8_make_valid (text, -1);
  if (kind == FANFOLD_INPUT_RANGE)
    g_set_error (error,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_INVALID,
                 "The range “%s” of “%s” is malformed: write START:STOP or START:STOP:STEP, as "
                 "in 0:1:0.1",
                 shown,
                 name);
  else
    g_set_error (error,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_INVALID,
                 "The %s “%s” of “%s” is malformed: write FIRST:LAST:COUNT, as in %s",
                 fanfold_input_kind_to_string (kind),
                 shown,
                 name,
                 kind == FANFOLD_INPUT_LINSPACE ? "0:1:11" : "1:1000:4");

  return NULL;
}

/* At the last colon; in the header \: and \\ stand for a colon and a backslash. */
static char **
split_column (const char *name, const char *text, GError **error)
{
  const char *colon = text + strlen (text);
  g_autoptr (GString) header = g_string_new (NULL);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_autofree char *path = NULL;
  const char *at;
  gsize n = 0;

  do
    {
      colon = g_strrstr_len (text, colon - text, ":");
      for (n = 0; colon != NULL && colon - n > text && colon[-1 - (gssize) n] == '\\';)
        n++;
    }
  while (colon != NULL && n % 2 == 1);
  if (colon == NULL || colon == text || colon[1] == '\0')
    {
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "The column “%s” of “%s” is malformed: write FILE:HEADER, as in t.csv:width",
                   shown,
                   name);
      return NULL;
    }

  for (at = colon + 1; *at != '\0'; at++)
    {
      if (at[0] == '\\' && (at[1] == ':' || at[1] == '\\'))
        at++;
      g_string_append_c (header, *at);
    }
  path = g_strndup (text, (gsize) (colon - text));
  g_strv_builder_add (texts, path);
  g_strv_builder_add (texts, header->str);

  return g_strv_builder_end (texts);
}

static char **
split_texts (FanfoldInputKind kind, const char *name, const char *text, GError **error)
{
  const char *const one[] = { text, NULL };

  switch (kind)
    {
    case FANFOLD_INPUT_LIST:
      return split_list (text);

    case FANFOLD_INPUT_RANGE:
    case FANFOLD_INPUT_LINSPACE:
    case FANFOLD_INPUT_GEOMSPACE:
      return split_spacing (kind, name, text, error);

    case FANFOLD_INPUT_CSV:
      return split_column (name, text, error);

    case FANFOLD_INPUT_TEMPLATE:
    case FANFOLD_INPUT_VALUE:
    case FANFOLD_INPUT_LINES:
    case FANFOLD_INPUT_FILES:
    case FANFOLD_INPUT_BLOCKS:
    default:
      return g_strdupv ((char **) one);
    }
}

FanfoldInput *
fanfold_input_parse (FanfoldInputKind kind, const char *text, GError **error)
{
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
                   get_form (kind));
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
  g_strfreev (self->exclude);
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

FanfoldInput *
fanfold_input_with_exclude (FanfoldInput *self, const char *const *globs)
{
  FanfoldInput *excluding;

  g_return_val_if_fail (self != NULL, NULL);

  excluding = derive (self, self->name);
  g_strfreev (excluding->exclude);
  excluding->exclude = g_strdupv ((char **) globs);

  return excluding;
}

const char *const *
fanfold_input_get_exclude (FanfoldInput *self)
{
  static const char *const none[] = { NULL };

  g_return_val_if_fail (self != NULL, none);

  return self->exclude != NULL ? (const char *const *) self->exclude : none;
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
  static const char *const words[] = { "value",    "list",      "range", "files",  "lines",
                                       "linspace", "geomspace", "csv",   "blocks", "template" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (words), NULL);

  return words[kind];
}
