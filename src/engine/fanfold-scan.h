/* fanfold-scan.h: looks for plugins, and describes what is new or changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What to do; it is only read. */
typedef struct
{
  char *worker_path;
  GStrv folders;
  char *known_path;
  char *retry_path; /* (nullable) a plugin to forget first */
  guint limit_msec; /* for one plugin to be described */
} FanfoldScan;

/* [any] */
void fanfold_scan_free (FanfoldScan *self);

/* One plugin: described, or broken with the reason. */
typedef struct
{
  char *path;
  GVariant *description;
  char *reason;
} FanfoldScanItem;

/* [any] Waits for the disk and for workers. The plugins (FanfoldScanItem) in the order in which
 * they were found; NULL only where it was cancelled. (transfer full) */
GPtrArray *fanfold_scan_run (const FanfoldScan *self, GCancellable *cancellable, GError **error);

G_END_DECLS
