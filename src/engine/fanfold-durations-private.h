/* fanfold-durations-private.h: what the files of earlier durations share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-durations.h"

G_BEGIN_DECLS

/* What is newer has the higher rank. */
typedef struct
{
  guint64 args_hash;
  float seconds;
  float size; /* 0: unknown; below 0: rather the only number that it was given */
  guint32 rank;
  guint kind;
  guint shape; /* of what has that number */
} FanfoldDurationsKnown;

struct _FanfoldDurations
{
  gatomicrefcount ref_count;

  FanfoldFunction *function;
  GArray *known;        /* of FanfoldDurationsKnown, by args_hash, each once */
  GHashTable *attempts; /* of FanfoldAttempts *, by the kind */
  guint64 runs_hash;
};

G_END_DECLS
