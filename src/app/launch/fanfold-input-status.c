/* fanfold-input-status.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-input-status.h"
#include "fanfold-input-check.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

struct _FanfoldInputStatus
{
  AdwBin parent_instance;

  FanfoldInputCheck *check;
  FanfoldInputKind kind; /* of what is counted */
  char *error;
  char *partners;

  GtkLabel *error_label;
  GtkLabel *count_label;
};

enum
{
  COUNTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldInputStatus, fanfold_input_status, ADW_TYPE_BIN)

static char *
describe (FanfoldInputStatus *self)
{
  guint64 n = fanfold_input_check_get_n_values (self->check);
  g_autofree char *number = fanfold_text_count (n);
  g_autofree char *count = NULL;

  if (fanfold_input_check_is_busy (self->check))
    count = g_strdup (_ ("Counting the values…"));
  else if (n > 0 && self->kind == FANFOLD_INPUT_BLOCKS)
    count = g_strdup_printf (ngettext ("%s block", "%s blocks", n), number);
  else if (n > 0)
    count = g_strdup_printf (ngettext ("%s value", "%s values", n), number);

  if (count != NULL && self->partners != NULL)
    return g_strdup_printf ("%s · %s", count, self->partners);

  return g_strdup (count != NULL ? count : self->partners);
}

static void
update (FanfoldInputStatus *self)
{
  const char *error = fanfold_input_status_get_error (self);
  g_autofree char *text = describe (self);

  gtk_label_set_label (self->error_label, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
  gtk_label_set_label (self->count_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), error != NULL || text != NULL);
}

static void
done_cb (FanfoldInputStatus *self)
{
  update (self);
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
fanfold_input_status_dispose (GObject *object)
{
  FanfoldInputStatus *self = FANFOLD_INPUT_STATUS (object);

  fanfold_input_check_stop (self->check);

  G_OBJECT_CLASS (fanfold_input_status_parent_class)->dispose (object);
}

static void
fanfold_input_status_finalize (GObject *object)
{
  FanfoldInputStatus *self = FANFOLD_INPUT_STATUS (object);

  g_clear_object (&self->check);
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->partners, g_free);

  G_OBJECT_CLASS (fanfold_input_status_parent_class)->finalize (object);
}

static void
fanfold_input_status_class_init (FanfoldInputStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_input_status_dispose;
  object_class->finalize = fanfold_input_status_finalize;

  signals[COUNTED] = g_signal_new (
      "counted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-input-status.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldInputStatus, error_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldInputStatus, count_label);
}

static void
fanfold_input_status_init (FanfoldInputStatus *self)
{
  self->check = fanfold_input_check_new ();
  g_signal_connect_object (self->check, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_input_status_count (FanfoldInputStatus *self,
                            FanfoldInput *input,
                            FanfoldParam *param,
                            const char *folder)
{
  g_return_if_fail (FANFOLD_IS_INPUT_STATUS (self));

  fanfold_input_check_stop (self->check);
  if (input != NULL)
    {
      self->kind = fanfold_input_get_kind (input);
      fanfold_input_check_start (self->check, input, param, folder);
    }
  update (self);
}

void
fanfold_input_status_set_error (FanfoldInputStatus *self, const char *error)
{
  g_return_if_fail (FANFOLD_IS_INPUT_STATUS (self));

  g_free (self->error);
  self->error = g_strdup (error);
  update (self);
}

void
fanfold_input_status_set_partners (FanfoldInputStatus *self, const char *text)
{
  g_return_if_fail (FANFOLD_IS_INPUT_STATUS (self));

  if (g_strcmp0 (self->partners, text) == 0)
    return;

  g_free (self->partners);
  self->partners = g_strdup (text);
  update (self);
}

gboolean
fanfold_input_status_is_busy (FanfoldInputStatus *self)
{
  g_return_val_if_fail (FANFOLD_IS_INPUT_STATUS (self), FALSE);

  return fanfold_input_check_is_busy (self->check);
}

guint64
fanfold_input_status_get_n_values (FanfoldInputStatus *self)
{
  g_return_val_if_fail (FANFOLD_IS_INPUT_STATUS (self), 0);

  return fanfold_input_check_get_n_values (self->check);
}

GPtrArray *
fanfold_input_status_get_kinds (FanfoldInputStatus *self)
{
  g_return_val_if_fail (FANFOLD_IS_INPUT_STATUS (self), NULL);

  return fanfold_input_check_get_kinds (self->check);
}

const char *
fanfold_input_status_get_error (FanfoldInputStatus *self)
{
  g_return_val_if_fail (FANFOLD_IS_INPUT_STATUS (self), NULL);

  return self->error != NULL ? self->error : fanfold_input_check_get_error (self->check);
}
