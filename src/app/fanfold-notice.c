/* fanfold-notice.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-notice.h"

#define SECONDS 5
#define KEY "fanfold-notice" /* the toast, while it stands */

static void
dismissed_cb (AdwToastOverlay *toasts)
{
  g_object_set_data (G_OBJECT (toasts), KEY, NULL);
}

static AdwToast *
add (AdwToastOverlay *toasts, const char *markup)
{
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_timeout (toast, SECONDS);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (
      toast, "dismissed", G_CALLBACK (dismissed_cb), toasts, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (toasts), KEY, toast, g_object_unref);

  return toast;
}

void
fanfold_notice_show (AdwToastOverlay *toasts, const char *text)
{
  g_autofree char *markup = NULL;
  AdwToast *toast;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (text != NULL);

  markup = g_markup_escape_text (text, -1);
  toast = g_object_get_data (G_OBJECT (toasts), KEY);
  /* The same toast says it: libadwaita 1.2 crashes on what is dismissed while it comes or goes. */
  if (toast != NULL)
    adw_toast_set_title (toast, markup);
  else
    toast = add (toasts, markup);

  adw_toast_overlay_add_toast (toasts, g_object_ref (toast));
}
