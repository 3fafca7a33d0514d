/* fanfold-group-name.h: what a group of runs is called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_GROUP_NAME_MAX 60 /* bytes */

/* [any] Takes the name over into @name, which has room for FANFOLD_GROUP_NAME_MAX bytes and the
 * zero, without the spaces around it; "" for none. FANFOLD_ERROR_INVALID: too long, or not a line
 * of text, as it is to stand in menus. */
gboolean fanfold_group_name_parse (const char *text, char *name, GError **error);

G_END_DECLS
