/* fanfold-narrow-bars.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-narrow-bars.h"
#include "fanfold-speech.h"

#include <glib/gi18n.h>

typedef struct
{
  AdwViewSwitcherTitle *title;
  AdwSplitButton *open_button;
  AdwViewSwitcherBar *switcher_bar;
  guint fit_id;
} Bars;

static void
show_picture (AdwSplitButton *button)
{
  GtkWidget *widget = GTK_WIDGET (button);

  adw_split_button_set_icon_name (button, "document-open-symbolic");
  fanfold_speech_name_button (gtk_widget_get_first_child (widget),
                              gtk_widget_get_tooltip_text (widget));
}

static gboolean
fit_cb (gpointer user_data)
{
  Bars *bars = user_data;
  gboolean narrow = adw_view_switcher_title_get_title_visible (bars->title);

  bars->fit_id = 0;
  /* The window may be on its way out. */
  if (gtk_widget_get_root (GTK_WIDGET (bars->title)) == NULL)
    return G_SOURCE_REMOVE;

  if (narrow)
    show_picture (bars->open_button);
  else
    adw_split_button_set_label (bars->open_button, _ ("_Open…"));
  adw_view_switcher_bar_set_reveal (bars->switcher_bar, narrow);

  return G_SOURCE_REMOVE;
}

/* Later, as this comes while sizes are being given out: what changes would be left without one, and
 * not be drawn. */
static void
title_visible_cb (AdwViewSwitcherTitle *title, GParamSpec *pspec, gpointer user_data)
{
  Bars *bars = user_data;

  if (bars->fit_id == 0)
    bars->fit_id = g_idle_add (fit_cb, bars);
}

static void
destroy_cb (GtkWidget *title, gpointer user_data)
{
  Bars *bars = user_data;

  g_clear_handle_id (&bars->fit_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (title, bars);
  g_object_unref (bars->open_button);
  g_object_unref (bars->switcher_bar);
  g_free (bars);
}

void
fanfold_narrow_bars_follow (AdwViewSwitcherTitle *title,
                            AdwSplitButton *open_button,
                            AdwViewSwitcherBar *switcher_bar)
{
  Bars *bars;

  g_return_if_fail (ADW_IS_VIEW_SWITCHER_TITLE (title));
  g_return_if_fail (ADW_IS_SPLIT_BUTTON (open_button));
  g_return_if_fail (ADW_IS_VIEW_SWITCHER_BAR (switcher_bar));

  bars = g_new0 (Bars, 1);
  bars->title = title;
  bars->open_button = g_object_ref (open_button);
  bars->switcher_bar = g_object_ref (switcher_bar);
  g_signal_connect (title, "notify::title-visible", G_CALLBACK (title_visible_cb), bars);
  g_signal_connect (title, "destroy", G_CALLBACK (destroy_cb), bars);
}
