/* fanfold-again-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-again-bar.h"
#include "fanfold-n-jobs-row.h"
#include "fanfold-wrap-layout.h"

struct _FanfoldAgainBar
{
  AdwBin parent_instance;

  FanfoldRun *run;       /* (nullable) */
  GSignalGroup *signals; /* of the run */
  gboolean updating;

  GtkWidget *n_jobs_list;
  FanfoldNJobsRow *n_jobs_row;
  GtkWidget *failed_box;
  GtkWidget *buttons;
  GtkWidget *unkept_label;
};

enum
{
  PROP_0,
  PROP_RUN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldAgainBar, fanfold_again_bar, ADW_TYPE_BIN)

static void
update (FanfoldAgainBar *self)
{
  const guint64 *counts;
  gboolean live;
  gboolean failed;
  gboolean kept;

  if (self->run == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }

  counts = fanfold_run_get_counts (self->run);
  live = !fanfold_run_state_is_over (fanfold_run_get_state (self->run));
  failed =
      counts[FANFOLD_JOB_FAILED] + counts[FANFOLD_JOB_CRASHED] + counts[FANFOLD_JOB_TIMED_OUT] > 0;
  gtk_widget_set_visible (self->n_jobs_list, live);
  gtk_widget_set_visible (self->failed_box, failed);
  /* Jobs are run again from what the history keeps of them. */
  kept = fanfold_run_get_id (self->run) != 0;
  gtk_widget_set_sensitive (self->buttons, kept);
  gtk_widget_set_visible (self->unkept_label, !kept);
  gtk_widget_set_visible (GTK_WIDGET (self), live || failed);
  if (!live)
    return;

  self->updating = TRUE;
  fanfold_n_jobs_row_set_n_jobs (self->n_jobs_row, fanfold_run_get_n_jobs (self->run));
  self->updating = FALSE;
}

static void
n_jobs_changed_cb (FanfoldAgainBar *self)
{
  if (self->run != NULL && !self->updating)
    fanfold_run_set_n_jobs (self->run, fanfold_n_jobs_row_get_n_jobs (self->n_jobs_row));
}

/* Those that have failed are found when the run has been read. */
static void
activate (FanfoldAgainBar *self, const char *action)
{
  g_autoptr (FanfoldRanges) jobs = NULL;

  if (self->run == NULL || fanfold_run_get_job_table (self->run) == NULL)
    return;

  jobs = fanfold_run_find_jobs (self->run, FANFOLD_AGAIN_FAILED);
  gtk_widget_activate_action_variant (
      GTK_WIDGET (self), action, fanfold_again_bar_make_target (self->run, jobs));
}

static void
run_again_cb (FanfoldAgainBar *self)
{
  activate (self, "win.run-again");
}

static void
edit_again_cb (FanfoldAgainBar *self)
{
  activate (self, "win.edit-again");
}

static void
set_run (FanfoldAgainBar *self, FanfoldRun *run)
{
  if (!g_set_object (&self->run, run))
    return;

  g_signal_group_set_target (self->signals, run);
  update (self);
}

static void
fanfold_again_bar_dispose (GObject *object)
{
  FanfoldAgainBar *self = FANFOLD_AGAIN_BAR (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (fanfold_again_bar_parent_class)->dispose (object);
}

static void
fanfold_again_bar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldAgainBar *self = FANFOLD_AGAIN_BAR (object);

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
fanfold_again_bar_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_RUN:
      set_run (FANFOLD_AGAIN_BAR (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_again_bar_class_init (FanfoldAgainBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_again_bar_dispose;
  object_class->get_property = fanfold_again_bar_get_property;
  object_class->set_property = fanfold_again_bar_set_property;

  properties[PROP_RUN] = g_param_spec_object (
      "run", NULL, NULL, FANFOLD_TYPE_RUN, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FANFOLD_TYPE_N_JOBS_ROW);
  g_type_ensure (FANFOLD_TYPE_WRAP_LAYOUT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-again-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldAgainBar, n_jobs_list);
  gtk_widget_class_bind_template_child (widget_class, FanfoldAgainBar, n_jobs_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldAgainBar, failed_box);
  gtk_widget_class_bind_template_child (widget_class, FanfoldAgainBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, FanfoldAgainBar, unkept_label);
  gtk_widget_class_bind_template_callback (widget_class, n_jobs_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_again_cb);
}

static void
fanfold_again_bar_init (FanfoldAgainBar *self)
{
  FanfoldCpu cpu;

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (FANFOLD_TYPE_RUN);
  g_signal_group_connect_swapped (self->signals, "notify::n-samples", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update), self);
  fanfold_cpu_get (&cpu);
  g_object_set (self->n_jobs_row, "n-usable", cpu.n_usable, NULL);
  self->updating = FALSE;
}

GVariant *
fanfold_again_bar_make_target (FanfoldRun *run, FanfoldRanges *jobs)
{
  GVariantBuilder builder;
  guint64 from = 0, first, n;

  g_return_val_if_fail (FANFOLD_IS_RUN (run), NULL);
  g_return_val_if_fail (jobs != NULL, NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(tt)"));
  for (; fanfold_ranges_find (jobs, from, &first, &n); from = first + n)
    g_variant_builder_add (&builder, "(tt)", first, n);

  return g_variant_new ("(ta(tt))", fanfold_run_get_id (run), &builder);
}
