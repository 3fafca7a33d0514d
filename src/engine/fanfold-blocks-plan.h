/* fanfold-blocks-plan.h: how a file is to be cut into blocks of records
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_BLOCKS_SIZE "size"
#define FANFOLD_BLOCKS_RECORDS "records"
#define FANFOLD_BLOCKS_RECORD_START "record_start"
#define FANFOLD_BLOCKS_RECORD_END "record_end"
#define FANFOLD_BLOCKS_HEADER "header"

typedef struct
{
  guint64 size;    /* the least of a block, in bytes; 0: it is counted in records */
  guint64 records; /* of a block; 0: it is measured in bytes */
  guint64 header;  /* lines that stand before the records, and are given with every block */
  GBytes *between; /* where it is found, one record ends and the next begins; empty: anywhere */
  gsize end;       /* so many of its bytes end the one */
} FanfoldBlocksPlan;

/* [any] @words, NULL-ended: "size=10M", "records=1000", "header=1", "record_start=TEXT",
 * "record_end=TEXT", each at most once and at most one of the first two; in TEXT \n, \t, \r, \0, \\
 * and \xHH stand for a byte. Without any, blocks have 1 MiB or more, and a record is a line. As
 * with GNU parallel, records end with nothing where only their start is given. False with
 * FANFOLD_ERROR_INVALID, which begins with the word to blame. */
gboolean
fanfold_blocks_plan_parse (FanfoldBlocksPlan *self, const char *const *words, GError **error);
void fanfold_blocks_plan_clear (FanfoldBlocksPlan *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FanfoldBlocksPlan, fanfold_blocks_plan_clear)

/* [any] The names of such words in their order, NULL-ended. */
const char *const *fanfold_blocks_plan_get_names (void);
/* [any] Whether the value of a word is any text at all. */
gboolean fanfold_blocks_plan_is_text (const char *name);

/* [any] The value of the word @name among @words, or NULL. (transfer none) */
const char *fanfold_blocks_plan_find (const char *const *words, const char *name);

G_END_DECLS
