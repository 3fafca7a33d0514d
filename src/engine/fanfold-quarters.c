/* fanfold-quarters.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-quarters.h"

#include "fanfold-n-jobs.h"

/* Of an attempt at a job. */
typedef struct
{
  guint64 job;
  guint attempts;
  guint n_passed;
} Way;

struct _FanfoldQuarters
{
  Way ways[FANFOLD_MAX_SLOTS];
};

FanfoldQuarters *
fanfold_quarters_new (void)
{
  return g_new0 (FanfoldQuarters, 1);
}

void
fanfold_quarters_free (FanfoldQuarters *self)
{
  g_free (self);
}

gboolean
fanfold_quarters_pass (FanfoldQuarters *self,
                       guint64 index,
                       const FanfoldJobRow *row,
                       gint64 wall_usec)
{
  guint n_passed;
  Way *way;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  if (row->state != FANFOLD_JOB_RUNNING || row->slot >= FANFOLD_MAX_SLOTS || row->fraction < 0.25 ||
      row->fraction >= 1 || wall_usec - row->started_usec < FANFOLD_QUARTERS_MIN_USEC)
    return FALSE;

  way = &self->ways[row->slot];
  if (way->job != index || way->attempts != row->attempts)
    *way = (Way){ index, row->attempts, 0 };
  n_passed = (guint) (row->fraction * 4);
  if (n_passed <= way->n_passed)
    return FALSE;

  way->n_passed = n_passed;
  return TRUE;
}
