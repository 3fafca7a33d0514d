#!/usr/bin/python3
# test-stalled.py: a job that is silent and far later than others like it is marked
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import tempfile
import unittest

from fanfold_ui import Program, wait_for

SILENT = "sleep 61"
TALKS = "for i in $(seq 60); do echo $i; sleep 1; done"
N_SHORT = 14

# No job is late before that, however short the others were.
MIN_LATE = 10


class Stalled(unittest.TestCase):
    def launch(self):
        commands = [SILENT, TALKS, *(f"sleep 0.0{i % 9 + 1}" for i in range(N_SHORT))]
        commands = [f"sh -c '{command}'" for command in commands]
        wanted = {
            "fanfold": 1,
            "name": "Trial",
            "function": "command.run",
            "inputs": [{"name": "command", "list": commands}],
            "settings": {"n_jobs": 3},
        }
        with tempfile.NamedTemporaryFile("w", suffix=".fanfold", delete=False) as file:
            json.dump(wanted, file)
        self.addCleanup(os.unlink, file.name)
        self.program = Program(file.name)
        self.addCleanup(self.program.end)
        button = self.program.view("Launch").find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        button.press()

    def test_mark(self):
        """In words: on its row, in the line of the run, and where it is chosen, with the reason."""
        self.launch()
        watch = self.program.view("Watch")
        watch.find("label", contains=f"Done {N_SHORT} of {N_SHORT + 2}")
        table = watch.find("tree table")
        self.program.click(table.find("table row", contains=SILENT), 0.1)
        watch.find("label", contains="has not written anything yet")

        mark = table.find("label", "Stalled?", seconds=3 * MIN_LATE)
        watch.find("label", contains="1 stalled?")
        watch.find("label", contains="silent, and takes far longer than others like it did")
        table.find("table row", contains="Stalled? This job has been silent")
        self.program.screenshot("stalled")

        # One that says something is not marked, however long it takes.
        talking = table.find("table row", contains="seq 60")
        self.assertIn("Running", talking.name)
        self.assertEqual([node.name for node in table.find_all("label", contains="Stalled")],
                         [mark.name])
        self.program.click(talking, 0.1)
        watch.gone("label", contains="may be stuck")


if __name__ == "__main__":
    unittest.main()
