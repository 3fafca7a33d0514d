#!/usr/bin/python3
# test-labels.py: what a run is called, what is noted of it, and how it is found by that
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import tempfile
import unittest

from fanfold_ui import Program, wait_for


class Labels(unittest.TestCase):
    def start(self):
        with tempfile.NamedTemporaryFile("w", suffix=".fanfold", delete=False) as file:
            json.dump(
                {
                    "fanfold": 1,
                    "function": "numbers.square",
                    "inputs": [{"name": "x", "range": [0, 5]}],
                },
                file,
            )
        self.addCleanup(os.unlink, file.name)
        self.program = Program(file.name)
        self.addCleanup(self.program.end)
        self.launch = self.program.view("Launch")

    def tab_to(self, role, name):
        """Each stop is waited for: a key too many leads past it."""
        focus = self.program.focus()
        for _ in range(60):
            if focus and focus.role == role and name in focus.name:
                return
            before = focus
            self.program.keys("Tab")
            focus = wait_for(
                f"Tab to leave {before}",
                lambda: (now := self.program.focus())
                and (before is None or now != before)
                and now,
            )
        self.fail(f"no {role} {name}")

    def test_run_with_name_and_note(self):
        self.start()
        self.program.follow_focus()
        self.launch.find("status bar", contains="5 jobs")
        self.program.click(self.launch.find("text", "Stop"))
        self.tab_to("list item", "Name and note")
        self.program.keys("Return")
        self.launch.find("text", "Name")
        self.tab_to("text", "Name")
        self.program.type("Night shift")
        self.tab_to("text", "Note")
        self.program.type("Before the change. #baseline")
        self.launch.find(contains="Night shift · Before the change. #baseline")
        self.program.screenshot("labels-launch")
        button = self.launch.find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        self.program.keys("ctrl+Return")

        watch = self.program.view("Watch")
        watch.find("label", contains="Done 5 of 5")
        self.assertEqual(len(list(watch.find_all("label", "Night shift"))), 2)
        watch.find("label", "Before the change. #baseline")
        self.program.screenshot("labels-watch")
        self.search(watch)

    def search(self, watch):
        rows = watch.find("list", "Runs")
        self.program.keys("ctrl+f")
        entry = watch.find("entry", "Search runs")
        wait_for("the search to have the focus", lambda: entry.focused)
        self.program.type("shift #BASE")
        rows.find("label", "Night shift")
        self.program.type("x")
        watch.find(contains="No run matches")
        watch.find("label", "Before the change. #baseline")
        self.program.screenshot("labels-none")
        self.program.keys("Escape")
        rows.find("label", "Night shift")
        wait_for("the search to be over", lambda: entry.text == "")


if __name__ == "__main__":
    unittest.main()
