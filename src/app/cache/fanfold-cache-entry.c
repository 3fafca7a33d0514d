/* fanfold-cache-entry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cache-entry.h"
#include "fanfold-json.h"
#include "fanfold-memo-folder.h"
#include "fanfold-text.h"

struct _FanfoldCacheEntry
{
  GObject parent_instance;

  FanfoldMemoEntry *entry;
  char *arguments;
};

enum
{
  PROP_0,
  PROP_ARGUMENTS,
  PROP_MADE,
  PROP_TOOK,
  PROP_SIZE,
  PROP_USED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldCacheEntry, fanfold_cache_entry, G_TYPE_OBJECT)

static void
append_text (GString *line, const char *text)
{
  g_autofree char *base = NULL;

  if (!g_path_is_absolute (text))
    {
      g_string_append (line, text);
      return;
    }

  base = g_path_get_basename (text);
  g_string_append (line, base);
}

static void
append_member (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  GString *line = user_data;

  if (line->len > 0)
    g_string_append (line, " · ");

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    append_text (line, json_node_get_string (node));
  else
    fanfold_json_append_node (line, node);
}

static void
fanfold_cache_entry_finalize (GObject *object)
{
  FanfoldCacheEntry *self = FANFOLD_CACHE_ENTRY (object);

  g_clear_pointer (&self->entry, fanfold_memo_entry_free);
  g_clear_pointer (&self->arguments, g_free);

  G_OBJECT_CLASS (fanfold_cache_entry_parent_class)->finalize (object);
}

static void
fanfold_cache_entry_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldCacheEntry *self = FANFOLD_CACHE_ENTRY (object);

  switch (prop_id)
    {
    case PROP_ARGUMENTS:
      if (self->arguments == NULL)
        self->arguments = fanfold_cache_text_arguments (self->entry->arguments_json);
      g_value_set_string (value, self->arguments);
      break;

    case PROP_MADE:
      g_value_take_string (value, fanfold_text_time (self->entry->created_usec, 0));
      break;

    case PROP_TOOK:
      g_value_take_string (value, fanfold_text_duration (self->entry->seconds));
      break;

    case PROP_SIZE:
      g_value_take_string (value, fanfold_text_size (self->entry->bytes));
      break;

    case PROP_USED:
      g_value_take_string (value, fanfold_text_time (self->entry->last_used_usec, 0));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_cache_entry_class_init (FanfoldCacheEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = fanfold_cache_entry_finalize;
  object_class->get_property = fanfold_cache_entry_get_property;

  properties[PROP_ARGUMENTS] = g_param_spec_string ("arguments", NULL, NULL, NULL, flags);
  properties[PROP_MADE] = g_param_spec_string ("made", NULL, NULL, NULL, flags);
  properties[PROP_TOOK] = g_param_spec_string ("took", NULL, NULL, NULL, flags);
  properties[PROP_SIZE] = g_param_spec_string ("size", NULL, NULL, NULL, flags);
  properties[PROP_USED] = g_param_spec_string ("used", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fanfold_cache_entry_init (FanfoldCacheEntry *self)
{
}

FanfoldCacheEntry *
fanfold_cache_entry_new (FanfoldMemoEntry *entry)
{
  FanfoldCacheEntry *self;

  g_return_val_if_fail (entry != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_CACHE_ENTRY, NULL);
  self->entry = entry;

  return self;
}

const FanfoldMemoEntry *
fanfold_cache_entry_get (FanfoldCacheEntry *self)
{
  g_return_val_if_fail (FANFOLD_IS_CACHE_ENTRY (self), NULL);

  return self->entry;
}

char *
fanfold_cache_entry_dup_path (FanfoldCacheEntry *self, const char *folder)
{
  g_return_val_if_fail (FANFOLD_IS_CACHE_ENTRY (self), NULL);
  g_return_val_if_fail (folder != NULL, NULL);

  return g_strdup_printf ("%s/%s/%.2s/%s" FANFOLD_MEMO_ENTRY_SUFFIX,
                          folder,
                          self->entry->function_id,
                          self->entry->key,
                          self->entry->key);
}

char *
fanfold_cache_text_arguments (const char *arguments_json)
{
  g_autoptr (JsonNode) node = NULL;
  GString *line;

  if (arguments_json == NULL)
    return g_strdup ("");

  node = fanfold_json_parse (arguments_json, -1, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup (arguments_json);

  line = g_string_new (NULL);
  json_object_foreach_member (json_node_get_object (node), append_member, line);

  return g_string_free (line, FALSE);
}
