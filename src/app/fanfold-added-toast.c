/* fanfold-added-toast.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-added-toast.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

#define SECONDS 8
#define ADDED "fanfold-added"

typedef struct
{
  FanfoldRun *run;
  FanfoldRanges *jobs;
} Added;

static void
added_free (gpointer data)
{
  Added *added = data;

  g_object_unref (added->run);
  fanfold_ranges_free (added->jobs);
  g_free (added);
}

/* What is over by then stays. */
static void
cancel_cb (AdwToast *toast)
{
  Added *added = g_object_get_data (G_OBJECT (toast), ADDED);

  fanfold_run_cancel_jobs (added->run, added->jobs);
}

static void
add (AdwToast *toast, Added *added, guint64 first, guint64 n)
{
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;
  guint64 n_all;

  fanfold_ranges_add (added->jobs, first, n);
  n_all = fanfold_ranges_get_size (added->jobs);
  count = fanfold_text_count (n_all);
  text = g_strdup_printf (ngettext ("%s job added", "%s jobs added", (gulong) n_all), count);
  adw_toast_set_title (toast, text);
}

AdwToast *
fanfold_added_toast_new (FanfoldRun *run, guint64 first, guint64 n)
{
  AdwToast *toast;
  Added *added;

  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);

  added = g_new0 (Added, 1);
  added->run = g_object_ref (run);
  added->jobs = fanfold_ranges_new ();
  toast = adw_toast_new ("");
  g_object_set_data_full (G_OBJECT (toast), ADDED, added, added_free);
  adw_toast_set_timeout (toast, SECONDS);
  add (toast, added, first, n);
  /* Jobs of a run that waits cannot be cancelled yet. */
  if (fanfold_run_get_state (run) != FANFOLD_RUN_WAITING)
    adw_toast_set_button_label (toast, _ ("_Cancel Them"));
  g_signal_connect (toast, "button-clicked", G_CALLBACK (cancel_cb), NULL);

  return toast;
}

gboolean
fanfold_added_toast_extend (AdwToast *toast, FanfoldRun *run, guint64 first, guint64 n)
{
  Added *added;

  g_return_val_if_fail (ADW_IS_TOAST (toast), FALSE);
  g_return_val_if_fail (FANFOLD_IS_RUN (run), FALSE);

  added = g_object_get_data (G_OBJECT (toast), ADDED);
  if (added->run != run)
    return FALSE;

  add (toast, added, first, n);
  return TRUE;
}
