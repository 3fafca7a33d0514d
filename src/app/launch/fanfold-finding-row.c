/* fanfold-finding-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-finding-row.h"
#include "fanfold-preview-text.h"

#include <glib/gi18n.h>

struct _FanfoldFindingRow
{
  GtkListBoxRow parent_instance;

  FanfoldFindingKind kind;
  gboolean has_job;
  guint64 job;

  GtkLabel *label;
  GtkImage *arrow;
  GtkWidget *leave_out_button;
};

G_DEFINE_FINAL_TYPE (FanfoldFindingRow, fanfold_finding_row, GTK_TYPE_LIST_BOX_ROW)

static void
show (FanfoldFindingRow *self, const FanfoldFinding *finding)
{
  g_autofree char *text = fanfold_preview_text_finding (finding);

  self->has_job = finding->n_first > 0;
  self->job = finding->first[0];
  if (g_strcmp0 (gtk_label_get_label (self->label), text) == 0)
    return;

  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->arrow), self->has_job);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), self->has_job);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               self->has_job ? _ ("Show the first such job") : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* The button is there where its action can be had. */
static void
offer_leave_out (FanfoldFindingRow *self)
{
  if (self->kind != FANFOLD_FINDING_PRODUCED && self->kind != FANFOLD_FINDING_EXISTS)
    return;

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->leave_out_button), "u", self->kind);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->leave_out_button), "preview.leave-out");
  g_object_bind_property (self->leave_out_button,
                          "sensitive",
                          self->leave_out_button,
                          "visible",
                          G_BINDING_SYNC_CREATE);
}

static void
fanfold_finding_row_class_init (FanfoldFindingRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-finding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldFindingRow, label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFindingRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, FanfoldFindingRow, leave_out_button);
}

static void
fanfold_finding_row_init (FanfoldFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fanfold_finding_row_new (const FanfoldFinding *finding)
{
  FanfoldFindingRow *self;

  g_return_val_if_fail (finding != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_FINDING_ROW, NULL);
  self->kind = finding->kind;
  offer_leave_out (self);
  show (self, finding);

  return GTK_WIDGET (self);
}

gboolean
fanfold_finding_row_get_job (FanfoldFindingRow *self, guint64 *index)
{
  g_return_val_if_fail (FANFOLD_IS_FINDING_ROW (self), FALSE);
  g_return_val_if_fail (index != NULL, FALSE);

  *index = self->job;

  return self->has_job;
}

gboolean
fanfold_finding_row_update (FanfoldFindingRow *self, const FanfoldFinding *finding)
{
  g_return_val_if_fail (FANFOLD_IS_FINDING_ROW (self), FALSE);
  g_return_val_if_fail (finding != NULL, FALSE);

  if (self->kind != finding->kind)
    return FALSE;

  show (self, finding);
  return TRUE;
}
