/* fanfold-engine-slots.c: slots that all runs have together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-engine-private.h"

#include "fanfold-shares.h"

static FanfoldShare
make_share (FanfoldRun *run, guint least)
{
  FanfoldShare share = { .priority = fanfold_run_get_settings (run)->priority, .least = least };

  share.wanted = fanfold_run_count_slots (run, &share.needed, &share.present);

  return share;
}

/* Those that go on. (transfer full) (element-type FanfoldRun) */
static GPtrArray *
list_runs (FanfoldEngine *self)
{
  GPtrArray *runs = g_ptr_array_new ();

  for (guint i = 0; i < fanfold_queue_get_n_runs (self->queue); i++)
    {
      FanfoldRun *run = (FanfoldRun *) fanfold_queue_get_run (self->queue, i);

      if (fanfold_run_get_state (run) != FANFOLD_RUN_WAITING)
        g_ptr_array_add (runs, run);
    }

  return runs;
}

gboolean
fanfold_engine_share_slots (FanfoldEngine *self, FanfoldRun *next)
{
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree FanfoldShare *shares = NULL;
  gboolean ready = TRUE;
  guint n = 0;

  runs = list_runs (self);
  shares = g_new (FanfoldShare, runs->len + 1);
  for (; n < runs->len; n++)
    shares[n] = make_share (g_ptr_array_index (runs, n), 1);
  if (next != NULL)
    shares[n++] = make_share (next, fanfold_queue_is_now (self->queue, next) ? 1 : 0);
  if (self->max_slots > 0)
    fanfold_shares_divide (shares, n, self->max_slots);

  for (guint i = 0; i < runs->len; i++)
    fanfold_run_set_max_slots (g_ptr_array_index (runs, i),
                               self->max_slots > 0 ? shares[i].given : 0);
  if (next != NULL && self->max_slots > 0)
    ready = shares[n - 1].given > 0;
  if (next != NULL && ready)
    fanfold_run_set_max_slots (next, self->max_slots > 0 ? shares[n - 1].given : 0);

  return ready;
}
