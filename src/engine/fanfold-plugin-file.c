/* fanfold-plugin-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

/* Ahead of the ABI, whose macro FANFOLD_PLUGIN has the name of a cast in there. */
#include "fanfold-plugin.h"
#include "fanfold-plugin-file.h"
#include "fanfold-error.h"
#include "fanfold-lock.h"
#include "fanfold-plugin-file-private.h"

#include <dlfcn.h>
#include <glib/gstdio.h>

#define SYMBOL "fanfold_plugin"

struct _FanfoldPluginFile
{
  const FanfoldPluginDesc *desc;
  GVariant *description;
  char *build;
};

static GMutex mutex;
static GHashTable *opened; /* by path */

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

/* dlopen () would wait for the other end of a pipe, and calls a text file a broken library. */
static gboolean
check_file (const char *path, GError **error)
{
  char magic[4] = { 0 };
  GStatBuf info;
  FILE *file;
  gsize n;

  if (g_stat (path, &info) != 0)
    return refuse (error, "It cannot be read: %s.", g_strerror (errno));
  if (!S_ISREG (info.st_mode))
    return refuse (error, "It is not a file.");

  file = g_fopen (path, "rbe");
  if (file == NULL)
    return refuse (error, "It cannot be read: %s.", g_strerror (errno));
  n = fread (magic, 1, sizeof magic, file);
  fclose (file);
  if (n != sizeof magic || memcmp (magic, "\177ELF", sizeof magic) != 0)
    return refuse (error, "It is not a plugin: the file is not a shared object.");

  return TRUE;
}

static const FanfoldPluginDesc *
load (const char *path, GError **error)
{
  const FanfoldPluginDesc *desc;
  const char *reason;
  void *handle;

  handle = dlopen (path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (handle == NULL)
    {
      reason = dlerror ();
      if (g_str_has_prefix (reason, path))
        reason += strlen (path) + strspn (reason + strlen (path), ": ");
      refuse (error, "It cannot be loaded: %s.", reason);
      return NULL;
    }

  desc = dlsym (handle, SYMBOL);
  if (desc == NULL)
    refuse (error, "It is not a plugin: it does not export " SYMBOL ".");

  return desc;
}

static gboolean
check_abi (const FanfoldPluginDesc *desc, GError **error)
{
  guint major = desc->abi >> 16;
  guint minor = desc->abi & 0xffff;

  if (major != FANFOLD_ABI_MAJOR)
    return refuse (error,
                   "It is made for version %u of the plugin ABI, this program has version %d: "
                   "build it with this program's fanfold.h.",
                   major,
                   FANFOLD_ABI_MAJOR);

  if (minor > FANFOLD_ABI_MINOR)
    return refuse (error,
                   "It needs version %u.%u of the plugin ABI, this program has %d.%d: "
                   "use a newer Fanfold.",
                   major,
                   minor,
                   FANFOLD_ABI_MAJOR,
                   FANFOLD_ABI_MINOR);

  return TRUE;
}

static char *
make_sentence (const char *words)
{
  g_autofree char *text = g_strdup (words);

  text[0] = g_ascii_toupper (text[0]);
  return g_strconcat (text, g_str_has_suffix (text, ".") ? "" : ".", NULL);
}

/* The rules about words and values are those of the described form. */
static GVariant *
describe (const char *path, const FanfoldPluginDesc *desc, const char *build, GError **error)
{
  g_autoptr (GVariant) description = NULL;
  g_autoptr (FanfoldPlugin) plugin = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *reason = NULL;

  description = fanfold_plugin_file_read (desc, build, &local);
  if (description != NULL)
    plugin = fanfold_plugin_new_from_variant (path, description, &local);

  if (plugin == NULL)
    {
      reason = make_sentence (local->message);
      refuse (error, "It breaks a rule of the plugin ABI. %s", reason);
      return NULL;
    }

  return g_steal_pointer (&description);
}

static FanfoldPluginFile *
open_new (const char *path, GError **error)
{
  FanfoldPluginFile *self;
  const FanfoldPluginDesc *desc;
  g_autofree char *build = NULL;
  GVariant *description;

  if (!check_file (path, error))
    return NULL;

  desc = load (path, error);
  if (desc == NULL || !check_abi (desc, error))
    return NULL;

  build = fanfold_plugin_file_dup_build (path, desc, error);
  if (build == NULL)
    return NULL;

  description = describe (path, desc, build, error);
  if (description == NULL)
    return NULL;

  self = g_new0 (FanfoldPluginFile, 1);
  self->desc = desc;
  self->description = description;
  self->build = g_steal_pointer (&build);

  return self;
}

FanfoldPluginFile *
fanfold_plugin_file_open (const char *path, GError **error)
{
  FanfoldPluginFile *self;
  g_autofree char *whole = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  /* Without a slash, dlopen () would look in the system's folders. */
  whole = g_canonicalize_filename (path, NULL);

  fanfold_lock (&mutex);
  if (opened == NULL)
    opened = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self = g_hash_table_lookup (opened, whole);
  if (self == NULL)
    {
      self = open_new (whole, error);
      if (self != NULL)
        g_hash_table_insert (opened, g_steal_pointer (&whole), self);
    }
  fanfold_unlock (&mutex);

  return self;
}

GVariant *
fanfold_plugin_file_describe (FanfoldPluginFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_variant_ref (self->description);
}

const FanfoldFunctionDesc *
fanfold_plugin_file_get_function (FanfoldPluginFile *self, const char *name)
{
  const FanfoldFunctionDesc *function;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (function = self->desc->functions; function != NULL && function->id != NULL; function++)
    if (g_str_equal (function->id, name))
      return function;

  return NULL;
}

const char *
fanfold_plugin_file_get_build (FanfoldPluginFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->build;
}
