/* fanfold-leave-out.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-leave-out.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include "fanfold-error.h"

#define SEPARATORS "-_. ()"
#define CHECK_JOBS 1024

typedef struct
{
  FanfoldCombine *combine;
  gboolean is_free;
  guint position;   /* of the input, among the parameters or the free inputs */
  GHashTable *out;  /* base names */
  GHashTable *kept; /* … of the other jobs */
} Names;

static void
names_clear (Names *self)
{
  g_clear_pointer (&self->out, g_hash_table_unref);
  g_clear_pointer (&self->kept, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Names, names_clear)

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, message);

  return FALSE;
}

static gboolean
find_input (Names *self, const char *name, GError **error)
{
  FanfoldFunction *function = fanfold_combine_get_function (self->combine);
  guint n_free = fanfold_combine_get_n_free (self->combine);

  if (fanfold_function_find_param (function, name, &self->position) != NULL)
    return TRUE;

  self->is_free = TRUE;
  for (self->position = 0; self->position < n_free; self->position++)
    {
      FanfoldParam *param = fanfold_combine_get_free_param (self->combine, self->position);

      if (g_str_equal (fanfold_param_get_id (param), name))
        return TRUE;
    }

  return refuse (error, _ ("There is no such input."));
}

/* (transfer full) (nullable) */
static char *
dup_base_name (Names *self, guint64 index)
{
  g_autoptr (GVariant) args = NULL;
  g_autoptr (GVariant) value = NULL;

  if (self->is_free)
    value = fanfold_combine_get_free_value (self->combine, self->position, index);
  else
    args = fanfold_combine_get_args (self->combine, index);
  if (args != NULL)
    value = g_variant_get_child_value (args, self->position);
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    return NULL;

  return g_path_get_basename (g_variant_get_bytestring (value));
}

static gboolean
gather (Names *self,
        FanfoldPreflight *preflight,
        FanfoldFindingKind kind,
        GCancellable *cancellable,
        GError **error)
{
  FanfoldPreflightSample sample;

  fanfold_preflight_sample (preflight, &sample);
  for (guint64 i = 0; i < sample.n_jobs; i++)
    {
      gboolean found = (fanfold_preflight_get_marks (preflight, i) & 1u << kind) != 0;
      char *name = dup_base_name (self, i);

      if (name != NULL)
        g_hash_table_add (found ? self->out : self->kept, name);
      if (i % CHECK_JOBS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }

  return g_hash_table_size (self->out) > 0 ||
         refuse (error, _ ("There are no such files any more."));
}

/* What all of them end (@at_end) or begin with, cut to a separator. (transfer full) */
static char *
dup_common (GHashTable *names, gboolean at_end)
{
  g_autofree char *common = NULL;
  GHashTableIter iter;
  gpointer key;
  gsize length = 0;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const char *name = key;
      gsize n_name = strlen (name);
      gsize n = 0;

      if (common == NULL)
        {
          common = g_strdup (name);
          length = n_name - 1; /* less than a whole name */
          continue;
        }
      while (
          n < MIN (length, n_name) &&
          (at_end ? common[strlen (common) - 1 - n] == name[n_name - 1 - n] : common[n] == name[n]))
        n++;
      length = n;
    }

  if (at_end)
    {
      const char *end = common + strlen (common) - length;

      return g_strdup (end + strcspn (end, SEPARATORS));
    }
  while (length > 0 && strchr (SEPARATORS, common[length - 1]) == NULL)
    length--;

  return g_strndup (common, length);
}

/* "raw-small.jpg" beside "raw.jpg", for "-small.jpg": a job that failed has left it, say. */
static gboolean
is_derived (GHashTable *names, const char *name, const char *end)
{
  const char *extension = strrchr (end, '.');
  g_autofree char *origin = g_strndup (name, strlen (name) - strlen (end));
  g_autofree char *whole = g_strconcat (origin, extension, NULL);

  return strcmp (whole, name) != 0 && g_hash_table_contains (names, whole);
}

/* @part: what names end (@at_end) or begin with. Whether it leaves out none that is to stay. */
static gboolean
spares (GHashTable *kept, const char *part, gboolean at_end)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, kept);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (at_end ? g_str_has_suffix (key, part) && !is_derived (kept, key, part)
               : g_str_has_prefix (key, part))
      return FALSE;

  return TRUE;
}

static char *
escape (const char *name)
{
  GString *glob = g_string_new (NULL);

  for (; *name != '\0'; name++)
    {
      if (strchr ("*?[]\\", *name) != NULL)
        g_string_append_c (glob, '\\');
      g_string_append_c (glob, *name);
    }

  return g_string_free (glob, FALSE);
}

/* (transfer full) (nullable) */
static char *
find_pattern (Names *self)
{
  if (g_hash_table_size (self->out) < 2)
    return NULL;

  for (guint i = 0; i < 2; i++)
    {
      gboolean at_end = i == 0;
      g_autofree char *part = dup_common (self->out, at_end);
      g_autofree char *escaped = escape (part);

      if (*part != '\0' && spares (self->kept, part, at_end))
        return at_end ? g_strconcat ("*", escaped, NULL) : g_strconcat (escaped, "*", NULL);
    }

  return NULL;
}

static int
compare_names (gconstpointer first, gconstpointer second)
{
  return strcmp (*(char *const *) first, *(char *const *) second);
}

static GStrv
list_names (Names *self, GError **error)
{
  g_autoptr (GPtrArray) globs = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer key;

  if (g_hash_table_size (self->out) > FANFOLD_LEAVE_OUT_MAX_NAMES)
    {
      refuse (error, _ ("These are too many files without a name in common: write a pattern."));
      return NULL;
    }

  g_hash_table_iter_init (&iter, self->out);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (g_hash_table_contains (self->kept, key))
        {
          refuse (error, _ ("Other files have the same names in other folders: write a pattern."));
          return NULL;
        }
      g_ptr_array_add (globs, escape (key));
    }
  g_ptr_array_sort (globs, compare_names);
  g_ptr_array_add (globs, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&globs), FALSE);
}

GStrv
fanfold_leave_out_find (FanfoldPreflight *preflight,
                        const char *name,
                        FanfoldFindingKind kind,
                        GCancellable *cancellable,
                        GError **error)
{
  g_auto (Names) names = { .combine = NULL };
  g_autofree char *pattern = NULL;

  g_return_val_if_fail (preflight != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  names.combine = fanfold_preflight_get_combine (preflight);
  names.out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  names.kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!find_input (&names, name, error) || !gather (&names, preflight, kind, cancellable, error))
    return NULL;

  pattern = find_pattern (&names);
  if (pattern == NULL)
    return list_names (&names, error);

  return g_strdupv ((char *[]){ pattern, NULL });
}
