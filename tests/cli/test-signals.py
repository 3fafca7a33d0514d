#!/usr/bin/env python3
# test-signals.py: Ctrl-C, SIGTERM, workers that are killed
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import signal
import subprocess
import time

import scenario
from scenario import get_parent, list_processes, wait_until


class Signals(scenario.Scenario):
    def start(self, seconds, n_jobs_total, n_jobs=2):
        process = self.popen(
            "run", "numbers.wait", f"--set=seconds={seconds}", f"--range=seed=0:{n_jobs_total}",
            f"--n-jobs={n_jobs}", "--results=results", "--progress=json",
            "--progress-interval=0",
        )
        self.read_until(process, f'"running":{n_jobs}')
        return process

    def read_until(self, process, text):
        for line in process.stderr:
            if text in line.decode():
                return
        self.fail(f"{text} was never said")

    def read_states(self):
        path = self.work / "results"
        outcome = scenario.Outcome(0, path.read_bytes(), b"", 0)
        return [line["state"] for line in outcome.lines]

    def test_first_interrupt_lets_running_jobs_end(self):
        process = self.start(1, 20)
        process.send_signal(signal.SIGINT)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 130, outcome)
        self.assertIn("Ctrl-C again", outcome.stderr)
        states = self.read_states()
        self.assertEqual(len(states), 20)
        self.assertEqual(states.count("done"), 2)
        self.assertEqual(states.count("skipped"), 18)

    def test_second_interrupt_ends_them(self):
        process = self.start(60, 20)
        process.send_signal(signal.SIGINT)
        self.read_until(process, "Ctrl-C again")
        process.send_signal(signal.SIGINT)
        outcome = self.end(process, 20)
        self.assertEqual(outcome.status, 130, outcome)
        states = self.read_states()
        self.assertEqual(states.count("cancelled"), 2)
        self.assertEqual(states.count("skipped"), 18)

    def test_terminate_ends_them(self):
        process = self.start(60, 20)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        outcome = self.end(process, 20)
        self.assertEqual(outcome.status, 130, outcome)
        self.assertLess(time.monotonic() - started, 15)
        self.assertEqual(self.read_states().count("cancelled"), 2)

    def test_interrupt_of_the_whole_group(self):
        """As a terminal does it: workers get the signal too."""
        process = self.popen(
            "run", "numbers.wait", "--set=seconds=1", "--range=seed=0:20", "--n-jobs=2",
            "--results=results", "--progress=json", "--progress-interval=0",
            start_new_session=True,
        )
        self.read_until(process, '"running":2')
        os.killpg(process.pid, signal.SIGINT)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 130, outcome)
        self.assertEqual(self.read_states().count("done"), 2)

    def find_workers(self, process):
        """Supervisors and runners below @process."""
        found = list_processes(self.env["FANFOLD_TEST_MARK"])
        parents = {pid: get_parent(pid) for pid in found}
        supervisors = [pid for pid in found if parents[pid] == process.pid]
        runners = [pid for pid in found if parents[pid] in supervisors]
        return supervisors, runners

    def kill_one(self, which):
        process = self.start(0.5, 12)
        victims = wait_until(lambda: self.find_workers(process)[which])
        os.kill(victims[0], signal.SIGKILL)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 1, outcome)
        states = self.read_states()
        self.assertEqual(states.count("crashed"), 1, states)
        self.assertEqual(states.count("done"), 11, states)
        self.assertIn("1 crashed of 12 jobs", outcome.stderr)

    def test_killed_worker_costs_one_job(self):
        self.kill_one(0)

    def test_killed_runner_costs_one_job(self):
        self.kill_one(1)

    def test_nobody_stays_when_the_program_is_killed(self):
        process = self.start(60, 4)
        self.assertGreaterEqual(len(list_processes(self.env["FANFOLD_TEST_MARK"])), 5)
        process.kill()
        process.communicate()
        wait_until(lambda: not list_processes(self.env["FANFOLD_TEST_MARK"]), 20)

    def test_interrupted_run_does_not_spoil_the_next(self):
        process = self.start(60, 4)
        process.kill()
        process.communicate()
        wait_until(lambda: not list_processes(self.env["FANFOLD_TEST_MARK"]), 20)
        lines = self.run_ok("numbers.square", "--range=x=0:3")
        self.assertEqual([line["result"] for line in lines], [0.0, 1.0, 4.0])

    def test_interrupt_from_a_shell(self):
        command = (
            f"'{scenario.CLI}' run numbers.wait --set=seconds=60 & "
            "sleep 1; kill -TERM $!; wait $!; echo $?"
        )
        outcome = subprocess.run(
            ["sh", "-c", command], env=self.env, cwd=self.work, timeout=30, check=True,
            stdout=subprocess.PIPE,
        )
        self.assertEqual(outcome.stdout.strip(), b"130")


if __name__ == "__main__":
    scenario.main()
