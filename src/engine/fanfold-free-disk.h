/* fanfold-free-disk.h: whether there is room for what a job writes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file system, by a folder that is or will be on it. */
typedef struct
{
  guint64 device;
  guint64 free_bytes; /* what this person may still write; at least 1 */
  char *where;        /* UTF-8: its topmost folder */
} FanfoldFreeDisk;

/* [any] Waits for the disk. @path: absolute; where it is not there yet, what is above it counts.
 * False where nothing can be learned, leaving @disk. Else to be cleared. */
gboolean fanfold_free_disk_get (const char *path, FanfoldFreeDisk *disk);
void fanfold_free_disk_clear (FanfoldFreeDisk *disk);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FanfoldFreeDisk, fanfold_free_disk_clear)

/* [any] Waits for the disk. The number of the file system alone. */
gboolean fanfold_free_disk_get_device (const char *path, guint64 *device);

G_END_DECLS
