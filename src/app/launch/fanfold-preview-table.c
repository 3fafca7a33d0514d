/* fanfold-preview-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preview-table.h"
#include "fanfold-preview-jobs.h"
#include "fanfold-wide-columns.h"

/* GTK makes the widgets of 200 rows at once, which takes 60 ms and more: they are made, and let go
 * of, so many at a time. */
#define STEP_ROWS 10
#define GTK_ROWS 200

struct _FanfoldPreviewTable
{
  AdwBin parent_instance;

  FanfoldPreviewJobs *jobs;
  GtkSliceListModel *slice; /* of the jobs, or still of those before them */
  guint step_id;
  gboolean scrolls; /* to @index, once it is in the slice */
  guint index;

  GtkColumnView *column_view;
  GtkColumnViewColumn *command_column;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (FanfoldPreviewTable, fanfold_preview_table, ADW_TYPE_BIN)

static void
show_index (FanfoldPreviewTable *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  /* GTK 4.8 has no call for it: the list below the header has the action. */
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->column_view));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_activate_action (child, "list.scroll-to-item", "u", position))
      break;
}

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

/* Rows are made for what can be seen alone: a table that is folded costs nothing. */
static GListModel *
get_wanted (FanfoldPreviewTable *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self)) && self->jobs != NULL ? G_LIST_MODEL (self->jobs)
                                                                         : NULL;
}

/* Whether anything is left to do. */
static gboolean
take_step (FanfoldPreviewTable *self)
{
  GListModel *wanted = get_wanted (self);
  guint size = gtk_slice_list_model_get_size (self->slice);
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->slice));

  if (gtk_slice_list_model_get_model (self->slice) != wanted)
    {
      if (n_rows > STEP_ROWS)
        gtk_slice_list_model_set_size (self->slice, MIN (n_rows - STEP_ROWS, GTK_ROWS));
      else
        gtk_slice_list_model_set_model (self->slice, wanted);
      return TRUE;
    }

  if (wanted == NULL)
    {
      gtk_slice_list_model_set_size (self->slice, STEP_ROWS);
      return FALSE;
    }

  if (size != G_MAXUINT)
    gtk_slice_list_model_set_size (self->slice, size < GTK_ROWS ? size + STEP_ROWS : G_MAXUINT);
  else if (self->scrolls)
    show_index (self, self->index);
  self->scrolls = self->scrolls && size != G_MAXUINT;

  return self->scrolls || size != G_MAXUINT;
}

static gboolean
step_cb (gpointer user_data)
{
  FanfoldPreviewTable *self = FANFOLD_PREVIEW_TABLE (user_data);

  if (take_step (self))
    return G_SOURCE_CONTINUE;

  self->step_id = 0;

  return G_SOURCE_REMOVE;
}

static void
update_model (FanfoldPreviewTable *self)
{
  if (self->step_id == 0)
    self->step_id = g_idle_add (step_cb, self);
}

static void
fanfold_preview_table_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fanfold_preview_table_parent_class)->map (widget);

  update_model (FANFOLD_PREVIEW_TABLE (widget));
}

static void
fanfold_preview_table_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fanfold_preview_table_parent_class)->unmap (widget);

  update_model (FANFOLD_PREVIEW_TABLE (widget));
}

static void
fanfold_preview_table_dispose (GObject *object)
{
  FanfoldPreviewTable *self = FANFOLD_PREVIEW_TABLE (object);

  g_clear_handle_id (&self->step_id, g_source_remove);
  g_clear_object (&self->jobs);

  G_OBJECT_CLASS (fanfold_preview_table_parent_class)->dispose (object);
}

static void
fanfold_preview_table_class_init (FanfoldPreviewTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_preview_table_dispose;
  widget_class->map = fanfold_preview_table_map;
  widget_class->unmap = fanfold_preview_table_unmap;

  g_type_ensure (FANFOLD_TYPE_PREVIEW_JOB);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-preview-table.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldPreviewTable, column_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPreviewTable, command_column);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPreviewTable, selection);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPreviewTable, slice);
  gtk_widget_class_bind_template_callback (widget_class, first_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, last_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, number_activated_cb);
}

static void
fanfold_preview_table_init (FanfoldPreviewTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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

  self->scrolls = FALSE;
  g_clear_object (&self->jobs);
  if (combine != NULL)
    {
      self->jobs = fanfold_preview_jobs_new (combine, preflight);
      command = takes_command (fanfold_combine_get_function (combine));
      fanfold_wide_columns_show (self->column_view, self->command_column, 2, command);
    }
  update_model (self);
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

  self->scrolls = TRUE;
  self->index = (guint) index;
  update_model (self);
}
