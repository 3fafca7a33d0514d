/* fanfold-registry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-registry.h"
#include "fanfold-error.h"
#include "fanfold-near.h"
#include "fanfold-scan.h"
#include "fanfold-task.h"

#include <glib/gi18n-lib.h>

#define LIMIT_MSEC (10 * 1000)

struct _FanfoldRegistry
{
  GObject parent_instance;

  char *worker_path;
  GStrv folders;
  char *known_path;
  char *hint;
  guint limit_msec;
  GPtrArray *plugins;
  GQueue *requests; /* GTask: the one that goes on, then those behind it */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FanfoldRegistry,
                               fanfold_registry,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void begin_request (FanfoldRegistry *self);

static int
compare_plugins (gconstpointer a, gconstpointer b)
{
  FanfoldPlugin *first = *(FanfoldPlugin *const *) a;
  FanfoldPlugin *second = *(FanfoldPlugin *const *) b;
  gboolean first_broken = fanfold_plugin_get_error (first) != NULL;
  gboolean second_broken = fanfold_plugin_get_error (second) != NULL;
  int order = 0;

  if (first_broken != second_broken)
    return first_broken ? 1 : -1;

  if (!first_broken)
    order = g_utf8_collate (fanfold_plugin_get_label (first), fanfold_plugin_get_label (second));

  return order != 0 ? order
                    : strcmp (fanfold_plugin_get_path (first), fanfold_plugin_get_path (second));
}

static FanfoldPlugin *
make_plugin (const FanfoldScanItem *item, GHashTable *paths_by_id)
{
  g_autoptr (FanfoldPlugin) plugin = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;
  const char *twin;

  if (item->description == NULL)
    return fanfold_plugin_new_broken (item->path, item->reason);

  plugin = fanfold_plugin_new_from_variant (item->path, item->description, &error);
  if (plugin == NULL)
    {
      reason = g_strdup_printf ("Its description breaks a rule: %s.", error->message);
      return fanfold_plugin_new_broken (item->path, reason);
    }

  twin = g_hash_table_lookup (paths_by_id, fanfold_plugin_get_id (plugin));
  if (twin != NULL)
    {
      g_autofree char *shown = g_filename_display_name (twin);

      reason = g_strdup_printf ("Its id \"%s\" is that of %s, which was found first. "
                                "Remove one of the two.",
                                fanfold_plugin_get_id (plugin),
                                shown);
      return fanfold_plugin_new_broken (item->path, reason);
    }
  g_hash_table_insert (paths_by_id, g_strdup (fanfold_plugin_get_id (plugin)), item->path);

  return g_steal_pointer (&plugin);
}

static gboolean
is_same_build (FanfoldPlugin *first, FanfoldPlugin *second)
{
  GListModel *functions = fanfold_plugin_get_functions (first);
  g_autoptr (FanfoldFunction) a = g_list_model_get_item (functions, 0);
  g_autoptr (FanfoldFunction) b = g_list_model_get_item (fanfold_plugin_get_functions (second), 0);

  if (a == NULL || b == NULL)
    return a == b;

  return g_str_equal (fanfold_function_get_plugin_build (a), fanfold_function_get_plugin_build (b));
}

static gboolean
is_same (FanfoldPlugin *first, FanfoldPlugin *second)
{
  return g_str_equal (fanfold_plugin_get_path (first), fanfold_plugin_get_path (second)) &&
         g_str_equal (fanfold_plugin_get_id (first), fanfold_plugin_get_id (second)) &&
         g_str_equal (fanfold_plugin_get_label (first), fanfold_plugin_get_label (second)) &&
         g_strcmp0 (fanfold_plugin_get_error (first), fanfold_plugin_get_error (second)) == 0 &&
         is_same_build (first, second);
}

/* What did not change keeps its object, and with it whoever has chosen it. */
static void
keep_same (GPtrArray *old, GPtrArray *new)
{
  for (guint i = 0; i < new->len; i++)
    for (guint j = 0; j < old->len; j++)
      if (is_same (g_ptr_array_index (new, i), g_ptr_array_index (old, j)))
        {
          g_object_unref (g_ptr_array_index (new, i));
          g_ptr_array_index (new, i) = g_object_ref (g_ptr_array_index (old, j));
          break;
        }
}

