#!/usr/bin/python3
# test-others.py: runs of the command line, in a window that is open meanwhile
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import signal
import subprocess
import unittest

from fanfold_ui import wait_for
from queue_case import Case

# Says that it has begun, and is over as soon as there is a file of that name.
JOB = 'echo begun {}; until test -e "$HOME"/{}; do sleep 0.1; done'


class Others(Case):
    def setUp(self):
        super().setUp()
        self.other = None
        self.addCleanup(self.end_other)
        self.program.tab("Watch")
        self.watch.find("label", contains="Nothing Has Run Yet")

    def start_other(self, *gates):
        """A run named Outside, whose jobs wait for gates to be opened, one after the other."""
        self.other = subprocess.Popen(
            [os.environ["FANFOLD_CLI"], "run", "--name=Outside", "--progress=none", "--shell",
             "--", JOB, ":::", *gates],
            env=self.program.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            process_group=0,  # SIGTSTP stops nobody in a group that no shell has begun
        )

    def end_other(self):
        if self.other is not None and self.other.poll() is None:
            self.other.kill()
            self.other.wait()

    def open_gate(self, name):
        with open(os.path.join(self.program.home, name), "w"):
            pass

    def cli(self, *arguments):
        return subprocess.run(
            [os.environ["FANFOLD_CLI"], *arguments],
            env=self.program.environment, check=True, capture_output=True, text=True,
        ).stdout

    def rows(self):
        """What stands in the rows of the list."""
        return [list(row.texts()) for row in self.watch.find("list", "Runs").find_all("list item")]

    def names(self):
        return [next(text for text in row if text in ("Outside", "Here")) for row in self.rows()]

    def row(self):
        """In the only one."""
        rows = self.rows()
        self.assertLessEqual(len(rows), 1)
        return rows[0] if rows else []

    def wait_for_row(self, *texts):
        wait_for(f"{texts} in the list", lambda: all(text in " ".join(self.row()) for text in texts))

    def has_button(self, name):
        return any(self.watch.find_all("push button", name))

    def test_whole(self):
        self.start_other("one", "two")
        self.wait_for_row("Outside", "0 of 2", "· elsewhere")
        self.watch.find("label", contains="Running in another program · elapsed 0:0")
        self.watch.find("label", contains="Only that program can pause or stop it")
        self.assertFalse(self.has_button("Stop"))
        self.program.click(self.watch.find("tree table").find("label", "one"))
        wait_for(
            "the log so far",
            lambda: any("begun one" in node.text for node in self.watch.find_all("text", "Log")),
        )
        self.program.screenshot("others-running")

        self.open_gate("one")
        self.wait_for_row("Outside", "1 of 2")
        self.watch.find("label", contains="Done 1 of 2")
        self.open_gate("two")
        self.wait_for_row("Outside", "Finished")
        self.watch.find("label", contains="Done 2 of 2")
        self.watch.gone("label", contains="Only that program can pause or stop it")
        self.assertEqual(self.other.wait(30), 0)
        self.program.screenshot("others-over")

        run = json.loads(self.cli("history", "list", "--json"))[0]
        self.cli("history", "delete", str(run["id"]))
        self.watch.find("label", contains="Nothing Has Run Yet")

    def test_beside(self):
        """What is looked at stays there while a run comes in above it."""
        self.launch("Here", 0)
        self.watch.find("label", contains="Done 2 of 2")
        self.start_other("one")
        wait_for("the second run", lambda: self.names() == ["Outside", "Here"])
        self.program.screenshot("others-beside")
        self.watch.find("label", contains="Done 2 of 2")
        self.watch.gone("label", contains="Only that program can pause or stop it", seconds=1)
        self.choose("Outside")
        self.watch.find("label", contains="Only that program can pause or stop it")
        self.choose("Here")
        self.open_gate("one")
        wait_for("its end", lambda: any("Finished" in text for text in self.rows()[0]))
        self.assertEqual(self.names(), ["Outside", "Here"])

    def test_killed(self):
        """Nobody writes down that its program is gone; it can be resumed here, at once."""
        self.start_other("one", "two")
        self.wait_for_row("Outside", "0 of 2")
        self.assertFalse(self.has_button("Resume"))
        self.other.kill()
        self.other.wait()
        self.wait_for_row("Outside", "Interrupted")
        self.open_gate("one")
        self.open_gate("two")
        self.watch.find("push button", "Resume").press()
        self.wait_for_row("Outside", "Finished")

    def test_paused(self):
        """What its program says of the time, and that it stands still."""
        self.start_other("one", "two", "three")
        self.watch.find("label", contains="Running in another program · elapsed 0:0")
        self.other.send_signal(signal.SIGTSTP)
        self.watch.find("label", contains="Paused in another program · elapsed 0:")
        self.wait_for_row("Outside", "Paused · 0 of 3", "· elsewhere")
        self.other.send_signal(signal.SIGCONT)
        self.watch.find("label", contains="Running in another program · elapsed 0:")

    def test_closed(self):
        """What others run does not keep a window from being closed, or the program from its end."""
        self.start_other("one")
        self.wait_for_row("Outside", "0 of 1")
        self.program.keys("ctrl+w")
        self.assertEqual(self.program.process.wait(30), 0)
        self.assertIsNone(self.other.poll())


if __name__ == "__main__":
    unittest.main()
