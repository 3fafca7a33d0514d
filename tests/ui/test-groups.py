#!/usr/bin/python3
# test-groups.py: runs that wait in groups, by priority, and share their slots
#
# SPDX-License-Identifier: GPL-3.0-or-later
import signal
import unittest

from fanfold_ui import wait_for
from queue_case import Case


class Groups(Case):
    def place(self, item):
        """By the menu of a run that waits."""
        self.watch.find_last("push button", "Priority and group").press()
        self.watch.find(contains=item).press()

    def set_limits(self):
        """The window of the limits, by the main menu."""
        self.program.window.find_last("push button", "Main menu").press()
        self.program.window.find("menu item", contains="Queue").press()
        return wait_for("the limits", self.program.dialog)

    def test_form(self):
        """Group and priority are one row of the form, and the run goes where they say."""
        self.launch("Slow", 60)
        self.open("Beside", 60)
        self.launch_view.find(contains="More settings")
        self.program.keys("alt+e")
        entry = self.launch_view.find("text", "Group")
        self.program.screenshot("groups-form")
        entry.set_text("night")
        self.button().press()
        self.watch.find("label", contains="numbers.wait · n_jobs 2, 2 at once · night")
        self.watch.find("push button", "Stop")
        self.watch.find("label", contains=" · night")
        self.program.screenshot("groups-beside")

    def test_priority(self):
        self.launch("First", 60)
        self.launch("Second", 60)
        self.launch("Third", 60)
        self.watch.find("label", contains="Waits for “Second”")
        self.place("High")
        self.watch.find("label", contains="Waits for “First”")
        self.watch.find("label", "Waiting · 2 jobs · high priority")
        self.program.screenshot("groups-priority")
        self.choose("Second")
        self.watch.find("label", contains="Waits for “Third”")
        self.watch.find("push button", "Move up in the queue").press()
        self.watch.find("label", contains="Waits for “First”")
        self.choose("Third")
        self.watch.find("label", contains="Waits for “Second”")

    def test_group(self):
        """One that waits is put into a group of its own, and begins."""
        self.launch("Slow", 60)
        self.launch("Quick", 0.2)
        self.watch.find("label", contains="Waits for “Slow”")
        self.place("Group")
        dialog = wait_for("the dialog", self.program.dialog)
        entry = dialog.find("text", "Group")
        entry.set_text("x" * 61)
        move = dialog.find("push button", contains="Move")
        wait_for("such a name to be refused", lambda: not move.sensitive)
        entry.set_text("other")
        wait_for("the name to be taken", lambda: move.sensitive)
        self.program.screenshot("groups-dialog")
        move.press()
        self.watch.find("label", contains="Done 2 of 2")

    def test_limits(self):
        self.launch("One", 60, group="night")
        self.launch("Two", 60, group="night")
        self.launch("Three", 60, group="night", priority="low")
        self.watch.find("label", contains="Waits for “Two”")
        window = self.set_limits()
        night = window.find("spin button", "night")
        self.assertEqual(night.value, 1)
        window.gone("push button", contains="Forget")
        self.program.screenshot("groups-limits")
        night.value = 3
        self.watch.find("push button", "Stop")
        window.find("check box", contains="Limit all runs together").press()
        window.find("spin button", "Jobs of all runs at a time").value = 3
        self.watch.find("label", contains="n_jobs 2, 1 at once · night · low priority")
        self.program.screenshot("groups-shared")

    def test_weight(self):
        """As many are said to run at once as there is room for, where jobs say what they take."""
        self.launch("Heavy", 2, n=8, n_jobs=4, weight="seconds")
        self.watch.find("label", contains="n_jobs 4, 2 at once")

    def test_killed(self):
        """A run that was moved while it waited waits there again when it is taken up."""
        self.launch("Slow", 60, group="night")
        self.launch("Quick", 0.2)
        self.watch.find("label", contains="Done 2 of 2")
        self.launch("Next", 0.2, group="night")
        self.watch.find("label", contains="Waits for “Slow”")
        self.place("Low")
        self.watch.find("label", contains="Waiting · 2 jobs · under ")
        self.watch.find("list", "Runs").find("label", contains=" · night · low priority")
        wait_for("the record", lambda: self.n_kept() == 3)
        self.program.process.send_signal(signal.SIGKILL)
        self.program.process.wait()
        self.program.start()
        self.program.tab("Watch")
        self.choose("Slow")
        self.watch.find("push button", contains="Resume").press()
        self.watch.find("push button", "Stop")
        self.choose("Next")
        self.watch.find("push button", contains="Resume").press()
        self.watch.find("label", contains="Waiting · 2 jobs · under ")
        self.watch.find("label", contains="n_jobs 2, 2 at once · night · low priority")


if __name__ == "__main__":
    unittest.main()
