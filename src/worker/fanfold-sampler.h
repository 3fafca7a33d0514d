/* fanfold-sampler.h: tells the slot which job of a bundle is running and how far it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-runner-link.h"

G_BEGIN_DECLS

#define FANFOLD_SAMPLER_BEAT_USEC G_USEC_PER_SEC /* something is heard of it as often at least */

typedef struct
{
  FanfoldRunnerLink *link;
  FanfoldWire *wire;
  guint64 first;
  gint64 next_usec;
  gint64 last_usec;
  guint64 index; /* what was told last */
  double fraction;
  char message[256];
} FanfoldSampler;

/* Of a bundle that begins at @first and waits for its runner: there is nothing to tell but that it
 * is still there. Both must outlive it. */
void fanfold_sampler_wait (FanfoldSampler *self,
                           FanfoldRunnerLink *link,
                           FanfoldWire *wire,
                           guint64 first);
/* The runner was asked. */
void fanfold_sampler_begin (FanfoldSampler *self);

/* Does what is due by now. */
void fanfold_sampler_check (FanfoldSampler *self, gint64 now);
gint64 fanfold_sampler_get_next (FanfoldSampler *self);

G_END_DECLS
