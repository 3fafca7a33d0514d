/* fanfold-memo-folder.h: the names in the memo cache's folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

G_BEGIN_DECLS

#define FANFOLD_MEMO_ENTRY_SUFFIX ".memo"
#define FANFOLD_MEMO_RESULT_SUFFIX ".blob"
#define FANFOLD_MEMO_BROKEN_SUFFIX ".broken"

typedef enum
{
  FANFOLD_MEMO_FILE_FOREIGN, /* not ours: left alone, whatever happens */
  FANFOLD_MEMO_FILE_ENTRY,
  FANFOLD_MEMO_FILE_RESULT,
  FANFOLD_MEMO_FILE_BROKEN,   /* set aside */
  FANFOLD_MEMO_FILE_TEMPORARY /* being written, or left by a program that died */
} FanfoldMemoFileKind;

/* [any] Writes a file whole or not at all: beside @path, then renamed. Nothing is forced to the
 * disk: after a power cut the file may be torn, which for an entry is a miss that heals. */
gboolean
fanfold_memo_file_write (const char *path, const char *bytes, gsize length, GError **error);

/* [any] Whether a folder may be a function's, and an id a folder: "plugin.name". */
gboolean fanfold_memo_is_function_id (const char *text);

/* [any] Waits for the disk. The functions that have a folder, sorted; an empty array where @folder
 * is not there. (transfer full) */
GPtrArray *
fanfold_memo_folder_list_functions (const char *folder, GCancellable *cancellable, GError **error);

/* Called for each file that is ours; @folder_fd is the folder of two digits that it is in. False
 * with an error ends the visit. */
typedef gboolean (*FanfoldMemoVisitFunc) (int folder_fd,
                                          const char *name,
                                          FanfoldMemoFileKind kind,
                                          const struct stat *status,
                                          gpointer user_data,
                                          GError **error);

/* [any] Waits for the disk. Links are not followed; what comes and goes meanwhile may be missed. */
gboolean fanfold_memo_folder_visit (const char *folder,
                                    const char *function_id,
                                    FanfoldMemoVisitFunc visit,
                                    gpointer user_data,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
