#!/usr/bin/env python3
# test-power.py: runs that wait for AC power, or until nobody uses the machine
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import shutil
import subprocess
import unittest
from pathlib import Path

import scenario

MOCK = scenario.SOURCE / "tests" / "ui" / "mock-upower.py"
REASON = "Waits for AC power: on battery no more jobs are started."


class Power(scenario.Scenario):
    def setUp(self):
        super().setUp()
        self.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
        self.env["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/nonexistent"

    def start_upower(self):
        daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        self.addCleanup(daemon.stdout.close)
        self.addCleanup(daemon.wait)
        self.addCleanup(daemon.terminate)
        self.env["DBUS_SYSTEM_BUS_ADDRESS"] = daemon.stdout.readline().strip()
        self.upower = subprocess.Popen(
            ["/usr/bin/python3", MOCK], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.env["DBUS_SYSTEM_BUS_ADDRESS"]},
        )
        self.addCleanup(self.end_upower)
        self.say("battery")

    def end_upower(self):
        self.upower.stdin.close()
        self.upower.stdout.close()
        self.upower.wait(10)

    def say(self, word):
        self.upower.stdin.write(word + "\n")
        self.upower.stdin.flush()
        self.assertEqual(self.upower.stdout.readline(), "said\n")

    @unittest.skipUnless(shutil.which("dbus-daemon"), "there is no dbus-daemon")
    def test_battery(self):
        self.start_upower()
        process = self.popen(
            "run", "numbers.wait", "--set=seconds=0.05", "--range=seed=0:5", "--only-on-ac",
            "--verbose=11", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        lines = [process.stderr.readline().decode()]
        self.say("ac")
        lines += process.communicate(timeout=60)[1].decode().splitlines(keepends=True)
        self.assertEqual(process.returncode, 0, lines)
        self.assertIn(REASON, lines[0])
        self.assertIn("Jobs are started.", lines[1])
        self.assertIn("Done   5 out of   5", lines[-1])

    @unittest.skipIf(
        any(
            path.read_text().strip() == "Discharging"
            for path in Path("/sys/class/power_supply").glob("*/status")
        ),
        "this machine runs on battery",
    )
    def test_no_bus(self):
        """Where nobody can say there is AC power."""
        outcome = self.cli(
            "run", "numbers.wait", "--set=seconds=0", "--range=seed=0:5", "--only-on-ac"
        )
        self.assertEqual(outcome.status, 0, outcome)
        self.assertNotIn("Waits", outcome.stderr)

    def test_batch(self):
        """A batch says it as true or false, and the option overrules it."""
        self.write_files({
            "b.fanfold": b'{"fanfold": 1, "function": "numbers.wait", "inputs": '
            b'[{"name": "seconds", "value": 0}], "settings": {"only_on_ac": true}}',
        })
        self.start_upower()
        outcome = self.cli("run", "b.fanfold", "--only-on-ac=false")
        self.assertEqual(outcome.status, 0, outcome)
        process = self.popen("run", "b.fanfold", stderr=subprocess.PIPE)
        self.assertIn(REASON, process.stderr.readline().decode())
        process.terminate()
        process.communicate(timeout=60)

    def test_wrong(self):
        outcome = self.cli("run", "numbers.wait", "--only-when-idle=perhaps")
        self.assertEqual(outcome.status, 2, outcome)
        self.assertIn("--only-when-idle “perhaps” is not true or false", outcome.stderr)


if __name__ == "__main__":
    unittest.main()
