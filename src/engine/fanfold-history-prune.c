/* fanfold-history-prune.c: keeps the history within its limits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-history-db.h"
#include "fanfold-history-private.h"
#include "fanfold-run-db.h"

typedef struct
{
  guint64 max_bytes;
  guint64 max_runs;
  gint64 oldest_usec; /* what began before is too old; what never began is not */
  gboolean spare_newest;
  GArray *removed; /* (nullable) their ids */

  guint64 n_runs; /* what there is */
  guint64 n_bytes;

  guint64 n_removed;
  guint64 n_bytes_removed;
} Pruning;

/* The first time round those that are complete, then those that could be resumed. */
static gboolean
may_go (const FanfoldHistoryRun *run, gboolean resumable)
{
  if (run->id == 0 || run->kept || !fanfold_run_state_is_over (run->state))
    return FALSE;

  return resumable || run->state == FANFOLD_RUN_FINISHED;
}

static gboolean
has_to_go (const Pruning *self, const FanfoldHistoryRun *run)
{
  return (self->max_bytes != 0 && self->n_bytes > self->max_bytes) ||
         (self->max_runs != 0 && self->n_runs > self->max_runs) ||
         (run->started_usec > 0 && run->started_usec < self->oldest_usec);
}

static gboolean
remove_run (Pruning *self, FanfoldHistory *history, const FanfoldHistoryRun *run, GError **error)
{
  if (!fanfold_history_delete (history, run->id, error))
    return FALSE;

  self->n_runs--;
  self->n_bytes -= run->n_bytes;
  self->n_removed++;
  self->n_bytes_removed += run->n_bytes;
  if (self->removed != NULL)
    g_array_append_val (self->removed, run->id);

  return TRUE;
}

/* One after the other, the oldest first. What cannot be removed stays and is told, but does not
 * keep the others. */
static gboolean
remove_runs (
    Pruning *self, FanfoldHistory *history, GPtrArray *runs, gboolean resumable, GError **error)
{
  gboolean good = TRUE;

  for (guint i = runs->len; i > (self->spare_newest ? 1 : 0); i--)
    {
      FanfoldHistoryRun *run = g_ptr_array_index (runs, i - 1);

      if (!may_go (run, resumable) || !has_to_go (self, run))
        continue;
      if (remove_run (self, history, run, good ? error : NULL))
        run->id = 0; /* is not there any more */
      else
        good = FALSE;
    }

  return good;
}

/* The list is behind on those whose program died. */
static void
measure (Pruning *self, FanfoldHistory *history, GPtrArray *runs)
{
  self->n_runs = runs->len;
  for (guint i = 0; i < runs->len; i++)
    {
      FanfoldHistoryRun *run = g_ptr_array_index (runs, i);

      if (run->state != FANFOLD_RUN_FINISHED || run->n_bytes == 0)
        {
          g_autofree char *path = fanfold_history_db_dup_run_path (history->folder, run->id);

          run->n_bytes = fanfold_run_db_get_bytes (path);
        }
      self->n_bytes += run->n_bytes;
    }
}

static gboolean
prune (Pruning *self, FanfoldHistory *history, GError **error)
{
  g_autoptr (GPtrArray) runs = fanfold_history_list (history, error);
  gboolean good;

  if (runs == NULL)
    return FALSE;

  measure (self, history, runs);
  good = remove_runs (self, history, runs, FALSE, error);

  return remove_runs (self, history, runs, TRUE, good ? error : NULL) && good;
}

gboolean
fanfold_history_prune (FanfoldHistory *self,
                       guint64 max_bytes,
                       guint64 max_runs,
                       gint64 max_age_usec,
                       guint64 *n_removed,
                       guint64 *n_bytes,
                       GError **error)
{
  Pruning pruning = { .max_bytes = max_bytes, .max_runs = max_runs };
  gboolean good;

  g_return_val_if_fail (self != NULL, FALSE);

  pruning.oldest_usec = max_age_usec > 0 ? g_get_real_time () - max_age_usec : G_MININT64;
  good = prune (&pruning, self, error);
  if (n_removed != NULL)
    *n_removed = pruning.n_removed;
  if (n_bytes != NULL)
    *n_bytes = pruning.n_bytes_removed;

  return good;
}

void
fanfold_history_keep_limits (FanfoldHistory *self, GArray *removed)
{
  Pruning pruning = {
    .max_bytes = FANFOLD_HISTORY_MAX_BYTES,
    .max_runs = FANFOLD_HISTORY_MAX_RUNS,
    .oldest_usec = G_MININT64,
    .spare_newest = TRUE,
    .removed = removed,
  };

  g_return_if_fail (self != NULL);

  prune (&pruning, self, NULL);
}
