#!/usr/bin/python3
# test-again.py: a file from a stranger, and failed jobs that are run again after an edit
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import subprocess
import unittest

from fanfold_ui import Program, wait_for

BATCH = {
    "fanfold": 1,
    "name": "Three sums",
    "function": "files.checksum",
    "inputs": [{"name": "file", "list": ["a", "gone-1", "gone-2"]}],
}


class Again(unittest.TestCase):
    def setUp(self):
        self.program = Program()
        self.addCleanup(self.program.end)

    def write(self, name, text):
        path = os.path.join(self.program.home, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def open(self, path):
        """As a file manager does by D-Bus: the program that runs takes it."""
        subprocess.run(
            [
                "gdbus", "call", "--session", "--dest", "org.fanfold.Fanfold",
                "--object-path", "/org/fanfold/Fanfold",
                "--method", "org.freedesktop.Application.Open",
                f"['file://{path}']", "{}",
            ],
            check=True, capture_output=True,
        )

    def test_edit(self):
        self.write("a", "some text")
        self.open(self.write("sums.fanfold", json.dumps(BATCH)))
        launch = self.program.view("Launch")
        launch.find("label", contains="opened for review")
        button = launch.find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        button.press()

        watch = self.program.view("Watch")
        watch.find("label", contains="2 failed")
        self.program.keys("alt+e")
        launch.find("label", contains="Only 2 of the 3 jobs")
        self.program.screenshot("again")
        self.write("gone-1", "back")
        self.write("gone-2", "back")
        button = launch.find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        button.press()
        watch.find("label", contains="Done 2 of 2")

    def test_template(self):
        """Three of six commands fail; only those run again, with another template."""
        for i in range(1, 7):
            self.write(f"{i}.jpg", "x" if i % 2 else "")
        batch = {
            "fanfold": 1,
            "name": "Photos",
            "function": "command.run",
            "inputs": [
                {"name": "file", "files": ["?.jpg"]},
                {"name": "command", "template": "test -s {file}"},
            ],
        }
        self.open(self.write("photos.fanfold", json.dumps(batch)))
        launch = self.program.view("Launch")
        launch.find("label", contains="opened for review")
        button = launch.find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        button.press()

        watch = self.program.view("Watch")
        watch.find("label", contains="3 failed")
        watch.find("push button", contains="Edit and Re-run Failed")  # once the run is over
        self.write("7.jpg", "")
        self.program.keys("alt+e")
        launch.find("label", contains="Only 3 of the 6 jobs")
        entry = wait_for(
            "the template",
            lambda: next((n for n in launch.find_all("text") if "test -s" in n.text), None),
        )
        wait_for("the focus in the template", lambda: entry.focused)
        for key, heading in (
            ("ctrl+s", "cannot be saved"),
            ("shift+ctrl+s", "cannot be saved"),
            ("shift+ctrl+c", "cannot be copied"),
        ):
            self.program.keys(key)
            dialog = wait_for("the refusal", lambda: self.program.dialog())
            wait_for("its reason", lambda: any(heading in text for text in dialog.texts()))
            self.assertTrue(any("Run All Jobs Instead" in text for text in dialog.texts()))
            self.program.screenshot("again-refused")
            dialog.find("push button", "Close").press()
            wait_for("the dialog to go", lambda: not self.program.dialog())
        self.program.type_over(entry, "cp {} {.}-{#}-small.jpg")
        self.program.screenshot("again-template")
        button = launch.find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        button.press()
        watch.find("label", contains="Done 3 of 3")
        made = [name for name in os.listdir(self.program.home) if name.endswith("-small.jpg")]
        self.assertEqual(sorted(made), ["2-2-small.jpg", "4-4-small.jpg", "6-6-small.jpg"])

        # The form is limited for as long as it says so, also when another was looked at.
        self.program.tab("Launch")
        self.program.click(launch.find("list item", contains="Checksum"))
        launch.gone("label", contains="Only 3 of the 6 jobs")
        self.program.click(launch.find("list item", contains="Run a command"))
        launch.find("label", contains="Only 3 of the 6 jobs")
        launch.find("status bar", contains="3 jobs")
        launch.find("push button", "Run All Jobs Instead").press()
        launch.gone("label", contains="Only 3 of the 6 jobs")
        launch.find("status bar", contains="7 jobs")

    def test_damaged(self):
        self.open(self.write("bad.fanfold", '{"fanfold": 1,\n "function": "x",\n "inputz": []}'))
        dialog = wait_for("the error", lambda: self.program.dialog())
        wait_for("line and column", lambda: any("Line 3" in text for text in dialog.texts()))

    def test_activate(self):
        subprocess.run(
            [
                "gdbus", "call", "--session", "--dest", "org.fanfold.Fanfold",
                "--object-path", "/org/fanfold/Fanfold",
                "--method", "org.freedesktop.Application.Activate", "{}",
            ],
            check=True, capture_output=True,
        )
        self.assertEqual(len(self.program.windows()), 1)


if __name__ == "__main__":
    unittest.main()
