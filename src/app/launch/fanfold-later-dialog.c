/* fanfold-later-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-later-dialog.h"
#include "fanfold-wait-text.h"

#include <glib/gi18n.h>

#define N_DAYS 7

struct _FanfoldLaterDialog
{
  AdwMessageDialog parent_instance;

  GtkCheckButton *at_check;
  GtkWidget *at_box;
  GtkSpinButton *hour_spin;
  GtkSpinButton *minute_spin;
  GtkDropDown *day_drop;
  GtkWidget *in_box;
  GtkSpinButton *hours_spin;
  GtkSpinButton *minutes_spin;
  GtkLabel *time_label;
};

G_DEFINE_FINAL_TYPE (FanfoldLaterDialog, fanfold_later_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* A time that a change of the clock leaves out becomes the one behind it. */
static gint64
get_time_at (FanfoldLaterDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) day =
      g_date_time_add_days (now, (int) gtk_drop_down_get_selected (self->day_drop));
  g_autoptr (GDateTime) time =
      g_date_time_new_local (g_date_time_get_year (day),
                             g_date_time_get_month (day),
                             g_date_time_get_day_of_month (day),
                             gtk_spin_button_get_value_as_int (self->hour_spin),
                             gtk_spin_button_get_value_as_int (self->minute_spin),
                             0);

  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC : 0;
}

gint64
fanfold_later_dialog_get_time (FanfoldLaterDialog *self)
{
  int hours, minutes;

  g_return_val_if_fail (FANFOLD_IS_LATER_DIALOG (self), 0);

  if (gtk_check_button_get_active (self->at_check))
    return get_time_at (self);

  hours = gtk_spin_button_get_value_as_int (self->hours_spin);
  minutes = gtk_spin_button_get_value_as_int (self->minutes_spin);

  return g_get_real_time () + (hours * 60 + minutes) * 60 * (gint64) G_USEC_PER_SEC;
}

static void
update (FanfoldLaterDialog *self)
{
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;
  gint64 now_usec, time_usec;
  gboolean at;

  /* While the template is made. */
  if (self->time_label == NULL)
    return;

  at = gtk_check_button_get_active (self->at_check);
  /* In this order: a while of nothing is no time to come. */
  time_usec = fanfold_later_dialog_get_time (self);
  now_usec = g_get_real_time ();
  time = fanfold_wait_text_time (time_usec, now_usec);
  text = g_strdup_printf (_ ("Begins %s"), time);
  gtk_widget_set_sensitive (self->at_box, at);
  gtk_widget_set_sensitive (self->in_box, !at);
  gtk_label_set_label (self->time_label,
                       time_usec > now_usec ? text : _ ("That time has passed already"));
  adw_message_dialog_set_response_enabled (
      ADW_MESSAGE_DIALOG (self), "launch", time_usec > now_usec);
}

/* Two digits, as on a clock. */
static gboolean
output_cb (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (spin)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);

  return TRUE;
}

static void
add_days (FanfoldLaterDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GtkStringList) days = gtk_string_list_new (NULL);

  gtk_string_list_append (days, _ ("Today"));
  gtk_string_list_append (days, _ ("Tomorrow"));
  for (int i = 2; i < N_DAYS; i++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (now, i);
      /* Translators: a day of the next week, as g_date_time_format () takes it. */
      g_autofree char *text = g_date_time_format (day, _ ("%A, %-e %b"));

      gtk_string_list_append (days, text);
    }
  gtk_drop_down_set_model (self->day_drop, G_LIST_MODEL (days));
}

/* An hour from now. */
static void
preset (FanfoldLaterDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) soon = g_date_time_add_hours (now, 1);

  gtk_spin_button_set_value (self->hour_spin, g_date_time_get_hour (soon));
  gtk_spin_button_set_value (self->minute_spin, g_date_time_get_minute (soon));
  if (g_date_time_get_day_of_year (now) != g_date_time_get_day_of_year (soon))
    gtk_drop_down_set_selected (self->day_drop, 1);
  update (self);
}

static void
fanfold_later_dialog_class_init (FanfoldLaterDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-later-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaterDialog, at_check);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaterDialog, at_box);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaterDialog, hour_spin);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaterDialog, minute_spin);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaterDialog, day_drop);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaterDialog, in_box);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaterDialog, hours_spin);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaterDialog, minutes_spin);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaterDialog, time_label);
  gtk_widget_class_bind_template_callback (widget_class, output_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
fanfold_later_dialog_init (FanfoldLaterDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_message_dialog_add_responses (
      ADW_MESSAGE_DIALOG (self), "cancel", _ ("_Cancel"), "launch", _ ("_Launch Later"), NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (self), "launch", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (self), "launch");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (self), "cancel");
  add_days (self);
  preset (self);
}

FanfoldLaterDialog *
fanfold_later_dialog_new (GtkWindow *parent)
{
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  return g_object_new (FANFOLD_TYPE_LATER_DIALOG, "transient-for", parent, NULL);
}
