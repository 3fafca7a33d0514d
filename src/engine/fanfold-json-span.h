/* fanfold-json-span.h: how far a JSON value reaches in a text that comes in pieces
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] The byte behind the value that begins at @text, by its brackets and quotes alone: whether
 * it is sound is for fanfold_json_cursor_skip_value () to say. NULL: it may go on at @end. @at_end:
 * nothing comes behind that, so that the value ends there. (nullable) */
const char *fanfold_json_span_find_end (const char *text, const char *end, gboolean at_end);

G_END_DECLS
