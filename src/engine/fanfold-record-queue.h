/* fanfold-record-queue.h: what waits for the writer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"
#include "fanfold-combine.h"
#include "fanfold-job-events.h"
#include "fanfold-outlook.h"
#include "fanfold-ranges.h"
#include "fanfold-run-event.h"

G_BEGIN_DECLS

/* So little that what waits is on disk in some milliseconds, also while there is much to write. */
#define FANFOLD_RECORD_QUEUE_MAX_BYTES ((gsize) 4 * 1024 * 1024)

typedef enum
{
  FANFOLD_RECORD_BEGIN,
  FANFOLD_RECORD_START,
  FANFOLD_RECORD_BLOCK,
  FANFOLD_RECORD_LOG,
  FANFOLD_RECORD_VALUES,
  FANFOLD_RECORD_ADDED,
  FANFOLD_RECORD_TAKE_BACK,
  FANFOLD_RECORD_TOTAL,
  FANFOLD_RECORD_WHOLE,
  FANFOLD_RECORD_BATCH,
  FANFOLD_RECORD_EVENT,
  FANFOLD_RECORD_OUTLOOK,
  FANFOLD_RECORD_END
} FanfoldRecordKind;

/* Something to record of one run, in the order in which it was handed over. */
typedef struct
{
  FanfoldRecordKind kind;
  gpointer owner; /* the recorder, not counted */
  gsize n_bytes;  /* what it counts for in the queue */

  FanfoldBlock *block;
  gboolean again;

  guint64 index; /* of the job, of the first value, of the part; or how many jobs there are */
  guint attempt;
  FanfoldLogKind log_kind;
  gint64 time_usec;
  GBytes *bytes;
  GVariant *values;
  FanfoldCombine *added;

  FanfoldRanges *jobs; /* those that are taken back, and how many of each state */
  guint64 *counts;

  FanfoldRunEvent event;
  FanfoldOutlook outlook;

  FanfoldRunState state;
  char *reason;
  char *batch;
  double seconds;
} FanfoldRecord;

/* [any] Frees what it holds. */
void fanfold_record_clear (FanfoldRecord *self);

/* Many hand over, one takes. Counted atomically. */
typedef struct _FanfoldRecordQueue FanfoldRecordQueue;

/* [any] (transfer full) */
FanfoldRecordQueue *fanfold_record_queue_new (void);
FanfoldRecordQueue *fanfold_record_queue_ref (FanfoldRecordQueue *self);
void fanfold_record_queue_unref (FanfoldRecordQueue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldRecordQueue, fanfold_record_queue_unref)

/* [any] Takes over the content of @record, so that it is on its way at once; then, where it counts
 * for something, waits while there is more than the queue is meant for. */
void fanfold_record_queue_push (FanfoldRecordQueue *self, const FanfoldRecord *record);

/* [writer] Waits for something, or until @wake_usec of the monotonic clock, and moves all there is
 * to the end of @records. It counts on until it is released. False once the queue is closed. */
gboolean fanfold_record_queue_take (FanfoldRecordQueue *self, GArray *records, gint64 wake_usec);

/* [writer] So much has been recorded. */
void fanfold_record_queue_release (FanfoldRecordQueue *self, gsize n_bytes);

/* [any] Nobody waits any more. */
void fanfold_record_queue_close (FanfoldRecordQueue *self);

G_END_DECLS
