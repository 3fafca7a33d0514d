#!/usr/bin/python3
# test-power.py: runs that wait for AC power, and runs that keep the machine awake
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import subprocess
import unittest

from gi.repository import Gio, GLib

from fanfold_ui import Program, wait_for
from queue_case import Case

FOLDER = os.path.dirname(os.path.abspath(__file__))
SUSPEND = 4  # of what a session manager is asked not to do


def start_mock(test, name, environment=None):
    mock = subprocess.Popen(
        ["/usr/bin/python3", os.path.join(FOLDER, name)],
        env={**os.environ, **(environment or {})}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )
    test.addCleanup(end_mock, mock)
    return mock


def end_mock(mock):
    mock.stdin.close()
    mock.stdout.close()
    mock.wait(10)


class Power(Case):
    def setUp(self):
        environment = {"DBUS_SYSTEM_BUS_ADDRESS": os.environ["DBUS_SESSION_BUS_ADDRESS"]}
        self.upower = start_mock(self, "mock-upower.py", environment)
        self.say("battery")
        self.program = Program(environment=environment)
        self.addCleanup(self.program.end)

    def say(self, word):
        self.upower.stdin.write(word + "\n")
        self.upower.stdin.flush()
        self.assertEqual(self.upower.stdout.readline(), "said\n")

    def test_battery(self):
        """The run pauses, says why, and goes on by itself; one that does not mind goes on."""
        self.launch("Minding", 0.5, n=20, only_on_ac=True)
        reason = "Waits for AC power: on battery no more jobs are started."
        self.watch.find("label", reason)
        self.watch.find("label", contains="Done 0 of 20")
        self.assertFalse(self.watch.find("push button", "Resume").sensitive)
        self.program.screenshot("power-battery")
        self.say("ac")
        self.watch.gone("label", reason)
        self.watch.find("label", contains="Done 20 of 20")
        self.say("battery")
        self.launch("Other", 0.1)
        self.watch.find("label", contains="Done 2 of 2")

    def test_form(self):
        self.open("Opened", 0.1)
        self.launch_view.find(contains="More settings")
        self.program.keys("alt+e")
        self.launch_view.find("check box", contains="Only when idle")
        self.launch_view.find("check box", contains="Only on AC power").press()
        self.program.screenshot("power-form")
        self.button().press()
        self.watch.find("label", contains="Waits for AC power")
        self.watch.find("push button", "Stop").press()
        self.watch.find("label", contains="2 skipped")


class Awake(Case):
    def setUp(self):
        self.session = start_mock(self, "mock-session.py")
        self.assertEqual(self.session.stdout.readline(), "there\n")
        super().setUp()

    def is_kept_awake(self):
        (inhibited,) = Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
            "org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager",
            "IsInhibited", GLib.Variant("(u)", (SUSPEND,)), None, Gio.DBusCallFlags.NONE, -1,
        ).unpack()
        return inhibited

    def test_pause(self):
        """A paused run keeps the machine awake for the jobs that run still, and for no longer."""
        self.assertFalse(self.is_kept_awake())
        self.launch("Long", 8, n=60)
        wait_for("it to keep the machine awake", self.is_kept_awake)
        self.watch.find("push button", "Pause").press()
        self.watch.find("push button", "Resume")
        self.assertTrue(self.is_kept_awake())
        wait_for("its jobs to have ended", lambda: not self.is_kept_awake())
        self.watch.find("label", contains="Done 2 of 60")

        self.watch.find("push button", "Resume").press()
        wait_for("it to keep the machine awake again", self.is_kept_awake)
        self.watch.find("push button", "Stop").press()
        wait_for("it to have been stopped", lambda: not self.is_kept_awake())


if __name__ == "__main__":
    unittest.main()
