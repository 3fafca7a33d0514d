/* fanfold-kinds-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-kinds-bar.h"
#include "fanfold-file-kinds.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

#define MAX_KINDS 2

struct _FanfoldKindsBar
{
  AdwBin parent_instance;

  char *endings[MAX_KINDS];
  GtkButton *buttons[MAX_KINDS];
  GtkWidget *all_button;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldKindsBar, fanfold_kinds_bar, ADW_TYPE_BIN)

static void
kind_cb (FanfoldKindsBar *self, GtkButton *button)
{
  g_autofree char *ending = g_strdup (self->endings[button == self->buttons[0] ? 0 : 1]);

  g_signal_emit (self, signals[CHOSEN], 0, ending);
}

static void
all_cb (FanfoldKindsBar *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, NULL);
}

/* @kind: (nullable). */
static void
show_kind (FanfoldKindsBar *self, guint position, const FanfoldFileKind *kind)
{
  g_autofree char *count = NULL;
  g_autofree char *label = NULL;

  g_clear_pointer (&self->endings[position], g_free);
  if (kind != NULL && kind->ending != NULL)
    {
      self->endings[position] = g_strdup (kind->ending);
      count = fanfold_text_count (kind->n_files);
      /* Translators: of files of a folder: "Only .jpg (897)". */
      label = g_strdup_printf (_ ("Only %s (%s)"), kind->ending, count);
      gtk_button_set_label (self->buttons[position], label);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->buttons[position]), label != NULL);
}

static void
fanfold_kinds_bar_finalize (GObject *object)
{
  FanfoldKindsBar *self = FANFOLD_KINDS_BAR (object);

  for (guint i = 0; i < MAX_KINDS; i++)
    g_clear_pointer (&self->endings[i], g_free);

  G_OBJECT_CLASS (fanfold_kinds_bar_parent_class)->finalize (object);
}

static void
fanfold_kinds_bar_class_init (FanfoldKindsBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fanfold_kinds_bar_finalize;

  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/launch/fanfold-kinds-bar.ui");
  gtk_widget_class_bind_template_child_full (
      widget_class, "kind_1", FALSE, G_STRUCT_OFFSET (FanfoldKindsBar, buttons[0]));
  gtk_widget_class_bind_template_child_full (
      widget_class, "kind_2", FALSE, G_STRUCT_OFFSET (FanfoldKindsBar, buttons[1]));
  gtk_widget_class_bind_template_child (widget_class, FanfoldKindsBar, all_button);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_cb);
}

static void
fanfold_kinds_bar_init (FanfoldKindsBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_kinds_bar_set_kinds (FanfoldKindsBar *self, GPtrArray *kinds, gboolean narrowed)
{
  guint n;

  g_return_if_fail (FANFOLD_IS_KINDS_BAR (self));

  n = kinds != NULL && kinds->len > 1 ? kinds->len : 0;
  for (guint i = 0; i < MAX_KINDS; i++)
    show_kind (self, i, i < n ? kinds->pdata[i] : NULL);
  gtk_widget_set_visible (self->all_button, narrowed);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0 || narrowed);
}