static void
replace_plugins (FanfoldRegistry *self, GPtrArray *new)
{
  g_autoptr (GPtrArray) old = self->plugins;
  guint first = 0;
  guint last = 0;

  keep_same (old, new);
  self->plugins = g_ptr_array_ref (new);

  while (first < MIN (old->len, new->len) &&
         g_ptr_array_index (old, first) == g_ptr_array_index (new, first))
    first++;
  while (last < MIN (old->len, new->len) - first &&
         g_ptr_array_index (old, old->len - 1 - last) ==
             g_ptr_array_index (new, new->len - 1 - last))
    last++;

  if (first + last < MAX (old->len, new->len))
    g_list_model_items_changed (
        G_LIST_MODEL (self), first, old->len - first - last, new->len - first - last);
}

static void
take_items (FanfoldRegistry *self, GPtrArray *items)
{
  g_autoptr (GPtrArray) plugins = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) paths_by_id = NULL;

  paths_by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (plugins, make_plugin (g_ptr_array_index (items, i), paths_by_id));
  g_ptr_array_sort (plugins, compare_plugins);

  replace_plugins (self, plugins);
}

static void
scan_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *items = fanfold_scan_run (task_data, cancellable, &error);

  if (items == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, items, (GDestroyNotify) g_ptr_array_unref);
}

static void
scan_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FanfoldRegistry *self = FANFOLD_REGISTRY (user_data);
  g_autoptr (GTask) request = g_queue_pop_head (self->requests);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_take_over (result);
  items = g_task_propagate_pointer (G_TASK (result), &error);
  if (items != NULL)
    take_items (self, items);
  if (!g_queue_is_empty (self->requests))
    begin_request (self);

  if (items != NULL)
    g_task_return_boolean (request, TRUE);
  else
    g_task_return_error (request, g_steal_pointer (&error));
}

/* The thread knows nothing of the registry, whose last reference must not be dropped there; the
 * request holds one meanwhile. */
static void
begin_request (FanfoldRegistry *self)
{
  GTask *request = g_queue_peek_head (self->requests);
  g_autoptr (GTask) task = NULL;
  FanfoldScan *scan = g_new0 (FanfoldScan, 1);

  scan->worker_path = g_strdup (self->worker_path);
  scan->folders = g_strdupv (self->folders);
  scan->known_path = g_strdup (self->known_path);
  scan->retry_path = g_strdup (g_task_get_task_data (request));
  scan->limit_msec = self->limit_msec;

  task = g_task_new (NULL, g_task_get_cancellable (request), scan_cb, self);
  g_task_set_source_tag (task, begin_request);
  g_task_set_task_data (task, scan, (GDestroyNotify) fanfold_scan_free);
  fanfold_task_run (task, scan_thread);
}

static void
add_request (FanfoldRegistry *self, GTask *request)
{
  g_queue_push_tail (self->requests, request);
  if (g_queue_get_length (self->requests) == 1)
    begin_request (self);
}

static void
fanfold_registry_dispose (GObject *object)
{
  FanfoldRegistry *self = FANFOLD_REGISTRY (object);

  g_ptr_array_set_size (self->plugins, 0);

  G_OBJECT_CLASS (fanfold_registry_parent_class)->dispose (object);
}

static void
fanfold_registry_finalize (GObject *object)
{
  FanfoldRegistry *self = FANFOLD_REGISTRY (object);

  g_clear_pointer (&self->worker_path, g_free);
  g_clear_pointer (&self->folders, g_strfreev);
  g_clear_pointer (&self->known_path, g_free);
  g_clear_pointer (&self->hint, g_free);
  g_clear_pointer (&self->plugins, g_ptr_array_unref);
  g_clear_pointer (&self->requests, g_queue_free);

  G_OBJECT_CLASS (fanfold_registry_parent_class)->finalize (object);
}

static GType
fanfold_registry_get_item_type (GListModel *model)
{
  return FANFOLD_TYPE_PLUGIN;
}

static guint
fanfold_registry_get_n_items (GListModel *model)
{
  return FANFOLD_REGISTRY (model)->plugins->len;
}

