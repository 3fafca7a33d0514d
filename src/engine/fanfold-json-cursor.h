/* fanfold-json-cursor.h: the words of a JSON text: what fanfold_json_parse () reads with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-json.h"

G_BEGIN_DECLS

typedef struct
{
  const char *text;
  const char *end;
  const char *at;
  GError **error;
  FanfoldJsonPlace before; /* whole lines, and columns of its first line, that are not in @text */
} FanfoldJsonCursor;

/* [any] Where @at stands in @text. */
void fanfold_json_find_place (const char *text, const char *at, FanfoldJsonPlace *place);

/* [any] FANFOLD_ERROR_INVALID with the place of @at; at the end of the text it says that. */
void fanfold_json_cursor_set_error (FanfoldJsonCursor *self, const char *at, const char *message);

/* [any] */
void fanfold_json_cursor_skip_space (FanfoldJsonCursor *self);

/* [any] Steps over @c; false where something else stands there. */
gboolean fanfold_json_cursor_take (FanfoldJsonCursor *self, char c);

/* [any] From the quote on. (transfer full), NULL with the error */
char *fanfold_json_cursor_read_string (FanfoldJsonCursor *self);

/* [any] Any value, checked as fanfold_json_parse () does, is stepped over. */
gboolean fanfold_json_cursor_skip_value (FanfoldJsonCursor *self);

/* [any] From the minus or first digit on. A whole number beyond 64 bits becomes a double. (transfer
 * full), NULL with the error */
JsonNode *fanfold_json_cursor_read_number (FanfoldJsonCursor *self);

G_END_DECLS
