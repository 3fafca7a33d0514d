/* fanfold-again-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-again-bar.h"
#include "fanfold-n-jobs-row.h"
#include "fanfold-wrap-layout.h"

#include <glib/gi18n.h>

struct _FanfoldAgainBar
{
  FanfoldRunBin parent_instance;

  gboolean updating;

  GtkWidget *n_jobs_list;
  FanfoldNJobsRow *n_jobs_row;
  GtkWidget *failed_box;
  GtkWidget *buttons;
  GtkWidget *unkept_label;
};

G_DEFINE_FINAL_TYPE (FanfoldAgainBar, fanfold_again_bar, FANFOLD_TYPE_RUN_BIN)

static FanfoldRun *
get_run (FanfoldAgainBar *self)
{
  return fanfold_run_bin_get_run (FANFOLD_RUN_BIN (self));
}

static void
update_n_jobs (FanfoldAgainBar *self, FanfoldRun *run)
{
  gboolean ending = fanfold_run_is_ending (run);

  self->updating = TRUE;
  fanfold_n_jobs_row_set_n_jobs (self->n_jobs_row, fanfold_run_get_n_jobs (run));
  self->updating = FALSE;
  /* It is asked ten times a second. */
  if (ending == gtk_widget_get_sensitive (GTK_WIDGET (self->n_jobs_row)))
    fanfold_n_jobs_row_refuse (
        self->n_jobs_row, ending ? _ ("It cannot be changed: the run starts no more jobs.") : NULL);
}

static void
fanfold_again_bar_update (FanfoldRunBin *bin, gboolean other)
{
  FanfoldAgainBar *self = FANFOLD_AGAIN_BAR (bin);
  FanfoldRun *run = get_run (self);
  const guint64 *counts;
  gboolean live;
  gboolean failed;
  gboolean kept;

  if (run == NULL || fanfold_run_is_elsewhere (run))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }

  counts = fanfold_run_get_counts (run);
  live = !fanfold_run_state_is_over (fanfold_run_get_state (run));
  failed =
      counts[FANFOLD_JOB_FAILED] + counts[FANFOLD_JOB_CRASHED] + counts[FANFOLD_JOB_TIMED_OUT] > 0;
  gtk_widget_set_visible (self->n_jobs_list, live);
  gtk_widget_set_visible (self->failed_box, failed);
  /* Jobs are run again from what the history keeps of them. */
  kept = fanfold_run_get_id (run) != 0;
  gtk_widget_set_sensitive (self->buttons, kept);
  gtk_widget_set_visible (self->unkept_label, !kept);
  gtk_widget_set_visible (GTK_WIDGET (self), live || failed);
  if (!live)
    return;

  update_n_jobs (self, run);
}

static void
n_jobs_changed_cb (FanfoldAgainBar *self)
{
  FanfoldRun *run = get_run (self);

  if (run != NULL && !self->updating)
    fanfold_run_set_n_jobs (run, fanfold_n_jobs_row_get_n_jobs (self->n_jobs_row));
}

/* Those that have failed are found when the run has been read. */
static void
activate (FanfoldAgainBar *self, const char *action)
{
  FanfoldRun *run = get_run (self);
  g_autoptr (FanfoldRanges) jobs = NULL;

  if (run == NULL || fanfold_run_get_job_table (run) == NULL)
    return;

  jobs = fanfold_run_find_jobs (run, FANFOLD_AGAIN_FAILED);
  gtk_widget_activate_action_variant (
      GTK_WIDGET (self), action, fanfold_again_bar_make_target (run, jobs));
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
fanfold_again_bar_class_init (FanfoldAgainBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  FANFOLD_RUN_BIN_CLASS (klass)->update = fanfold_again_bar_update;

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
