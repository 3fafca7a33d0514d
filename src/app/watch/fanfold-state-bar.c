/* fanfold-state-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-state-bar.h"

#include <glib/gi18n.h>

enum
{
  SEGMENT_DONE,
  SEGMENT_CACHED,
  SEGMENT_FAILED,
  SEGMENT_STOPPED,
  SEGMENT_RUNNING,
  N_SEGMENTS
};

struct _FanfoldStateBar
{
  GtkWidget parent_instance;

  GtkWidget *reader; /* GTK 4.8 tells assistive technology values of its own kinds of bar alone */
  double shares[N_SEGMENTS];
};

G_DEFINE_FINAL_TYPE (FanfoldStateBar, fanfold_state_bar, GTK_TYPE_WIDGET)

#define BAR_HEIGHT 10

/* Names of colours of libadwaita, which has them for the light and the dark style. */
static const char *const colours[N_SEGMENTS] = { [SEGMENT_DONE] = "accent_bg_color",
                                                 [SEGMENT_CACHED] = "success_bg_color",
                                                 [SEGMENT_FAILED] = "error_bg_color",
                                                 [SEGMENT_STOPPED] = "warning_bg_color",
                                                 [SEGMENT_RUNNING] = "accent_bg_color" };

static void
look_up_colour (FanfoldStateBar *self, guint segment, GdkRGBA *colour)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));

  if (!gtk_style_context_lookup_color (context, colours[segment], colour))
    gtk_style_context_get_color (context, colour);
  if (segment == SEGMENT_RUNNING)
    colour->alpha *= 0.45f;
}

static void
append_trough (FanfoldStateBar *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  colour.alpha *= 0.12f;
  gtk_snapshot_append_color (snapshot, &colour, bounds);
}

static void
fanfold_state_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FanfoldStateBar *self = FANFOLD_STATE_BAR (widget);
  gboolean backwards = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float x = 0;
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  append_trough (self, snapshot, &outline.bounds);

  for (guint i = 0; i < N_SEGMENTS; i++)
    {
      float part = (float) self->shares[i] * width;
      GdkRGBA colour;

      if (part <= 0)
        continue;

      look_up_colour (self, i, &colour);
      gtk_snapshot_append_color (
          snapshot,
          &colour,
          &GRAPHENE_RECT_INIT (backwards ? width - x - part : x, 0, part, height));
      x += part;
    }

  gtk_snapshot_pop (snapshot);
}

static void
fanfold_state_bar_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  FanfoldStateBar *self = FANFOLD_STATE_BAR (widget);

  gtk_widget_measure (self->reader, orientation, for_size, minimum, NULL, NULL, NULL);
  *minimum = MAX (*minimum, BAR_HEIGHT);
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (*minimum, 200) : *minimum;
}

static void
fanfold_state_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FanfoldStateBar *self = FANFOLD_STATE_BAR (widget);

  gtk_widget_allocate (self->reader, width, height, baseline, NULL);
}

static void
fanfold_state_bar_dispose (GObject *object)
{
  FanfoldStateBar *self = FANFOLD_STATE_BAR (object);

  g_clear_pointer (&self->reader, gtk_widget_unparent);

  G_OBJECT_CLASS (fanfold_state_bar_parent_class)->dispose (object);
}

static void
fanfold_state_bar_class_init (FanfoldStateBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fanfold_state_bar_dispose;
  widget_class->size_allocate = fanfold_state_bar_size_allocate;
  widget_class->snapshot = fanfold_state_bar_snapshot;
  widget_class->measure = fanfold_state_bar_measure;

  gtk_widget_class_set_css_name (widget_class, "statebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
fanfold_state_bar_init (FanfoldStateBar *self)
{
  self->reader = gtk_progress_bar_new ();
  gtk_widget_set_opacity (self->reader, 0);
  gtk_widget_set_parent (self->reader, GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->reader), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Progress of the run"), -1);
}

void
fanfold_state_bar_set_counts (FanfoldStateBar *self,
                              const guint64 counts[FANFOLD_N_JOB_STATES],
                              guint64 total,
                              double fraction,
                              const char *text)
{
  double one = total > 0 ? 1.0 / (double) total : 0;
  double over = 0;

  g_return_if_fail (FANFOLD_IS_STATE_BAR (self));
  g_return_if_fail (counts != NULL);

  self->shares[SEGMENT_DONE] = (double) counts[FANFOLD_JOB_DONE] * one;
  self->shares[SEGMENT_CACHED] = (double) counts[FANFOLD_JOB_CACHED] * one;
  self->shares[SEGMENT_FAILED] =
      (double) (counts[FANFOLD_JOB_FAILED] + counts[FANFOLD_JOB_CRASHED] +
                counts[FANFOLD_JOB_TIMED_OUT]) *
      one;
  self->shares[SEGMENT_STOPPED] =
      (double) (counts[FANFOLD_JOB_CANCELLED] + counts[FANFOLD_JOB_SKIPPED]) * one;
  for (guint i = 0; i < SEGMENT_RUNNING; i++)
    over += self->shares[i];
  self->shares[SEGMENT_RUNNING] = CLAMP (fraction - over, 0, 1);

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->reader), CLAMP (fraction, 0, 1));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reader),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text != NULL ? text : "",
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
fanfold_state_bar_get_share (FanfoldStateBar *self, guint segment)
{
  g_return_val_if_fail (FANFOLD_IS_STATE_BAR (self), 0);
  g_return_val_if_fail (segment < N_SEGMENTS, 0);

  return self->shares[segment];
}
