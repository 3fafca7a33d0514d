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
  FanfoldSettings settings;
  char *folder;
  FanfoldMemo *memo;
  FanfoldRecollection *recollection;
  gboolean gentle;

  GMutex mutex; /* of what follows */
  FanfoldPreflightSample sample;
  FanfoldFinding findings[FANFOLD_N_FINDING_KINDS];
  guint16 *marks; /* of each job that is looked at */
};

G_END_DECLS
