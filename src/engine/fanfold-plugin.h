/* fanfold-plugin.h: a plugin as the registry knows it: described, or broken with the reason
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-function.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_PLUGIN (fanfold_plugin_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldPlugin, fanfold_plugin, FANFOLD, PLUGIN, GObject)

/* Immutable once made. */

/* A plugin in the form that crosses processes: a{sv} with id, label, version, build (s), functions
 * (aa{sv}). FANFOLD_ERROR_PLUGIN where it breaks a rule of the ABI. (transfer full) */
FanfoldPlugin *
fanfold_plugin_new_from_variant (const char *path, GVariant *description, GError **error);

/* A plugin that cannot be used, and why, as a sentence for people. (transfer full) */
FanfoldPlugin *fanfold_plugin_new_broken (const char *path, const char *reason);

/* [any] */
const char *fanfold_plugin_get_path (FanfoldPlugin *self);
const char *fanfold_plugin_get_id (FanfoldPlugin *self); /* of a broken one: its file's base name */
const char *fanfold_plugin_get_label (FanfoldPlugin *self); /* likewise */
const char *fanfold_plugin_get_gettext_domain (
    FanfoldPlugin *self); /* (nullable) where its words are translated */
const char *fanfold_plugin_get_version (FanfoldPlugin *self); /* (nullable) */
const char *fanfold_plugin_get_error (FanfoldPlugin *self);   /* (nullable) why it is broken */

/* [any] A GListModel of FanfoldFunction, in the plugin's order; empty for a broken one. (transfer
 * none) */
GListModel *fanfold_plugin_get_functions (FanfoldPlugin *self);

G_END_DECLS
