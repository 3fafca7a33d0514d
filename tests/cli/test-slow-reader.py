#!/usr/bin/env python3
# test-slow-reader.py: results for a program that does not read them, or not yet
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import signal
import socket
import time
import unittest

import scenario
from scenario import wait_until

N_JOBS = 20000


class SlowReader(scenario.Scenario):
    def start(self, results="-", **options):
        return self.popen(
            "run", "numbers.square", f"--range=x=0:{N_JOBS}", "--n-jobs=2", f"--results={results}",
            **options
        )

    def get_run(self):
        outcome = self.cli("history", "list", "--json")
        runs = json.loads(outcome.stdout) if outcome.status == 0 else []
        return runs[0] if runs else {}

    def wait_finished(self):
        """All jobs are in the history, though nobody has read a result."""
        wait_until(lambda: self.get_run().get("state") == "finished")
        self.assertEqual(self.get_run()["done"], N_JOBS)

    def check_lines(self, text):
        lines = [json.loads(line) for line in text.splitlines()]
        self.assertEqual([line["index"] for line in lines], list(range(N_JOBS)))
        self.assertEqual({line["state"] for line in lines}, {"done"})

    def test_asleep(self):
        process = self.start()
        self.wait_finished()
        self.assertIsNone(process.poll(), "it waits for its reader")
        outcome = self.end(process)
        self.assertEqual((outcome.status, outcome.stderr), (0, ""))
        self.check_lines(outcome.stdout)

    def test_socket(self):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            process = self.start(stdout=theirs)
            theirs.close()
            self.wait_finished()
            self.assertIsNone(process.poll())
            with ours.makefile("rb") as file:
                self.check_lines(file.read())
        self.assertEqual(self.end(process).status, 0)

    def test_named_pipe(self):
        path = self.work / "pipe"
        os.mkfifo(path)
        process = self.start(results=path)
        with open(path, "rb") as file:
            self.wait_finished()
            self.assertIsNone(process.poll())
            self.check_lines(file.read())
        self.assertEqual(self.end(process).status, 0)

    def test_shared_pipe_still_waits(self):
        """Whoever else writes into the pipe is not told that there is no room."""
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as file:
            process = self.start(stdout=writing)
            self.wait_finished()
            self.assertTrue(os.get_blocking(writing))
            os.close(writing)
            self.check_lines(file.read())
        self.assertEqual(self.end(process).status, 0)

    def test_goes_away(self):
        process = self.start()
        self.wait_finished()
        process.stdout.close()
        process.stdout = None
        outcome = self.end(process)
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn("standard output", outcome.stderr)
        self.assertIn("fanfold-cli history export 1\n", outcome.stderr)

    def test_interrupted_twice(self):
        process = self.start()
        self.wait_finished()
        process.send_signal(signal.SIGINT)
        line = process.stderr.readline().decode()
        self.assertIn("not all of it is read", line)
        time.sleep(0.3)
        self.assertIsNone(process.poll(), "once is not enough")
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(10), 130)
        self.assertLess(time.monotonic() - started, 5)
        outcome = self.end(process)
        self.assertIn("fanfold-cli history export 1\n", outcome.stderr)
        again = self.cli("history", "export", "1")
        self.assertEqual(again.status, 0, again)
        self.check_lines(again.stdout)

    @unittest.skipIf(scenario.SANITIZED, "measures memory")
    def test_memory(self):
        process = self.popen(
            "run", "numbers.square", "--range=x=0:1000000", "--n-jobs=2", "--backend=threads",
            "--results=-",
        )
        wait_until(lambda: self.get_run().get("state") == "finished", 60)
        with open(f"/proc/{process.pid}/status") as file:
            peak = next(line for line in file if line.startswith("VmHWM"))
        self.assertLess(int(peak.split()[1]), 100 * 1024, peak)
        process.kill()
        self.end(process)


if __name__ == "__main__":
    scenario.main()
