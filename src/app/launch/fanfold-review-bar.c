/* fanfold-review-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-review-bar.h"
#include "fanfold-command-text.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

struct _FanfoldReviewBar
{
  AdwBin parent_instance;

  GtkInfoBar *bar;
  GtkLabel *label;
  GtkLabel *commands_label;
  GtkLabel *notes_label;
  GtkWidget *commands_frame;
  GtkWidget *run_all_button;
  GtkWidget *own_run_button;
};

enum
{
  RUN_ALL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldReviewBar, fanfold_review_bar, ADW_TYPE_BIN)

static void
response_cb (FanfoldReviewBar *self)
{
  fanfold_review_bar_hide (self);
}

static void
run_all_cb (FanfoldReviewBar *self)
{
  g_signal_emit (self, signals[RUN_ALL], 0);
}

static void
show_text (FanfoldReviewBar *self,
           GtkMessageType type,
           const char *text,
           const char *commands,
           const char *notes)
{
  gtk_label_set_label (self->label, text);
  gtk_label_set_label (self->commands_label, commands != NULL ? commands : "");
  gtk_widget_set_visible (self->commands_frame, commands != NULL);
  gtk_label_set_label (self->notes_label, notes != NULL ? notes : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notes_label), notes != NULL && notes[0] != '\0');
  gtk_info_bar_set_message_type (self->bar, type);
  gtk_info_bar_set_show_close_button (self->bar, TRUE);
  gtk_widget_set_visible (self->run_all_button, FALSE);
  gtk_widget_set_visible (self->own_run_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_info_bar_set_revealed (self->bar, TRUE);
}

static void
append_origin (GString *text, FanfoldBatch *batch)
{
  const char *name = fanfold_batch_get_name (batch);

  if (name != NULL && name[0] != '\0')
    g_string_append_printf (
        text, _ ("“%s” was opened for review. Nothing runs before you launch it."), name);
  else
    g_string_append (text, _ ("A batch was opened for review. Nothing runs before you launch it."));
}

static void
append_parent (GString *text, FanfoldBatchParent *parent)
{
  guint64 n = fanfold_batch_parent_get_n_jobs (parent);
  g_autofree char *jobs = fanfold_text_count (n);
  g_autofree char *all = fanfold_text_count (fanfold_batch_parent_get_n_jobs_of_run (parent));
  g_autofree char *run = fanfold_text_count (fanfold_batch_parent_get_run (parent));

  /* Translators: as in “Only 3 of the 900 jobs …” */
  g_string_append_printf (text,
                          ngettext ("Only %s of the %s jobs of run %s will be run, with what it "
                                    "was given then. Change what is to be different, and launch "
                                    "it.",
                                    "Only %s of the %s jobs of run %s will be run, with what they "
                                    "were given then. Change what is to be different, and launch "
                                    "them.",
                                    (gulong) n),
                          jobs,
                          all,
                          run);
}

static void
fanfold_review_bar_class_init (FanfoldReviewBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[RUN_ALL] = g_signal_new (
      "run-all", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/launch/fanfold-review-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldReviewBar, bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldReviewBar, label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldReviewBar, commands_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldReviewBar, notes_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldReviewBar, commands_frame);
  gtk_widget_class_bind_template_child (widget_class, FanfoldReviewBar, run_all_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldReviewBar, own_run_button);
  gtk_widget_class_bind_template_callback (widget_class, response_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_all_cb);
}

static void
fanfold_review_bar_init (FanfoldReviewBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_review_bar_show_parent (FanfoldReviewBar *self,
                                FanfoldBatchParent *parent,
                                const char *const *notes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *said = notes != NULL ? g_strjoinv ("\n", (GStrv) notes) : NULL;

  g_return_if_fail (FANFOLD_IS_REVIEW_BAR (self));
  g_return_if_fail (parent != NULL);

  append_parent (text, parent);
  show_text (self, GTK_MESSAGE_INFO, text->str, NULL, said);
  gtk_info_bar_set_show_close_button (self->bar, FALSE);
  gtk_widget_set_visible (self->run_all_button, TRUE);
}

void
fanfold_review_bar_show_batch (FanfoldReviewBar *self,
                               FanfoldBatch *batch,
                               FanfoldFunction *function,
                               const char *const *notes)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *commands = NULL;
  g_autofree char *said = NULL;

  g_return_if_fail (FANFOLD_IS_REVIEW_BAR (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));
  g_return_if_fail (FANFOLD_IS_FUNCTION (function));

  /* One's own run needs no warning of what it ran. */
  if (fanfold_batch_get_parent (batch) != NULL)
    {
      fanfold_review_bar_show_parent (self, fanfold_batch_get_parent (batch), notes);
      return;
    }

  text = g_string_new (NULL);
  append_origin (text, batch);
  commands = fanfold_command_text_describe (batch, function);
  if (commands != NULL)
    g_string_append_printf (text,
                            " %s",
                            fanfold_command_text_has_shell (batch)
                                ? _ ("It would run this, through a shell:")
                                : _ ("It would run this, without a shell:"));
  said = notes != NULL ? g_strjoinv ("\n", (GStrv) notes) : NULL;
  show_text (self, GTK_MESSAGE_INFO, text->str, commands, said);
}

void
fanfold_review_bar_show_target (FanfoldReviewBar *self, const char *title)
{
  g_autofree char *text = NULL;

  g_return_if_fail (FANFOLD_IS_REVIEW_BAR (self));
  g_return_if_fail (title != NULL);

  text = g_strdup_printf (_ ("What you give here is added to “%s”, as further jobs of that run. "
                             "What is the same in all of its jobs stays so; of the settings only "
                             "order and sample count."),
                          title);
  show_text (self, GTK_MESSAGE_INFO, text, NULL, NULL);
  gtk_info_bar_set_show_close_button (self->bar, FALSE);
  gtk_widget_set_visible (self->own_run_button, TRUE);
}

void
fanfold_review_bar_show_error (FanfoldReviewBar *self, const char *text)
{
  g_return_if_fail (FANFOLD_IS_REVIEW_BAR (self));
  g_return_if_fail (text != NULL);

  show_text (self, GTK_MESSAGE_ERROR, text, NULL, NULL);
}

void
fanfold_review_bar_hide (FanfoldReviewBar *self)
{
  g_return_if_fail (FANFOLD_IS_REVIEW_BAR (self));

  gtk_info_bar_set_revealed (self->bar, FALSE);
}
