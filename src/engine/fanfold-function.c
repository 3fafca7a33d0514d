/* fanfold-function.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-function.h"
/* Ahead of fanfold-error.h: the ABI has a log level of the name FANFOLD_ERROR. */
#include <fanfold.h>
#include "fanfold-description.h"
#include "fanfold-error.h"

struct _FanfoldFunction
{
  GObject parent_instance;

  GVariant *description;
  char *id;
  char *name;
  char *label;
  char *gettext_domain;
  char *summary;
  char *plugin_id;
  char *plugin_path;
  char *plugin_build;
  char *cache_version;
  GPtrArray *params;
  GPtrArray *outputs;
  GVariantType *args_type;
  gboolean pure;
  gboolean cheap;
  gboolean tidy;
  gboolean thread_safe;
  gboolean io_bound;
};

G_DEFINE_FINAL_TYPE (FanfoldFunction, fanfold_function, G_TYPE_OBJECT)

static FanfoldParam *
find (GPtrArray *params, const char *id, guint *position)
{
  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);

      if (!g_str_equal (fanfold_param_get_id (param), id))
        continue;

      if (position != NULL)
        *position = i;
      return param;
    }

  return NULL;
}

/* @what: "parameter" or "output", for the words of an error. */
static gboolean
read_params (GVariant *list, const char *what, GPtrArray *params, GError **error)
{
  gsize n = g_variant_n_children (list);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) description = g_variant_get_child_value (list, i);
      g_autofree char *id = fanfold_description_dup_text (description, "id");
      FanfoldParam *param = fanfold_param_new_from_variant (description, error);

      if (param == NULL)
        {
          g_prefix_error (error,
                          "%s %" G_GSIZE_FORMAT "%s%s%s: ",
                          what,
                          i + 1,
                          id != NULL ? " (" : "",
                          id != NULL ? id : "",
                          id != NULL ? ")" : "");
          return FALSE;
        }

      if (find (params, fanfold_param_get_id (param), NULL) != NULL)
        {
          g_set_error (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_PLUGIN,
                       "it has the %s \"%s\" twice",
                       what,
                       fanfold_param_get_id (param));
          g_object_unref (param);
          return FALSE;
        }

      g_ptr_array_add (params, param);
    }

  return TRUE;
}

/* What only the other of the two may be. */
static gboolean
check_types (GPtrArray *params, const char *what, FanfoldParamType other, GError **error)
{
  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);

      if (fanfold_param_get_param_type (param) != other)
        continue;

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_PLUGIN,
                   "%s \"%s\" is a %s, which no %s can be",
                   what,
                   fanfold_param_get_id (param),
                   other == FANFOLD_PARAM_TYPE_JSON ? "JSON" : "COMMAND",
                   what);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_outputs (FanfoldFunction *self, GError **error)
{
  for (guint i = 0; i < self->outputs->len; i++)
    {
      FanfoldParam *output = g_ptr_array_index (self->outputs, i);

      if ((fanfold_param_get_flags (output) &
           (FANFOLD_OUTPUT_FLAG_FILES | FANFOLD_OUTPUT_FLAG_FILES_READ)) == 0 ||
          fanfold_param_get_param_type (output) == FANFOLD_PARAM_TYPE_JSON)
        continue;

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_PLUGIN,
                   "output \"%s\" is flagged FILES, but is no JSON",
                   fanfold_param_get_id (output));
      return FALSE;
    }

  return check_types (self->outputs, "output", FANFOLD_PARAM_TYPE_COMMAND, error);
}

static gboolean
check_params (FanfoldFunction *self, GError **error)
{
  FanfoldParam *each = NULL;

  for (guint i = 0; i < self->params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (self->params, i);

      if (fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_CHOICE &&
          fanfold_param_get_n_choices (param) == 0)
        {
          g_set_error (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_PLUGIN,
                       "parameter \"%s\" is a CHOICE without choices",
                       fanfold_param_get_id (param));
          return FALSE;
        }

      if (!(fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_EACH))
        continue;

      if (each != NULL)
        {
          g_set_error (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_PLUGIN,
                       "two parameters are flagged EACH, \"%s\" and \"%s\": at most one may be",
                       fanfold_param_get_id (each),
                       fanfold_param_get_id (param));
          return FALSE;
        }
      each = param;
    }

  return check_types (self->params, "parameter", FANFOLD_PARAM_TYPE_JSON, error);
}

static GVariantType *
make_args_type (GPtrArray *params)
{
  g_autofree const GVariantType **types = g_new0 (const GVariantType *, params->len + 1);

  for (guint i = 0; i < params->len; i++)
    types[i] = fanfold_param_get_variant_type (g_ptr_array_index (params, i));

  return g_variant_type_new_tuple (types, (int) params->len);
}

static char *
make_cache_version (guint32 declared, const char *build)
{
  if (declared == 0 || declared == FANFOLD_CACHE_BY_BUILD)
    return g_strconcat ("b", build, NULL);

  return g_strdup_printf ("v%" G_GUINT32_FORMAT, declared);
}

