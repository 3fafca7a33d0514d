/* fanfold-cli-text.h: times, sizes and foreign text, as all commands write them for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "4:05", "1:02:03": whole seconds, as clocks show them. */
void fanfold_cli_append_clock (GString *text, double seconds);

/* "12 ms", "3.2 s", then as above. */
void fanfold_cli_append_seconds (GString *text, double seconds);

/* "2026-01-31 12:00:00" in the local zone; "-" for 0. */
void fanfold_cli_append_when (GString *text, gint64 time_usec);

/* On one line, and without what a terminal would obey. @from is made valid. */
void fanfold_cli_append_plain (GString *text, const char *from);

/* The same for a text of several lines, each behind @indent; ends in a newline. */
void fanfold_cli_append_indented (GString *text, const char *from, const char *indent);

/* "90s", "15min", "12h", "30d", "2w", or seconds: an age in microseconds. */
gboolean fanfold_cli_parse_age (const char *text, gint64 *age_usec);

G_END_DECLS
