/* fanfold-wrap-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-wrap-layout.h"

#define SPACING 9

struct _FanfoldWrapLayout
{
  GtkLayoutManager parent_instance;

  gboolean packed;
};

enum
{
  PROP_0,
  PROP_PACKED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldWrapLayout, fanfold_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
}

static int
measure_height (GtkWidget *widget, int width)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);

  return minimum;
}

static int
get_spacing (GtkWidget *first, GtkWidget *second)
{
  return gtk_widget_get_visible (first) && gtk_widget_get_visible (second) ? SPACING : 0;
}

static gboolean
fits (GtkWidget *first, GtkWidget *second, int width)
{
  int first_natural;
  int second_natural;

  measure_width (first, NULL, &first_natural);
  measure_width (second, NULL, &second_natural);

  return width < 0 || first_natural + get_spacing (first, second) + second_natural <= width;
}

static GtkSizeRequestMode
fanfold_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fanfold_wrap_layout_measure (GtkLayoutManager *manager,
                             GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = gtk_widget_get_last_child (widget);
  int minimums[2];
  int naturals[2];

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (first, &minimums[0], &naturals[0]);
      measure_width (second, &minimums[1], &naturals[1]);
      *minimum = MAX (minimums[0], minimums[1]);
      *natural = naturals[0] + get_spacing (first, second) + naturals[1];
      return;
    }

  if (fits (first, second, for_size))
    *minimum = MAX (measure_height (first, -1), measure_height (second, -1));
  else
    *minimum = measure_height (first, for_size) + get_spacing (first, second) +
               measure_height (second, for_size);
  *natural = *minimum;
}

/* Both with their natural width from the start on, as far as there is room. */
static void
allocate_packed (GtkWidget *widget, GtkWidget *first, GtkWidget *second, int width, int height)
{
  gboolean to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation upper = { 0, 0, 0, height };
  GtkAllocation lower = { 0, 0, 0, height };

  measure_width (first, NULL, &upper.width);
  measure_width (second, NULL, &lower.width);
  if (fits (first, second, width))
    {
      lower.x = upper.width + get_spacing (first, second);
    }
  else
    {
      upper.width = lower.width = MIN (MAX (upper.width, lower.width), width);
      upper.height = measure_height (first, upper.width);
      lower.y = upper.height + get_spacing (first, second);
      lower.height = height - lower.y;
    }
  if (to_left)
    {
      upper.x = width - upper.width;
      lower.x = width - lower.x - lower.width;
    }

  gtk_widget_size_allocate (first, &upper, -1);
  gtk_widget_size_allocate (second, &lower, -1);
}

static void
fanfold_wrap_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = gtk_widget_get_last_child (widget);
  gboolean to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation upper = { 0, 0, width, height };
  GtkAllocation lower = { 0, 0, 0, height };

  if (FANFOLD_WRAP_LAYOUT (manager)->packed)
    {
      allocate_packed (widget, first, second, width, height);
      return;
    }

  measure_width (second, NULL, &lower.width);
  lower.width = MIN (lower.width, width);
  lower.x = to_left ? 0 : width - lower.width;
  if (fits (first, second, width))
    {
      upper.width = width - get_spacing (first, second) - lower.width;
      upper.x = to_left ? width - upper.width : 0;
    }
  else
    {
      lower.height = measure_height (second, lower.width);
      lower.y = height - lower.height;
      upper.height = lower.y - get_spacing (first, second);
    }

  gtk_widget_size_allocate (first, &upper, -1);
  gtk_widget_size_allocate (second, &lower, -1);
}

static void
fanfold_wrap_layout_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_PACKED:
      FANFOLD_WRAP_LAYOUT (object)->packed = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_wrap_layout_class_init (FanfoldWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->set_property = fanfold_wrap_layout_set_property;

  properties[PROP_PACKED] =
      g_param_spec_boolean ("packed",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  manager_class->get_request_mode = fanfold_wrap_layout_get_request_mode;
  manager_class->measure = fanfold_wrap_layout_measure;
  manager_class->allocate = fanfold_wrap_layout_allocate;
}

static void
fanfold_wrap_layout_init (FanfoldWrapLayout *self)
{
}
