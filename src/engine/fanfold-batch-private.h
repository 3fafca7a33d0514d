/* fanfold-batch-private.h: what a batch consists of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

struct _FanfoldBatch
{
  GObject parent_instance;

  char *function_id;
  char *name;
  char *note;
  char *folder;
  GPtrArray *inputs;
  gboolean zip;
  FanfoldSettings settings;
  FanfoldExpansionProgress *progress; /* (nullable) */
  FanfoldBatchParent *parent;         /* (nullable) */
};

G_END_DECLS
