/* fanfold-plugin.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-plugin.h"
#include "fanfold-description.h"
#include "fanfold-error.h"

struct _FanfoldPlugin
{
  GObject parent_instance;

  char *path;
  char *id;
  char *label;
  char *gettext_domain;
  char *version;
  char *error;
  GListStore *functions;
};

G_DEFINE_FINAL_TYPE (FanfoldPlugin, fanfold_plugin, G_TYPE_OBJECT)

static gboolean
read_functions (FanfoldPlugin *self, GVariant *description, GError **error)
{
  g_autoptr (GVariant) list = fanfold_description_dup_list (description, "functions");
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *build = fanfold_description_dup_text (description, "build");
  gsize n = g_variant_n_children (list);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (list, i);
      g_autoptr (FanfoldFunction) function = NULL;
      g_autofree char *name = fanfold_description_dup_text (child, "id");

      function = fanfold_function_new_from_variant (
          child, self->id, self->path, build != NULL ? build : "", error);
      if (function == NULL)
        {
          if (name != NULL)
            g_prefix_error (error, "function \"%s\": ", name);
          else
            g_prefix_error (error, "function %" G_GSIZE_FORMAT ": ", i + 1);
          return FALSE;
        }

      if (!g_hash_table_add (names, g_steal_pointer (&name)))
        {
          g_set_error (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_PLUGIN,
                       "it has the function \"%s\" twice",
                       fanfold_function_get_name (function));
          return FALSE;
        }

      g_list_store_append (self->functions, function);
    }

  return TRUE;
}

static void
fanfold_plugin_finalize (GObject *object)
{
  FanfoldPlugin *self = FANFOLD_PLUGIN (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->gettext_domain, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->error, g_free);
  g_clear_object (&self->functions);

  G_OBJECT_CLASS (fanfold_plugin_parent_class)->finalize (object);
}

static void
fanfold_plugin_class_init (FanfoldPluginClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_plugin_finalize;
}

static void
fanfold_plugin_init (FanfoldPlugin *self)
{
  self->functions = g_list_store_new (FANFOLD_TYPE_FUNCTION);
}

FanfoldPlugin *
fanfold_plugin_new_from_variant (const char *path, GVariant *description, GError **error)
{
  g_autoptr (FanfoldPlugin) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (g_variant_is_of_type (description, G_VARIANT_TYPE_VARDICT), NULL);

  if (!fanfold_description_check_names (description, error))
    return NULL;

  self = g_object_new (FANFOLD_TYPE_PLUGIN, NULL);
  self->path = g_strdup (path);
  self->id = fanfold_description_dup_text (description, "id");
  self->label = fanfold_description_dup_text (description, "label");
  self->gettext_domain = fanfold_description_dup_text (description, "gettext-domain");
  self->version = fanfold_description_dup_text (description, "version");
  if (!read_functions (self, description, error))
    return NULL;

  return g_steal_pointer (&self);
}

FanfoldPlugin *
fanfold_plugin_new_broken (const char *path, const char *reason)
{
  FanfoldPlugin *self;
  g_autofree char *name = NULL;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (reason != NULL, NULL);

  name = g_path_get_basename (path);
  if (g_str_has_suffix (name, ".so"))
    name[strlen (name) - strlen (".so")] = '\0';
  shown = g_filename_display_name (name);

  self = g_object_new (FANFOLD_TYPE_PLUGIN, NULL);
  self->path = g_strdup (path);
  self->id = g_strdup (shown);
  self->label = g_strdup (shown);
  self->error = g_utf8_make_valid (reason, -1);

  return self;
}

const char *
fanfold_plugin_get_path (FanfoldPlugin *self)
{
  g_return_val_if_fail (FANFOLD_IS_PLUGIN (self), NULL);

  return self->path;
}

const char *
fanfold_plugin_get_id (FanfoldPlugin *self)
{
  g_return_val_if_fail (FANFOLD_IS_PLUGIN (self), NULL);

  return self->id;
}

const char *
fanfold_plugin_get_label (FanfoldPlugin *self)
{
  g_return_val_if_fail (FANFOLD_IS_PLUGIN (self), NULL);

  return self->label;
}

const char *
fanfold_plugin_get_gettext_domain (FanfoldPlugin *self)
{
  g_return_val_if_fail (FANFOLD_IS_PLUGIN (self), NULL);

  return self->gettext_domain;
}

const char *
fanfold_plugin_get_version (FanfoldPlugin *self)
{
  g_return_val_if_fail (FANFOLD_IS_PLUGIN (self), NULL);

  return self->version;
}

const char *
fanfold_plugin_get_error (FanfoldPlugin *self)
{
  g_return_val_if_fail (FANFOLD_IS_PLUGIN (self), NULL);

  return self->error;
}

GListModel *
fanfold_plugin_get_functions (FanfoldPlugin *self)
{
  g_return_val_if_fail (FANFOLD_IS_PLUGIN (self), NULL);

  return G_LIST_MODEL (self->functions);
}