static gpointer
fanfold_registry_get_item (GListModel *model, guint position)
{
  FanfoldRegistry *self = FANFOLD_REGISTRY (model);

  if (position >= self->plugins->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->plugins, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = fanfold_registry_get_item_type;
  iface->get_n_items = fanfold_registry_get_n_items;
  iface->get_item = fanfold_registry_get_item;
}

static void
fanfold_registry_class_init (FanfoldRegistryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fanfold_registry_dispose;
  object_class->finalize = fanfold_registry_finalize;
}

static void
fanfold_registry_init (FanfoldRegistry *self)
{
  self->limit_msec = LIMIT_MSEC;
  self->plugins = g_ptr_array_new_with_free_func (g_object_unref);
  self->requests = g_queue_new ();
}

FanfoldRegistry *
fanfold_registry_new (const char *worker_path, const char *const *folders, const char *known_path)
{
  FanfoldRegistry *self;

  g_return_val_if_fail (worker_path != NULL, NULL);
  g_return_val_if_fail (folders != NULL, NULL);
  g_return_val_if_fail (known_path != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_REGISTRY, NULL);
  self->worker_path = g_strdup (worker_path);
  self->folders = g_strdupv ((GStrv) folders);
  self->known_path = g_strdup (known_path);

  return self;
}

void
fanfold_registry_set_time_limit (FanfoldRegistry *self, guint limit_msec)
{
  g_return_if_fail (FANFOLD_IS_REGISTRY (self));
  g_return_if_fail (limit_msec > 0);

  self->limit_msec = limit_msec;
}

void
fanfold_registry_set_hint (FanfoldRegistry *self, const char *hint)
{
  g_return_if_fail (FANFOLD_IS_REGISTRY (self));

  g_free (self->hint);
  self->hint = g_strdup (hint);
}

void
fanfold_registry_scan_async (FanfoldRegistry *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *request;

  g_return_if_fail (FANFOLD_IS_REGISTRY (self));

  request = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (request, fanfold_registry_scan_async);
  add_request (self, request);
}

gboolean
fanfold_registry_scan_finish (FanfoldRegistry *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
fanfold_registry_retry_async (FanfoldRegistry *self,
                              const char *path,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *request;

  g_return_if_fail (FANFOLD_IS_REGISTRY (self));
  g_return_if_fail (path != NULL);

  request = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (request, fanfold_registry_retry_async);
  g_task_set_task_data (request, g_strdup (path), g_free);
  add_request (self, request);
}

gboolean
fanfold_registry_retry_finish (FanfoldRegistry *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static FanfoldFunction *
find_in_plugin (FanfoldPlugin *plugin, const char *id, GPtrArray *ids)
{
  GListModel *functions = fanfold_plugin_get_functions (plugin);
  guint n = g_list_model_get_n_items (functions);

  for (guint i = 0; i < n; i++)
    {
      /* The plugin holds it on. */
      g_autoptr (FanfoldFunction) function = g_list_model_get_item (functions, i);

      g_ptr_array_add (ids, (gpointer) fanfold_function_get_id (function));
      if (g_str_equal (fanfold_function_get_id (function), id))
        return function;
    }

  return NULL;
}

/* The plugin whose id stands before the dot of @id. */
static gboolean
is_of_plugin (FanfoldPlugin *plugin, const char *id)
{
  const char *plugin_id = fanfold_plugin_get_id (plugin);

  return g_str_has_prefix (id, plugin_id) && id[strlen (plugin_id)] == '.';
}

static void
explain_broken (const char *id, FanfoldPlugin *broken, GError **error)
{
  g_autofree char *path = g_filename_display_name (fanfold_plugin_get_path (broken));

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_UNKNOWN,
               _ ("The function \"%s\" cannot be used, as its plugin is broken (%s). %s"),
               id,
               path,
               fanfold_plugin_get_error (broken));
}

static void
explain_missing (FanfoldRegistry *self, const char *id, GPtrArray *ids, GError **error)
{
  g_autofree char *near = fanfold_near_describe (id, ids);
  g_autofree char *text =
      g_strdup_printf (near != NULL ? _ ("There is no function \"%s\". Did you mean %s?")
                                    : _ ("There is no function \"%s\"."),
                       id,
                       near);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_UNKNOWN,
               "%s%s%s",
               text,
               self->hint != NULL ? " " : "",
               self->hint != NULL ? self->hint : "");
}

FanfoldFunction *
fanfold_registry_find_function (FanfoldRegistry *self, const char *id, GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;
  FanfoldPlugin *broken = NULL;
  gboolean usable = FALSE;

  g_return_val_if_fail (FANFOLD_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  ids = g_ptr_array_new ();
  for (guint i = 0; i < self->plugins->len; i++)
    {
      FanfoldPlugin *plugin = g_ptr_array_index (self->plugins, i);
      FanfoldFunction *function = find_in_plugin (plugin, id, ids);

      if (function != NULL)
        return function;

      if (is_of_plugin (plugin, id) && fanfold_plugin_get_error (plugin) == NULL)
        usable = TRUE;
      else if (is_of_plugin (plugin, id) && broken == NULL)
        broken = plugin;
    }

  if (broken != NULL && !usable)
    explain_broken (id, broken, error);
  else
    explain_missing (self, id, ids, error);
  return NULL;
}
