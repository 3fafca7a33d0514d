#!/usr/bin/env python3
# test-settings.py: what the settings of a run do, from the command line and from a batch file
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import shutil
import subprocess
import time
import unittest
from datetime import datetime

import scenario

CORES = len(os.sched_getaffinity(0))


class Settings(scenario.Scenario):
    def run_states(self, *args, status):
        """Runs, and gives the state of each job."""
        outcome = self.cli("run", *args, "--results=-")
        self.assertEqual(outcome.status, status, outcome)
        return [line["state"] for line in outcome.lines], outcome

    def write_batch(self, **settings):
        batch = {
            "fanfold": 1, "function": "numbers.wait",
            "inputs": [{"name": "seconds", "value": 0.4}, {"name": "seed", "range": [0, 2]}],
            "settings": settings,
        }
        self.write_files({"b.fanfold": json.dumps(batch).encode()})

    def test_timeout(self):
        started = time.monotonic()
        states, outcome = self.run_states(
            "numbers.wait", "--list=seconds=0.01,30,0.02", "--timeout=0.3", status=1
        )
        self.assertEqual(states, ["done", "timed-out", "done"])
        self.assertIn("1 timed-out of 3 jobs", outcome.stderr)
        self.assertIn("longer than its limit of 0.3 s", outcome.stderr)
        self.assertLess(time.monotonic() - started, 10)
        self.assertLess(outcome.lines[1]["seconds"], 1)

    def test_timeout_in_percent(self):
        states, outcome = self.run_states(
            "numbers.wait", "--list=seconds=0.1,0.1,0.1,0.1,30", "--timeout=400%", status=1
        )
        self.assertEqual(states, ["done"] * 4 + ["timed-out"])
        self.assertLess(outcome.lines[4]["seconds"], 5)

    def test_retries(self):
        outcome = self.cli(
            "run", "numbers.wait", "--set=seconds=0", "--set=fail_chance=1", "--retries=1",
            "--results=-",
        )
        self.assertEqual(outcome.status, 1, outcome)
        self.assertEqual([line["attempts"] for line in outcome.lines], [2])
        self.assertIn("1 failed of 1 job\n", outcome.stderr)

    def test_delay(self):
        started = time.monotonic()
        lines = self.run_ok(
            "numbers.wait", "--set=seconds=0", "--range=seed=0:5", "--delay=0.2", "--n-jobs=2"
        )
        self.assertEqual(len(lines), 5)
        self.assertGreater(time.monotonic() - started, 0.8)

    def test_on_failure(self):
        fail = ("numbers.wait", "--set=seconds=0.01", "--set=fail_chance=1", "--range=seed=0:200")
        states, _ = self.run_states(*fail, status=1)
        self.assertEqual(states.count("failed"), 200)
        for reaction in ("drain", "stop"):
            with self.subTest(reaction=reaction):
                states, _ = self.run_states(*fail, f"--on-failure={reaction}", status=1)
                self.assertEqual(states.count("failed"), 1, states)
                self.assertEqual(states.count("skipped"), 199)

    def test_stop_ends_those_that_run(self):
        started = time.monotonic()
        states, _ = self.run_states(
            "numbers.wait", "--list=seconds=30,0.2", "--list=fail_chance=0,1", "--zip",
            "--n-jobs=2", "--on-failure=stop", status=1,
        )
        self.assertEqual(states, ["cancelled", "failed"])
        self.assertLess(time.monotonic() - started, 15)

    def test_max_failures(self):
        states, outcome = self.run_states(
            "numbers.wait", "--set=seconds=0.01", "--set=fail_chance=1", "--range=seed=0:200",
            "--max-failures=3", status=1,
        )
        self.assertEqual(states.count("failed"), 3)
        self.assertEqual(states.count("skipped"), 197)
        self.assertIn("limit", outcome.stderr)

    def test_memory_limit(self):
        self.use_fixtures("memory-eater")
        outcome = self.cli(
            "run", "memory_eater.eat", "--list=megabytes=1,300,2", "--set=msec=200",
            "--memory-limit=100M", "--results=-", timeout=30,
        )
        self.assertEqual(outcome.status, 1, outcome)
        self.assertEqual([line["state"] for line in outcome.lines], ["done", "failed", "done"])
        self.assertIn("memory", outcome.lines[1]["error"])

    def most_at_once(self, lines, weigh=lambda line: 1):
        """The largest sum of the weights of jobs that ran at one time."""
        turns = []
        for line in lines:
            begin = datetime.fromisoformat(line["started"].replace("Z", "+00:00")).timestamp()
            turns += [(begin + line["seconds"] * 0.9, -weigh(line)), (begin, weigh(line))]
        now = most = 0
        for _, weight in sorted(turns):
            now += weight
            most = max(most, now)
        return most

    def test_weight(self):
        for backend in ("processes", "threads"):
            with self.subTest(backend=backend):
                lines = self.run_ok(
                    "numbers.wait", "--set=seconds=0.1", "--range=seed=0:8", "--n-jobs=6",
                    "--weight=3", f"--backend={backend}",
                )
                self.assertEqual(self.most_at_once(lines), 2)

    def test_weight_of_each(self):
        """In order, so that none waits for ever; the one that is more than all runs alone."""
        threads = ["1", "2", "4", "3", "1", "9", "1", "2", "1", "3"]
        lines = self.run_ok(
            "command.run", "--list=threads=" + ",".join(threads), "--n-jobs=4", "--weight=threads",
            "--template=command=sleep 0.{threads}", "--retries=1",
        )
        self.assertEqual([line["inputs"]["threads"] for line in lines], threads)
        weigh = lambda line: min(int(line["inputs"]["threads"]), 4)
        self.assertEqual(self.most_at_once(lines, weigh), 4)
        started = [line["started"] for line in lines]
        self.assertLess(max(started[:5]), started[5])
        self.assertLess(started[5], min(started[6:]))

    def test_weight_of_an_input_alone(self):
        """A column that no template uses says it, also when the run is taken up again."""
        self.write_files({"jobs.csv": b"name,slots\na,2\nb,1\nc,2\n"})
        outcome = self.cli(
            "run", "--csv=jobs.csv", "--n-jobs=2", "--weight=slots", "--shell", "--",
            "test -e go && echo {name}",
        )
        self.assertEqual(outcome.status, 1, outcome)
        self.write_files({"go": b""})
        resume = ("history", "resume", "last", "--failed")
        outcome = self.cli(*resume, "--weight=nosuch")
        self.assertEqual(outcome.status, 2, outcome)
        self.assertIn("weight “nosuch” is no input of this run", outcome.stderr)
        outcome = self.cli(*resume, "--results=-")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual([line["state"] for line in outcome.lines], ["done"] * 3)
        self.assertEqual([line["inputs"]["slots"] for line in outcome.lines], ["2", "1", "2"])

    def test_wrong_weight(self):
        run = ("run", "command.run", "--template=command=echo {n}", "--n-jobs=4")
        for values, weight, words in (
            ("1,2", "threads", "weight “threads” is no input"),
            ("1,many", "n", "weight “n”: its value “many” is not a whole number"),
            ("1,0", "n", "“0” is not a whole number from 1 on"),
            ("2,-1", "n", "“-1” is not"),
            ("2,1.5", "n", "“1.5” is not"),
            ("1", "shell", "weight “shell”: its value “false” is not"),
        ):
            with self.subTest(values=values):
                outcome = self.cli(*run, f"--list=n={values}", f"--weight={weight}")
                self.assertEqual(outcome.status, 2, outcome)
                self.assertIn(words, outcome.stderr)
        self.write_files({"lines": b"1\n0\n"})
        with open(self.work / "lines", "rb") as lines:
            outcome = self.cli(*run, "--lines=n=-", "--weight=n", "--pre-dispatch=1", stdin=lines)
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn("weight “n”: its value “0”", outcome.stderr)

    def test_min_free_memory(self):
        """More than any machine has: no job is started, and that is said."""
        process = self.popen("run", "numbers.wait", "--set=seconds=0", "--min-free-memory=1000T")
        line = process.stderr.readline().decode()
        process.terminate()
        self.assertEqual(self.end(process).status, 130)
        self.assertIn("no more jobs are started", line)

    def test_nice(self):
        here = os.nice(0)
        for options, nice in (((), 5), (("--nice=0",), 0), (("--nice=7",), 7)):
            with self.subTest(options=options):
                process = self.popen(
                    "run", "numbers.wait", "--set=seconds=30", "--progress=json",
                    "--progress-interval=0", *options,
                )
                for line in process.stderr:
                    if b'"running":1' in line:
                        break
                levels = self.read_nice_levels(process.pid)
                process.terminate()
                self.assertEqual(self.end(process).status, 130)
                self.assertEqual(levels, {max(here, nice)})

    def read_nice_levels(self, parent):
        """Of the processes in which jobs run: the children of the workers."""
        found = scenario.list_processes(self.env["FANFOLD_TEST_MARK"])
        parents = {pid: scenario.get_parent(pid) for pid in found}
        return {
            os.getpriority(os.PRIO_PROCESS, pid)
            for pid in found
            if parents[pid] != parent and parents.get(parents[pid]) == parent
        }

    def print_of_jobs(self, command, n, *options):
        """What it prints, of each of @n jobs."""
        outcome = self.cli(
            "run", *options, "--shell", "--results=-", "--", command, ":::", *map(str, range(n))
        )
        self.assertEqual(outcome.status, 0, outcome)
        return [line["result"]["stdout"] for line in outcome.lines]

    @unittest.skipUnless(shutil.which("ionice"), "asks ionice")
    def test_io_priority(self):
        before = subprocess.run(["ionice", "-p", str(os.getpid())], stdout=subprocess.PIPE).stdout
        for options, expected in (
            ((), before.decode()), (("--io-priority=normal",), before.decode()),
            (("--io-priority=low",), "best-effort: prio 7\n"), (("--io-priority=idle",), "idle\n"),
        ):
            with self.subTest(options=options):
                printed = self.print_of_jobs("ionice -p $$; : {}", 3, "--n-jobs=2", *options)
                self.assertEqual(printed, [expected] * 3)
        self.prefix = ["ionice", "-c", "3"]
        printed = self.print_of_jobs("ionice -p $$; : {}", 1, "--io-priority=low")
        self.assertEqual(printed, ["idle\n"], "no job is to be before its program")

    @unittest.skipUnless(shutil.which("taskset"), "asks taskset")
    def test_pin(self):
        cores = {str(core) for core in sorted(os.sched_getaffinity(0))}
        command = "taskset -cp $$ | sed 's/.*: //'; sleep 0.3; : {}"
        alone = self.print_of_jobs(command, 1, "--pin", "--n-jobs=8")
        self.assertEqual(alone, self.print_of_jobs(command, 1, "--n-jobs=8"), "all that there are")
        pinned = self.print_of_jobs(command, 2 * CORES, "--pin", f"--n-jobs={CORES}")
        self.assertEqual({text.strip() for text in pinned}, cores)
        for n_jobs in (CORES + 1, 3 * CORES):
            pinned = self.print_of_jobs(command, n_jobs, "--pin", f"--n-jobs={n_jobs}")
            self.assertEqual({text.strip() for text in pinned}, cores, "shared")
        self.prefix = ["taskset", "-c", max(cores, key=int)]
        pinned = self.print_of_jobs(command, 2, "--pin", "--n-jobs=2")
        self.assertEqual({text.strip() for text in pinned}, {max(cores, key=int)})

    def test_shares_are_of_processes(self):
        for option in ("--pin", "--io-priority=low"):
            outcome = self.cli("run", "numbers.square", "--set=x=1", "--backend=threads", option)
            self.assertEqual(outcome.status, 2, outcome)
            self.assertIn(option.partition("=")[0].strip("-").replace("-", "_"), outcome.stderr)

    def test_pre_dispatch_and_batch_size(self):
        for options in (
            ("--pre-dispatch=all",), ("--pre-dispatch=2*n_jobs",), ("--pre-dispatch=1",),
            ("--batch-size=1",), ("--batch-size=7",), ("--batch-size=4096",),
            ("--pre-dispatch=1e6", "--batch-size=auto"),
        ):
            with self.subTest(options=options):
                lines = self.run_ok("numbers.square", "--range=x=0:100", "--n-jobs=2", *options)
                self.assertEqual([line["result"] for line in lines], [i * i for i in range(100)])

    def test_batch_file(self):
        self.write_batch(
            n_jobs=2, pre_dispatch="2*n_jobs", batch_size="auto", timeout="400%", retries=1,
            delay=0, max_failures=3, on_failure="stop", memory_limit="500M", min_free_memory=1000,
            nice=3,
        )
        self.assertEqual(len(self.run_ok("b.fanfold")), 2)

    def test_options_outweigh_the_file(self):
        self.write_batch(timeout=0.1, n_jobs=-1, verbose=11)
        states, _ = self.run_states("b.fanfold", status=1)
        self.assertEqual(states, ["timed-out"] * 2)
        self.assertEqual(len(self.run_ok("b.fanfold", "--timeout=0", "--verbose=0")), 2)


