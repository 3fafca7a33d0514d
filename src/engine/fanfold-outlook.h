/* fanfold-outlook.h: how far a run is, and how long it will take, as its program says it to others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-db.h"
#include "fanfold-run-halt.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 time_usec; /* wall clock, when this was so; 0: nothing is known */
  double elapsed;   /* seconds, of all its sessions */
  FanfoldRunHalt halt;
  double median; /* of the seconds that remain; below 0: unknown, and so are the others */
  double low;
  double high;
} FanfoldOutlook;

/* [any] What is to be thought some time later, when nothing else was said: what remains counts
 * down, where jobs are started or may end. Past its end it is unknown: that program would have said
 * more, if it could. */
FanfoldOutlook fanfold_outlook_at (const FanfoldOutlook *told, gint64 now_usec);

/* [any] Whether whoever has been told @told is to be told this: not more than once a second, and
 * not what is to be seen from @told; but at once when it comes to a halt, or out of it. */
gboolean fanfold_outlook_is_news (const FanfoldOutlook *self, const FanfoldOutlook *told);

/* In the list of runs, history.db, beside the run with that id; one of which nothing is known is
 * removed there. */
gboolean
fanfold_outlook_write (const FanfoldOutlook *self, FanfoldDb *list, guint64 id, GError **error);
/* Where there is none, or none can be read, nothing is known. */
void fanfold_outlook_read (FanfoldOutlook *self, FanfoldDb *list, guint64 id);

G_END_DECLS
