/* fanfold-view-focus.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-view-focus.h"

static gboolean
holds_focus (GtkWidget *widget, GtkWidget *focus)
{
  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
enter_cb (gpointer user_data)
{
  g_autoptr (GtkWidget) stack = user_data;
  GtkWidget *view = adw_view_stack_get_visible_child (ADW_VIEW_STACK (stack));
  GtkRoot *root = gtk_widget_get_root (stack);

  if (root != NULL && view != NULL && gtk_widget_get_mapped (view) &&
      !holds_focus (view, gtk_root_get_focus (root)) &&
      !gtk_widget_activate_action (view, "view.enter", NULL))
    gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
}

/* Later, when the view has its rows: a list that was never shown has nothing to focus. */
static void
visible_child_cb (GtkWidget *stack)
{
  GtkRoot *root = gtk_widget_get_root (stack);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (gtk_widget_get_mapped (stack) && (focus == NULL || holds_focus (stack, focus)))
    g_idle_add_once (enter_cb, g_object_ref (stack));
}

void
fanfold_view_focus_follow (AdwViewStack *stack)
{
  g_return_if_fail (ADW_IS_VIEW_STACK (stack));

  g_signal_connect (stack, "notify::visible-child", G_CALLBACK (visible_child_cb), NULL);
}
