/* fanfold-history-watch.h: what other programs do to the list of runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-history.h"

G_BEGIN_DECLS

/* [any], one thread at a time: keeps a connection to the list open, and looks when it is told to. A
 * look after which nothing was written takes some microseconds. */
typedef struct _FanfoldHistoryWatch FanfoldHistoryWatch;

typedef struct
{
  GPtrArray *runs; /* FanfoldHistoryRun of other programs, oldest first: new, or in another state */
  GArray *gone;    /* ids (guint64) of runs, also of this program, that are not there any more */
} FanfoldHistoryNews;

/* @runs: what fanfold_history_list () gave, which is no news. (transfer full) */
FanfoldHistoryWatch *fanfold_history_watch_new (FanfoldHistory *history, GPtrArray *runs);
void fanfold_history_watch_free (FanfoldHistoryWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldHistoryWatch, fanfold_history_watch_free)

/* What is new since the look before. Runs whose program died are `interrupted` among it. NULL
 * without error where nothing is. (transfer full) */
FanfoldHistoryNews *fanfold_history_watch_look (FanfoldHistoryWatch *self, GError **error);

void fanfold_history_news_free (FanfoldHistoryNews *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldHistoryNews, fanfold_history_news_free)

G_END_DECLS
