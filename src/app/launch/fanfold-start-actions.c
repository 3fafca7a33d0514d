/* fanfold-start-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-start-actions.h"
#include "fanfold-later-dialog.h"
#include "fanfold-launch-page.h"

static void
start_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const struct
  {
    const char *word;
    FanfoldStartRule rule;
  } rules[] = {
    { "now", FANFOLD_START_NOW },
    { "held", FANFOLD_START_HELD },
    { "after-success", FANFOLD_START_AFTER_SUCCESS },
  };
  const char *word = g_variant_get_string (parameter, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (word, rules[i].word))
      {
        const FanfoldStart start = { .rule = rules[i].rule };

        fanfold_launch_page_launch_by (FANFOLD_LAUNCH_PAGE (widget), &start);
      }
}

static void
response_cb (FanfoldLaunchPage *page, const char *response, FanfoldLaterDialog *dialog)
{
  const FanfoldStart start = { .rule = FANFOLD_START_LATER,
                               .at_usec = fanfold_later_dialog_get_time (dialog) };

  if (g_str_equal (response, "launch"))
    fanfold_launch_page_launch_by (page, &start);
}

static void
later_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  FanfoldLaterDialog *dialog = fanfold_later_dialog_new (GTK_WINDOW (root));

  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
fanfold_start_actions_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "launch.start", "s", start_action);
  gtk_widget_class_install_action (widget_class, "launch.later", NULL, later_action);
}

void
fanfold_start_actions_set_enabled (GtkWidget *widget, gboolean enabled)
{
  gtk_widget_action_set_enabled (widget, "launch.start", enabled);
  gtk_widget_action_set_enabled (widget, "launch.later", enabled);
}
