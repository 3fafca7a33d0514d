/* fanfold-run-keeper.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-keeper.h"
#include "fanfold-groups.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

#define SAMPLE_MSEC 100

struct _FanfoldRunKeeper
{
  GObject parent_instance;

  GtkApplication *application; /* unowned: it owns us */
  FanfoldEngine *engine;
  GPtrArray *live; /* FanfoldRun */
  gboolean watched;
  gboolean held;
  guint sample_id;
  guint inhibit_id;
};

enum
{
  PROP_0,
  PROP_N_LIVE,
  PROP_WATCHED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldRunKeeper, fanfold_run_keeper, G_TYPE_OBJECT)

/* In this program: what others run is theirs to keep. */
static gboolean
is_live (FanfoldRun *run)
{
  return !fanfold_run_state_is_over (fanfold_run_get_state (run)) &&
         !fanfold_run_is_elsewhere (run);
}

static void
hold (FanfoldRunKeeper *self)
{
  if (self->held)
    return;

  self->held = TRUE;
  g_application_hold (G_APPLICATION (self->application));
}

/* A machine on battery may sleep while jobs wait for AC power. Jobs that ran when their run was
 * paused go on, unless they are frozen. */
static gboolean
computes (FanfoldRun *run)
{
  FanfoldRunState state = fanfold_run_get_state (run);

  if (state == FANFOLD_RUN_WAITING || fanfold_run_is_minding (run))
    return FALSE;
  if (state != FANFOLD_RUN_PAUSED)
    return TRUE;

  return !fanfold_run_is_frozen (run) && fanfold_run_get_counts (run)[FANFOLD_JOB_RUNNING] > 0;
}

static gboolean
any_computes (FanfoldRunKeeper *self)
{
  for (guint i = 0; i < self->live->len; i++)
    if (computes (g_ptr_array_index (self->live, i)))
      return TRUE;

  return FALSE;
}

static void
update_inhibit (FanfoldRunKeeper *self)
{
  gboolean wanted = any_computes (self);

  if (wanted && self->inhibit_id == 0)
    self->inhibit_id =
        gtk_application_inhibit (self->application,
                                 gtk_application_get_active_window (self->application),
                                 GTK_APPLICATION_INHIBIT_SUSPEND,
                                 _ ("Jobs are running"));
  else if (!wanted && self->inhibit_id != 0)
    {
      gtk_application_uninhibit (self->application, self->inhibit_id);
      self->inhibit_id = 0;
    }
}

/* The last job of a paused run ends, without its state being another. */
static gboolean
sample_cb (gpointer user_data)
{
  FanfoldRunKeeper *self = FANFOLD_RUN_KEEPER (user_data);

  fanfold_engine_sample (self->engine);
  update_inhibit (self);

  return G_SOURCE_CONTINUE;
}

/* Runs that wait are live, but nothing moves in them. */
static gboolean
goes_on (FanfoldRunKeeper *self)
{
  for (guint i = 0; i < self->live->len; i++)
    if (fanfold_run_get_state (g_ptr_array_index (self->live, i)) != FANFOLD_RUN_WAITING)
      return TRUE;

  return FALSE;
}

static void
update_timer (FanfoldRunKeeper *self)
{
  gboolean wanted = self->watched || goes_on (self);

  if (wanted && self->sample_id == 0)
    self->sample_id = g_timeout_add (SAMPLE_MSEC, sample_cb, self);
  else if (!wanted)
    g_clear_handle_id (&self->sample_id, g_source_remove);
}

static void
release (FanfoldRunKeeper *self)
{
  if (!self->held)
    return;

  self->held = FALSE;
  g_application_release (G_APPLICATION (self->application));
}

static void
take_over_live (FanfoldRunKeeper *self)
{
  update_timer (self);
  update_inhibit (self);
  if (self->live->len > 0)
    hold (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_LIVE]);

  /* After the notify: whoever hears of it may close the hidden window, which ends the program. */
  if (self->live->len == 0)
    release (self);
}

static void
append_count (GString *text, guint64 n, const char *format)
{
  g_autofree char *count = NULL;

  if (n == 0)
    return;

  count = fanfold_text_count (n);
  g_string_append (text, " · ");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (text, format, count);
#pragma GCC diagnostic pop
}

char *
fanfold_run_keeper_summarize (FanfoldRun *run)
{
  const guint64 *counts = fanfold_run_get_counts (run);
  guint64 n_failed =
      counts[FANFOLD_JOB_FAILED] + counts[FANFOLD_JOB_CRASHED] + counts[FANFOLD_JOB_TIMED_OUT];
  g_autofree char *done = fanfold_text_count (fanfold_run_get_n_done (run));
  g_autofree char *total = fanfold_text_count (fanfold_run_get_n_jobs_total (run));
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _ ("Done %s of %s"), done, total);
  append_count (text, counts[FANFOLD_JOB_CACHED], _ ("%s cached"));
  append_count (text, n_failed, ngettext ("%s failed", "%s failed", (gulong) n_failed));
  append_count (text, counts[FANFOLD_JOB_CANCELLED], _ ("%s cancelled"));
  append_count (text, counts[FANFOLD_JOB_SKIPPED], _ ("%s skipped"));

  return g_string_free (text, FALSE);
}

