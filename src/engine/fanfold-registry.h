/* fanfold-registry.h: finds plugins, has workers describe them, remembers good and broken ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-plugin.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_REGISTRY (fanfold_registry_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldRegistry, fanfold_registry, FANFOLD, REGISTRY, GObject)

/* A GListModel of FanfoldPlugin: the usable ones by label, then the broken ones by path. */

/* [main] @worker_path: the fanfold-worker to describe with. @folders: NULL-ended, searched in this
 * order; of two plugins with one id the first found counts, the other is broken with that reason.
 * @known_path: the keyfile that remembers what was described, by path, size and mtime. (transfer
 * full) */
FanfoldRegistry *
fanfold_registry_new (const char *worker_path, const char *const *folders, const char *known_path);

/* [main] How long a plugin may take to be described, from the next scan on; 10 s at first. */
void fanfold_registry_set_time_limit (FanfoldRegistry *self, guint limit_msec);

/* [main] What is said beside of a function that there is not: where to look. (nullable) */
void fanfold_registry_set_hint (FanfoldRegistry *self, const char *hint);

/* [main] Looks for plugins again, off the main thread, and describes what is new or changed: each
 * in a worker of its own, for at most 10 s. Done as soon as the list is whole. Never fails for a
 * plugin that is broken; a folder that is missing is an empty one. */
void fanfold_registry_scan_async (FanfoldRegistry *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean fanfold_registry_scan_finish (FanfoldRegistry *self, GAsyncResult *result, GError **error);

/* [main] Forgets what is known of a broken plugin and scans again. */
void fanfold_registry_retry_async (FanfoldRegistry *self,
                                   const char *path,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean
fanfold_registry_retry_finish (FanfoldRegistry *self, GAsyncResult *result, GError **error);

/* [main] The function of that full id, after a scan. FANFOLD_ERROR_UNKNOWN names the nearest ids,
 * or the reason where its plugin is broken. (transfer none) */
FanfoldFunction *
fanfold_registry_find_function (FanfoldRegistry *self, const char *id, GError **error);

G_END_DECLS
