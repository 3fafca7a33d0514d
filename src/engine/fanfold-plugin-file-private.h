/* fanfold-plugin-file-private.h: what is read from a plugin that is loaded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <fanfold.h>

G_BEGIN_DECLS

/* [any] The descriptor in the described form, not yet checked by the rules. FANFOLD_ERROR_PLUGIN
 * where it cannot be put so: text that is not UTF-8, a list without end, no run function. (transfer
 * full), not floating */
GVariant *
fanfold_plugin_file_read (const FanfoldPluginDesc *desc, const char *build, GError **error);

/* [any] The build id of the object that holds @desc, else the digest of the file. (transfer full)
 */
char *
fanfold_plugin_file_dup_build (const char *path, const FanfoldPluginDesc *desc, GError **error);

G_END_DECLS
