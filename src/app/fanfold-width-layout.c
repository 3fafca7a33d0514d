/* fanfold-width-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-width-layout.h"

struct _FanfoldWidthLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (FanfoldWidthLayout, fanfold_width_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
fanfold_width_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fanfold_width_layout_measure (GtkLayoutManager *manager,
                              GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget),
                      orientation,
                      orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size,
                      minimum,
                      natural,
                      minimum_baseline,
                      natural_baseline);
}

static void
fanfold_width_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

static void
fanfold_width_layout_class_init (FanfoldWidthLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = fanfold_width_layout_get_request_mode;
  manager_class->measure = fanfold_width_layout_measure;
  manager_class->allocate = fanfold_width_layout_allocate;
}

static void
fanfold_width_layout_init (FanfoldWidthLayout *self)
{
}
