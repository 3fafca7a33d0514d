/* fanfold-job-actions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-actions.h"
#include "fanfold-again-bar.h"
#include "fanfold-job-menu.h"
#include "fanfold-job-words.h"
#include "fanfold-job.h"

/* The states of so many are looked at one by one, and so many can be copied: some milliseconds. */
#define MAX_LOOK 4096

#define LIVE (1u << FANFOLD_JOB_WAITING | 1u << FANFOLD_JOB_RUNNING)

struct _FanfoldJobActions
{
  GObject parent_instance;

  GtkWidget *page; /* borrowed; NULL: it is going */
  FanfoldJobSelection *selection;
  GSimpleActionGroup *group;
  GtkWidget *menu; /* a child of the page */
  FanfoldRun *run; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (FanfoldJobActions, fanfold_job_actions, G_TYPE_OBJECT)

static void
set_enabled (FanfoldJobActions *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Of many, those of all jobs of the run. */
static guint
find_states (FanfoldJobActions *self)
{
  FanfoldJobTable *table = fanfold_run_get_job_table (self->run);
  const guint64 *counts = fanfold_run_get_counts (self->run);
  g_autoptr (FanfoldRanges) jobs = NULL;
  guint64 n_jobs, from = 0, first, n;
  guint states = 0;

  if (table == NULL)
    return 0;

  if (fanfold_job_selection_get_size (self->selection) > MAX_LOOK)
    {
      for (guint i = 0; i < FANFOLD_N_JOB_STATES; i++)
        if (counts[i] > 0)
          states |= 1u << i;
      return states;
    }

  /* Rows of the run before may still be there. */
  n_jobs = fanfold_job_table_get_n_jobs (table);
  jobs = fanfold_job_selection_dup_jobs (self->selection);
  for (; fanfold_ranges_find (jobs, from, &first, &n); from = first + n)
    for (guint64 i = first; i < MIN (first + n, n_jobs); i++)
      {
        FanfoldJobRow row;

        fanfold_job_table_get (table, i, &row);
        states |= 1u << row.state;
      }

  return states;
}

/* (nullable) (transfer full) */
static GFile *
dup_file (FanfoldJobActions *self)
{
  FanfoldJob *job = fanfold_job_selection_get_selected_item (self->selection);
  FanfoldCombine *combine = self->run != NULL ? fanfold_run_get_combine (self->run) : NULL;

  if (job == NULL || combine == NULL)
    return NULL;

  return fanfold_job_words_dup_file (
      combine, fanfold_job_get_index (job), fanfold_run_get_record (self->run)->folder);
}

static void
update (FanfoldJobActions *self)
{
  guint64 n_selected = fanfold_job_selection_get_size (self->selection);
  FanfoldRunState state = self->run != NULL ? fanfold_run_get_state (self->run) : 0;
  gboolean begun = self->run != NULL && state != FANFOLD_RUN_WAITING;
  gboolean over = begun && fanfold_run_state_is_over (state);
  gboolean kept = self->run != NULL && fanfold_run_get_id (self->run) != 0;
  gboolean few = n_selected > 0 && n_selected <= MAX_LOOK;
  FanfoldCombine *combine = self->run != NULL ? fanfold_run_get_combine (self->run) : NULL;
  gboolean ours = self->run != NULL && !fanfold_run_is_elsewhere (self->run);
  guint states = begun && ours && n_selected > 0 ? find_states (self) : 0;

  set_enabled (self, "cancel", !over && (states & LIVE) != 0);
  set_enabled (self, "run-again", kept && (over ? states != 0 : (states & ~LIVE) != 0));
  set_enabled (self, "edit-again", kept && n_selected > 0);
  set_enabled (self, "copy-arguments", few && combine != NULL);
  set_enabled (
      self, "copy-command", few && combine != NULL && fanfold_job_words_has_command (combine));
}

static void
selected_item_cb (FanfoldJobActions *self)
{
  g_autoptr (GFile) file = dup_file (self);

  set_enabled (self, "open-folder", file != NULL);
}

static void
sampled_cb (FanfoldJobActions *self)
{
  if (self->page != NULL && gtk_widget_get_mapped (self->page))
    update (self);
}

static void
cancel_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldJobActions *self = FANFOLD_JOB_ACTIONS (user_data);
  g_autoptr (FanfoldRanges) jobs = fanfold_job_selection_dup_jobs (self->selection);

  if (self->run != NULL)
    fanfold_run_cancel_jobs (self->run, jobs);
}

static void
act_again (FanfoldJobActions *self, const char *action)
{
  g_autoptr (FanfoldRanges) jobs = fanfold_job_selection_dup_jobs (self->selection);

  if (self->run != NULL && self->page != NULL)
    gtk_widget_activate_action_variant (
        self->page, action, fanfold_again_bar_make_target (self->run, jobs));
}

static void
run_again_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  act_again (FANFOLD_JOB_ACTIONS (user_data), "win.run-again");
}

