/* fanfold-recorder-private.h: what the two sides of a recorder share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-journal.h"
#include "fanfold-recorder.h"
#include "fanfold-results.h"

G_BEGIN_DECLS

struct _FanfoldRecorder
{
  gatomicrefcount ref_count;

  FanfoldRecordQueue *queue;

  GMutex mutex; /* for what follows, up to the blank line */
  guint64 id;
  guint64 n_recorded;
  gsize values_bytes; /* that wait for the writer */
  guint n_inputs;     /* up to which that was added has been worked off */
  gboolean over;
  char *trouble;
  GError *history_error;
  GError *results_error;

  int hurried;   /* atomic: a reader of the results that sleeps is not waited for */
  gint n_untold; /* atomic: outlooks that are not in the list */

  /* the writer's thread alone */
  gboolean recording;      /* there is a history, and it has not been given up */
  FanfoldJournal *journal; /* stays for reading when it is given up */
  FanfoldHistoryRun *run;
  FanfoldHistoryRun *given_up; /* (nullable) what the list is to say instead, once it can */
  FanfoldCombine *combine;
  FanfoldFunction *function;
  FanfoldResults *results;
  gboolean continued;
  FanfoldRanges *jobs; /* (nullable) of a continued run: those that are run in this session */
  GArray *records;
  gsize held_bytes; /* recorded, but slots wait until the results have them, too */
  gboolean ended;
  gboolean finished;   /* and the history says so, or was given up */
  gint64 hurried_usec; /* since when; 0: not yet */
  gboolean unlisted;   /* counts have changed since they were written to the list */
  gint n_taken;        /* outlooks that are not in the list, of those that were taken */
  gint64 begun_usec;
  double seconds_before; /* of earlier sessions */
  gint64 listed_usec;
  gint64 patience_usec;
  gint64 trouble_usec; /* since when; 0: none */
  gint64 retry_usec;
};

/* [writer] Drops what was taken, and lets others come for it. */
void fanfold_recorder_clear_records (FanfoldRecorder *self);
void fanfold_recorder_release (FanfoldRecorder *self);

G_END_DECLS
