/* fanfold-plugin-pages.h: what is shown while plugins are looked for, or where there are none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-registry.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_PLUGIN_PAGES (fanfold_plugin_pages_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldPluginPages, fanfold_plugin_pages, FANFOLD, PLUGIN_PAGES, AdwBin)

/* [main] all. Property "content" (GtkWidget): what is shown once there are plugins; it cannot be
 * used while one of them is tried again. Signals "listed": the registry was looked through; "error"
 * (text). */

/* [main] Shows the content, or that @registry is empty. */
void fanfold_plugin_pages_show (FanfoldPluginPages *self, FanfoldRegistry *registry);

/* [main] Shows that plugins are looked for, until something else is shown. */
void fanfold_plugin_pages_show_looking (FanfoldPluginPages *self);

/* [main] Shows that nothing can be run, and why. */
void fanfold_plugin_pages_show_failed (FanfoldPluginPages *self, const char *text);

/* [main] Loads the plugin at @path again. */
void fanfold_plugin_pages_retry (FanfoldPluginPages *self, const char *path);

G_END_DECLS
