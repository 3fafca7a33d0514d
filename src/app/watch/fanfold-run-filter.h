/* fanfold-run-filter.h: which runs somebody looks for in the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_RUN_FILTER (fanfold_run_filter_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldRunFilter, fanfold_run_filter, FANFOLD, RUN_FILTER, GtkFilter)

/* [main] all. Made by templates, over FanfoldRun. */

/* Lets those pass that have each word of @text in their name, function, command or note. */
void fanfold_run_filter_set_text (FanfoldRunFilter *self, const char *text);

/* Whether it is over some words. */
gboolean fanfold_run_filter_is_on (FanfoldRunFilter *self);

G_END_DECLS
