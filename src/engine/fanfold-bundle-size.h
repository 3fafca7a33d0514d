/* fanfold-bundle-size.h: how many jobs travel together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Plain values, without a lock or a clock. Only short jobs travel together. */
typedef struct
{
  gboolean together; /* else each travels alone */
  guint asked;       /* 0: as many as are short */
  guint n;           /* as of now */
} FanfoldBundleSize;

/* [any] One job at first, unless @asked says a number. */
void fanfold_bundle_size_init (FanfoldBundleSize *self, gboolean together, guint asked);

/* [any] @n jobs that travelled together took @seconds. Those of which two do not fit into 15 ms
 * travel alone; the others as many as do, at most eight times as many as before. */
void fanfold_bundle_size_learn (FanfoldBundleSize *self, guint n, double seconds);

/* [any] Towards the end they shrink, so that no slot is left with a large one while others are
 * idle; a size that was asked for stays. At least 1. */
guint fanfold_bundle_size_get (const FanfoldBundleSize *self, guint64 n_waiting, guint n_slots);

G_END_DECLS
