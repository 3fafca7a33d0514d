/* fanfold-form-stack.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-form-stack.h"

struct _FanfoldFormStack
{
  AdwBin parent_instance;

  const FanfoldCpu *cpu;

  GtkStack *stack;
};

enum
{
  CHANGED,
  COMMAND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldFormStack, fanfold_form_stack, ADW_TYPE_BIN)

static void
form_changed_cb (FanfoldFormStack *self, FanfoldLaunchForm *form)
{
  if (form == fanfold_form_stack_get_form (self))
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
command_clicked_cb (FanfoldFormStack *self)
{
  g_signal_emit (self, signals[COMMAND], 0);
}

static void
enter_cb (gpointer user_data)
{
  g_autoptr (FanfoldFormStack) self = user_data;
  FanfoldLaunchForm *form = fanfold_form_stack_get_form (self);

  if (form != NULL && gtk_widget_get_mapped (GTK_WIDGET (form)))
    fanfold_launch_form_enter (form);
}

static void
fanfold_form_stack_class_init (FanfoldFormStackClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  signals[COMMAND] = g_signal_new (
      "command", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/launch/fanfold-form-stack.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldFormStack, stack);
  gtk_widget_class_bind_template_callback (widget_class, command_clicked_cb);
}

static void
fanfold_form_stack_init (FanfoldFormStack *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_form_stack_set_cpu (FanfoldFormStack *self, const FanfoldCpu *cpu)
{
  g_return_if_fail (FANFOLD_IS_FORM_STACK (self));

  self->cpu = cpu;
}

FanfoldLaunchForm *
fanfold_form_stack_make (FanfoldFormStack *self, FanfoldFunction *function)
{
  GtkWidget *form;

  g_return_val_if_fail (FANFOLD_IS_FORM_STACK (self), NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (self->cpu != NULL, NULL);

  form = fanfold_launch_form_new (function, self->cpu);
  g_signal_connect_object (form, "changed", G_CALLBACK (form_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "blamed", G_CALLBACK (form_changed_cb), self, G_CONNECT_SWAPPED);

  return FANFOLD_LAUNCH_FORM (form);
}

void
fanfold_form_stack_show (FanfoldFormStack *self, FanfoldLaunchForm *form)
{
  GtkWidget *earlier;
  const char *id;

  g_return_if_fail (FANFOLD_IS_FORM_STACK (self));
  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (form));

  id = fanfold_function_get_id (fanfold_launch_form_get_function (form));
  earlier = gtk_stack_get_child_by_name (self->stack, id);
  if (earlier != GTK_WIDGET (form))
    {
      if (earlier != NULL)
        gtk_stack_remove (self->stack, earlier);
      gtk_stack_add_named (self->stack, GTK_WIDGET (form), id);
    }

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (form));
  g_signal_emit (self, signals[CHANGED], 0);
}

void
fanfold_form_stack_choose (FanfoldFormStack *self, FanfoldFunction *function)
{
  FanfoldLaunchForm *form;

  g_return_if_fail (FANFOLD_IS_FORM_STACK (self));

  if (function == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }

  form = fanfold_form_stack_find (self, fanfold_function_get_id (function));
  if (form == NULL || fanfold_launch_form_get_function (form) != function)
    form = fanfold_form_stack_make (self, function);
  if (form != fanfold_form_stack_get_form (self))
    fanfold_form_stack_show (self, form);
}

void
fanfold_form_stack_enter (FanfoldFormStack *self)
{
  g_return_if_fail (FANFOLD_IS_FORM_STACK (self));

  g_idle_add_once (enter_cb, g_object_ref (self));
}

FanfoldLaunchForm *
fanfold_form_stack_get_form (FanfoldFormStack *self)
{
  GtkWidget *child;

  g_return_val_if_fail (FANFOLD_IS_FORM_STACK (self), NULL);

  child = gtk_stack_get_visible_child (self->stack);

  return FANFOLD_IS_LAUNCH_FORM (child) ? FANFOLD_LAUNCH_FORM (child) : NULL;
}

FanfoldLaunchForm *
fanfold_form_stack_find (FanfoldFormStack *self, const char *function_id)
{
  GtkWidget *child;

  g_return_val_if_fail (FANFOLD_IS_FORM_STACK (self), NULL);
  g_return_val_if_fail (function_id != NULL, NULL);

  child = gtk_stack_get_child_by_name (self->stack, function_id);

  return FANFOLD_IS_LAUNCH_FORM (child) ? FANFOLD_LAUNCH_FORM (child) : NULL;
}

FanfoldLaunchForm *
fanfold_form_stack_find_if (FanfoldFormStack *self, gboolean (*func) (FanfoldLaunchForm *form))
{
  GtkWidget *child;

  g_return_val_if_fail (FANFOLD_IS_FORM_STACK (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  for (child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (FANFOLD_IS_LAUNCH_FORM (child) && func (FANFOLD_LAUNCH_FORM (child)))
      return FANFOLD_LAUNCH_FORM (child);

  return NULL;
}
