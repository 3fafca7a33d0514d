/* fanfold-json.h: JSON text: strict reading, exact numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A place in a text, from 1; columns count characters. */
typedef struct
{
  guint line;
  guint column;
} FanfoldJsonPlace;

#define FANFOLD_JSON_MAX_DEPTH 64

/* [any] Reads @text by RFC 8259, nothing more: UTF-8, no comments, no trailing commas, depth at
 * most FANFOLD_JSON_MAX_DEPTH, no member twice. FANFOLD_ERROR_INVALID says line and column. @length
 * -1: to the NUL. Only text that passed this may be given to json-glib, which takes more and
 * crashes on deep text. (transfer full) */
JsonNode *fanfold_json_parse (const char *text, gssize length, GError **error);

/* [any] The same for what becomes a part of other JSON: a little less deep, so that what it is in
 * can be read again. (transfer full) */
JsonNode *fanfold_json_parse_output (const char *text, gssize length, GError **error);

/* [any] Where the member that @path names stands in @text, which fanfold_json_parse () takes:
 * "/inputs/0/name" is the key of that member, by RFC 6901. False where there is none. */
gboolean
fanfold_json_locate (const char *text, gssize length, const char *path, FanfoldJsonPlace *place);

/* [any] A double in the shortest form that reads back as the same double, always with a point or an
 * exponent: "1.0", "0.1", "1e22". NaN and infinities become "null". */
void fanfold_json_append_real (GString *json, double value);

/* [any] A wall time by RFC 3339, without quotes: "2026-01-31T12:00:00.001234Z"; whole seconds have
 * no fraction. Years 1970 to 9999. */
void fanfold_json_append_time (GString *json, gint64 time_usec);

/* [any] A text with its quotes, escaped; @text is UTF-8. */
void fanfold_json_append_text (GString *json, const char *text);

/* [any] A path: as text where it is UTF-8 and no "file:" URI itself, else as a file:// URI. */
void fanfold_json_append_path (GString *json, const char *path);

/* [any] The path that fanfold_json_append_path () wrote. (transfer full) */
char *fanfold_json_dup_path (const char *text);

/* [any] @node as compact text, numbers by fanfold_json_append_real (). */
void fanfold_json_append_node (GString *json, JsonNode *node);

G_END_DECLS
