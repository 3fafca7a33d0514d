/* fanfold-known.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-known.h"
#include "fanfold-description.h"

#include <glib/gstdio.h>
#include <string.h>

/* Its version: what one describes, another may describe otherwise. */
#define HEAD "Known plugins"

struct _FanfoldKnown
{
  char *path;
  GKeyFile *keys;
  gboolean changed;
};

/* Names of groups hold no brackets and no control characters. */
static char *
make_group (const char *plugin_path)
{
  return g_uri_escape_string (plugin_path, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH " ", FALSE);
}

static GKeyFile *
load_keys (const char *path)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *version = NULL;

  if (g_key_file_load_from_file (keys, path, G_KEY_FILE_NONE, NULL))
    version = g_key_file_get_string (keys, HEAD, "version", NULL);
  if (g_strcmp0 (version, FANFOLD_VERSION) == 0)
    return g_steal_pointer (&keys);

  g_key_file_free (g_steal_pointer (&keys));
  keys = g_key_file_new ();
  g_key_file_set_string (keys, HEAD, "version", FANFOLD_VERSION);

  return g_steal_pointer (&keys);
}

FanfoldKnown *
fanfold_known_load (const char *path)
{
  FanfoldKnown *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (FanfoldKnown, 1);
  self->path = g_strdup (path);
  self->keys = load_keys (path);

  return self;
}

void
fanfold_known_free (FanfoldKnown *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->keys, g_key_file_free);
  g_free (self);
}

gboolean
fanfold_known_lookup (FanfoldKnown *self,
                      const char *plugin_path,
                      const FanfoldKnownFile *file,
                      GVariant **description,
                      char **reason)
{
  g_autofree char *group = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  group = make_group (plugin_path);
  if (!g_key_file_has_key (self->keys, group, "mtime", NULL) ||
      g_key_file_get_int64 (self->keys, group, "size", NULL) != file->size ||
      g_key_file_get_int64 (self->keys, group, "mtime", NULL) != file->mtime_nsec)
    return FALSE;

  text = g_key_file_get_string (self->keys, group, "description", NULL);
  if (text != NULL)
    *description = fanfold_description_parse (text, strlen (text), NULL);
  else
    *reason = g_key_file_get_string (self->keys, group, "broken", NULL);

  return *description != NULL || *reason != NULL;
}

void
fanfold_known_remember (FanfoldKnown *self,
                        const char *plugin_path,
                        const FanfoldKnownFile *file,
                        GVariant *description,
                        const char *reason)
{
  g_autofree char *group = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail ((description == NULL) != (reason == NULL));

  fanfold_known_forget (self, plugin_path);
  group = make_group (plugin_path);
  g_key_file_set_int64 (self->keys, group, "size", file->size);
  g_key_file_set_int64 (self->keys, group, "mtime", file->mtime_nsec);
  if (description != NULL)
    text = g_variant_print (description, TRUE);
  g_key_file_set_string (self->keys,
                         group,
                         description != NULL ? "description" : "broken",
                         description != NULL ? text : reason);
  self->changed = TRUE;
}

void
fanfold_known_forget (FanfoldKnown *self, const char *plugin_path)
{
  g_autofree char *group = NULL;

  g_return_if_fail (self != NULL);

  group = make_group (plugin_path);
  if (g_key_file_remove_group (self->keys, group, NULL))
    self->changed = TRUE;
}

static void
drop_missing (FanfoldKnown *self)
{
  g_auto (GStrv) groups = g_key_file_get_groups (self->keys, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *path = g_uri_unescape_string (groups[i], NULL);

      if (g_str_equal (groups[i], HEAD) || (path != NULL && g_access (path, F_OK) == 0))
        continue;

      g_key_file_remove_group (self->keys, groups[i], NULL);
      self->changed = TRUE;
    }
}

void
fanfold_known_save (FanfoldKnown *self)
{
  g_autofree char *folder = NULL;
  g_autofree char *data = NULL;
  gsize length;

  g_return_if_fail (self != NULL);

  drop_missing (self);
  if (!self->changed)
    return;

  folder = g_path_get_dirname (self->path);
  g_mkdir_with_parents (folder, 0700);
  data = g_key_file_to_data (self->keys, &length, NULL);
  if (g_file_set_contents_full (
          self->path, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
    self->changed = FALSE;
}
