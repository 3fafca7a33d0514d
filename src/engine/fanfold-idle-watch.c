/* fanfold-idle-watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-idle-watch.h"

#include <stdlib.h>

#define MUTTER_NAME "org.gnome.Mutter.IdleMonitor"
#define MUTTER_PATH "/org/gnome/Mutter/IdleMonitor/Core"
#define SAVER_NAME "org.freedesktop.ScreenSaver"
#define LOGIND_NAME "org.freedesktop.login1"
#define LOGIND_PATH "/org/freedesktop/login1"

#define LOOK_SECONDS 10
#define ASKED_USEC (60 * (gint64) G_USEC_PER_SEC)
/* Other programs that compute, of all that could. */
#define BUSY_SHARE 0.25

typedef enum
{
  SOURCE_MUTTER, /* tells of changes */
  SOURCE_SAVER,  /* these are asked again and again */
  SOURCE_LOGIND,
  SOURCE_LOAD
} Source;

struct _FanfoldIdleWatch
{
  GObject parent_instance;

  GCancellable *cancellable;
  GDBusConnection *session; /* (nullable) */
  GDBusConnection *system;  /* (nullable) */
  Source source;
  guint signal_id;
  guint owner_id;
  guint look_id;
  guint32 idle_watch;
  guint32 active_watch;

  guint64 last_saver; /* what the screen saver said last, in its unit */
  gint64 last_saver_usec;
  guint saver_unit; /* of a second; 0: not known yet */
  gint64 asked_usec;
  guint n_running;
  gboolean idle;
};

G_DEFINE_FINAL_TYPE (FanfoldIdleWatch, fanfold_idle_watch, G_TYPE_OBJECT)

static void try_source (FanfoldIdleWatch *self, Source source);

static void
call (FanfoldIdleWatch *self,
      GDBusConnection *bus,
      const char *name,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *arguments,
      const char *reply,
      GAsyncReadyCallback callback)
{
  g_dbus_connection_call (bus,
                          name,
                          path,
                          interface,
                          method,
                          arguments,
                          G_VARIANT_TYPE (reply),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          self->cancellable,
                          callback,
                          g_object_ref (self));
}

static void
call_mutter (FanfoldIdleWatch *self,
             const char *method,
             GVariant *arguments,
             const char *reply,
             GAsyncReadyCallback callback)
{
  call (self,
        self->session,
        MUTTER_NAME,
        MUTTER_PATH,
        MUTTER_NAME,
        method,
        arguments,
        reply,
        callback);
}

/* (transfer full) (nullable) */
static GVariant *
finish (FanfoldIdleWatch *self, GObject *source, GAsyncResult *result)
{
  return g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
}

static void
active_watch_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldIdleWatch) self = user_data;
  g_autoptr (GVariant) reply = finish (self, source, result);

  if (reply != NULL)
    g_variant_get (reply, "(u)", &self->active_watch);
  else
    self->idle = FALSE;
}

static void
begin_idle (FanfoldIdleWatch *self)
{
  self->idle = TRUE;
  call_mutter (self, "AddUserActiveWatch", NULL, "(u)", active_watch_cb);
}

static void
idle_time_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldIdleWatch) self = user_data;
  g_autoptr (GVariant) reply = finish (self, source, result);
  guint64 msec = 0;

  if (reply != NULL)
    g_variant_get (reply, "(t)", &msec);
  if (msec >= FANFOLD_IDLE_SECONDS * 1000 && !self->idle)
    begin_idle (self);
}

static void
idle_watch_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldIdleWatch) self = user_data;
  g_autoptr (GVariant) reply = finish (self, source, result);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (reply == NULL)
    {
      try_source (self, SOURCE_SAVER);
      return;
    }

  g_variant_get (reply, "(u)", &self->idle_watch);
  self->source = SOURCE_MUTTER;
  call_mutter (self, "GetIdletime", NULL, "(t)", idle_time_cb);
}

