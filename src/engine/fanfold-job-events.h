/* fanfold-job-events.h: what is told of jobs while they run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_LOG_STDOUT,
  FANFOLD_LOG_STDERR,
  FANFOLD_LOG_DEBUG, /* from here on: call->log, a line each, with its end */
  FANFOLD_LOG_INFO,
  FANFOLD_LOG_WARNING,
  FANFOLD_LOG_ERROR,
  FANFOLD_LOG_NOTE /* ours: what was cut off, why a worker was ended … */
} FanfoldLogKind;

/* [slot] Called on the thread that runs the bundle (log and progress of `threads`: any, under no
 * lock of ours). In a bundle only the job that is running at a sample is told of, not each.
 *
 * A bundle that is past its budget while a job is under way is parted: @block (nullable) holds the
 * jobs before @running, which are over; those behind it were not begun and can be given again; it
 * alone goes on, and is what the bundle's own block is about. Who gives a budget must know of it.
 */
typedef struct
{
  void (*begun) (guint64 index, gint64 started_usec, gpointer user_data); /* wall clock */
  void (*progress) (guint64 index, double fraction, const char *message, gpointer user_data);
  void (*log) (
      guint64 index, FanfoldLogKind kind, const char *bytes, gsize length, gpointer user_data);
  void (*parted) (FanfoldBlock *block, guint64 running, gint64 started_usec, gpointer user_data);
  gpointer user_data;
} FanfoldJobEvents;

G_END_DECLS
