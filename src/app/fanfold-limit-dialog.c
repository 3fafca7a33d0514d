/* fanfold-limit-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-limit-dialog.h"

#include <glib/gi18n.h>

gboolean
fanfold_limit_dialog_refuse (GtkWindow *window, FanfoldLaunchForm *form, const char *heading)
{
  GtkWidget *dialog;

  g_return_val_if_fail (GTK_IS_WINDOW (window), FALSE);
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (form), FALSE);
  g_return_val_if_fail (heading != NULL, FALSE);

  if (fanfold_launch_form_get_parent (form) == NULL)
    return FALSE;

  dialog = adw_message_dialog_new (
      window,
      heading,
      _ ("Only some jobs of an earlier run are chosen, and neither a file nor a command line can "
         "name those. To have all jobs in it, press “Run All Jobs Instead” above the form, which "
         "starts nothing, and try again."));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  gtk_window_present (GTK_WINDOW (dialog));

  return TRUE;
}