static void
fired_cb (GDBusConnection *bus,
          const char *sender,
          const char *path,
          const char *interface,
          const char *name,
          GVariant *parameters,
          gpointer user_data)
{
  FanfoldIdleWatch *self = user_data;
  guint32 id;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(u)")))
    return;

  g_variant_get (parameters, "(u)", &id);
  if (id == self->idle_watch && !self->idle)
    begin_idle (self);
  else if (id == self->active_watch && id != 0)
    {
      self->active_watch = 0;
      self->idle = FALSE;
    }
}

/* The shell may be started anew: it knows no watches then. */
static void
mutter_appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  FanfoldIdleWatch *self = user_data;

  self->idle = FALSE;
  self->active_watch = 0;
  call_mutter (self,
               "AddIdleWatch",
               g_variant_new ("(t)", (guint64) FANFOLD_IDLE_SECONDS * 1000),
               "(u)",
               idle_watch_cb);
}

static void
mutter_vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  FanfoldIdleWatch *self = user_data;

  if (self->source != SOURCE_MUTTER)
    return;

  self->idle = FALSE;
  try_source (self, SOURCE_SAVER);
}

/* Seconds are said by some, milliseconds by others: it grows as the one or the other does. */
static void
learn_unit (FanfoldIdleWatch *self, double growth)
{
  if (growth > 100)
    self->saver_unit = 1000;
  else if (growth > 0.5 && growth < 2 && self->saver_unit == 0)
    self->saver_unit = 1;
}

static void
take_saver (FanfoldIdleWatch *self, guint64 time)
{
  gint64 now_usec = g_get_monotonic_time ();
  double passed = (double) (now_usec - self->last_saver_usec) / G_USEC_PER_SEC;

  if (time > self->last_saver && passed < 3 * LOOK_SECONDS)
    learn_unit (self, (double) (time - self->last_saver) / MAX (passed, 0.1));
  self->last_saver = time;
  self->last_saver_usec = now_usec;
  self->idle = self->saver_unit > 0 && time / self->saver_unit >= FANFOLD_IDLE_SECONDS;
}

static void
saver_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldIdleWatch) self = user_data;
  g_autoptr (GVariant) reply = finish (self, source, result);
  guint32 time = 0;

  if (g_cancellable_is_cancelled (self->cancellable) || self->source != SOURCE_SAVER)
    return;
  if (reply == NULL)
    {
      try_source (self, SOURCE_LOGIND);
      return;
    }

  g_variant_get (reply, "(u)", &time);
  take_saver (self, time);
}

/* Of all sessions together. */
static void
logind_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldIdleWatch) self = user_data;
  g_autoptr (GVariant) reply = finish (self, source, result);
  g_autoptr (GVariant) properties = NULL;
  gboolean hint = FALSE;
  guint64 since_usec = 0;

  if (g_cancellable_is_cancelled (self->cancellable) || self->source != SOURCE_LOGIND)
    return;
  if (reply != NULL)
    properties = g_variant_get_child_value (reply, 0);
  if (properties == NULL || !g_variant_lookup (properties, "IdleHint", "b", &hint))
    {
      try_source (self, SOURCE_LOAD);
      return;
    }

  g_variant_lookup (properties, "IdleSinceHint", "t", &since_usec);
  self->idle = hint && g_get_real_time () - (gint64) since_usec >=
                           FANFOLD_IDLE_SECONDS * (gint64) G_USEC_PER_SEC;
}

gboolean
fanfold_idle_watch_judge_load (double load, guint n_running, guint n_cores)
{
  return load - n_running < MAX (BUSY_SHARE * n_cores, 0.5);
}

static void
look_at_load (FanfoldIdleWatch *self)
{
  double load;

  self->idle = getloadavg (&load, 1) == 1 &&
               fanfold_idle_watch_judge_load (load, self->n_running, g_get_num_processors ());
}

static gboolean
look_cb (gpointer user_data)
{
  FanfoldIdleWatch *self = user_data;

  if (g_get_monotonic_time () - self->asked_usec > ASKED_USEC)
    {
      self->idle = FALSE;
      return G_SOURCE_CONTINUE;
    }

  if (self->source == SOURCE_SAVER)
    call (self,
          self->session,
          SAVER_NAME,
          "/org/freedesktop/ScreenSaver",
          SAVER_NAME,
          "GetSessionIdleTime",
          NULL,
          "(u)",
          saver_cb);
  else if (self->source == SOURCE_LOGIND)
    call (self,
          self->system,
          LOGIND_NAME,
          LOGIND_PATH,
          "org.freedesktop.DBus.Properties",
          "GetAll",
          g_variant_new ("(s)", LOGIND_NAME ".Manager"),
          "(a{sv})",
          logind_cb);
  else if (self->source == SOURCE_LOAD)
    look_at_load (self);

  return G_SOURCE_CONTINUE;
}

