#!/usr/bin/python3
# test-runs.py: the list of runs, where there are more than it can show; runs that were interrupted
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from fanfold_ui import Program, State, wait_for
from queue_case import Case
from waiting import SECONDS

N_EARLIER = 18


class Interrupted(Case):
    """Who starts the program again after it was killed is told, and can go on at once."""

    def kill(self):
        self.program.process.kill()
        self.program.process.wait()
        self.program.start()

    def run_some(self, name):
        self.launch(name, 0.3, n=200)
        wait_for(
            "some jobs to be done",
            lambda: any(re.match(r"Done [1-9]\d* of 200", text) for text in self.watch.texts()),
        )

    def told(self, seconds=SECONDS):
        return self.program.window.find(contains="interrupted", seconds=seconds)

    def test_one(self):
        self.run_some("Night")
        self.kill()
        text = self.told().name
        self.assertRegex(text, r"^The run “Night” was interrupted: [1-9]\d* of 200 jobs are done\.$")
        self.program.screenshot("interrupted-one")
        self.program.window.find("push button", "Resume").press()
        self.watch.find("push button", "Stop")
        self.program.window.gone(contains="was interrupted")

    def test_several(self):
        self.run_some("Night")
        self.launch_by("Launch Now", "Day", 60)
        self.watch.find("label", "Day")
        wait_for("the record", lambda: self.n_kept() == 2)
        self.kill()
        self.assertEqual(self.told().name, "2 runs were interrupted.")
        self.program.screenshot("interrupted-several")
        self.program.window.find("push button", "Show").press()
        self.watch.find("label", contains="Interrupted")
        self.program.window.gone(contains="were interrupted")

        # Once is enough.
        self.kill()
        self.program.tab("Watch")
        self.watch.find("label", contains="Interrupted")
        self.program.window.gone(contains="were interrupted")


class Runs(Case):
    def setUp(self):
        self.data = tempfile.mkdtemp(prefix="fanfold-data-")
        self.addCleanup(shutil.rmtree, self.data, ignore_errors=True)
        place = {"XDG_DATA_HOME": self.data}
        for i in range(N_EARLIER):
            subprocess.run(
                [os.environ["FANFOLD_CLI"], "run", "numbers.wait", "--set", "seconds=0",
                 "--set", "seed=1", "--progress=none"],
                env=dict(os.environ, **place), check=True, stdout=subprocess.DEVNULL,
            )
        self.program = Program(environment=place)
        self.addCleanup(self.program.end)

    def rows(self):
        """What is seen of the list: pairs of a row and what stands in it."""
        runs = self.watch.find("list", "Runs")
        frame = runs.place
        return [
            (row, list(row.texts()))
            for row in runs.find_all("list item")
            if row.place.y >= frame.y and row.place.y + row.place.height <= frame.y + frame.height
        ]

    def is_first(self, name):
        rows = self.rows()
        return bool(rows) and name in rows[0][1] and rows[0][0].has(State.SELECTED)

    def test_new(self):
        """Each new run is seen at the top; a window that is opened again shows the one that runs."""
        self.program.tab("Watch")
        wait_for("the runs", lambda: len(self.rows()) > 5)
        self.program.tab("Launch")
        for name in ("One", "Two", "Three"):
            self.launch(name, 0)
            self.watch.find("label", contains="Done 2 of 2")
            self.program.screenshot(f"runs-{name}")
            wait_for(f"{name} to be seen first", lambda: self.is_first(name))
        self.launch("Slow", 60)
        wait_for("Slow to be seen first", lambda: self.is_first("Slow"))

        self.program.keys("ctrl+w")
        wait_for("the window to close", lambda: not self.program.windows())
        subprocess.run([os.environ["FANFOLD"]], env=self.program.environment, check=True, timeout=20)
        self.program.window = wait_for("the window", lambda: next(iter(self.program.windows()), None))
        wait_for("Slow to be seen again", lambda: self.is_first("Slow"))
        self.program.screenshot("runs-again")


if __name__ == "__main__":
    unittest.main()
