/* fanfold-block-buffer-private.h: how the memory of a block buffer is divided
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block-buffer.h"
#include "fanfold-text-column.h"

G_BEGIN_DECLS

#define FANFOLD_BLOCK_BUFFER_MESSAGE_BYTES ((gsize) 64 * 1024) /* with its NUL */

/* At the start of the memory. */
typedef struct
{
  guint64 first;
  guint32 n_jobs;
  guint32 slot;
  guint32 attempt;
  int n_begun;
  int n_finished;
  gsize text_end;
  guint64 peak_bytes; /* atomic: of the jobs that were not measured */
} FanfoldBlockBufferHead;

typedef struct
{
  const GVariantType *type;
  gsize value_bytes; /* of one value in the memory */
  guint8 *present;
  gpointer values; /* FanfoldText for texts */
} FanfoldBlockBufferColumn;

struct _FanfoldBlockBuffer
{
  FanfoldFunction *function;
  guint8 *memory;
  gboolean owns_memory;

  FanfoldBlockBufferHead *head;
  guint64 first;
  guint32 slot;
  guint32 attempt;
  guint n_jobs;
  guint place; /* of the job that was begun */

  guint8 *states;
  gint64 *started;
  double *seconds;
  double *cpu_seconds; /* below 0: the seconds */
  guint64 *peak_bytes; /* 0: not measured */
  gint32 *ends;        /* FanfoldJobEnd; 0: nobody knows */
  FanfoldText *messages;
  FanfoldText *json; /* NULL where there are declared outputs */
  gsize text_begin;
  guint n_columns;
  FanfoldBlockBufferColumn *columns;
};

static inline gboolean
fanfold_block_buffer_column_is_text (const FanfoldBlockBufferColumn *column)
{
  return column->value_bytes == sizeof (FanfoldText);
}

G_END_DECLS
