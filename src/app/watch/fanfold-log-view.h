/* fanfold-log-view.h: a growing log, followed to its end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-job-events.h"

G_BEGIN_DECLS

/* How much of a log is kept in the view; beyond it the oldest lines go, and a line says so. */
#define FANFOLD_LOG_VIEW_MAX_CHARS (4 * 1024 * 1024)

#define FANFOLD_TYPE_LOG_VIEW (fanfold_log_view_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldLogView, fanfold_log_view, FANFOLD, LOG_VIEW, AdwBin)

/* [main] all. */

void fanfold_log_view_clear (FanfoldLogView *self);

/* Adds @bytes of any kind, drawn as a terminal would: see fanfold-log-text.h. Lines too long to lay
 * out are broken. What is large is shown bit by bit, when there is time for it. */
void fanfold_log_view_append (FanfoldLogView *self, FanfoldLogKind kind, GBytes *bytes);

/* Adds a line of our own. */
void fanfold_log_view_append_note (FanfoldLogView *self, const char *note);

/* Whether there is any text, or will be. */
gboolean fanfold_log_view_is_empty (FanfoldLogView *self);

/* (transfer none) */
GtkTextBuffer *fanfold_log_view_get_buffer (FanfoldLogView *self);

G_END_DECLS
