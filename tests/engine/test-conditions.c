/* test-conditions.c: runs that mind the battery and whoever uses the machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"
#include "fanfold-idle-watch.h"
#include "fanfold-power-supply.h"
#include "isolated.h"

/* What the services of a bus of our own say. */
static struct
{
  GDBusConnection *bus;
  gboolean on_battery;
  char *profile;
  guint64 idle_msec;
  guint n_watches;
  guint n_objects;
  guint ids[8];
  guint names[8];
} mock;

static const char introspection[] =
    "<node><interface name='org.freedesktop.UPower'>"
    "  <property name='OnBattery' type='b' access='read'/></interface>"
    "<interface name='net.hadess.PowerProfiles'>"
    "  <property name='ActiveProfile' type='s' access='read'/></interface>"
    "<interface name='org.gnome.Mutter.IdleMonitor'>"
    "  <method name='GetIdletime'><arg type='t' direction='out'/></method>"
    "  <method name='AddIdleWatch'><arg type='t' direction='in'/>"
    "    <arg type='u' direction='out'/></method>"
    "  <method name='AddUserActiveWatch'><arg type='u' direction='out'/></method>"
    "  <signal name='WatchFired'><arg type='u'/></signal></interface>"
    "<interface name='org.freedesktop.login1.Manager'>"
    "  <property name='IdleHint' type='b' access='read'/>"
    "  <property name='IdleSinceHint' type='t' access='read'/></interface></node>";

static void
method_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  guint64 msec;

  if (g_str_equal (method, "GetIdletime"))
    {
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(t)", mock.idle_msec));
      return;
    }
  if (g_str_equal (method, "AddIdleWatch"))
    {
      g_variant_get (parameters, "(t)", &msec);
      g_assert_cmpuint (msec, ==, FANFOLD_IDLE_SECONDS * 1000);
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", ++mock.n_watches));
}

static GVariant *
property_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *name,
             GError **error,
             gpointer user_data)
{
  if (g_str_equal (name, "OnBattery"))
    return g_variant_new_boolean (mock.on_battery);
  if (g_str_equal (name, "ActiveProfile"))
    return g_variant_new_string (mock.profile);
  if (g_str_equal (name, "IdleHint"))
    return g_variant_new_boolean (mock.idle_msec > 0);

  return g_variant_new_uint64 ((guint64) g_get_real_time () - mock.idle_msec * 1000);
}

static void
named_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* The name comes last, when all that belongs to it is there. */
static void
offer (const char *name, const char *path, const char *interface)
{
  static const GDBusInterfaceVTable table = { method_cb, property_cb, NULL, { 0 } };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (introspection, NULL);
  gboolean named = FALSE;

  mock.ids[mock.n_objects] =
      g_dbus_connection_register_object (mock.bus,
                                         path,
                                         g_dbus_node_info_lookup_interface (info, interface),
                                         &table,
                                         NULL,
                                         NULL,
                                         NULL);
  g_assert_cmpuint (mock.ids[mock.n_objects], !=, 0);
  mock.names[mock.n_objects] = g_bus_own_name_on_connection (
      mock.bus, name, G_BUS_NAME_OWNER_FLAGS_NONE, named_cb, NULL, &named, NULL);
  mock.n_objects++;
  while (!named)
    g_main_context_iteration (NULL, TRUE);
}

static void
withdraw_all (void)
{
  for (guint i = 0; i < mock.n_objects; i++)
    {
      g_bus_unown_name (mock.names[i]);
      g_dbus_connection_unregister_object (mock.bus, mock.ids[i]);
    }
  mock.n_objects = 0;
  mock.on_battery = FALSE;
  mock.idle_msec = 0;
  mock.n_watches = 0;
  g_clear_pointer (&mock.profile, g_free);
  mock.profile = g_strdup ("balanced");
}

static void
tell_changed (const char *path, const char *interface, const char *name, GVariant *value)
{
  GVariantBuilder changed;

  g_variant_builder_init (&changed, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&changed, "{sv}", name, value);
  g_dbus_connection_emit_signal (mock.bus,
                                 NULL,
                                 path,
                                 "org.freedesktop.DBus.Properties",
                                 "PropertiesChanged",
                                 g_variant_new ("(sa{sv}as)", interface, &changed, NULL),
                                 NULL);
}

static void
set_on_battery (gboolean on_battery)
{
  mock.on_battery = on_battery;
  tell_changed ("/org/freedesktop/UPower",
                "org.freedesktop.UPower",
                "OnBattery",
                g_variant_new_boolean (on_battery));
}

