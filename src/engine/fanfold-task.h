/* fanfold-task.h: work on a thread of GTask's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-lock.h"

G_BEGIN_DECLS

#ifdef FANFOLD_TSAN
#define FANFOLD_TASK_FUNC "fanfold-task-func"

static inline void
fanfold_task_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  gpointer func;

  fanfold_take_over (task);
  func = g_object_get_data (G_OBJECT (task), FANFOLD_TASK_FUNC);
  ((GTaskThreadFunc) func) (task, source, data, cancellable);
  fanfold_hand_over (task);
}
#endif

static inline void
fanfold_task_release (gpointer source_object)
{
  g_idle_add_once ((GSourceOnceFunc) g_object_unref, source_object);
}

/* [main] As g_task_run_in_thread (), but the last reference to the task's source object is never
 * dropped by the thread: objects end on the main thread alone. What takes the result begins with
 * fanfold_take_over () of it. */
static inline void
fanfold_task_run (GTask *task, GTaskThreadFunc func)
{
  gpointer source_object = g_task_get_source_object (task);

  /* Data of an object goes last of all, after the task's own reference. */
  if (source_object != NULL)
    g_object_set_data_full (G_OBJECT (task),
                            "fanfold-source-object",
                            g_object_ref (source_object),
                            fanfold_task_release);

#ifdef FANFOLD_TSAN
  g_object_set_data (G_OBJECT (task), FANFOLD_TASK_FUNC, func);
  fanfold_hand_over (task);
  g_task_run_in_thread (task, fanfold_task_thread);
#else
  g_task_run_in_thread (task, func);
#endif
}

G_END_DECLS
