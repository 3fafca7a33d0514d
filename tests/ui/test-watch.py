#!/usr/bin/python3
# test-watch.py: runs that fail, crash, are stopped, and go on without a window
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from fanfold_ui import Program, wait_for


def batch(function, inputs, **settings):
    return {
        "fanfold": 1,
        "name": "Trial",
        "function": function,
        "inputs": inputs,
        "settings": {"n_jobs": 2, **settings},
    }


class Watch(unittest.TestCase):
    def launch(self, wanted, environment=None):
        with tempfile.NamedTemporaryFile("w", suffix=".fanfold", delete=False) as file:
            json.dump(wanted, file)
        self.addCleanup(os.unlink, file.name)
        self.program = Program(file.name, environment=environment)
        self.addCleanup(self.program.end)

        button = self.program.view("Launch").find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        button.press()
        return self.program.view("Watch")

    def workers(self):
        """The processes below the program."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.program.process.pid), "fanfold-worker"],
            capture_output=True,
            text=True,
            check=False,
        )
        return [int(pid) for pid in found.stdout.split()]

    def test_failures(self):
        watch = self.launch(
            batch(
                "numbers.wait",
                [
                    {"name": "seconds", "value": 0},
                    {"name": "fail_chance", "value": 1},
                    {"name": "seed", "range": [0, 5]},
                ],
            )
        )
        watch.find("label", contains="Done 5 of 5")
        watch.find("label", contains="5 failed")
        self.program.click(watch.find("tree table").find("label", "Failed"))
        watch.find("label", contains="fail")
        self.program.screenshot("failed")

    def test_lost_worker(self):
        watch = self.launch(
            batch(
                "numbers.wait",
                [{"name": "seconds", "value": 1}, {"name": "seed", "range": [0, 8]}],
            )
        )
        os.kill(wait_for("a worker", self.workers)[0], signal.SIGKILL)
        watch.find("label", contains="Done 8 of 8")
        watch.find("tree table").find("label", "Crashed")
        self.assertEqual(len(list(watch.find("tree table").find_all("label", "Crashed"))), 1)
        self.assertEqual(len(list(watch.find("tree table").find_all("label", "Done"))), 7)

    def test_progress_and_stop(self):
        watch = self.launch(
            batch(
                "numbers.wait",
                [{"name": "seconds", "value": 60}, {"name": "seed", "range": [0, 10]}],
            )
        )
        table = watch.find("tree table")
        bar = table.find("progress bar")
        before = wait_for("a fraction", lambda: bar.value)
        wait_for("the bar to move", lambda: bar.value > before)
        self.program.screenshot("running")

        watch.find("push button", "Stop").press()
        watch.find("label", contains="Stopped")
        watch.find("label", contains="8 skipped")
        watch.find("label", contains="2 cancelled")
        wait_for("the workers to be gone", lambda: not self.workers())

    def test_pause(self):
        """Jobs that run end, no more begin until it is resumed; then it is finished."""
        watch = self.launch(
            batch(
                "numbers.wait",
                [{"name": "seconds", "value": 1.5}, {"name": "seed", "range": [0, 8]}],
            )
        )
        table = watch.find("tree table")

        def states(state):
            return len(list(table.find_all("label", state)))

        wait_for("jobs to run", lambda: states("Running") == 2)
        pause = watch.find("push button", "Pause")
        pause.press()
        watch.find("label", contains="Paused · elapsed")
        watch.find("list", "Runs").find("label", contains="Paused · ")
        resume = watch.find("push button", "Resume")
        watch.gone("push button", "Pause")
        self.assertIn("start jobs again", resume.description)
        wait_for("the jobs to end", lambda: states("Running") == 0)
        done, waiting = states("Done"), states("Waiting")
        self.assertGreater(waiting, 0)
        self.assertEqual(done + waiting, 8)
        watch.find("list", "Runs").find("label", contains=" left")
        self.program.screenshot("paused")
        # Jobs that begin do so at once, and take no longer than that.
        time.sleep(2)
        self.assertEqual((states("Done"), states("Waiting")), (done, waiting))

        resume.press()
        watch.find("push button", "Pause")
        watch.gone("label", contains="Paused")
        watch.find("label", contains="Finished · took")
        watch.find("label", contains="Done 8 of 8")
        watch.gone("push button", "Pause")
        watch.gone("push button", "Resume")

    def test_drain(self):
        """A job has failed, so that no more are begun: why is said while the others go on, and n_jobs,
        which would do nothing, cannot be changed."""
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        go = os.path.join(folder, "go")
        wait = f"until test -e {go}; do sleep 0.1; done"
        watch = self.launch(
            batch(
                "command.run",
                [
                    {"name": "n", "range": [0, 40]},
                    {"name": "command", "template": wait + "; test {n} != 1 && sleep 8"},
                    {"name": "shell", "value": True},
                ],
                on_failure="drain",
            )
        )
        spin = watch.find("spin button", contains="n_jobs")
        self.program.follow_focus()
        self.program.click(spin, across=0.2)
        wait_for("the focus", lambda: spin.focused)
        self.assertTrue(spin.sensitive)
        open(go, "w").close()
        watch.find("label", contains="No more jobs are started; those that run may end: Job 1")
        watch.find("label", contains="Ending · elapsed")
        row = watch.find("list", "Runs").find("label", contains="Ending · ")
        self.assertIn("of 40", row.name)
        self.assertFalse(spin.sensitive)
        row = watch.find("list", "How the run goes on").find("list item")
        self.assertIn("starts no more jobs", row.description)
        self.assertIn(self.program.focus().name, ("Re-run Failed", "Jobs"))
        self.program.screenshot("ending")
        watch.find("label", contains="Stopped · took")
        watch.gone("label", contains="Ending")
        watch.find("label", contains="Job 1")
        watch.gone("label", contains="No more jobs are started")

    def test_closed_window(self):
        """Closing the window keeps the run going; starting again shows it."""
        self.launch(
            batch(
                "numbers.wait",
                [{"name": "seconds", "value": 1.5}, {"name": "seed", "range": [0, 8]}],
            )
        )
        wait_for("a worker", self.workers)
        self.program.keys("ctrl+w")
        wait_for("the window to close", lambda: not self.program.windows())
        self.assertTrue(self.workers())

        subprocess.run([os.environ["FANFOLD"]], env=self.program.environment, check=True, timeout=20)
        self.program.window = wait_for("the window", lambda: next(iter(self.program.windows()), None))
        self.program.view("Watch").find("label", contains="Done 8 of 8")

    def test_kept(self):
        """A run is there again after the program was killed, and says so."""
        self.launch(
            batch(
                "numbers.wait",
                [{"name": "seconds", "value": 0.3}, {"name": "seed", "range": [0, 200]}],
            )
        )
        watch = self.program.view("Watch")
        wait_for(
            "some jobs to be done",
            lambda: any(re.match(r"Done [1-9]\d* of 200", text) for text in watch.texts()),
        )
        self.program.process.kill()
        self.program.process.wait()

        self.program.start()
        self.program.tab("Watch")
        watch = self.program.view("Watch")
        watch.find("label", contains="Interrupted")
        self.program.click(watch.find("label", "Trial"))
        watch.find("tree table").find("label", "Done")
        self.program.screenshot("interrupted")


if __name__ == "__main__":
    unittest.main()
