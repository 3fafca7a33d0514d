/* fanfold-new-file.h: a file that a job makes, under another name until it is complete
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *path;
  char *temporary; /* NULL: it has no name yet */
  int fd;          /* open for writing; below 0: not begun */
} FanfoldNewFile;

#define FANFOLD_NEW_FILE_INIT                                                                      \
  {                                                                                                \
    NULL, NULL, -1                                                                                 \
  }

/* Begins an empty file of @mode, less the umask, beside @path. Errors are sentences of their own.
 */
gboolean fanfold_new_file_begin (FanfoldNewFile *self, const char *path, int mode, GError **error);

/* Has it on disk, then gives it its name, in one step: one that is there already is replaced where
 * @overwrite says so, and else left alone, which is an error. */
gboolean fanfold_new_file_finish (FanfoldNewFile *self, gboolean overwrite, GError **error);

/* Says that a file of that name is there already, and what to do. */
void fanfold_new_file_set_exists (const char *path, GError **error);

/* Removes what is not finished. */
void fanfold_new_file_clear (FanfoldNewFile *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FanfoldNewFile, fanfold_new_file_clear)

G_END_DECLS
