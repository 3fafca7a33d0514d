/* fanfold-queue-toast.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-queue-toast.h"
#include "fanfold-wait-text.h"

#include <glib/gi18n.h>

#define SECONDS 8
/* longer than a toast takes to take the place of another */
#define APART_USEC (G_USEC_PER_SEC / 2)

typedef struct
{
  FanfoldEngine *engine;
  FanfoldRun *run;
} Target;

static void
target_free (gpointer data, GClosure *closure)
{
  Target *target = data;

  g_object_unref (target->engine);
  g_object_unref (target->run);
  g_free (target);
}

static void
start_now_cb (AdwToast *toast, gpointer user_data)
{
  Target *target = user_data;

  fanfold_engine_start_now (target->engine, target->run);
}

static gboolean
dismiss_cb (gpointer user_data)
{
  adw_toast_dismiss (ADW_TOAST (user_data));

  return G_SOURCE_REMOVE;
}

/* It waits no more. Where several runs begin at once their toasts go one after the other:
 * libadwaita 1.2 frees one too early that is dismissed while it takes the place of another. */
static void
state_cb (AdwToast *toast, GParamSpec *pspec, FanfoldRun *run)
{
  static gint64 last_usec;
  gint64 now_usec = g_get_monotonic_time ();
  gint64 wait_usec = last_usec > 0 ? MAX (last_usec + APART_USEC - now_usec, 0) : 0;

  g_signal_handlers_disconnect_by_func (run, state_cb, toast);
  last_usec = now_usec + wait_usec;
  g_timeout_add_full (G_PRIORITY_DEFAULT,
                      (guint) (wait_usec / 1000),
                      dismiss_cb,
                      g_object_ref (toast),
                      g_object_unref);
}

static char *
describe (FanfoldRun *run)
{
  const char *title = NULL;

  if (fanfold_run_get_wait (run, NULL, &title) == FANFOLD_WAIT_TURN && title != NULL)
    return g_strdup_printf (_ ("Queued behind “%s”"), title);

  return fanfold_wait_text (run, 0);
}

AdwToast *
fanfold_queue_toast_new (FanfoldEngine *engine, FanfoldRun *run)
{
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;
  AdwToast *toast;
  Target *target;

  g_return_val_if_fail (FANFOLD_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  text = describe (run);
  markup = g_markup_escape_text (text, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_timeout (toast, SECONDS);
  adw_toast_set_button_label (toast, _ ("Start Now"));

  target = g_new0 (Target, 1);
  target->engine = g_object_ref (engine);
  target->run = g_object_ref (run);
  g_signal_connect_data (
      toast, "button-clicked", G_CALLBACK (start_now_cb), target, target_free, 0);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (state_cb), toast, G_CONNECT_SWAPPED);

  return toast;
}
