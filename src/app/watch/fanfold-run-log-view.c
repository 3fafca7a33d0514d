/* fanfold-run-log-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-log-view.h"
#include "fanfold-log-view.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FanfoldRunLogView
{
  FanfoldRunBin parent_instance;

  gsize shown; /* bytes of the log that stand in the view */

  FanfoldLogView *log_view;
};

G_DEFINE_FINAL_TYPE (FanfoldRunLogView, fanfold_run_log_view, FANFOLD_TYPE_RUN_BIN)

static void
note_empty (FanfoldRunLogView *self, FanfoldRun *run)
{
  const char *note = _ ("(Nothing was written to the log of this run, or it is not kept.)\n");
  g_autoptr (GBytes) bytes = g_bytes_new (note, strlen (note));

  if (fanfold_log_view_is_empty (self->log_view) &&
      (fanfold_run_state_is_over (fanfold_run_get_state (run)) || fanfold_run_is_elsewhere (run)))
    fanfold_log_view_append (self->log_view, FANFOLD_LOG_NOTE, bytes);
}

static void
show_log (FanfoldRunLogView *self)
{
  FanfoldRun *run = fanfold_run_bin_get_run (FANFOLD_RUN_BIN (self));
  g_autoptr (GBytes) bytes = NULL;
  const char *log;
  gsize length;

  if (run == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  log = fanfold_run_get_log (run);
  length = log != NULL ? strlen (log) : 0;
  if (length == 0)
    note_empty (self, run);
  if (length <= self->shown)
    return;

  bytes = g_bytes_new (log + self->shown, length - self->shown);
  fanfold_log_view_append (self->log_view, FANFOLD_LOG_STDOUT, bytes);
  self->shown = length;
}

static void
fanfold_run_log_view_update (FanfoldRunBin *bin, gboolean other)
{
  FanfoldRunLogView *self = FANFOLD_RUN_LOG_VIEW (bin);

  if (other)
    {
      fanfold_log_view_clear (self->log_view);
      self->shown = 0;
    }
  show_log (self);
}

static void
fanfold_run_log_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fanfold_run_log_view_parent_class)->map (widget);

  show_log (FANFOLD_RUN_LOG_VIEW (widget));
}

static void
fanfold_run_log_view_class_init (FanfoldRunLogViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = fanfold_run_log_view_map;
  FANFOLD_RUN_BIN_CLASS (klass)->update = fanfold_run_log_view_update;

  g_type_ensure (FANFOLD_TYPE_LOG_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/watch/fanfold-run-log-view.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunLogView, log_view);
}

static void
fanfold_run_log_view_init (FanfoldRunLogView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