static gboolean
read_description (FanfoldFunction *self, GError **error)
{
  GVariant *description = self->description;
  g_autoptr (GVariant) params = fanfold_description_dup_list (description, "params");
  g_autoptr (GVariant) outputs = fanfold_description_dup_list (description, "outputs");
  guint32 version = fanfold_description_get_number (description, "cache-version");
  guint32 load = fanfold_description_get_number (description, "load");
  guint32 isolation = fanfold_description_get_number (description, "isolation");
  guint32 flags = fanfold_description_get_number (description, "flags");

  if (!fanfold_description_check_names (description, error))
    return FALSE;

  self->name = fanfold_description_dup_text (description, "id");
  self->label = fanfold_description_dup_text (description, "label");
  self->gettext_domain = fanfold_description_dup_text (description, "gettext-domain");
  self->summary = fanfold_description_dup_text (description, "summary");
  self->id = g_strconcat (self->plugin_id, ".", self->name, NULL);
  self->cache_version = make_cache_version (version, self->plugin_build);
  self->pure = version != 0;
  self->cheap = (flags & FANFOLD_CHEAP) != 0;
  self->tidy = (flags & FANFOLD_TIDY) != 0;
  self->thread_safe = isolation == FANFOLD_THREAD_SAFE;
  self->io_bound = load == FANFOLD_IO_BOUND;

  if (!read_params (params, "parameter", self->params, error) ||
      !read_params (outputs, "output", self->outputs, error) || !check_params (self, error) ||
      !check_outputs (self, error))
    return FALSE;

  self->args_type = make_args_type (self->params);
  return TRUE;
}

static void
fanfold_function_finalize (GObject *object)
{
  FanfoldFunction *self = FANFOLD_FUNCTION (object);

  g_clear_pointer (&self->description, g_variant_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->gettext_domain, g_free);
  g_clear_pointer (&self->summary, g_free);
  g_clear_pointer (&self->plugin_id, g_free);
  g_clear_pointer (&self->plugin_path, g_free);
  g_clear_pointer (&self->plugin_build, g_free);
  g_clear_pointer (&self->cache_version, g_free);
  g_clear_pointer (&self->params, g_ptr_array_unref);
  g_clear_pointer (&self->outputs, g_ptr_array_unref);
  g_clear_pointer (&self->args_type, g_variant_type_free);

  G_OBJECT_CLASS (fanfold_function_parent_class)->finalize (object);
}

static void
fanfold_function_class_init (FanfoldFunctionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_function_finalize;
}

static void
fanfold_function_init (FanfoldFunction *self)
{
  self->params = g_ptr_array_new_with_free_func (g_object_unref);
  self->outputs = g_ptr_array_new_with_free_func (g_object_unref);
}

FanfoldFunction *
fanfold_function_new_from_variant (GVariant *description,
                                   const char *plugin_id,
                                   const char *plugin_path,
                                   const char *plugin_build,
                                   GError **error)
{
  g_autoptr (FanfoldFunction) self = NULL;

  g_return_val_if_fail (g_variant_is_of_type (description, G_VARIANT_TYPE_VARDICT), NULL);
  g_return_val_if_fail (plugin_id != NULL && plugin_path != NULL && plugin_build != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_FUNCTION, NULL);
  self->description = g_variant_ref_sink (description);
  self->plugin_id = g_strdup (plugin_id);
  self->plugin_path = g_strdup (plugin_path);
  self->plugin_build = g_strdup (plugin_build);
  if (!read_description (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

const char *
fanfold_function_get_id (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  return self->id;
}

const char *
fanfold_function_get_name (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  return self->name;
}

const char *
fanfold_function_get_label (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  return self->label;
}

const char *
fanfold_function_get_gettext_domain (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  return self->gettext_domain;
}

const char *
fanfold_function_get_summary (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  return self->summary;
}

const char *
fanfold_function_get_plugin_path (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  return self->plugin_path;
}

const char *
fanfold_function_get_plugin_build (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  return self->plugin_build;
}

GPtrArray *
fanfold_function_get_params (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  return self->params;
}

GPtrArray *
fanfold_function_get_outputs (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  return self->outputs;
}

FanfoldParam *
fanfold_function_find_param (FanfoldFunction *self, const char *id, guint *position)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return find (self->params, id, position);
}

FanfoldParam *
fanfold_function_get_each_param (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  for (guint i = 0; i < self->params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (self->params, i);

      if (fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_EACH)
        return param;
    }

  return NULL;
}

gboolean
fanfold_function_is_pure (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), FALSE);

  return self->pure;
}

gboolean
fanfold_function_is_cheap (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), FALSE);

  return self->cheap;
}

gboolean
fanfold_function_is_tidy (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), FALSE);

  return self->tidy;
}

gboolean
fanfold_function_is_thread_safe (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), FALSE);

  return self->thread_safe;
}

gboolean
fanfold_function_is_io_bound (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), FALSE);

  return self->io_bound;
}

const char *
fanfold_function_get_cache_version (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  return self->cache_version;
}

const GVariantType *
fanfold_function_get_args_type (FanfoldFunction *self)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  return self->args_type;
}

GVariant *
fanfold_function_to_variant (FanfoldFunction *self)
{
  GVariantDict dict;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), NULL);

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "function", self->description);
  g_variant_dict_insert (&dict, "plugin", "s", self->plugin_id);
  g_variant_dict_insert (&dict, "path", "^ay", self->plugin_path);
  g_variant_dict_insert (&dict, "build", "s", self->plugin_build);

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

FanfoldFunction *
fanfold_function_new_from_kept_variant (GVariant *variant, GError **error)
{
  g_autoptr (GVariant) description = NULL;
  g_autofree char *plugin_id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *build = NULL;

  g_return_val_if_fail (variant != NULL, NULL);

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT) ||
      !g_variant_lookup (variant, "function", "@a{sv}", &description) ||
      !g_variant_lookup (variant, "plugin", "s", &plugin_id) ||
      !g_variant_lookup (variant, "path", "^ay", &path) ||
      !g_variant_lookup (variant, "build", "s", &build))
    {
      g_set_error_literal (error,
                           FANFOLD_ERROR,
                           FANFOLD_ERROR_PLUGIN,
                           "The description of a function that was kept is damaged");
      return NULL;
    }

  return fanfold_function_new_from_variant (description, plugin_id, path, build, error);
}
