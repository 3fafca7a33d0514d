/* fanfold-power-watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-power-watch.h"

#include "fanfold-lock.h"
#include "fanfold-power-supply.h"
#include "fanfold-task.h"

#define UPOWER_NAME "org.freedesktop.UPower"
#define UPOWER_PATH "/org/freedesktop/UPower"
/* The kernel tells of no change but to those who listen to all of its devices. */
#define LOOK_SECONDS 10

struct _FanfoldPowerWatch
{
  GObject parent_instance;

  GCancellable *cancellable;
  GDBusProxy *upower;            /* (nullable) until the bus answers */
  GPowerProfileMonitor *profile; /* (nullable) */
  guint look_id;                 /* while UPower is not there */
  gboolean looking;
  FanfoldPower supply; /* never SAVER */
};

G_DEFINE_FINAL_TYPE (FanfoldPowerWatch, fanfold_power_watch, G_TYPE_OBJECT)

static void
look_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_boolean (task, fanfold_power_supply_is_battery (FANFOLD_POWER_SUPPLY_FOLDER));
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FanfoldPowerWatch *self = FANFOLD_POWER_WATCH (source);
  gboolean battery;

  fanfold_take_over (result);
  self->looking = FALSE;
  battery = g_task_propagate_boolean (G_TASK (result), NULL);
  /* UPower may have come meanwhile. */
  if (self->look_id != 0)
    self->supply = battery ? FANFOLD_POWER_BATTERY : FANFOLD_POWER_AC;
}

static gboolean
look_cb (gpointer user_data)
{
  FanfoldPowerWatch *self = user_data;
  g_autoptr (GTask) task = NULL;

  if (self->looking)
    return G_SOURCE_CONTINUE;

  self->looking = TRUE;
  task = g_task_new (self, NULL, looked_cb, NULL);
  fanfold_task_run (g_steal_pointer (&task), look_thread);

  return G_SOURCE_CONTINUE;
}

/* UPower where it answers, else the kernel. */
static void
update (FanfoldPowerWatch *self)
{
  g_autoptr (GVariant) on_battery = NULL;

  if (self->upower != NULL)
    on_battery = g_dbus_proxy_get_cached_property (self->upower, "OnBattery");
  if (on_battery != NULL && g_variant_is_of_type (on_battery, G_VARIANT_TYPE_BOOLEAN))
    {
      g_clear_handle_id (&self->look_id, g_source_remove);
      self->supply = g_variant_get_boolean (on_battery) ? FANFOLD_POWER_BATTERY : FANFOLD_POWER_AC;
    }
  else if (self->look_id == 0)
    {
      self->look_id = g_timeout_add_seconds (LOOK_SECONDS, look_cb, self);
      look_cb (self);
    }
}

static void
upower_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldPowerWatch) self = user_data;

  self->upower = g_dbus_proxy_new_finish (result, NULL);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (self->upower != NULL)
    {
      g_signal_connect_object (
          self->upower, "g-properties-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (
          self->upower, "notify::g-name-owner", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldPowerWatch) self = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (bus == NULL)
    {
      update (self);
      return;
    }

  /* Jobs go on without it. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self->profile = g_power_profile_monitor_dup_default ();
  g_dbus_proxy_new (bus,
                    G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START |
                        G_DBUS_PROXY_FLAGS_GET_INVALIDATED_PROPERTIES,
                    NULL,
                    UPOWER_NAME,
                    UPOWER_PATH,
                    UPOWER_NAME,
                    self->cancellable,
                    upower_cb,
                    g_object_ref (self));
}

static void
fanfold_power_watch_dispose (GObject *object)
{
  FanfoldPowerWatch *self = FANFOLD_POWER_WATCH (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->upower);
  g_clear_object (&self->profile);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (fanfold_power_watch_parent_class)->dispose (object);
}

static void
fanfold_power_watch_class_init (FanfoldPowerWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fanfold_power_watch_dispose;
}

static void
fanfold_power_watch_init (FanfoldPowerWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

FanfoldPowerWatch *
fanfold_power_watch_new (void)
{
  FanfoldPowerWatch *self = g_object_new (FANFOLD_TYPE_POWER_WATCH, NULL);

  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, bus_cb, g_object_ref (self));

  return self;
}

void
fanfold_power_watch_stop (FanfoldPowerWatch *self)
{
  g_return_if_fail (FANFOLD_IS_POWER_WATCH (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_id, g_source_remove);
}

FanfoldPower
fanfold_power_watch_get_power (FanfoldPowerWatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_POWER_WATCH (self), FANFOLD_POWER_AC);

  if (self->supply == FANFOLD_POWER_AC && self->profile != NULL &&
      g_power_profile_monitor_get_power_saver_enabled (self->profile))
    return FANFOLD_POWER_SAVER;

  return self->supply;
}
