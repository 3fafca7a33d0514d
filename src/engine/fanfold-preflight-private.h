/* fanfold-preflight-private.h: what is known so far, and the work that finds it out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-preflight.h"

G_BEGIN_DECLS

struct _FanfoldPreflight
{
  gatomicrefcount ref_count;

  FanfoldCombine *combine;
  guint64 *jobs; /* (nullable) the numbers of those that are looked at; the first ones */
  FanfoldSettings settings;
  char *folder;
  FanfoldMemo *memo;
  FanfoldRecollection *recollection;
  gboolean gentle;

  GMutex mutex; /* of what follows */
  FanfoldPreflightSample sample;
  FanfoldFinding findings[FANFOLD_N_FINDING_KINDS];
  guint16 *marks; /* of each job that is looked at, in their order */
};

/* [any] The number of the job that is looked at as the one at @place. */
static inline guint64
fanfold_preflight_get_job (const FanfoldPreflight *self, guint64 place)
{
  return self->jobs != NULL ? self->jobs[place] : place;
}

/* [any] Waits for the disk. Once all marks are set; @hashes: of the arguments of each job that was
 * looked at. Whether some disk has probably too little room, which @finding tells then. */
gboolean fanfold_preflight_find_room (FanfoldPreflight *self,
                                      FanfoldFootprint *footprint,
                                      const guint64 *hashes,
                                      FanfoldFinding *finding);

/* [any] Waits for the disk. Once all marks are set: fills in the time that all jobs take together.
 * @n_to_compute: how many of those that were looked at are neither cached nor equal to another one.
 * FALSE where it is cancelled. */
gboolean fanfold_preflight_find_time (FanfoldPreflight *self,
                                      const guint64 *hashes,
                                      guint64 *n_to_compute,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