/* That one, or the next that there is. */
static void
try_source (FanfoldIdleWatch *self, Source source)
{
  if (source == SOURCE_SAVER && self->session == NULL)
    source = SOURCE_LOGIND;
  if (source == SOURCE_LOGIND && self->system == NULL)
    source = SOURCE_LOAD;

  self->source = source;
  if (self->look_id == 0)
    self->look_id = g_timeout_add_seconds (LOOK_SECONDS, look_cb, self);
  look_cb (self);
}

static void
system_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldIdleWatch) self = user_data;

  self->system = g_bus_get_finish (result, NULL);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  /* Jobs go on without it. */
  if (self->system != NULL)
    g_dbus_connection_set_exit_on_close (self->system, FALSE);
  if (self->session == NULL)
    {
      try_source (self, SOURCE_LOGIND);
      return;
    }

  self->signal_id = g_dbus_connection_signal_subscribe (self->session,
                                                        MUTTER_NAME,
                                                        MUTTER_NAME,
                                                        "WatchFired",
                                                        MUTTER_PATH,
                                                        NULL,
                                                        G_DBUS_SIGNAL_FLAGS_NONE,
                                                        fired_cb,
                                                        self,
                                                        NULL);
  self->source = SOURCE_MUTTER;
  self->owner_id = g_bus_watch_name_on_connection (self->session,
                                                   MUTTER_NAME,
                                                   G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                   mutter_appeared_cb,
                                                   mutter_vanished_cb,
                                                   self,
                                                   NULL);
}

static void
session_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldIdleWatch) self = user_data;

  self->session = g_bus_get_finish (result, NULL);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (self->session != NULL)
    g_dbus_connection_set_exit_on_close (self->session, FALSE);

  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, system_cb, g_object_ref (self));
}

/* Where there is none, GIO would start one for this machine's display. */
static gboolean
has_session_bus (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  return g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL || g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
fanfold_idle_watch_dispose (GObject *object)
{
  FanfoldIdleWatch *self = FANFOLD_IDLE_WATCH (object);

  fanfold_idle_watch_stop (self);
  g_clear_object (&self->session);
  g_clear_object (&self->system);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (fanfold_idle_watch_parent_class)->dispose (object);
}

static void
fanfold_idle_watch_class_init (FanfoldIdleWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fanfold_idle_watch_dispose;
}

static void
fanfold_idle_watch_init (FanfoldIdleWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

FanfoldIdleWatch *
fanfold_idle_watch_new (void)
{
  FanfoldIdleWatch *self = g_object_new (FANFOLD_TYPE_IDLE_WATCH, NULL);

  self->source = SOURCE_MUTTER;
  self->asked_usec = g_get_monotonic_time ();
  if (has_session_bus ())
    g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, session_cb, g_object_ref (self));
  else
    g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, system_cb, g_object_ref (self));

  return self;
}

void
fanfold_idle_watch_stop (FanfoldIdleWatch *self)
{
  g_return_if_fail (FANFOLD_IS_IDLE_WATCH (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->owner_id, g_bus_unwatch_name);
  if (self->signal_id != 0)
    g_dbus_connection_signal_unsubscribe (self->session, self->signal_id);
  self->signal_id = 0;
}

gboolean
fanfold_idle_watch_is_idle (FanfoldIdleWatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_IDLE_WATCH (self), TRUE);

  self->asked_usec = g_get_monotonic_time ();

  return self->idle;
}

void
fanfold_idle_watch_set_n_running (FanfoldIdleWatch *self, guint n_running)
{
  g_return_if_fail (FANFOLD_IS_IDLE_WATCH (self));

  self->n_running = n_running;
}
