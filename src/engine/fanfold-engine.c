/* fanfold-engine.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-engine-private.h"

#include "fanfold-task.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (FanfoldEngine, fanfold_engine, G_TYPE_OBJECT)

static void
add_note (FanfoldEngine *self, const char *note)
{
  if (note == NULL)
    return;

  g_ptr_array_insert (self->notes, (int) self->notes->len - 1, g_strdup (note));
}

static void
fanfold_engine_dispose (GObject *object)
{
  FanfoldEngine *self = FANFOLD_ENGINE (object);

  g_assert (self->writer == NULL);
  g_clear_handle_id (&self->queue_id, g_source_remove);
  g_clear_object (&self->registry);
  g_clear_object (&self->runs);

  G_OBJECT_CLASS (fanfold_engine_parent_class)->dispose (object);
}

static void
fanfold_engine_finalize (GObject *object)
{
  FanfoldEngine *self = FANFOLD_ENGINE (object);

  g_clear_pointer (&self->worker_path, g_free);
  g_clear_pointer (&self->history_folder, g_free);
  g_clear_pointer (&self->recollection, fanfold_recollection_unref);
  g_clear_pointer (&self->memo, fanfold_memo_unref);
  g_clear_pointer (&self->watch, fanfold_history_watch_free);
  g_clear_pointer (&self->history, fanfold_history_unref);
  g_clear_pointer (&self->queue, fanfold_queue_free);
  g_clear_pointer (&self->conditions, fanfold_conditions_free);
  g_clear_pointer (&self->notes, g_ptr_array_unref);

  G_OBJECT_CLASS (fanfold_engine_parent_class)->finalize (object);
}

static void
fanfold_engine_class_init (FanfoldEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fanfold_engine_dispose;
  object_class->finalize = fanfold_engine_finalize;
}

static void
fanfold_engine_init (FanfoldEngine *self)
{
  self->runs = g_list_store_new (FANFOLD_TYPE_RUN);
  self->queue = fanfold_queue_new ();
  self->conditions = fanfold_conditions_new ();
  self->notes = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->notes, NULL);
}

/* Folders for plugins: the environment's, the person's, the library's. */
static GStrv
dup_plugin_folders (void)
{
  g_autoptr (GStrvBuilder) folders = g_strv_builder_new ();
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "fanfold", "plugins", NULL);
  const char *path = g_getenv ("FANFOLD_PLUGIN_PATH");

  if (path != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (path, G_SEARCHPATH_SEPARATOR_S, -1);

      for (guint i = 0; parts[i] != NULL; i++)
        if (*parts[i] != '\0')
          g_strv_builder_add (folders, parts[i]);
    }
  g_strv_builder_add (folders, own);
  g_strv_builder_add (folders, FANFOLD_PLUGIN_DIR);

  return g_strv_builder_end (folders);
}

static char *
choose (const char *given, const char *fallback_folder, const char *fallback_name)
{
  if (given != NULL)
    return g_strdup (given);

  return g_build_filename (fallback_folder, "fanfold", fallback_name, NULL);
}

FanfoldEngine *
fanfold_engine_new (const FanfoldEnginePaths *paths)
{
  static const FanfoldEnginePaths defaults = { 0 };
  FanfoldEngine *self = g_object_new (FANFOLD_TYPE_ENGINE, NULL);
  const char *worker = g_getenv ("FANFOLD_WORKER");
  g_auto (GStrv) folders = dup_plugin_folders ();
  g_autofree char *memo_folder = NULL;
  g_autofree char *known_path = NULL;

  if (paths == NULL)
    paths = &defaults;
  if (paths->worker_path != NULL)
    worker = paths->worker_path;

  memo_folder = choose (paths->memo_folder, g_get_user_cache_dir (), "memo");
  known_path = choose (paths->known_path, g_get_user_cache_dir (), "plugins.ini");
  self->history_folder = choose (paths->history_folder, g_get_user_data_dir (), NULL);
  self->worker_path = g_strdup (worker != NULL ? worker : FANFOLD_WORKER_PATH);
  self->memo = fanfold_memo_new (memo_folder);
  self->registry =
      fanfold_registry_new (self->worker_path, (const char *const *) folders, known_path);
  fanfold_cpu_get (&self->cpu);

  return self;
}

/* What opening the history gave. */
typedef struct
{
  char *folder;
  FanfoldHistory *history;
  FanfoldHistoryWatch *watch;
  GPtrArray *runs;
  char *note;
  char *trouble;
  guint n_pending;
} Start;

static void
start_free (gpointer data)
{
  Start *start = data;

  g_free (start->folder);
  g_clear_pointer (&start->watch, fanfold_history_watch_free);
  g_clear_pointer (&start->history, fanfold_history_unref);
  g_clear_pointer (&start->runs, g_ptr_array_unref);
  g_free (start->note);
  g_free (start->trouble);
  g_free (start);
}

static void
open_history_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Start *start = task_data;
  g_autoptr (GError) error = NULL;

  start->history = fanfold_history_open (start->folder, &start->note, &error);
  if (start->history != NULL)
    start->runs = fanfold_history_list (start->history, &error);
  if (start->runs != NULL)
    start->watch = fanfold_history_watch_new (start->history, start->runs);
  if (error != NULL)
    start->trouble = g_strdup_printf (_ ("Runs are not kept: %s"), error->message);

  g_task_return_boolean (task, TRUE);
}

