/* fanfold-job-filter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-filter.h"
#include "fanfold-filtered-jobs.h"
#include "fanfold-text.h"
#include "fanfold-wrap-layout.h"

#define STATE(name) (1u << FANFOLD_JOB_##name)

/* In the order of the choice's items. */
static const guint choices[] = {
  0, /* all */
  STATE (RUNNING),
  FANFOLD_JOB_FILTER_FAILED,
  STATE (CACHED),
  STATE (DONE),
  STATE (WAITING),
  STATE (CANCELLED) | STATE (SKIPPED),
};

#define N_CHOICES G_N_ELEMENTS (choices)
#define CHOICE_FAILED 2

struct _FanfoldJobFilter
{
  AdwBin parent_instance;

  GtkToggleButton *failed_button;
  GtkDropDown *choice;

  FanfoldRowFeed *feed;
  FanfoldJobSelection *selection;
  FanfoldJobList *jobs;          /* (nullable) */
  FanfoldJobTable *table;        /* (nullable) */
  FanfoldFilteredJobs *filtered; /* NULL: all are shown */
  guint update_id;
  gboolean empty;
  guint64 counts[N_CHOICES];
  GtkLabel *labels[N_CHOICES]; /* (nullable) of what is unfolded */
};

enum
{
  PROP_0,
  PROP_EMPTY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldJobFilter, fanfold_job_filter, ADW_TYPE_BIN)

static void
show_count (FanfoldJobFilter *self, guint i)
{
  g_autofree char *count = fanfold_text_count (self->counts[i]);

  if (self->labels[i] != NULL)
    gtk_label_set_label (self->labels[i], count);
}

static GtkWidget *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
setup_cb (FanfoldJobFilter *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *name = add_label (box, "name");
  GtkWidget *count = add_label (box, "dim-label");

  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_add_css_class (count, "numeric");
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (FanfoldJobFilter *self, GtkListItem *item)
{
  GtkStringObject *string = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  guint position = gtk_list_item_get_position (item);

  g_return_if_fail (position < N_CHOICES);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)),
                       gtk_string_object_get_string (string));
  self->labels[position] = GTK_LABEL (gtk_widget_get_last_child (box));
  show_count (self, position);
}

static void
unbind_cb (FanfoldJobFilter *self, GtkListItem *item)
{
  guint position = gtk_list_item_get_position (item);

  if (position < N_CHOICES)
    self->labels[position] = NULL;
}

static gboolean
update_cb (gpointer user_data)
{
  FanfoldJobFilter *self = FANFOLD_JOB_FILTER (user_data);

  if (!fanfold_filtered_jobs_update (self->filtered))
    return G_SOURCE_CONTINUE;

  self->update_id = 0;

  return G_SOURCE_REMOVE;
}

static void
update (FanfoldJobFilter *self)
{
  if (self->filtered != NULL && self->update_id == 0)
    self->update_id = g_idle_add (update_cb, self);
}

/* The chosen job stays chosen. */
static void
show_all (FanfoldJobFilter *self)
{
  FanfoldJob *job = fanfold_job_selection_get_selected_item (self->selection);
  guint64 index = job != NULL ? fanfold_job_get_index (job) : 0;

  fanfold_row_feed_set_model (self->feed, (GListModel *) self->jobs);
  if (job != NULL && self->jobs != NULL)
    fanfold_row_feed_select (self->feed, (guint) index, FALSE);
}

static void
show_states (FanfoldJobFilter *self, guint states)
{
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->filtered);
  if (self->feed == NULL)
    return;

  if (states == 0 || self->jobs == NULL)
    {
      show_all (self);
      return;
    }

  self->filtered = fanfold_filtered_jobs_new (self->jobs, self->table, states);
  fanfold_row_feed_set_model (self->feed, G_LIST_MODEL (self->filtered));
  update (self);
}

static void
update_empty (FanfoldJobFilter *self)
{
  guint chosen = gtk_drop_down_get_selected (self->choice);
  gboolean empty =
      self->jobs != NULL && chosen > 0 && chosen < N_CHOICES && self->counts[chosen] == 0;

  if (self->empty == empty)
    return;

  self->empty = empty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}

