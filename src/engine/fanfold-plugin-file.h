/* fanfold-plugin-file.h: a plugin's shared object, loaded into this process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <fanfold.h>

G_BEGIN_DECLS

/* Only a process that may crash or hang for it opens one: a worker that describes it, a runner, and
 * the program itself where a run asks for `threads`. Never closed again. */
typedef struct _FanfoldPluginFile FanfoldPluginFile;

/* [any] Loads the file (RTLD_NOW | RTLD_LOCAL) and checks its descriptor by the rules of the ABI,
 * in their order. FANFOLD_ERROR_PLUGIN says which rule it breaks. What it gives lives as long as
 * the process; a file opened before is given again. (transfer none) */
FanfoldPluginFile *fanfold_plugin_file_open (const char *path, GError **error);

/* [any] The plugin as fanfold_plugin_new_from_variant () takes it. (transfer full), not floating */
GVariant *fanfold_plugin_file_describe (FanfoldPluginFile *self);

/* [any] The descriptor of a function, by its name inside the plugin; NULL where there is none. */
const FanfoldFunctionDesc *fanfold_plugin_file_get_function (FanfoldPluginFile *self,
                                                             const char *name);

/* [any] The build id in the ELF notes, else the SHA-256 of the file; hexadecimal. */
const char *fanfold_plugin_file_get_build (FanfoldPluginFile *self);

G_END_DECLS
