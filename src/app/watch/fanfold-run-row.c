/* fanfold-run-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-row.h"
#include "fanfold-run-text.h"

struct _FanfoldRunRow
{
  FanfoldRunBin parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkProgressBar *bar;
  GtkLabel *line;
};

G_DEFINE_FINAL_TYPE (FanfoldRunRow, fanfold_run_row, FANFOLD_TYPE_RUN_BIN)

static void
update_icon (FanfoldRunRow *self, FanfoldRun *run)
{
  const char *classes[] = { fanfold_run_text_class (run), NULL };
  const char *state = fanfold_run_text_state (run);

  gtk_image_set_from_icon_name (self->icon, fanfold_run_text_icon (run));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), state);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, state, -1);
}

static void
fanfold_run_row_update (FanfoldRunBin *bin, gboolean other)
{
  FanfoldRunRow *self = FANFOLD_RUN_ROW (bin);
  FanfoldRun *run = fanfold_run_bin_get_run (bin);
  g_autofree char *line = NULL;
  FanfoldRunState state;

  if (run == NULL)
    return;

  state = fanfold_run_get_state (run);
  line = fanfold_run_text_line (run, 0);
  update_icon (self, run);
  gtk_label_set_label (self->title, fanfold_run_get_title (run));
  gtk_label_set_label (self->line, line);
  gtk_widget_set_visible (GTK_WIDGET (self->bar),
                          state == FANFOLD_RUN_RUNNING || state == FANFOLD_RUN_PAUSED);
  gtk_progress_bar_set_fraction (self->bar, CLAMP (fanfold_run_get_fraction (run), 0, 1));
}

static void
fanfold_run_row_class_init (FanfoldRunRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FANFOLD_RUN_BIN_CLASS (klass)->update = fanfold_run_row_update;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-run-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunRow, icon);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunRow, title);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunRow, bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunRow, line);
}

static void
fanfold_run_row_init (FanfoldRunRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
