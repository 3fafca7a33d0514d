/* fanfold-run-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-row.h"
#include "fanfold-run-text.h"
#include "fanfold-text.h"

struct _FanfoldRunRow
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkProgressBar *bar;
  GtkLabel *line;
  FanfoldRun *run;
};

enum
{
  PROP_0,
  PROP_RUN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldRunRow, fanfold_run_row, ADW_TYPE_BIN)

static void
update_icon (FanfoldRunRow *self)
{
  const char *classes[] = { fanfold_run_text_class (self->run), NULL };
  const char *state = fanfold_text_run_state (fanfold_run_get_state (self->run));

  gtk_image_set_from_icon_name (self->icon, fanfold_run_text_icon (self->run));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), state);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, state, -1);
}

static void
update_cb (FanfoldRunRow *self)
{
  g_autofree char *line = NULL;
  FanfoldRunState state;

  if (self->run == NULL)
    return;

  state = fanfold_run_get_state (self->run);
  line = fanfold_run_text_line (self->run, 0);
  update_icon (self);
  gtk_label_set_label (self->title, fanfold_run_get_title (self->run));
  gtk_label_set_label (self->line, line);
  gtk_widget_set_visible (GTK_WIDGET (self->bar),
                          state == FANFOLD_RUN_RUNNING || state == FANFOLD_RUN_PAUSED);
  gtk_progress_bar_set_fraction (self->bar, CLAMP (fanfold_run_get_fraction (self->run), 0, 1));
}

static void
set_run (FanfoldRunRow *self, FanfoldRun *run)
{
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_func (self->run, update_cb, self);
  g_set_object (&self->run, run);
  if (run == NULL)
    return;

  g_signal_connect_object (
      run, "notify::n-samples", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  update_cb (self);
}

static void
fanfold_run_row_dispose (GObject *object)
{
  set_run (FANFOLD_RUN_ROW (object), NULL);

  G_OBJECT_CLASS (fanfold_run_row_parent_class)->dispose (object);
}

static void
fanfold_run_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldRunRow *self = FANFOLD_RUN_ROW (object);

  switch (prop_id)
    {
    case PROP_RUN:
      g_value_set_object (value, self->run);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_run_row_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  FanfoldRunRow *self = FANFOLD_RUN_ROW (object);

  switch (prop_id)
    {
    case PROP_RUN:
      set_run (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_run_row_class_init (FanfoldRunRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_run_row_dispose;
  object_class->get_property = fanfold_run_row_get_property;
  object_class->set_property = fanfold_run_row_set_property;

  properties[PROP_RUN] = g_param_spec_object (
      "run", NULL, NULL, FANFOLD_TYPE_RUN, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-run-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunRow, icon);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunRow, title);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunRow, bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunRow, line);
}

static void
fanfold_run_row_init (FanfoldRunRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