static void
tell_end (FanfoldRunKeeper *self, FanfoldRun *run)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  g_autofree char *id = NULL;

  if (window != NULL && gtk_window_is_active (window))
    return;

  /* Translators: the name of a run and what became of it: "Checksum: Finished". */
  title = g_strdup_printf (_ ("%s: %s"),
                           fanfold_run_get_title (run),
                           fanfold_text_run_state (fanfold_run_get_state (run)));
  body = fanfold_run_keeper_summarize (run);
  id = g_strdup_printf ("run-%" G_GUINT64_FORMAT, fanfold_run_get_id (run));
  notification = g_notification_new (title);
  g_notification_set_body (notification, body);
  g_application_send_notification (G_APPLICATION (self->application), id, notification);
}

static void
add_live (FanfoldRunKeeper *self, FanfoldRun *run)
{
  g_ptr_array_add (self->live, g_object_ref (run));
  fanfold_groups_add (fanfold_run_get_settings (run)->group);
}

/* A run that was over may be taken up again, and one that waited begins. */
static void
state_cb (FanfoldRunKeeper *self, GParamSpec *pspec, FanfoldRun *run)
{
  gboolean live = is_live (run);
  gboolean was_live = g_ptr_array_find (self->live, run, NULL);

  if (live && !was_live)
    add_live (self, run);
  if (!live && was_live)
    {
      tell_end (self, run);
      g_ptr_array_remove (self->live, run);
    }
  take_over_live (self);
}

static void
runs_changed_cb (
    FanfoldRunKeeper *self, guint position, guint n_removed, guint n_added, GListModel *runs)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (FanfoldRun) run = g_list_model_get_item (runs, position + i);

      g_signal_handlers_disconnect_by_func (run, state_cb, self);
      g_signal_connect_object (
          run, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
      if (!is_live (run) || g_ptr_array_find (self->live, run, NULL))
        continue;

      add_live (self, run);
      changed = TRUE;
    }

  if (changed)
    take_over_live (self);
}

static void
fanfold_run_keeper_dispose (GObject *object)
{
  FanfoldRunKeeper *self = FANFOLD_RUN_KEEPER (object);

  fanfold_run_keeper_stop (self);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (fanfold_run_keeper_parent_class)->dispose (object);
}

static void
fanfold_run_keeper_finalize (GObject *object)
{
  FanfoldRunKeeper *self = FANFOLD_RUN_KEEPER (object);

  g_clear_pointer (&self->live, g_ptr_array_unref);

  G_OBJECT_CLASS (fanfold_run_keeper_parent_class)->finalize (object);
}

static void
fanfold_run_keeper_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldRunKeeper *self = FANFOLD_RUN_KEEPER (object);

  switch (prop_id)
    {
    case PROP_N_LIVE:
      g_value_set_uint (value, self->live->len);
      break;

    case PROP_WATCHED:
      g_value_set_boolean (value, self->watched);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_run_keeper_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  FanfoldRunKeeper *self = FANFOLD_RUN_KEEPER (object);

  switch (prop_id)
    {
    case PROP_WATCHED:
      if (self->engine == NULL || self->watched == g_value_get_boolean (value))
        return;
      self->watched = g_value_get_boolean (value);
      fanfold_engine_follow_others (self->engine, self->watched);
      update_timer (self);
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_run_keeper_class_init (FanfoldRunKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fanfold_run_keeper_dispose;
  object_class->finalize = fanfold_run_keeper_finalize;
  object_class->get_property = fanfold_run_keeper_get_property;
  object_class->set_property = fanfold_run_keeper_set_property;

  properties[PROP_N_LIVE] =
      g_param_spec_uint ("n-live",
                         NULL,
                         NULL,
                         0,
                         G_MAXUINT,
                         0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WATCHED] =
      g_param_spec_boolean ("watched",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
fanfold_run_keeper_init (FanfoldRunKeeper *self)
{
  self->live = g_ptr_array_new_with_free_func (g_object_unref);
}

FanfoldRunKeeper *
fanfold_run_keeper_new (GtkApplication *application, FanfoldEngine *engine)
{
  FanfoldRunKeeper *self;
  GListModel *runs;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (FANFOLD_IS_ENGINE (engine), NULL);

  self = g_object_new (FANFOLD_TYPE_RUN_KEEPER, NULL);
  self->application = application;
  self->engine = g_object_ref (engine);

  runs = fanfold_engine_get_runs (engine);
  g_signal_connect_object (
      runs, "items-changed", G_CALLBACK (runs_changed_cb), self, G_CONNECT_SWAPPED);
  runs_changed_cb (self, 0, 0, g_list_model_get_n_items (runs), runs);

  return self;
}

guint
fanfold_run_keeper_get_n_live (FanfoldRunKeeper *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN_KEEPER (self), 0);

  return self->live->len;
}

gboolean
fanfold_run_keeper_is_held (FanfoldRunKeeper *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN_KEEPER (self), FALSE);

  for (guint i = 0; i < self->live->len; i++)
    if (fanfold_run_get_wait (g_ptr_array_index (self->live, i), NULL, NULL) != FANFOLD_WAIT_HELD)
      return FALSE;

  return self->live->len > 0;
}

void
fanfold_run_keeper_stop (FanfoldRunKeeper *self)
{
  GListModel *runs;

  g_return_if_fail (FANFOLD_IS_RUN_KEEPER (self));

  if (self->engine == NULL)
    return;

  runs = fanfold_engine_get_runs (self->engine);
  g_signal_handlers_disconnect_by_func (runs, runs_changed_cb, self);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (FanfoldRun) run = g_list_model_get_item (runs, i);

      g_signal_handlers_disconnect_by_func (run, state_cb, self);
    }
  g_ptr_array_set_size (self->live, 0);
  g_clear_handle_id (&self->sample_id, g_source_remove);
  update_inhibit (self);
  release (self);
  g_clear_object (&self->engine);
}
