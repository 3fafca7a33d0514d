/* fanfold-command-json.h: the JSON that a command gives back, and that it is told in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_COMMAND_JSON_MAX_DEPTH 60 /* what a host takes as an output */

/* Whether @text is one JSON object, by RFC 8259. NULL, or where it is not: line, column and what is
 * wrong there. (transfer full) (nullable) */
char *fanfold_command_json_find_mistake (const char *text, gsize length);

/* A path as a JSON text; one that is not UTF-8 becomes a file: URI, as in Fanfold's own files. */
void fanfold_command_json_append_path (GString *json, const char *path);

G_END_DECLS
