/* fanfold-cgroup.h: the control groups that limit this process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is known of one folder of a control group. @version: 1 or 2. */
typedef void (*FanfoldCgroupFunc) (const char *root,
                                   const char *folder,
                                   int version,
                                   gpointer user_data);

/* [any] Calls @func for the folder of each control group that this process is in, as far as it has
 * to do with @controller ("cpu", "memory"), and of all above it. Inside a container the name of a
 * group may be the host's for what is the root here, so a folder may be missing. Folders are
 * relative to @root. */
void fanfold_cgroup_foreach (const char *root,
                             const char *controller,
                             FanfoldCgroupFunc func,
                             gpointer user_data);

/* [any] The text of the file @name in @folder below @root. (transfer full) (nullable) */
char *fanfold_cgroup_read (const char *root, const char *folder, const char *name);

G_END_DECLS
