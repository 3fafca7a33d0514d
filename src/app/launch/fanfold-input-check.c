/* fanfold-input-check.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input-check.h"
#include "fanfold-file-kinds.h"
#include "fanfold-task.h"

#define START_MSEC 150

struct _FanfoldInputCheck
{
  GObject parent_instance;

  FanfoldInput *input;
  FanfoldParam *param;
  char *folder;
  GCancellable *cancellable;
  guint start_id;
  gboolean busy;
  guint64 n_values;
  GPtrArray *kinds; /* (nullable) */
  GError *error;
};

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldInputCheck, fanfold_input_check, G_TYPE_OBJECT)

typedef struct
{
  FanfoldInput *input;
  FanfoldParam *param;
  char *folder;
} Request;

static void
request_free (Request *self)
{
  fanfold_input_unref (self->input);
  g_object_unref (self->param);
  g_free (self->folder);
  g_free (self);
}

typedef struct
{
  guint64 n_values;
  GPtrArray *kinds; /* (nullable) */
} Answer;

static void
answer_free (Answer *self)
{
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  g_free (self);
}

static Answer *
answer_new (FanfoldSource *values, FanfoldInput *input)
{
  Answer *self = g_new0 (Answer, 1);

  self->n_values = fanfold_source_is_stream (values) ? 0 : fanfold_source_get_size (values);
  if (fanfold_input_get_kind (input) == FANFOLD_INPUT_FILES)
    self->kinds = fanfold_file_kinds_count (values);

  return self;
}

static void
check_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Request *request = task_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldSource) values =
      fanfold_input_expand (request->input, request->param, request->folder, cancellable, &error);

  if (values == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, answer_new (values, request->input), (GDestroyNotify) answer_free);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldInputCheck *self = FANFOLD_INPUT_CHECK (source);
  g_autoptr (GError) error = NULL;
  Answer *answer;

  fanfold_take_over (result);
  answer = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable ||
      g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&answer, answer_free);
      return;
    }

  self->busy = FALSE;
  self->n_values = answer != NULL ? answer->n_values : 0;
  self->kinds = answer != NULL ? g_steal_pointer (&answer->kinds) : NULL;
  g_clear_pointer (&answer, answer_free);
  self->error = g_steal_pointer (&error);
  g_signal_emit (self, signals[DONE], 0);
}

static gboolean
start_cb (gpointer user_data)
{
  FanfoldInputCheck *self = FANFOLD_INPUT_CHECK (user_data);
  g_autoptr (GTask) task = NULL;
  Request *request;

  self->start_id = 0;
  self->cancellable = g_cancellable_new ();

  request = g_new0 (Request, 1);
  request->input = fanfold_input_ref (self->input);
  request->param = g_object_ref (self->param);
  request->folder = g_strdup (self->folder);

  task = g_task_new (self, self->cancellable, checked_cb, NULL);
  g_task_set_source_tag (task, start_cb);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  fanfold_task_run (task, check_thread);

  return G_SOURCE_REMOVE;
}

static void
fanfold_input_check_dispose (GObject *object)
{
  FanfoldInputCheck *self = FANFOLD_INPUT_CHECK (object);

  fanfold_input_check_stop (self);

  G_OBJECT_CLASS (fanfold_input_check_parent_class)->dispose (object);
}

static void
fanfold_input_check_class_init (FanfoldInputCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fanfold_input_check_dispose;

  signals[DONE] = g_signal_new (
      "done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fanfold_input_check_init (FanfoldInputCheck *self)
{
}

FanfoldInputCheck *
fanfold_input_check_new (void)
{
  return g_object_new (FANFOLD_TYPE_INPUT_CHECK, NULL);
}

void
fanfold_input_check_start (FanfoldInputCheck *self,
                           FanfoldInput *input,
                           FanfoldParam *param,
                           const char *folder)
{
  g_return_if_fail (FANFOLD_IS_INPUT_CHECK (self));
  g_return_if_fail (input != NULL);
  g_return_if_fail (FANFOLD_IS_PARAM (param));

  fanfold_input_check_stop (self);
  self->input = fanfold_input_ref (input);
  self->param = g_object_ref (param);
  self->folder = g_strdup (folder);
  self->busy = TRUE;
  self->start_id = g_timeout_add (START_MSEC, start_cb, self);
}

void
fanfold_input_check_stop (FanfoldInputCheck *self)
{
  g_return_if_fail (FANFOLD_IS_INPUT_CHECK (self));

  g_clear_handle_id (&self->start_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->input, fanfold_input_unref);
  g_clear_object (&self->param);
  g_clear_pointer (&self->folder, g_free);
  g_clear_error (&self->error);
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  self->n_values = 0;
  self->busy = FALSE;
}

gboolean
fanfold_input_check_is_busy (FanfoldInputCheck *self)
{
  g_return_val_if_fail (FANFOLD_IS_INPUT_CHECK (self), FALSE);

  return self->busy;
}

guint64
fanfold_input_check_get_n_values (FanfoldInputCheck *self)
{
  g_return_val_if_fail (FANFOLD_IS_INPUT_CHECK (self), 0);

  return self->n_values;
}

GPtrArray *
fanfold_input_check_get_kinds (FanfoldInputCheck *self)
{
  g_return_val_if_fail (FANFOLD_IS_INPUT_CHECK (self), NULL);

  return self->kinds;
}

const char *
fanfold_input_check_get_error (FanfoldInputCheck *self)
{
  g_return_val_if_fail (FANFOLD_IS_INPUT_CHECK (self), NULL);

  return self->error != NULL ? self->error->message : NULL;
}
