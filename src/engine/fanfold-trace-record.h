/* fanfold-trace-record.h: what the history has of a run, in the order in which it happened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-history.h"

G_BEGIN_DECLS

/* In this order, where they are of one moment. */
typedef enum
{
  FANFOLD_TRACE_END,
  FANFOLD_TRACE_DROP, /* it is never begun, nor tried again */
  FANFOLD_TRACE_START
} FanfoldTraceKind;

typedef struct
{
  FanfoldTraceKind kind;
  gint64 usec;
  guint64 job;
  double seconds;
  guint8 state;
  gboolean again;
  gint64 delay_usec; /* until it may begin again */
} FanfoldTraceEvent;

typedef struct
{
  GArray *acts;    /* of FanfoldRunEvent */
  GArray *freezes; /* when jobs stood still */
  GArray *events;  /* of FanfoldTraceEvent */
  guint n_slots;
} FanfoldTraceRecord;

/* [any] Waits for the disk. @self: zeros, but for n_slots, which stays where none is recorded. */
gboolean fanfold_trace_record_read (FanfoldTraceRecord *self,
                                    FanfoldHistory *history,
                                    const FanfoldHistoryRun *run,
                                    GError **error);
void fanfold_trace_record_clear (FanfoldTraceRecord *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FanfoldTraceRecord, fanfold_trace_record_clear)

G_END_DECLS
