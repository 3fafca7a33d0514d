/* fanfold-preview-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preview-table.h"
#include "fanfold-cell-tips.h"
#include "fanfold-preview-jobs.h"
#include "fanfold-row-feed.h"
#include "fanfold-wide-columns.h"

#define STEP_ROWS 5

struct _FanfoldPreviewTable
{
  AdwBin parent_instance;

  FanfoldPreviewJobs *jobs;
  FanfoldRowFeed *feed;

  GtkColumnView *column_view;
  GtkColumnViewColumn *command_column;
  GtkSliceListModel *slice;
};

G_DEFINE_FINAL_TYPE (FanfoldPreviewTable, fanfold_preview_table, ADW_TYPE_BIN)

static void
first_clicked_cb (FanfoldPreviewTable *self)
{
  fanfold_preview_table_show_job (self, 0);
}

static void
last_clicked_cb (FanfoldPreviewTable *self)
{
  guint n = self->jobs != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->jobs)) : 0;

  if (n > 0)
    fanfold_preview_table_show_job (self, n - 1);
}

/* The number of any job, typed. */
static void
number_activated_cb (FanfoldPreviewTable *self, GtkEntry *entry)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  guint n = self->jobs != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->jobs)) : 0;
  guint64 index;

  if (n > 0 && g_ascii_string_to_unsigned (text, 10, 0, n - 1, &index, NULL))
    {
      gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
      fanfold_preview_table_show_job (self, index);
    }
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
}

static void
fanfold_preview_table_dispose (GObject *object)
{
  FanfoldPreviewTable *self = FANFOLD_PREVIEW_TABLE (object);

  g_clear_object (&self->feed);
  g_clear_object (&self->jobs);

  G_OBJECT_CLASS (fanfold_preview_table_parent_class)->dispose (object);
}

static void
fanfold_preview_table_class_init (FanfoldPreviewTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_preview_table_dispose;

  g_type_ensure (FANFOLD_TYPE_PREVIEW_JOB);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-preview-table.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldPreviewTable, column_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPreviewTable, command_column);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPreviewTable, slice);
  gtk_widget_class_bind_template_callback (widget_class, first_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, last_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, number_activated_cb);
}

static void
fanfold_preview_table_init (FanfoldPreviewTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->feed = fanfold_row_feed_new (self->column_view, self->slice, STEP_ROWS);
  fanfold_cell_tips_show (self->column_view);
}

static gboolean
takes_command (FanfoldFunction *function)
{
  GPtrArray *params = fanfold_function_get_params (function);

  for (guint i = 0; i < params->len; i++)
    if (fanfold_param_get_param_type (params->pdata[i]) == FANFOLD_PARAM_TYPE_COMMAND)
      return TRUE;

  return FALSE;
}

void
fanfold_preview_table_set_jobs (FanfoldPreviewTable *self,
                                FanfoldCombine *combine,
                                FanfoldPreflight *preflight)
{
  gboolean command;

  g_return_if_fail (FANFOLD_IS_PREVIEW_TABLE (self));
  g_return_if_fail ((combine == NULL) == (preflight == NULL));

  g_clear_object (&self->jobs);
  if (combine != NULL)
    {
      self->jobs = fanfold_preview_jobs_new (combine, preflight);
      command = takes_command (fanfold_combine_get_function (combine));
      fanfold_wide_columns_show (self->column_view, self->command_column, 2, command);
    }
  fanfold_row_feed_set_model (self->feed, G_LIST_MODEL (self->jobs));
}

void
fanfold_preview_table_sample (FanfoldPreviewTable *self)
{
  g_return_if_fail (FANFOLD_IS_PREVIEW_TABLE (self));

  if (self->jobs != NULL)
    fanfold_preview_jobs_sample (self->jobs);
}

void
fanfold_preview_table_show_job (FanfoldPreviewTable *self, guint64 index)
{
  g_return_if_fail (FANFOLD_IS_PREVIEW_TABLE (self));

  if (self->jobs == NULL || index >= g_list_model_get_n_items (G_LIST_MODEL (self->jobs)))
    return;

  fanfold_row_feed_select (self->feed, (guint) index, TRUE);
}
