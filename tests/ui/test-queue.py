#!/usr/bin/python3
# test-queue.py: runs that wait: for their turn, for a word, for a time, for the success of others
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import signal
import subprocess
import unittest

from fanfold_ui import wait_for
from queue_case import Case


class Queue(Case):
    def test_start_now(self):
        """The second waits for the first, says so, and runs beside it when it is told to."""
        self.launch("Slow", 60)
        self.launch("Quick", 0.2)
        self.watch.find("label", contains="Waits for “Slow”")
        self.watch.gone("push button", "Stop")
        self.watch.gone("push button", "Move up in the queue")
        self.program.screenshot("queue-waiting")
        self.watch.find("push button", contains="Start Now").press()
        self.watch.find("label", contains="Done 2 of 2")
        self.watch.gone("push button", contains="Start Now")
        self.choose("Slow")
        self.watch.find("push button", "Stop")
        self.watch.find("label", contains="Done 0 of 2")

    def test_forecast(self):
        """A run that waits says how long it will take, as far as earlier ones tell: in the list, and
        the same on its page."""
        self.launch("Known", 0.2)
        self.watch.find("label", contains="Done 2 of 2")
        self.launch("Slow", 60)
        self.launch("Known", 0.2)
        words = self.watch.find("label", contains="Waiting · 2 jobs · under ").name.split(" · ")[2]
        self.watch.find("label", f"Waits for “Slow” · takes {words}")
        self.program.screenshot("queue-forecast")
        self.watch.find("push button", contains="Start Now").press()
        self.watch.gone("label", contains="Waiting · 2 jobs · ")
        self.watch.gone("label", contains="· takes ")

    def test_toast(self):
        self.launch("Slow", 60)
        self.open("Quick", 0.2)
        self.button().press()
        toast = self.program.toast("Queued behind “Slow”")
        toast.find("push button", contains="Start Now").press()
        self.watch.find("label", contains="Done 2 of 2")

    def test_remove_and_resume(self):
        self.launch("Slow", 60)
        self.launch("Quick", 0.2)
        self.watch.find("push button", contains="Remove").press()
        self.watch.find("label", "Removed from the queue by you.")
        self.watch.find("label", contains="2 skipped")
        self.watch.find("push button", contains="Resume").press()
        self.watch.find("label", contains="Waits for “Slow”")
        self.choose("Slow")
        self.watch.find("push button", "Stop").press()
        self.choose("Quick")
        self.watch.find("label", contains="Done 2 of 2")

    def test_resumed_goes_on(self):
        """A run that is taken up again goes on without the window, as any other."""
        self.launch("Slow", 3, n=4)
        self.watch.find("push button", "Stop").press()
        self.watch.find("push button", contains="Resume").press()
        self.watch.find("push button", "Stop")
        self.program.keys("ctrl+w")
        wait_for("the window to close", lambda: not self.program.windows())
        self.assertIsNone(self.program.process.poll())
        subprocess.run([os.environ["FANFOLD"]], env=self.program.environment, check=True, timeout=30)
        self.program.window = wait_for(
            "the window", lambda: next(iter(self.program.windows()), None)
        )
        self.watch.find("label", contains="Done 4 of 4")

    def test_order(self):
        self.launch("First", 60)
        self.launch("Second", 60)
        self.launch("Third", 60)
        self.watch.find("label", contains="Waits for “Second”")
        self.watch.find("push button", "Move up in the queue").press()
        self.watch.find("label", contains="Waits for “First”")
        self.watch.gone("push button", "Move up in the queue")
        self.choose("Second")
        self.watch.find("label", contains="Waits for “Third”")

    def test_killed(self):
        """What waited when the program was killed is there again, and can be resumed."""
        self.launch("Slow", 60)
        self.launch("Quick", 0.2)
        self.watch.find("label", contains="Waits for “Slow”")
        wait_for("the record", lambda: self.n_kept() == 2)
        self.program.process.send_signal(signal.SIGKILL)
        self.program.process.wait()
        self.program.start()
        self.program.tab("Watch")
        self.choose("Quick")
        self.watch.find("label", contains="Interrupted · never begun")
        self.program.screenshot("queue-interrupted")
        self.watch.find("push button", contains="Resume").press()
        self.watch.find("label", contains="Done 2 of 2")

    def test_now(self):
        self.launch("Slow", 60)
        self.launch_by("Launch Now", "Quick", 0.2)
        self.watch.find("label", contains="Done 2 of 2")
        self.choose("Slow")
        self.watch.find("push button", "Stop")

    def test_held(self):
        """It waits for a word, lets others pass, and keeps the program there without its window."""
        self.launch_by("Held", "Held Back", 0.2)
        self.watch.find("label", "Held until Start Now is pressed")
        self.watch.find("label", "Held · 2 jobs")
        self.launch("Quick", 0.2)
        self.watch.find("label", contains="Done 2 of 2")
        self.program.keys("ctrl+w")
        wait_for("the window to close", lambda: not self.program.windows())
        subprocess.run([os.environ["FANFOLD"]], env=self.program.environment, check=True, timeout=30)
        self.program.window = wait_for(
            "the window", lambda: next(iter(self.program.windows()), None)
        )
        self.choose("Held Back")
        self.program.screenshot("queue-held")
        self.watch.find("push button", contains="Start Now").press()
        self.watch.find("label", contains="Done 2 of 2")

    def test_later(self):
        self.launch_by("Later", "Night", 0.2)
        dialog = wait_for("the dialog", self.program.dialog)
        dialog.find("check box", contains="After a")
        self.program.keys("alt+w")
        hours = dialog.find("spin button", "Hours")
        wait_for("it to be possible", lambda: hours.sensitive)
        hours.value = 0
        later = dialog.find("push button", contains="Launch Later")
        dialog.find("status bar", "That time has passed already")
        wait_for("no such time", lambda: not later.sensitive)
        dialog.find("spin button", "Minutes").value = 1
        dialog.find("status bar", contains="Begins ")
        self.program.screenshot("queue-later")
        later.press()
        self.watch.find("label", contains="Begins ")
        self.watch.find("push button", contains="Start Now")
        self.watch.find("label", contains="Done 2 of 2", seconds=100)

    def test_after_success(self):
        self.launch("Slow", 10)
        self.launch_by("Success", "Next", 0.2)
        self.watch.find("label", contains="Waits for “Slow” to end without failed jobs")
        self.watch.find("label", contains="Done 2 of 2")

    def test_after_failure(self):
        self.launch("Bad", 10, fail_chance=1)
        self.launch_by("Success", "Next", 0.2)
        self.watch.find("label", contains="“Bad”, for whose success it waited, had 2 failed jobs.")
        self.watch.find("label", contains="2 skipped")
        self.program.screenshot("queue-refused")


if __name__ == "__main__":
    unittest.main()
