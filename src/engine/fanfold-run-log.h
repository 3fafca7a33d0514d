/* fanfold-run-log.h: the lines that a run says of itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Counted atomically, any thread. Beyond FANFOLD_RUN_LOG_MAX_BYTES only a last line is added, that
 * says so. */
typedef struct _FanfoldRunLog FanfoldRunLog;

#define FANFOLD_RUN_LOG_MAX_BYTES (4 * 1024 * 1024)

/* [any] (transfer full) */
FanfoldRunLog *fanfold_run_log_new (void);
void fanfold_run_log_unref (FanfoldRunLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldRunLog, fanfold_run_log_unref)

/* [any] A line, without its end. */
void fanfold_run_log_add (FanfoldRunLog *self, const char *line);

/* [any] What stands behind the first @offset bytes, whole lines. (transfer full) */
char *fanfold_run_log_dup_behind (FanfoldRunLog *self, gsize offset);

G_END_DECLS