static void
chosen_cb (FanfoldJobFilter *self)
{
  guint chosen = gtk_drop_down_get_selected (self->choice);

  if (chosen >= N_CHOICES)
    return;

  show_states (self, choices[chosen]);
  update_empty (self);
  gtk_toggle_button_set_active (self->failed_button, chosen == CHOICE_FAILED);
}

static void
failed_toggled_cb (FanfoldJobFilter *self)
{
  gboolean failed = gtk_drop_down_get_selected (self->choice) == CHOICE_FAILED;

  if (gtk_toggle_button_get_active (self->failed_button) != failed)
    gtk_drop_down_set_selected (self->choice, failed ? 0 : CHOICE_FAILED);
}

/* Where all jobs are in the same state there is nothing to choose. What is chosen, or has the
 * focus, stays there: failed jobs that run again leave the list, not the choice. */
static void
update_visible (FanfoldJobFilter *self)
{
  gboolean has_failed =
      self->counts[CHOICE_FAILED] > 0 || gtk_toggle_button_get_active (self->failed_button);
  gboolean is_on = gtk_drop_down_get_selected (self->choice) != 0;
  gboolean in_focus =
      (gtk_widget_get_state_flags (GTK_WIDGET (self->choice)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
  guint n = 0;

  for (guint i = 1; i < N_CHOICES; i++)
    n += self->counts[i] > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->failed_button), self->jobs != NULL && has_failed);
  gtk_widget_set_visible (GTK_WIDGET (self->choice),
                          self->jobs != NULL && (n > 1 || is_on || in_focus));
}

static void
fanfold_job_filter_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldJobFilter *self = FANFOLD_JOB_FILTER (object);

  switch (prop_id)
    {
    case PROP_EMPTY:
      g_value_set_boolean (value, self->empty);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_job_filter_dispose (GObject *object)
{
  FanfoldJobFilter *self = FANFOLD_JOB_FILTER (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->filtered);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->table, fanfold_job_table_unref);

  G_OBJECT_CLASS (fanfold_job_filter_parent_class)->dispose (object);
}

static void
fanfold_job_filter_class_init (FanfoldJobFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_job_filter_dispose;
  object_class->get_property = fanfold_job_filter_get_property;

  properties[PROP_EMPTY] =
      g_param_spec_boolean ("empty", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FANFOLD_TYPE_WRAP_LAYOUT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-job-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobFilter, failed_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobFilter, choice);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, failed_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
fanfold_job_filter_init (FanfoldJobFilter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_job_filter_set_table (FanfoldJobFilter *self,
                              FanfoldRowFeed *feed,
                              FanfoldJobSelection *selection)
{
  g_return_if_fail (FANFOLD_IS_JOB_FILTER (self));
  g_return_if_fail (feed == NULL || FANFOLD_IS_ROW_FEED (feed));

  self->feed = feed;
  self->selection = selection;
}

void
fanfold_job_filter_set_jobs (FanfoldJobFilter *self, FanfoldJobList *jobs, FanfoldJobTable *table)
{
  g_return_if_fail (FANFOLD_IS_JOB_FILTER (self));
  g_return_if_fail ((jobs == NULL) == (table == NULL));

  g_clear_pointer (&self->table, fanfold_job_table_unref);
  self->table = table != NULL ? fanfold_job_table_ref (table) : NULL;
  g_set_object (&self->jobs, jobs);
  if (gtk_drop_down_get_selected (self->choice) != 0)
    gtk_drop_down_set_selected (self->choice, 0);
  else
    show_states (self, 0);
  update_visible (self);
  update_empty (self);
}

void
fanfold_job_filter_set_counts (FanfoldJobFilter *self, const guint64 *counts)
{
  g_return_if_fail (FANFOLD_IS_JOB_FILTER (self));
  g_return_if_fail (counts != NULL);

  for (guint i = 0; i < N_CHOICES; i++)
    {
      self->counts[i] = 0;
      for (guint state = 0; state < FANFOLD_N_JOB_STATES; state++)
        if (choices[i] == 0 || (choices[i] & 1u << state) != 0)
          self->counts[i] += counts[state];
      show_count (self, i);
    }
  update_visible (self);
  update_empty (self);
  update (self);
}
