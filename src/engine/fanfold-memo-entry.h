/* fanfold-memo-entry.h: a remembered result and its text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file that the job wrote, as it was then. */
typedef struct
{
  char *path; /* absolute */
  guint64 size;
  gint64 mtime_nsec;
} FanfoldMemoOutput;

typedef struct
{
  char *key;
  char *function_id;
  char *version; /* fanfold_function_get_cache_version () */
  char *arguments_json;
  char *result_json; /* (nullable) in lists, where it is kept apart */
  GArray *outputs;   /* of FanfoldMemoOutput, never NULL */
  char *machine;
  char *digest; /* SHA-256 of the result, hexadecimal */
  guint64 result_bytes;
  gboolean apart;        /* the result is in a file of its own */
  gint64 created_usec;   /* wall clock */
  gint64 last_used_usec; /* the file's mtime */
  double seconds;        /* how long the computation took */
  guint64 bytes;         /* on disk, in whole blocks */
} FanfoldMemoEntry;

/* [any] (transfer full) */
FanfoldMemoEntry *fanfold_memo_entry_new (void);
void fanfold_memo_entry_free (FanfoldMemoEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldMemoEntry, fanfold_memo_entry_free)

/* [any] Adds a file as it is on the disk now; false with errno where it is not there. */
gboolean fanfold_memo_entry_add_output (FanfoldMemoEntry *self, const char *path);

/* [any] Looks at the disk: every output is there with the size and mtime it had. */
gboolean fanfold_memo_entry_outputs_stand (const FanfoldMemoEntry *self);

/* [any] Sets the result with its digest and size, copied. */
void fanfold_memo_entry_set_result (FanfoldMemoEntry *self, const char *result_json);

/* [any] Takes a result that was kept apart; false, leaving it, where it is not the one. */
gboolean fanfold_memo_entry_take_result (FanfoldMemoEntry *self, char *result_json, gsize length);

/* [any] The keyfile that fanfold_memo_entry_new_from_text () reads; ends with the digest, so that
 * a text cut off anywhere is no entry. (transfer full) */
char *fanfold_memo_entry_to_text (const FanfoldMemoEntry *self, gsize *length);

/* [any] NULL where it is not a whole entry of @key, or its result is not the one that was stored.
 * Any bytes may be given. last_used_usec and bytes stay 0. (transfer full) (nullable) */
FanfoldMemoEntry *
fanfold_memo_entry_new_from_text (const char *text, gsize length, const char *key);

G_END_DECLS
