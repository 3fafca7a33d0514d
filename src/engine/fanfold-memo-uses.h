/* fanfold-memo-uses.h: what this program did with the memo cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-function.h"
#include "fanfold-memo-counters.h"

G_BEGIN_DECLS

/* [any] all. In total, and for each function since its counts were last written. */
typedef struct _FanfoldMemoUses FanfoldMemoUses;

typedef struct
{
  guint64 n_hits;
  guint64 n_misses;
  guint64 n_stores;
  guint64 n_set_aside; /* broken entries */
  guint64 n_unstored;  /* results that could not be stored */
} FanfoldMemoCounts;

typedef enum
{
  FANFOLD_MEMO_NEWS_STORE,
  FANFOLD_MEMO_NEWS_SET_ASIDE,
  FANFOLD_N_MEMO_NEWS
} FanfoldMemoNews;

/* (transfer full) */
FanfoldMemoUses *fanfold_memo_uses_new (void);
void fanfold_memo_uses_free (FanfoldMemoUses *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldMemoUses, fanfold_memo_uses_free)

void fanfold_memo_uses_add_hit (FanfoldMemoUses *self, FanfoldFunction *function, double seconds);
/* A hit that was counted is none: a miss. */
void
fanfold_memo_uses_take_back_hit (FanfoldMemoUses *self, FanfoldFunction *function, double seconds);
void fanfold_memo_uses_add_miss (FanfoldMemoUses *self, FanfoldFunction *function);
/* True the first time for this function. */
gboolean fanfold_memo_uses_add_store (FanfoldMemoUses *self, FanfoldFunction *function);
void fanfold_memo_uses_add_set_aside (FanfoldMemoUses *self);
void fanfold_memo_uses_add_unstored (FanfoldMemoUses *self);
void fanfold_memo_uses_get_counts (FanfoldMemoUses *self, FanfoldMemoCounts *counts);

/* True the first time that something of this kind goes wrong for the reason @code: a million jobs
 * on a full disk get one warning. */
gboolean fanfold_memo_uses_is_news (FanfoldMemoUses *self, FanfoldMemoNews kind, int code);

/* Waits for the disk. Adds what was counted to each function.ini below @folder. */
void fanfold_memo_uses_flush (FanfoldMemoUses *self, const char *folder);

/* The ids of its parameters. (transfer full) */
GStrv fanfold_memo_uses_dup_param_ids (FanfoldFunction *function);

G_END_DECLS
