/* fanfold-engine-private.h: what the engine is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-engine.h"
#include "fanfold-recollection.h"

G_BEGIN_DECLS

struct _FanfoldEngine
{
  GObject parent_instance;

  char *worker_path;
  char *history_folder;
  FanfoldCpu cpu;

  FanfoldRegistry *registry;
  FanfoldMemo *memo;
  FanfoldHistory *history;           /* NULL: not there yet, or cannot be used */
  FanfoldRecollection *recollection; /* NULL before the start */
  FanfoldWriter *writer;
  GListStore *runs; /* newest first */
  GQueue *underway; /* borrowed from runs: the one that goes on, then those behind it */
  GPtrArray *notes; /* NULL-ended */
};

G_END_DECLS
