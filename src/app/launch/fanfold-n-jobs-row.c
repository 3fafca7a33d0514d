/* fanfold-n-jobs-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-n-jobs-row.h"
#include "fanfold-n-jobs.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

struct _FanfoldNJobsRow
{
  AdwActionRow parent_instance;

  int n_jobs;
  guint n_usable;
  guint n_suggested; /* 0: none */
  gboolean io_bound;

  GtkButton *suggest_button;
  GtkSpinButton *spin;
};

enum
{
  PROP_0,
  PROP_N_JOBS,
  PROP_N_USABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldNJobsRow, fanfold_n_jobs_row, ADW_TYPE_ACTION_ROW)

static void
update_subtitle (FanfoldNJobsRow *self)
{
  g_autofree char *cores = fanfold_text_cores (self->n_jobs, self->n_usable);
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;
  gboolean suggests = self->n_suggested > 0 &&
                      self->n_suggested != fanfold_n_jobs_effective (self->n_jobs, self->n_usable);

  gtk_widget_set_visible (GTK_WIDGET (self->suggest_button), suggests);
  if (!suggests)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self), cores);
      return;
    }

  label = g_strdup_printf (_ ("Use %u"), self->n_suggested);
  gtk_button_set_label (self->suggest_button, label);
  if (self->io_bound)
    text = g_strdup_printf (_ ("%s · the jobs mostly wait, for which 1.5 × the cores, %u, is best"),
                            cores,
                            self->n_suggested);
  else
    text = g_strdup_printf (_ ("%s · the jobs compute, for which no more than the physical cores, "
                               "%u, is best"),
                            cores,
                            self->n_suggested);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

static const char *
describe (void)
{
  return _ ("How many jobs run at once: 1 and above is that many; −1 is all cores, −2 all but one, "
            "and so on");
}

/* A focus that is lost would go to the start of the window. From the row it goes to what is in
 * there first. */
static void
leave (GtkWidget *row)
{
  GtkRoot *root = gtk_widget_get_root (row);

  for (guint i = 0; i < 3 && root != NULL; i++)
    {
      GtkWidget *focus = gtk_root_get_focus (root);

      if (focus == NULL || (focus != row && !gtk_widget_is_ancestor (focus, row)))
        return;
      gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
    }
}

static void
suggest_cb (FanfoldNJobsRow *self)
{
  fanfold_n_jobs_row_set_n_jobs (self, (int) self->n_suggested);
  gtk_widget_grab_focus (GTK_WIDGET (self->spin));
}

/* What was typed: anything that is no n_jobs leaves the number as it was. */
static int
input_cb (FanfoldNJobsRow *self, double *value, GtkSpinButton *spin)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (spin))));
  int n_jobs;

  if (!fanfold_n_jobs_parse (text, &n_jobs, NULL))
    return GTK_INPUT_ERROR;

  *value = n_jobs;

  return TRUE;
}

static void
value_changed_cb (FanfoldNJobsRow *self)
{
  int n_jobs = gtk_spin_button_get_value_as_int (self->spin);

  if (n_jobs == 0)
    {
      gtk_spin_button_set_value (self->spin, self->n_jobs > 0 ? -1 : 1);
      return;
    }

  if (self->n_jobs == n_jobs)
    return;

  self->n_jobs = n_jobs;
  update_subtitle (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_JOBS]);
}

static void
fanfold_n_jobs_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldNJobsRow *self = FANFOLD_N_JOBS_ROW (object);

  switch (prop_id)
    {
    case PROP_N_JOBS:
      g_value_set_int (value, self->n_jobs);
      break;

    case PROP_N_USABLE:
      g_value_set_uint (value, self->n_usable);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_n_jobs_row_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  FanfoldNJobsRow *self = FANFOLD_N_JOBS_ROW (object);

  switch (prop_id)
    {
    case PROP_N_JOBS:
      fanfold_n_jobs_row_set_n_jobs (self, g_value_get_int (value));
      break;

    case PROP_N_USABLE:
      self->n_usable = g_value_get_uint (value);
      update_subtitle (self);
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_n_jobs_row_class_init (FanfoldNJobsRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fanfold_n_jobs_row_get_property;
  object_class->set_property = fanfold_n_jobs_row_set_property;

  properties[PROP_N_JOBS] = g_param_spec_int ("n-jobs", NULL, NULL, G_MININT, G_MAXINT, -1, flags);
  properties[PROP_N_USABLE] = g_param_spec_uint ("n-usable", NULL, NULL, 1, G_MAXUINT, 1, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/launch/fanfold-n-jobs-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldNJobsRow, spin);
  gtk_widget_class_bind_template_child (widget_class, FanfoldNJobsRow, suggest_button);
  gtk_widget_class_bind_template_callback (widget_class, suggest_cb);
  gtk_widget_class_bind_template_callback (widget_class, input_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
}

static void
fanfold_n_jobs_row_init (FanfoldNJobsRow *self)
{
  self->n_jobs = -1;
  self->n_usable = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
  fanfold_n_jobs_row_refuse (self, NULL);
  update_subtitle (self);
}

int
fanfold_n_jobs_row_get_n_jobs (FanfoldNJobsRow *self)
{
  g_return_val_if_fail (FANFOLD_IS_N_JOBS_ROW (self), -1);

  gtk_spin_button_update (self->spin);

  return self->n_jobs;
}

void
fanfold_n_jobs_row_set_n_jobs (FanfoldNJobsRow *self, int n_jobs)
{
  g_return_if_fail (FANFOLD_IS_N_JOBS_ROW (self));
  g_return_if_fail (n_jobs != 0);

  gtk_spin_button_set_value (self->spin, n_jobs);
}

void
fanfold_n_jobs_row_set_up (FanfoldNJobsRow *self, const FanfoldCpu *cpu, gboolean io_bound)
{
  g_return_if_fail (FANFOLD_IS_N_JOBS_ROW (self));
  g_return_if_fail (cpu != NULL);

  self->n_suggested = fanfold_n_jobs_suggest (io_bound, cpu, NULL);
  self->io_bound = io_bound;
  g_object_set (self, "n-usable", cpu->n_usable, NULL);
}

void
fanfold_n_jobs_row_refuse (FanfoldNJobsRow *self, const char *reason)
{
  g_return_if_fail (FANFOLD_IS_N_JOBS_ROW (self));

  if (reason != NULL)
    leave (GTK_WIDGET (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self), reason == NULL);
  /* A screen reader is not told of what is in there. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->spin), reason == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), reason != NULL ? reason : describe ());
}
