# queue_case.py: a program in which runs are launched one after the other
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import subprocess
import tempfile
import unittest

from fanfold_ui import Program, wait_for
from waiting import Waited


class Case(unittest.TestCase):
    def setUp(self):
        self.program = Program()
        self.addCleanup(self.program.end)

    @property
    def launch_view(self):
        return self.program.view("Launch")

    @property
    def watch(self):
        return self.program.view("Watch")

    def open(self, name, seconds, n=2, fail_chance=0, **settings):
        """Opens a batch for review, as a second start of the program would."""
        batch = {
            "fanfold": 1,
            "name": name,
            "function": "numbers.wait",
            "inputs": [
                {"name": "seconds", "value": seconds},
                {"name": "fail_chance", "value": fail_chance},
                {"name": "seed", "range": [0, n]},
            ],
            "settings": {"n_jobs": 2, **settings},
        }
        with tempfile.NamedTemporaryFile("w", suffix=".fanfold", delete=False) as file:
            json.dump(batch, file)
        self.addCleanup(os.unlink, file.name)
        subprocess.run(
            [os.environ["FANFOLD"], file.name], env=self.program.environment, check=True, timeout=30
        )
        self.launch_view.find("label", contains=f"{name}")

    def button(self, name="Launch"):
        button = self.launch_view.find("push button", name)
        wait_for(f"{name} to be possible", lambda: button.sensitive)
        return button

    def launch(self, *batch, **more):
        self.open(*batch, **more)
        self.button().press()
        try:
            self.watch.find("label", batch[0], seconds=10)
        except Waited:  # jobs were counted once more while the button was on its way down
            self.button().press()
            self.watch.find("label", batch[0])

    def launch_by(self, way, *batch, **more):
        """By an entry of the menu beside the button."""
        self.open(*batch, **more)
        self.button()
        self.launch_view.find_last("push button", "Other ways to launch").press()
        self.launch_view.find("menu item", contains=way).press()

    def choose(self, name):
        """The run of that name in the list."""
        runs = self.watch.find("list", "Runs")
        self.program.choose(
            wait_for(
                f"{name} among the runs",
                lambda: next((r for r in runs.find_all("list item") if name in r.texts()), None),
            )
        )

    def n_kept(self):
        listed = subprocess.run(
            [os.environ["FANFOLD_CLI"], "history", "list", "--json"],
            env=self.program.environment, check=True, capture_output=True, text=True,
        )
        return len(json.loads(listed.stdout))
