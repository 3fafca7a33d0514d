#!/usr/bin/python3
# test-german.py: what the window and the engine have to say, in German
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import signal
import subprocess
import unittest

from fanfold_ui import Program, locale, wait_for


class German(unittest.TestCase):
    def setUp(self):
        self.program = Program(environment=locale(self, "de_DE"))
        self.addCleanup(self.program.end)

    def open(self, name, wanted):
        path = os.path.join(self.program.home, f"{name}.fanfold")
        with open(path, "w") as file:
            json.dump({"fanfold": 1, "name": name, **wanted}, file)
        subprocess.run(
            [os.environ["FANFOLD"], path], env=self.program.environment, check=True, timeout=30
        )

    def wait_batch(self, seconds=0, **settings):
        inputs = [
            {"name": "seconds", "value": seconds},
            {"name": "fail_chance", "value": 1},
            {"name": "seed", "range": [0, 3]},
        ]
        return {"function": "numbers.wait", "inputs": inputs, "settings": {"n_jobs": 1, **settings}}

    def start_in_english(self):
        self.program.process.send_signal(signal.SIGTERM)
        self.program.process.wait(30)
        self.program.environment.update(LC_ALL="C.UTF-8", LANGUAGE="")
        self.program.start()

    def test_reason(self):
        """It is kept so that another language may say it later."""
        self.open("Stop", self.wait_batch(on_failure="stop"))
        launch = self.program.view("Launch").find("push button", "Starten")
        wait_for("the batch", lambda: launch.sensitive)
        launch.press()
        self.program.view("Watch").find("label", contains="Auftrag 0 ist fehlgeschlagen: ")
        self.program.screenshot("german-reason")

        kept = subprocess.run(
            [os.environ["FANFOLD_CLI"], "history", "show", "last", "--json"],
            env=self.program.environment, check=True, capture_output=True, text=True,
        )
        reason = json.loads(kept.stdout)["reason"]
        self.assertTrue(reason.startswith("Job 0 failed: "), reason)

        self.start_in_english()
        self.program.tab("Watch")
        watch = self.program.view("Watch")
        self.program.click(watch.find("list item"))
        watch.find("label", reason)

    def test_steering(self):
        """To pause and to stop go by words that nobody takes for each other."""
        self.open("Slow", self.wait_batch(seconds=60))
        view = self.program.view("Launch")
        wait_for("the batch", lambda: view.find("push button", "Starten").sensitive)
        view.find("push button", "Starten").press()

        watch = self.program.view("Watch")
        watch.find("push button", "Pausieren").press()
        watch.find("label", contains="Pausiert · ")
        watch.find("push button", "Fortsetzen").press()
        watch.find("push button", "Pausieren")
        self.program.screenshot("german-steering")
        watch.find("push button", "Stoppen").press()
        watch.find("label", "Von Ihnen gestoppt.")
        watch.find("label", contains="Gestoppt · ")

    def test_mistakes(self):
        """At a field, and in a file that is opened."""
        self.open("Field", self.wait_batch())
        view = self.program.view("Launch")
        wait_for("the batch", lambda: view.find("push button", "Starten").sensitive)
        view.find("text", "Sekunden").set_text("viel")
        view.find(contains="ist keine Zahl")
        self.program.screenshot("german-field")

        self.open("File", {"function": "numbers.wait", "inputs": 3})
        dialog = wait_for("the dialog", self.program.dialog)
        dialog.find("label", contains="„inputs“ muss ein Array in [] sein")
        dialog.find("label", contains="Zeile 1, Spalte ")


if __name__ == "__main__":
    unittest.main()
