/* fanfold-again-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-again-actions.h"
#include "fanfold-task.h"

#include <glib/gi18n.h>

struct _FanfoldAgainActions
{
  GObject parent_instance;

  GtkApplicationWindow *window; /* borrowed; NULL: it is going */
  FanfoldEngine *engine;        /* NULL then, too */
  FanfoldFileActions *files;    /* borrowed */
};

G_DEFINE_FINAL_TYPE (FanfoldAgainActions, fanfold_again_actions, G_TYPE_OBJECT)

static void
show_error (FanfoldAgainActions *self, const GError *error)
{
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self->window), _ ("The jobs cannot be run again"), error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The run and the jobs that @parameter names. @jobs: (out) (transfer full). (nullable) */
static FanfoldRun *
read_target (FanfoldAgainActions *self, GVariant *parameter, FanfoldRanges **jobs)
{
  g_autoptr (GVariantIter) iter = NULL;
  guint64 id, first, n;

  g_variant_get (parameter, "(ta(tt))", &id, &iter);
  *jobs = fanfold_ranges_new ();
  while (g_variant_iter_next (iter, "(tt)", &first, &n))
    fanfold_ranges_add (*jobs, first, n);

  return fanfold_engine_find_run (self->engine, id);
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldAgainActions) self = FANFOLD_AGAIN_ACTIONS (user_data);
  g_autoptr (GError) error = NULL;

  fanfold_engine_resume_finish (FANFOLD_ENGINE (source), result, &error);
  if (self->window != NULL && error != NULL)
    show_error (self, error);
}

/* @jobs: (nullable) (transfer full) */
static void
resume (FanfoldAgainActions *self, FanfoldRun *run, FanfoldRanges *jobs)
{
  fanfold_engine_resume_async (
      self->engine, run, jobs, NULL, NULL, NULL, resumed_cb, g_object_ref (self));
}

/* Jobs that are to be run again once their run, which is ending, is over. */
typedef struct
{
  FanfoldAgainActions *actions;
  FanfoldRanges *jobs;
} Late;

static void
late_free (gpointer data, GClosure *closure)
{
  Late *late = data;

  g_object_unref (late->actions);
  g_clear_pointer (&late->jobs, fanfold_ranges_free);
  g_free (late);
}

static void
late_state_cb (FanfoldRun *run, GParamSpec *pspec, gpointer user_data)
{
  Late *late = user_data;
  FanfoldRanges *jobs = late->jobs;

  if (!fanfold_run_state_is_over (fanfold_run_get_state (run)))
    return;

  late->jobs = NULL;
  if (late->actions->window != NULL)
    resume (late->actions, run, jobs);
  g_signal_handlers_disconnect_by_func (run, late_state_cb, late);
}

static void
run_again_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldAgainActions *self = FANFOLD_AGAIN_ACTIONS (user_data);
  g_autoptr (FanfoldRanges) jobs = NULL;
  FanfoldRun *run = read_target (self, parameter, &jobs);
  Late *late;

  if (run == NULL)
    return;

  if (fanfold_ranges_get_size (jobs) == 0)
    g_clear_pointer (&jobs, fanfold_ranges_free);
  if (fanfold_run_state_is_over (fanfold_run_get_state (run)))
    {
      resume (self, run, g_steal_pointer (&jobs));
      return;
    }
  if (jobs == NULL || fanfold_run_rerun_jobs (run, jobs))
    return;

  late = g_new0 (Late, 1);
  late->actions = g_object_ref (self);
  late->jobs = g_steal_pointer (&jobs);
  g_signal_connect_data (
      run, "notify::state", G_CALLBACK (late_state_cb), late, late_free, G_CONNECT_DEFAULT);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldAgainActions) self = FANFOLD_AGAIN_ACTIONS (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) batch =
      fanfold_engine_choose_again_finish (FANFOLD_ENGINE (source), result, &error);

  if (self->window == NULL)
    return;

  if (batch != NULL)
    fanfold_file_actions_show_batch (self->files, batch, NULL);
  else
    show_error (self, error);
}

