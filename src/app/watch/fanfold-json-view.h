/* fanfold-json-view.h: a result or arguments, to read and copy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What a text view lays out without a pause; of longer texts the start is shown. In bytes. */
#define FANFOLD_JSON_VIEW_MAX_BYTES (64 * 1024)

#define FANFOLD_TYPE_JSON_VIEW (fanfold_json_view_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldJsonView, fanfold_json_view, FANFOLD, JSON_VIEW, AdwBin)

/* [main] Property, writable: "label" (s: what it shows, for screen readers). */

/* [main] @json: (nullable) none, then @placeholder stands there. */
void fanfold_json_view_set_json (FanfoldJsonView *self, const char *json, const char *placeholder);

/* [main] What is shown. (transfer full) */
char *fanfold_json_view_dup_text (FanfoldJsonView *self);

G_END_DECLS
