/* fanfold-narrow-bars.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-narrow-bars.h"
#include "fanfold-speech.h"

typedef struct
{
  AdwViewSwitcherTitle *title;
  AdwViewSwitcherBar *switcher_bar;
  guint fit_id;
} Bars;

static gboolean
fit_cb (gpointer user_data)
{
  Bars *bars = user_data;

  bars->fit_id = 0;
  /* The window may be on its way out. */
  if (gtk_widget_get_root (GTK_WIDGET (bars->title)) != NULL)
    adw_view_switcher_bar_set_reveal (bars->switcher_bar,
                                      adw_view_switcher_title_get_title_visible (bars->title));

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
  g_object_unref (bars->switcher_bar);
  g_free (bars);
}

/* A picture has no name of its own. */
static void
squeezed_cb (AdwSqueezer *squeezer)
{
  GtkWidget *shown = adw_squeezer_get_visible_child (squeezer);
  GtkWidget *button = gtk_widget_get_ancestor (GTK_WIDGET (squeezer), GTK_TYPE_BUTTON);
  GtkWidget *whole = gtk_widget_get_parent (button);

  fanfold_speech_name_button (button,
                              GTK_IS_LABEL (shown) ? gtk_label_get_text (GTK_LABEL (shown))
                                                   : gtk_widget_get_tooltip_text (whole));
}

void
fanfold_narrow_bars_follow (AdwViewSwitcherTitle *title,
                            AdwSqueezer *open_squeezer,
                            AdwViewSwitcherBar *switcher_bar)
{
  Bars *bars;

  g_return_if_fail (ADW_IS_VIEW_SWITCHER_TITLE (title));
  g_return_if_fail (ADW_IS_SQUEEZER (open_squeezer));
  g_return_if_fail (ADW_IS_VIEW_SWITCHER_BAR (switcher_bar));

  bars = g_new0 (Bars, 1);
  bars->title = title;
  bars->switcher_bar = g_object_ref (switcher_bar);
  g_signal_connect (title, "notify::title-visible", G_CALLBACK (title_visible_cb), bars);
  g_signal_connect (title, "destroy", G_CALLBACK (destroy_cb), bars);
  g_signal_connect (open_squeezer, "notify::visible-child", G_CALLBACK (squeezed_cb), NULL);
  squeezed_cb (open_squeezer);
}