class NJobs(scenario.Scenario):
    def test_negative(self):
        for n_jobs, n in ((-1, CORES), (-2, max(CORES - 1, 1)), (-100, 1)):
            with self.subTest(n_jobs=n_jobs):
                outcome = self.cli("run", "numbers.square", "--set=x=1", f"--n-jobs={n_jobs}")
                self.assertEqual(outcome.status, 0, outcome)
                self.assertIn(f"n_jobs {n_jobs}: {n} of ", outcome.stderr)

    def test_limit_is_said(self):
        self.prefix = ["taskset", "-c", str(min(os.sched_getaffinity(0)))]
        outcome = self.cli("run", "numbers.square", "--set=x=1", "--n-jobs=-1")
        self.assertIn("n_jobs -1: 1 of 1 core", outcome.stderr)
        if os.cpu_count() > 1:
            self.assertIn("affinity", outcome.stderr)

    def test_silence(self):
        self.assertEqual(self.cli("run", "numbers.square", "--set=x=1", "--n-jobs=3").stderr, "")
        for form in ("json", "none"):
            outcome = self.cli(
                "run", "numbers.square", "--set=x=1", "--n-jobs=-1", f"--progress={form}"
            )
            self.assertNotIn("core", outcome.stderr)


if __name__ == "__main__":
    scenario.main()