static void
start_step_done (GTask *task)
{
  Start *start = g_task_get_task_data (task);

  if (--start->n_pending == 0)
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* A run that is to go on stays, to say why it could not. */
static gboolean
may_leave (FanfoldRun *run, const guint64 *ids, guint n)
{
  if (!fanfold_run_state_is_over (fanfold_run_get_state (run)) && !fanfold_run_is_elsewhere (run))
    return FALSE;

  for (guint i = 0; i < n; i++)
    if (fanfold_run_get_id (run) == ids[i])
      return TRUE;

  return FALSE;
}

void
fanfold_engine_remove_runs (FanfoldEngine *self, const guint64 *ids, guint n)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i > 0; i--)
    {
      g_autoptr (FanfoldRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i - 1);

      if (may_leave (run, ids, n))
        g_list_store_remove (self->runs, i - 1);
    }
}

static void
pruned_cb (const guint64 *ids, guint n, gpointer user_data)
{
  fanfold_engine_remove_runs (user_data, ids, n);
}

static void
history_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldEngine *self = FANFOLD_ENGINE (source);
  GTask *task = user_data;
  Start *start = g_task_get_task_data (task);

  fanfold_take_over (result);
  self->history = g_steal_pointer (&start->history);
  self->watch = g_steal_pointer (&start->watch);
  self->recollection = fanfold_recollection_new (self->history, self->memo);
  self->writer = fanfold_writer_new (self->history);
  fanfold_writer_set_pruned_func (self->writer, pruned_cb, self);
  add_note (self, start->note);
  add_note (self, start->trouble);
  for (guint i = 0; start->runs != NULL && i < start->runs->len; i++)
    {
      g_autoptr (FanfoldRun) run =
          fanfold_run_new_from_history (self->history, g_ptr_array_index (start->runs, i));

      g_list_store_append (self->runs, run);
    }
  fanfold_engine_begin_following (self);

  start_step_done (task);
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GTask *task = user_data;

  if (!fanfold_registry_scan_finish (FANFOLD_REGISTRY (source), result, &error))
    add_note (g_task_get_source_object (task), error->message);

  start_step_done (task);
}

void
fanfold_engine_start_async (FanfoldEngine *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  g_autoptr (GTask) opening = NULL;
  Start *start;

  g_return_if_fail (FANFOLD_IS_ENGINE (self));
  g_return_if_fail (self->writer == NULL);

  start = g_new0 (Start, 1);
  start->folder = g_strdup (self->history_folder);
  start->n_pending = 2;
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, fanfold_engine_start_async);
  g_task_set_task_data (task, start, start_free);

  opening = g_task_new (self, NULL, history_opened_cb, task);
  g_task_set_task_data (opening, start, NULL);
  fanfold_task_run (opening, open_history_thread);
  fanfold_registry_scan_async (self->registry, cancellable, scanned_cb, g_object_ref (task));
}

gboolean
fanfold_engine_start_finish (FanfoldEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *const *
fanfold_engine_get_notes (FanfoldEngine *self)
{
  g_return_val_if_fail (FANFOLD_IS_ENGINE (self), NULL);

  return (const char *const *) self->notes->pdata;
}

void
fanfold_engine_set_patience (FanfoldEngine *self, guint seconds)
{
  g_return_if_fail (FANFOLD_IS_ENGINE (self));
  g_return_if_fail (self->writer != NULL);

  fanfold_writer_set_patience (self->writer, seconds);
}

gboolean
fanfold_engine_keeps_runs (FanfoldEngine *self)
{
  g_return_val_if_fail (FANFOLD_IS_ENGINE (self), FALSE);

  return self->history != NULL;
}

FanfoldRegistry *
fanfold_engine_get_registry (FanfoldEngine *self)
{
  g_return_val_if_fail (FANFOLD_IS_ENGINE (self), NULL);

  return self->registry;
}

FanfoldMemo *
fanfold_engine_get_memo (FanfoldEngine *self)
{
  g_return_val_if_fail (FANFOLD_IS_ENGINE (self), NULL);

  return self->memo;
}

const FanfoldCpu *
fanfold_engine_get_cpu (FanfoldEngine *self)
{
  g_return_val_if_fail (FANFOLD_IS_ENGINE (self), NULL);

  return &self->cpu;
}

GListModel *
fanfold_engine_get_runs (FanfoldEngine *self)
{
  g_return_val_if_fail (FANFOLD_IS_ENGINE (self), NULL);

  return G_LIST_MODEL (self->runs);
}

FanfoldHistory *
fanfold_engine_get_history (FanfoldEngine *self)
{
  g_return_val_if_fail (FANFOLD_IS_ENGINE (self), NULL);

  return self->history;
}

FanfoldRun *
fanfold_engine_find_run (FanfoldEngine *self, guint64 id)
{
  guint n_runs;

  g_return_val_if_fail (FANFOLD_IS_ENGINE (self), NULL);

  n_runs = g_list_model_get_n_items (G_LIST_MODEL (self->runs));
  for (guint i = 0; i < n_runs && id != 0; i++)
    {
      g_autoptr (FanfoldRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      if (fanfold_run_get_id (run) == id)
        return run;
    }

  return NULL;
}