static void
set_profile (const char *profile)
{
  g_free (mock.profile);
  mock.profile = g_strdup (profile);
  tell_changed ("/net/hadess/PowerProfiles",
                "net.hadess.PowerProfiles",
                "ActiveProfile",
                g_variant_new_string (profile));
}

static void
fire (guint32 watch)
{
  g_dbus_connection_emit_signal (mock.bus,
                                 NULL,
                                 "/org/gnome/Mutter/IdleMonitor/Core",
                                 "org.gnome.Mutter.IdleMonitor",
                                 "WatchFired",
                                 g_variant_new ("(u)", watch),
                                 NULL);
}

static void
offer_upower (void)
{
  offer ("org.freedesktop.UPower", "/org/freedesktop/UPower", "org.freedesktop.UPower");
}

static FanfoldRun *
launch (FanfoldEngine *engine, gboolean only_on_ac, gboolean only_when_idle)
{
  FanfoldSettings settings = fixture_settings (1, FANFOLD_BACKEND_PROCESSES);

  settings.only_on_ac = only_on_ac;
  settings.only_when_idle = only_when_idle;

  return fixture_launch (engine,
                         "sleeper.sleep",
                         (const char *[]){ "value:msec=60", "range:n=0:40", NULL },
                         &settings);
}

static gboolean
is_state (FanfoldRun *run, gconstpointer state)
{
  return fanfold_run_get_state (run) == GPOINTER_TO_UINT (state);
}

static gboolean
says (FanfoldRun *run, gconstpointer words)
{
  const char *reason = fanfold_run_get_reason (run);

  return reason != NULL && strstr (reason, words) != NULL;
}

/* It drains, says why, starts nothing, and goes on by itself. */
static void
assert_waits (FanfoldEngine *engine, FanfoldRun *run, const char *words)
{
  guint64 n_done;

  fixture_wait_for (engine, run, is_state, GUINT_TO_POINTER (FANFOLD_RUN_PAUSED));
  fixture_wait_for (engine, run, says, words);
  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (0));
  n_done = fixture_count (run, FANFOLD_JOB_DONE);
  fixture_pass_time (engine, 200);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, n_done);
  g_assert_true (fanfold_run_is_minding (run));
}

static void
assert_goes_on (FanfoldEngine *engine, FanfoldRun *run)
{
  guint n_done = (guint) fixture_count (run, FANFOLD_JOB_DONE);

  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (n_done + 1));
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_RUNNING);
  g_assert_null (fanfold_run_get_reason (run));
}

static void
test_battery (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldRun) other = NULL;

  withdraw_all ();
  mock.on_battery = TRUE;
  offer_upower ();
  run = launch (engine, TRUE, FALSE);
  assert_waits (engine, run, "Waits for AC power");
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 0);
  set_on_battery (FALSE);
  assert_goes_on (engine, run);
  g_assert_nonnull (strstr (fanfold_run_get_log (run), "Waits for AC power"));
  set_on_battery (TRUE);
  assert_waits (engine, run, "Waits for AC power");

  /* Paused by a person, it stays so. */
  g_assert_false (fanfold_run_is_steerable (run));
  fanfold_run_pause (run);
  g_assert_true (fanfold_run_is_steerable (run));
  set_on_battery (FALSE);
  fixture_pass_time (engine, 200);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_PAUSED);
  fanfold_run_resume (run);
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 40);

  /* Others do not mind. */
  set_on_battery (TRUE);
  other = launch (engine, FALSE, FALSE);
  fixture_wait_for (engine, other, fixture_has_done, GUINT_TO_POINTER (2));
  fanfold_engine_shut_down (engine);
}

static void
test_power_saver (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = NULL;

  withdraw_all ();
  offer_upower ();
  offer ("net.hadess.PowerProfiles", "/net/hadess/PowerProfiles", "net.hadess.PowerProfiles");
  run = launch (engine, TRUE, FALSE);
  assert_goes_on (engine, run);
  set_profile ("power-saver");
  assert_waits (engine, run, "power saver");
  set_profile ("performance");
  assert_goes_on (engine, run);
  fanfold_engine_shut_down (engine);
}

/* Stopped while it waits, or drained. */
static void
test_stopped (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = NULL;

  withdraw_all ();
  mock.on_battery = TRUE;
  offer_upower ();
  run = launch (engine, TRUE, FALSE);
  assert_waits (engine, run, "Waits for AC power");
  fanfold_run_stop (run, "Enough.");
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_STOPPED);
  g_assert_cmpstr (fanfold_run_get_reason (run), ==, "Enough.");
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_SKIPPED), ==, 40);
  fanfold_engine_shut_down (engine);
}

