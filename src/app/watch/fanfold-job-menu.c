/* fanfold-job-menu.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-menu.h"

static void
pop_up (GtkPopover *popover, GtkWidget *view, double x, double y)
{
  double parent_x, parent_y;

  gtk_widget_translate_coordinates (
      view, gtk_widget_get_parent (GTK_WIDGET (popover)), x, y, &parent_x, &parent_y);
  gtk_popover_set_pointing_to (popover, &(GdkRectangle){ (int) parent_x, (int) parent_y, 1, 1 });
  gtk_popover_popup (popover);
}

/* Rows are selected by an action of theirs: the view does not tell which is where. */
static gboolean
select_row_at (GtkWidget *view, double x, double y)
{
  GtkWidget *picked = gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);

  for (GtkWidget *widget = picked; widget != NULL && widget != view;
       widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_SELECTED)
      return TRUE;

  return picked != NULL && picked != view &&
         gtk_widget_activate_action (picked, "listitem.select", "(bb)", FALSE, FALSE);
}

static void
pressed_cb (GtkPopover *popover, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  if (!select_row_at (view, x, y))
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up (popover, view, x, y);
}

static void
long_pressed_cb (GtkPopover *popover, double x, double y, GtkGesture *gesture)
{
  pressed_cb (popover, 1, x, y, gesture);
}

/* At the row with the focus, which is selected where nothing is. */
static gboolean
key_cb (GtkWidget *view, GVariant *args, gpointer user_data)
{
  GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (view));
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (model);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (view));
  double x = 0, y = 0;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, view))
    return FALSE;

  if (gtk_bitset_is_empty (selected) &&
      !gtk_widget_activate_action (focus, "listitem.select", "(bb)", FALSE, FALSE))
    return FALSE;
  gtk_widget_translate_coordinates (focus, view, 24, gtk_widget_get_height (focus), &x, &y);
  pop_up (GTK_POPOVER (user_data), view, x, y);

  return TRUE;
}

static void
add_keys (GtkColumnView *view, GtkWidget *popover)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutTrigger *trigger =
      gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_Menu, 0),
                                   gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK));

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (trigger, gtk_callback_action_new (key_cb, popover, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
}

GtkWidget *
fanfold_job_menu_new (GtkWidget *parent, GtkColumnView *view, GMenuModel *menu)
{
  GtkWidget *popover;
  GtkGesture *click, *press;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);
  g_return_val_if_fail (G_IS_MENU_MODEL (menu), NULL);

  popover = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (popover, parent);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);

  click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), popover, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));

  press = gtk_gesture_long_press_new ();
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (
      press, "pressed", G_CALLBACK (long_pressed_cb), popover, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (press));
  add_keys (view, popover);

  return popover;
}
