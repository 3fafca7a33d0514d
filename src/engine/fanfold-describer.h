/* fanfold-describer.h: has a worker describe one plugin
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* [any] Waits, for @limit_msec at most. The plugin at @path as fanfold_plugin_new_from_variant ()
 * takes it, though not yet checked. FANFOLD_ERROR_PLUGIN: what is wrong with the plugin, as a
 * sentence; every other error says nothing about it. (transfer full), not floating */
GVariant *fanfold_describer_run (const char *worker_path,
                                 const char *path,
                                 guint limit_msec,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
