/* fanfold-place-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-place-row.h"
#include "fanfold-group-entry.h"
#include "fanfold-wrap-layout.h"

struct _FanfoldPlaceRow
{
  AdwPreferencesRow parent_instance;

  FanfoldGroupEntry *group_entry;
  GtkDropDown *priority_drop;
  GtkLabel *error_label;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldPlaceRow, fanfold_place_row, ADW_TYPE_PREFERENCES_ROW)

static void
changed_cb (FanfoldPlaceRow *self)
{
  const char *error;

  /* While the template is made. */
  if (self->error_label == NULL)
    return;

  error = fanfold_place_row_get_error (self);
  gtk_label_set_label (self->error_label, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fanfold_place_row_class_init (FanfoldPlaceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FANFOLD_TYPE_GROUP_ENTRY);
  g_type_ensure (FANFOLD_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/launch/fanfold-place-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldPlaceRow, group_entry);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPlaceRow, priority_drop);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPlaceRow, error_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
fanfold_place_row_init (FanfoldPlaceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_place_row_show (FanfoldPlaceRow *self, const FanfoldSettings *settings)
{
  g_return_if_fail (FANFOLD_IS_PLACE_ROW (self));
  g_return_if_fail (settings != NULL);

  fanfold_group_entry_set_text (self->group_entry, settings->group);
  gtk_drop_down_set_selected (self->priority_drop,
                              (guint) (settings->priority - FANFOLD_PRIORITY_LOW));
}

void
fanfold_place_row_take (FanfoldPlaceRow *self, FanfoldSettings *settings)
{
  g_return_if_fail (FANFOLD_IS_PLACE_ROW (self));
  g_return_if_fail (settings != NULL);

  fanfold_settings_set_text (
      settings, "group", fanfold_group_entry_get_text (self->group_entry), NULL);
  settings->priority = (FanfoldPriority) ((int) gtk_drop_down_get_selected (self->priority_drop) +
                                          FANFOLD_PRIORITY_LOW);
}

const char *
fanfold_place_row_get_error (FanfoldPlaceRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_PLACE_ROW (self), NULL);

  return fanfold_group_entry_get_error (self->group_entry);
}
