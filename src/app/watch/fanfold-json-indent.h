/* fanfold-json-indent.h: JSON text over several lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] @json, which is valid, with a member a line. Numbers and texts stay as they are written.
 * (transfer full) */
char *fanfold_json_indent (const char *json);

G_END_DECLS
