/* fanfold-interrupted-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-interrupted-bar.h"
#include "fanfold-again-bar.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

struct _FanfoldInterruptedBar
{
  AdwBin parent_instance;

  GtkInfoBar *bar;
  GtkLabel *label;
  GtkWidget *resume_button;

  FanfoldEngine *engine; /* (nullable) before it looks */
  GArray *ids;           /* of the runs it tells of, newest first */
};

enum
{
  SHOW_RUN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldInterruptedBar, fanfold_interrupted_bar, ADW_TYPE_BIN)

static void
hide (FanfoldInterruptedBar *self)
{
  gtk_info_bar_set_revealed (self->bar, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_array_set_size (self->ids, 0);
}

/* The newest that still is interrupted. (transfer none) (nullable) */
static FanfoldRun *
find_run (FanfoldInterruptedBar *self)
{
  for (guint i = 0; i < self->ids->len; i++)
    {
      FanfoldRun *run =
          fanfold_engine_find_run (self->engine, g_array_index (self->ids, guint64, i));

      if (run != NULL && fanfold_run_get_state (run) == FANFOLD_RUN_INTERRUPTED)
        return run;
    }

  return NULL;
}

static void
response_cb (FanfoldInterruptedBar *self)
{
  hide (self);
}

static void
show_cb (FanfoldInterruptedBar *self)
{
  FanfoldRun *run = find_run (self);

  hide (self);
  if (run != NULL)
    g_signal_emit (self, signals[SHOW_RUN], 0, run);
}

/* No jobs are named: those that are not finished are meant. */
static void
resume_cb (FanfoldInterruptedBar *self)
{
  FanfoldRun *run = find_run (self);
  g_autoptr (FanfoldRanges) none = fanfold_ranges_new ();

  if (run != NULL)
    gtk_widget_activate_action_variant (
        GTK_WIDGET (self), "win.run-again", fanfold_again_bar_make_target (run, none));
  show_cb (self);
}

static void
state_cb (FanfoldInterruptedBar *self)
{
  if (self->ids->len > 0 && find_run (self) == NULL)
    hide (self);
}

static char *
describe_one (const FanfoldHistoryRun *run)
{
  guint64 n_done = fanfold_history_run_get_n_done (run);
  g_autofree char *done = fanfold_text_count (n_done);
  g_autofree char *total = fanfold_text_count (run->n_jobs_total);

  /* Translators: a run's name, how many jobs are done, and of how many */
  return g_strdup_printf (ngettext ("The run “%s” was interrupted: %s of %s job is done.",
                                    "The run “%s” was interrupted: %s of %s jobs are done.",
                                    (gulong) run->n_jobs_total),
                          run->name,
                          done,
                          total);
}

static char *
describe_many (guint n)
{
  g_autofree char *count = fanfold_text_count (n);

  return g_strdup_printf (ngettext ("%s run was interrupted.", "%s runs were interrupted.", n),
                          count);
}

static void
tell (FanfoldInterruptedBar *self, GPtrArray *runs)
{
  g_autofree char *text = NULL;

  for (guint i = 0; i < runs->len; i++)
    {
      const FanfoldHistoryRun *record = g_ptr_array_index (runs, i);
      FanfoldRun *run = fanfold_engine_find_run (self->engine, record->id);

      if (run == NULL)
        continue;
      g_array_append_val (self->ids, record->id);
      g_signal_connect_object (
          run, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
    }
  if (find_run (self) == NULL)
    return;

  text = runs->len == 1 ? describe_one (g_ptr_array_index (runs, 0)) : describe_many (runs->len);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (self->resume_button, runs->len == 1);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_info_bar_set_revealed (self->bar, TRUE);
}

/* What cannot be read or written is not told; the start has said what is wrong with the history. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldInterruptedBar) self = FANFOLD_INTERRUPTED_BAR (user_data);
  g_autoptr (GPtrArray) runs =
      fanfold_engine_find_interrupted_finish (FANFOLD_ENGINE (source), result, NULL);

  if (runs != NULL && runs->len > 0 && self->engine != NULL)
    tell (self, runs);
}

static void
fanfold_interrupted_bar_dispose (GObject *object)
{
  FanfoldInterruptedBar *self = FANFOLD_INTERRUPTED_BAR (object);

  g_clear_object (&self->engine);

  G_OBJECT_CLASS (fanfold_interrupted_bar_parent_class)->dispose (object);
}

static void
fanfold_interrupted_bar_finalize (GObject *object)
{
  FanfoldInterruptedBar *self = FANFOLD_INTERRUPTED_BAR (object);

  g_array_unref (self->ids);

  G_OBJECT_CLASS (fanfold_interrupted_bar_parent_class)->finalize (object);
}

static void
fanfold_interrupted_bar_class_init (FanfoldInterruptedBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_interrupted_bar_dispose;
  object_class->finalize = fanfold_interrupted_bar_finalize;

  signals[SHOW_RUN] = g_signal_new ("show-run",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    FANFOLD_TYPE_RUN);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/fanfold-interrupted-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldInterruptedBar, bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldInterruptedBar, label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldInterruptedBar, resume_button);
  gtk_widget_class_bind_template_callback (widget_class, response_cb);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
}

static void
fanfold_interrupted_bar_init (FanfoldInterruptedBar *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_interrupted_bar_look (FanfoldInterruptedBar *self, FanfoldEngine *engine)
{
  g_return_if_fail (FANFOLD_IS_INTERRUPTED_BAR (self));
  g_return_if_fail (FANFOLD_IS_ENGINE (engine));

  if (!g_set_object (&self->engine, engine))
    return;

  fanfold_engine_find_interrupted_async (engine, NULL, found_cb, g_object_ref (self));
}
