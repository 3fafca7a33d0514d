/* fanfold-combine-private.h: how combined inputs are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"

G_BEGIN_DECLS

/* Sources that go in step. */
typedef struct
{
  guint number;     /* 0: one source alone */
  guint64 size;     /* of a stream: G_MAXUINT64 */
  guint64 stride;   /* how many jobs in a row have one position of it */
  const char *name; /* of its first parameter */
} FanfoldCombineGroup;

/* What feeds one parameter. */
typedef struct
{
  FanfoldSource *source;
  guint group; /* among groups */
} FanfoldCombineFeed;

struct _FanfoldCombine
{
  gatomicrefcount ref_count;
  FanfoldFunction *function;
  GArray *groups;             /* of FanfoldCombineGroup, slowest first */
  GArray *feeds;              /* of FanfoldCombineFeed, one a parameter */
  GArray *order;              /* of guint: parameters in the order written, then the defaults */
  guint64 n_jobs;             /* for each value of the stream, where there is one */
  FanfoldSource *stream;      /* (nullable), that of a feed */
  FanfoldCombineTwins *twins; /* (nullable) */
};

static inline FanfoldParam *
fanfold_combine_get_param (FanfoldCombine *self, guint param)
{
  return fanfold_function_get_params (self->function)->pdata[param];
}

G_END_DECLS
