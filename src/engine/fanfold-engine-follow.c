/* fanfold-engine-follow.c: keeps the list of runs up to date with what other programs do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-engine-private.h"
#include "fanfold-task.h"

#define LOOK_SECONDS 1

/* Newest first; those without a number yet have just begun here. */
static void
insert (FanfoldEngine *self, const FanfoldHistoryRun *kept)
{
  GListModel *runs = G_LIST_MODEL (self->runs);
  g_autoptr (FanfoldRun) run = fanfold_run_new_from_history (self->history, kept);
  guint position = 0;

  for (; position < g_list_model_get_n_items (runs); position++)
    {
      g_autoptr (FanfoldRun) other = g_list_model_get_item (runs, position);

      if (fanfold_run_get_id (other) != 0 && fanfold_run_get_id (other) < kept->id)
        break;
    }
  g_list_store_insert (self->runs, position, run);
}

static void
take (FanfoldEngine *self, const FanfoldHistoryRun *kept)
{
  FanfoldRun *run = fanfold_engine_find_run (self, kept->id);

  if (run == NULL)
    insert (self, kept);
  else if (fanfold_run_state_is_over (fanfold_run_get_state (run)) ||
           fanfold_run_is_elsewhere (run))
    fanfold_run_take_news (run, kept);
}

static void
take_all (FanfoldEngine *self, const FanfoldHistoryNews *news)
{
  for (guint i = 0; i < news->runs->len; i++)
    take (self, g_ptr_array_index (news->runs, i));
  fanfold_engine_remove_runs (self, (const guint64 *) (gpointer) news->gone->data, news->gone->len);
}

static void
look_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  /* What cannot be read now may be at the next look. */
  g_task_return_pointer (task,
                         fanfold_history_watch_look (task_data, NULL),
                         (GDestroyNotify) fanfold_history_news_free);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldEngine *self = FANFOLD_ENGINE (user_data);
  g_autoptr (FanfoldHistoryNews) news = NULL;

  fanfold_take_over (result);
  self->looking = FALSE;
  news = g_task_propagate_pointer (G_TASK (result), NULL);
  if (self->writer == NULL)
    return;

  if (news != NULL)
    take_all (self, news);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i++)
    {
      g_autoptr (FanfoldRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      fanfold_run_advance (run);
    }
}

static gboolean
look_cb (gpointer user_data)
{
  FanfoldEngine *self = FANFOLD_ENGINE (user_data);
  g_autoptr (GTask) task = NULL;

  if (self->looking)
    return G_SOURCE_CONTINUE;

  self->looking = TRUE;
  task = g_task_new (NULL, NULL, looked_cb, self);
  g_task_set_source_tag (task, look_cb);
  g_task_set_task_data (task, self->watch, NULL);
  fanfold_task_run (task, look_thread);

  return G_SOURCE_CONTINUE;
}

void
fanfold_engine_begin_following (FanfoldEngine *self)
{
  if (!self->following || self->watch == NULL || self->follow_id != 0)
    return;

  self->follow_id = g_timeout_add_seconds (LOOK_SECONDS, look_cb, self);
  look_cb (self);
}

void
fanfold_engine_end_following (FanfoldEngine *self)
{
  fanfold_engine_follow_others (self, FALSE);
  while (self->looking)
    g_main_context_iteration (NULL, TRUE);
}

void
fanfold_engine_follow_others (FanfoldEngine *self, gboolean follow)
{
  g_return_if_fail (FANFOLD_IS_ENGINE (self));

  self->following = follow;
  if (follow)
    fanfold_engine_begin_following (self);
  else
    g_clear_handle_id (&self->follow_id, g_source_remove);
}
