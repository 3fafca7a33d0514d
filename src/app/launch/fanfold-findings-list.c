/* fanfold-findings-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-findings-list.h"
#include "fanfold-finding-row.h"

struct _FanfoldFindingsList
{
  AdwBin parent_instance;

  guint n_rows;
  GtkListBox *list_box;
};

enum
{
  JOB_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldFindingsList, fanfold_findings_list, ADW_TYPE_BIN)

static void
row_activated_cb (FanfoldFindingsList *self, FanfoldFindingRow *row)
{
  guint64 index;

  if (fanfold_finding_row_get_job (row, &index))
    g_signal_emit (self, signals[JOB_ACTIVATED], 0, index);
}

static void
fanfold_findings_list_class_init (FanfoldFindingsListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[JOB_ACTIVATED] = g_signal_new ("job-activated",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_UINT64);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-findings-list.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldFindingsList, list_box);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
fanfold_findings_list_init (FanfoldFindingsList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_findings_list_set_findings (FanfoldFindingsList *self, GPtrArray *findings)
{
  guint i = 0;

  g_return_if_fail (FANFOLD_IS_FINDINGS_LIST (self));
  g_return_if_fail (findings != NULL);

  for (; i < findings->len; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list_box, (int) i);

      if (row != NULL && fanfold_finding_row_update (FANFOLD_FINDING_ROW (row), findings->pdata[i]))
        continue;

      gtk_list_box_insert (self->list_box, fanfold_finding_row_new (findings->pdata[i]), (int) i);
    }
  self->n_rows = i;
  for (GtkListBoxRow *row; (row = gtk_list_box_get_row_at_index (self->list_box, (int) i)) != NULL;)
    gtk_list_box_remove (self->list_box, GTK_WIDGET (row));

  gtk_widget_set_visible (GTK_WIDGET (self), self->n_rows > 0);
}

guint
fanfold_findings_list_get_n_rows (FanfoldFindingsList *self)
{
  g_return_val_if_fail (FANFOLD_IS_FINDINGS_LIST (self), 0);

  return self->n_rows;
}