static void
edit_again_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  act_again (FANFOLD_JOB_ACTIONS (user_data), "win.edit-again");
}

/* A line for each of the jobs. */
typedef char *(*DupLine) (FanfoldCombine *combine, guint64 index);

static void
copy (FanfoldJobActions *self, DupLine dup_line)
{
  g_autoptr (FanfoldRanges) jobs = fanfold_job_selection_dup_jobs (self->selection);
  g_autoptr (GString) text = g_string_new (NULL);
  FanfoldCombine *combine = self->run != NULL ? fanfold_run_get_combine (self->run) : NULL;
  guint64 from = 0, first, n;

  if (combine == NULL || self->page == NULL)
    return;

  for (; fanfold_ranges_find (jobs, from, &first, &n); from = first + n)
    for (guint64 i = first; i < first + n; i++)
      {
        g_autofree char *line = dup_line (combine, i);

        if (line == NULL)
          continue;
        if (text->len > 0)
          g_string_append_c (text, '\n');
        g_string_append (text, line);
      }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->page), text->str);
}

static void
copy_arguments_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  copy (FANFOLD_JOB_ACTIONS (user_data), fanfold_combine_describe);
}

static void
copy_command_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  copy (FANFOLD_JOB_ACTIONS (user_data), fanfold_job_words_dup_command);
}

static void
open_folder_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FanfoldJobActions *self = FANFOLD_JOB_ACTIONS (user_data);
  g_autoptr (GFile) file = dup_file (self);
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
  g_autofree char *uri = NULL;

  if (folder == NULL || self->page == NULL)
    return;

  uri = g_file_get_uri (folder);
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (self->page)), uri, GDK_CURRENT_TIME);
}

static const GActionEntry actions[] = {
  { .name = "cancel", .activate = cancel_action },
  { .name = "run-again", .activate = run_again_action },
  { .name = "edit-again", .activate = edit_again_action },
  { .name = "copy-arguments", .activate = copy_arguments_action },
  { .name = "copy-command", .activate = copy_command_action },
  { .name = "open-folder", .activate = open_folder_action },
};

static void
fanfold_job_actions_dispose (GObject *object)
{
  FanfoldJobActions *self = FANFOLD_JOB_ACTIONS (object);

  fanfold_job_actions_set_run (self, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (fanfold_job_actions_parent_class)->dispose (object);
}

static void
fanfold_job_actions_class_init (FanfoldJobActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fanfold_job_actions_dispose;
}

static void
fanfold_job_actions_init (FanfoldJobActions *self)
{
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (
      G_ACTION_MAP (self->group), actions, G_N_ELEMENTS (actions), self);
}

static void
add_key (GtkEventController *keys, guint key, GdkModifierType modifiers, const char *action)
{
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers), gtk_named_action_new (action)));
}

FanfoldJobActions *
fanfold_job_actions_new (GtkWidget *page,
                         GtkColumnView *view,
                         FanfoldJobSelection *selection,
                         GMenuModel *menu)
{
  FanfoldJobActions *self;
  GtkEventController *keys;

  g_return_val_if_fail (GTK_IS_WIDGET (page), NULL);
  g_return_val_if_fail (FANFOLD_IS_JOB_SELECTION (selection), NULL);

  self = g_object_new (FANFOLD_TYPE_JOB_ACTIONS, NULL);
  self->page = page;
  self->selection = g_object_ref (selection);
  self->menu = fanfold_job_menu_new (page, view, menu);
  gtk_widget_insert_action_group (page, "jobs", G_ACTION_GROUP (self->group));
  g_signal_connect_object (
      selection, "selection-changed", G_CALLBACK (sampled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      selection, "notify::selected-item", G_CALLBACK (selected_item_cb), self, G_CONNECT_SWAPPED);

  keys = gtk_shortcut_controller_new ();
  add_key (keys, GDK_KEY_Delete, 0, "jobs.cancel");
  add_key (keys, GDK_KEY_c, GDK_CONTROL_MASK, "jobs.copy-arguments");
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
  update (self);
  selected_item_cb (self);

  return self;
}

void
fanfold_job_actions_set_run (FanfoldJobActions *self, FanfoldRun *run)
{
  g_return_if_fail (FANFOLD_IS_JOB_ACTIONS (self));

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_func (self->run, sampled_cb, self);
  g_set_object (&self->run, run);
  if (run != NULL)
    {
      g_signal_connect_object (
          run, "notify::n-samples", G_CALLBACK (sampled_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (
          run, "notify::state", G_CALLBACK (sampled_cb), self, G_CONNECT_SWAPPED);
      update (self);
    }
}

void
fanfold_job_actions_stop (FanfoldJobActions *self)
{
  g_return_if_fail (FANFOLD_IS_JOB_ACTIONS (self));

  gtk_widget_insert_action_group (self->page, "jobs", NULL);
  self->page = NULL;
  g_clear_pointer (&self->menu, gtk_widget_unparent);
}
