#!/usr/bin/python3
# test-power.py: runs that wait for AC power, as the window shows them
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import subprocess
import unittest

from fanfold_ui import Program
from queue_case import Case

MOCK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "mock-upower.py")


class Power(Case):
    def setUp(self):
        environment = {"DBUS_SYSTEM_BUS_ADDRESS": os.environ["DBUS_SESSION_BUS_ADDRESS"]}
        self.upower = subprocess.Popen(
            ["/usr/bin/python3", MOCK], env={**os.environ, **environment}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        self.addCleanup(self.end_upower)
        self.say("battery")
        self.program = Program(environment=environment)
        self.addCleanup(self.program.end)

    def end_upower(self):
        self.upower.stdin.close()
        self.upower.stdout.close()
        self.upower.wait(10)

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


if __name__ == "__main__":
    unittest.main()
