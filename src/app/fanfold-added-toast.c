/* fanfold-added-toast.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-added-toast.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

#define SECONDS 10

typedef struct
{
  FanfoldRun *run;
  guint64 first;
  guint64 n;
} Added;

static void
added_free (gpointer data, GClosure *closure)
{
  Added *added = data;

  g_object_unref (added->run);
  g_free (added);
}

/* What is over by then stays. */
static void
undo_cb (AdwToast *toast, gpointer user_data)
{
  Added *added = user_data;
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();

  fanfold_ranges_add (jobs, added->first, added->n);
  fanfold_run_cancel_jobs (added->run, jobs);
}

AdwToast *
fanfold_added_toast_new (FanfoldRun *run, guint64 first, guint64 n)
{
  g_autofree char *count = fanfold_text_count (n);
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;
  AdwToast *toast;
  Added *added;

  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  text = g_strdup_printf (ngettext ("%s job added", "%s jobs added", (gulong) n), count);
  markup = g_markup_escape_text (text, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_timeout (toast, SECONDS);
  if (fanfold_run_get_state (run) == FANFOLD_RUN_WAITING)
    return toast; /* whose jobs cannot be cancelled yet */

  adw_toast_set_button_label (toast, _ ("_Cancel Them"));
  added = g_new0 (Added, 1);
  *added = (Added){ g_object_ref (run), first, n };
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), added, added_free, 0);

  return toast;
}
