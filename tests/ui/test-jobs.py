#!/usr/bin/python3
# test-jobs.py: several jobs of a run are selected, cancelled, run again and copied
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import shutil
import tempfile
import unittest

from fanfold_ui import Program, wait_for


class Jobs(unittest.TestCase):
    def launch(self, function, inputs, n_jobs=2):
        wanted = {
            "fanfold": 1,
            "name": "Trial",
            "function": function,
            "inputs": inputs,
            "settings": {"n_jobs": n_jobs},
        }
        with tempfile.NamedTemporaryFile("w", suffix=".fanfold", delete=False) as file:
            json.dump(wanted, file)
        self.addCleanup(os.unlink, file.name)
        self.program = Program(file.name)
        self.addCleanup(self.program.end)
        button = self.program.view("Launch").find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        button.press()
        self.watch = self.program.view("Watch")
        self.table = self.watch.find("tree table")

    def launch_waiting(self, seconds, n):
        self.launch(
            "numbers.wait",
            [{"name": "seconds", "value": seconds}, {"name": "seed", "range": [0, n]}],
        )

    def cell(self, text):
        return self.table.find("label", text)

    def menu(self, item):
        """By the keyboard; the item of the menu."""
        self.program.keys("shift+F10")
        found = self.watch.find("menu item", item)
        wait_for(f"{item} to be possible", lambda: found.sensitive)
        return found

    def test_cancel_and_run_again(self):
        self.launch_waiting(60, 6)
        self.program.click(self.cell("4 · 60 · 0"))
        self.program.keys("shift+Down")
        self.watch.find("label", contains="Done 0 of 6")
        self.program.keys("Delete")
        self.watch.find("label", contains="2 cancelled")
        self.assertEqual(len(list(self.table.find_all("label", "Cancelled"))), 2)

        item = self.menu("Run Again")
        self.program.screenshot("jobs-menu")
        self.assertFalse(self.watch.find("menu item", "Cancel").sensitive)
        item.press()
        self.watch.gone("label", contains="cancelled")
        self.table.gone("label", "Cancelled")

        # One that runs: its place is for another.
        self.program.click(self.cell("0 · 60 · 0"))
        self.menu("Cancel").press()
        self.watch.find("label", contains="1 cancelled")
        wait_for("another", lambda: len(list(self.table.find_all("label", "Running"))) == 2)

    def test_over(self):
        """In a run that is over, those that are selected run again, and no other."""
        folder = tempfile.mkdtemp(prefix="fanfold-jobs-")
        self.addCleanup(shutil.rmtree, folder)
        self.launch(
            "command.run",
            [
                {"name": "x", "range": [0, 4]},
                {"name": "command", "template": f"sh -c 'echo >> {folder}/{{x}}; false'"},
            ],
        )
        self.watch.find("label", contains="Finished · took")
        self.program.click(self.cell("1"))
        self.program.keys("shift+Down")
        self.menu("Run Again").press()

        def how_often():
            return [os.path.getsize(os.path.join(folder, name)) for name in "0123"]

        wait_for("two of them", lambda: how_often() == [1, 2, 2, 1])
        self.watch.find("label", contains="Done 4 of 4 · 4 failed")

    def test_edit(self):
        self.launch_waiting(0.1, 4)
        self.watch.find("label", contains="Done 4 of 4")
        self.program.click(self.cell("1 · 0.1 · 0"))
        self.program.keys("shift+Down")
        self.menu("Edit and Re-run…").press()
        self.program.view("Launch").find("label", contains="Only 2 of the 4 jobs")

    def test_all(self):
        self.launch_waiting(60, 1000)
        self.program.click(self.cell("3 · 60 · 0"))
        self.program.keys("ctrl+a")
        self.program.keys("Delete")
        self.watch.find("label", contains="1,000 cancelled")

    def show(self, choice):
        """By the choice beside the counts; how many it says there are."""
        self.watch.find("push button", "Jobs that are shown").press()
        rows = wait_for(
            "the choice", lambda: [n for n in self.watch.find_all("list item") if n.texts()[:1] == [choice]]
        )
        self.program.screenshot(f"jobs-show-{choice}")
        self.program.click(rows[0])
        self.watch.gone("list item", rows[0].name)
        return rows[0].texts()[-1]

    def states(self, state):
        return len(list(self.table.find_all("label", state)))

    def test_filter(self):
        self.launch(
            "numbers.wait",
            [{"name": "seconds", "list": [0, 60]}, {"name": "seed", "range": [0, 4]}],
        )
        self.watch.find("label", contains="Done 4 of 8")
        self.assertEqual(self.show("Running"), "2")
        self.table.gone("label", "Done")
        self.assertEqual((self.states("Running"), self.states("Waiting")), (2, 0))
        self.show("Waiting")
        self.table.gone("label", "Running")
        self.assertEqual(self.states("Waiting"), 2)

        # What is in another state leaves the list.
        self.program.click(self.cell("2 · 60 · 0"))
        self.program.keys("Delete")
        self.table.gone("label", "2 · 60 · 0")
        self.assertEqual(self.states("Waiting"), 1)
        self.assertEqual(self.show("Cancelled or Skipped"), "1")
        self.table.gone("label", "Waiting")
        self.assertEqual(self.states("Cancelled"), 1)
        self.show("All Jobs")
        self.table.find("label", "Done")
        self.assertEqual((self.states("Running"), self.states("Cancelled")), (2, 1))

    def test_nothing_to_show(self):
        self.launch("numbers.square", [{"name": "x", "list": [1, 1, 2]}])
        self.watch.find("label", contains="Done 3 of 3")
        self.show("Failed")
        self.watch.find("label", "No job is in this state.")
        self.program.screenshot("jobs-none")
        self.show("All Jobs")
        self.watch.gone("label", "No job is in this state.")
        self.table.find("label", "Done")

    def test_copy(self):
        self.launch(
            "command.run",
            [{"name": "x", "range": [0, 3]}, {"name": "command", "template": "echo {x}"}],
        )
        self.watch.find("label", contains="Done 3 of 3")
        self.program.click(self.cell("1"))
        self.menu("Copy Command Line").press()
        self.assertEqual(self.paste(), "echo 1")

    def paste(self):
        self.program.tab("Launch")
        self.program.keys("ctrl+f")
        search = self.program.view("Launch").find("entry", "Search functions")
        self.program.keys("ctrl+v")
        return wait_for("what was pasted", lambda: search.text)


if __name__ == "__main__":
    unittest.main()