/* GNOME's monitor tells when nobody has been there for long enough, and when somebody is again. */
static void
test_idle (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = NULL;

  withdraw_all ();
  offer ("org.gnome.Mutter.IdleMonitor",
         "/org/gnome/Mutter/IdleMonitor/Core",
         "org.gnome.Mutter.IdleMonitor");
  run = launch (engine, FALSE, TRUE);
  assert_waits (engine, run, "nobody has used this computer");
  g_assert_cmpuint (mock.n_watches, ==, 1);
  fire (1);
  assert_goes_on (engine, run);
  while (mock.n_watches < 2)
    fixture_pass_time (engine, 5);
  fixture_pass_time (engine, 50);
  fire (2);
  assert_waits (engine, run, "nobody has used this computer");
  fanfold_engine_shut_down (engine);
}

/* It may have been idle for long when somebody asks; and where GNOME is not there, logind is asked,
 * as on a machine without a screen. */
static void
test_idle_long (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldEngine) other_engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldRun) other = NULL;

  withdraw_all ();
  mock.idle_msec = 400000;
  offer ("org.gnome.Mutter.IdleMonitor",
         "/org/gnome/Mutter/IdleMonitor/Core",
         "org.gnome.Mutter.IdleMonitor");
  run = launch (engine, FALSE, TRUE);
  assert_goes_on (engine, run);
  fanfold_engine_shut_down (engine);

  withdraw_all ();
  mock.idle_msec = 400000;
  offer ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager");
  other = launch (other_engine, FALSE, TRUE);
  assert_goes_on (other_engine, other);
  fanfold_engine_shut_down (other_engine);
}

static void
test_load (void)
{
  g_assert_true (fanfold_idle_watch_judge_load (0.1, 0, 1));
  g_assert_false (fanfold_idle_watch_judge_load (1.2, 0, 2));
  g_assert_true (fanfold_idle_watch_judge_load (4.3, 4, 4));
  g_assert_false (fanfold_idle_watch_judge_load (6.3, 4, 4));
}

static void
write_supply (const char *folder, const char *supply, const char *name, const char *word)
{
  g_autofree char *path = g_build_filename (folder, supply, NULL);
  g_autofree char *file = g_build_filename (path, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, word, -1, NULL));
}

/* What the kernel says, where UPower is not there. */
static void
test_supply (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fanfold-supply-XXXXXX", NULL);

  g_assert_false (fanfold_power_supply_is_battery ("/no/such/folder"));
  g_assert_false (fanfold_power_supply_is_battery (folder));
  write_supply (folder, "mouse", "type", "Battery\n");
  write_supply (folder, "mouse", "scope", "Device\n");
  write_supply (folder, "mouse", "status", "Discharging\n");
  g_assert_false (fanfold_power_supply_is_battery (folder));
  write_supply (folder, "BAT0", "type", "Battery\n");
  write_supply (folder, "BAT0", "status", "Full\n");
  g_assert_false (fanfold_power_supply_is_battery (folder));
  write_supply (folder, "BAT0", "status", "Discharging\n");
  g_assert_true (fanfold_power_supply_is_battery (folder));
  write_supply (folder, "AC", "type", "Mains\n");
  write_supply (folder, "AC", "online", "0\n");
  g_assert_true (fanfold_power_supply_is_battery (folder));
  write_supply (folder, "AC", "online", "1\n");
  g_assert_false (fanfold_power_supply_is_battery (folder));
}

int
main (int argc, char *argv[])
{
  g_autoptr (GTestDBus) daemon = NULL;
  int failed;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *[]){ "sleeper", NULL });

  /* One bus for both: what is on which makes no difference to those who ask. */
  daemon = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (daemon);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (daemon), TRUE);
  mock.bus =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (daemon),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              NULL);
  g_assert_nonnull (mock.bus);

  g_test_add_func ("/conditions/battery", test_battery);
  g_test_add_func ("/conditions/power-saver", test_power_saver);
  g_test_add_func ("/conditions/stopped", test_stopped);
  g_test_add_func ("/conditions/idle", test_idle);
  g_test_add_func ("/conditions/idle-long", test_idle_long);
  g_test_add_func ("/conditions/load", test_load);
  g_test_add_func ("/conditions/supply", test_supply);

  failed = g_test_run ();
  withdraw_all ();
  g_clear_pointer (&mock.profile, g_free);
  g_clear_object (&mock.bus);
  g_test_dbus_stop (daemon);

  return failed;
}
