/* fanfold-clear-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-clear-dialog.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

static char *
body_text (guint64 n_entries, guint64 bytes)
{
  g_autofree char *count = fanfold_text_count (n_entries);
  g_autofree char *size = fanfold_text_size (bytes);

  /* Translators: a number of results and their size: "1,204 results (1.3 GB) will be …". */
  return g_strdup_printf (ngettext ("%s result (%s) will be deleted. When it is needed again, it "
                                    "has to be computed again.",
                                    "%s results (%s) will be deleted. When they are needed again, "
                                    "they have to be computed again.",
                                    (gulong) n_entries),
                          count,
                          size);
}

AdwMessageDialog *
fanfold_clear_dialog_new (GtkWidget *parent, const char *heading, guint64 n_entries, guint64 bytes)
{
  AdwMessageDialog *dialog;
  GtkRoot *root;
  g_autofree char *body = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (heading != NULL, NULL);

  root = gtk_widget_get_root (parent);
  body = body_text (n_entries, bytes);
  dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, heading, body));
  adw_message_dialog_add_responses (
      dialog, "cancel", _ ("Cancel"), FANFOLD_CLEAR_DIALOG_CLEAR, _ ("Clear"), NULL);
  adw_message_dialog_set_response_appearance (
      dialog, FANFOLD_CLEAR_DIALOG_CLEAR, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return dialog;
}