/* What jobs are chosen from: the batch of @run, which may list a great many values. */
typedef struct
{
  FanfoldRun *run;
  FanfoldRanges *jobs;
  char *text;
  char *folder;
} Again;

static void
again_free (Again *self)
{
  g_clear_object (&self->run);
  g_clear_pointer (&self->jobs, fanfold_ranges_free);
  g_free (self->text);
  g_free (self->folder);
  g_free (self);
}

/* Which jobs, and in what order, is settled. */
static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Again *again = task_data;
  GError *error = NULL;
  FanfoldBatch *batch = fanfold_batch_new_from_text (again->text, -1, &error);
  FanfoldSettings settings;

  if (batch == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  settings = *fanfold_batch_get_settings (batch);
  settings.order = FANFOLD_ORDER_GIVEN;
  settings.sample = 0;
  fanfold_batch_set_settings (batch, &settings);
  fanfold_batch_set_folder (batch, again->folder);
  g_task_return_pointer (task, batch, g_object_unref);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldAgainActions *self = FANFOLD_AGAIN_ACTIONS (source);
  Again *again = g_task_get_task_data (G_TASK (result));
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_take_over (result);
  /* The thread may be the last to let go of the task. */
  run = g_steal_pointer (&again->run);
  batch = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->window == NULL)
    return;

  if (batch == NULL)
    {
      show_error (self, error);
      return;
    }

  fanfold_engine_choose_again_async (self->engine,
                                     run,
                                     g_steal_pointer (&again->jobs),
                                     batch,
                                     NULL,
                                     chosen_cb,
                                     g_object_ref (self));
}

static void
edit_again_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldAgainActions *self = FANFOLD_AGAIN_ACTIONS (user_data);
  g_autoptr (FanfoldRanges) jobs = NULL;
  g_autoptr (GTask) task = NULL;
  FanfoldRun *run = read_target (self, parameter, &jobs);
  Again *again;

  if (run == NULL)
    return;

  again = g_new0 (Again, 1);
  again->run = g_object_ref (run);
  again->jobs = g_steal_pointer (&jobs);
  again->text = g_strdup (fanfold_run_get_record (run)->batch);
  again->folder = g_strdup (fanfold_run_get_record (run)->folder);

  task = g_task_new (self, NULL, read_cb, NULL);
  g_task_set_source_tag (task, edit_again_action);
  g_task_set_task_data (task, again, (GDestroyNotify) again_free);
  fanfold_task_run (task, read_thread);
}

static const GActionEntry actions[] = {
  { .name = "run-again", .activate = run_again_action, .parameter_type = "(ta(tt))" },
  { .name = "edit-again", .activate = edit_again_action, .parameter_type = "(ta(tt))" },
};

static void
fanfold_again_actions_dispose (GObject *object)
{
  g_clear_object (&FANFOLD_AGAIN_ACTIONS (object)->engine);

  G_OBJECT_CLASS (fanfold_again_actions_parent_class)->dispose (object);
}

static void
fanfold_again_actions_class_init (FanfoldAgainActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fanfold_again_actions_dispose;
}

static void
fanfold_again_actions_init (FanfoldAgainActions *self)
{
}

FanfoldAgainActions *
fanfold_again_actions_new (GtkApplicationWindow *window,
                           FanfoldEngine *engine,
                           FanfoldFileActions *files)
{
  FanfoldAgainActions *self;

  g_return_val_if_fail (GTK_IS_APPLICATION_WINDOW (window), NULL);
  g_return_val_if_fail (FANFOLD_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (FANFOLD_IS_FILE_ACTIONS (files), NULL);

  self = g_object_new (FANFOLD_TYPE_AGAIN_ACTIONS, NULL);
  self->window = window;
  self->engine = g_object_ref (engine);
  self->files = files;
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);

  return self;
}

void
fanfold_again_actions_stop (FanfoldAgainActions *self)
{
  g_return_if_fail (FANFOLD_IS_AGAIN_ACTIONS (self));

  self->window = NULL;
  g_clear_object (&self->engine);
}
