#!/usr/bin/env python3
# test-job-faults.py: what a job may do, and what may befall its worker, at the cost of that job
#
# SPDX-License-Identifier: GPL-3.0-or-later

import contextlib
import json
import os
import shutil
import signal
import unittest
from pathlib import Path

import scenario
from scenario import FIXTURES, SANITIZED, TSAN, get_parent, list_processes, wait_until

SHIMS = Path(os.environ["FANFOLD_SHIMS"])


class Jobs(scenario.Scenario):
    """Every third job goes wrong; the others must not notice."""

    def run_faulty(self, function, *args, states=("done", "done", "failed"), n=9):
        self.use_fixtures("faulty")
        outcome = self.cli(
            "run", f"faulty.{function}", f"--range=n=0:{n}", "--n-jobs=2", "--results=-", *args
        )
        expected = [states[i % 3] for i in range(n)]
        self.assertEqual([line["state"] for line in outcome.lines], expected, outcome)
        self.assertEqual(outcome.status, 0 if set(states) == {"done"} else 1, outcome)
        return outcome

    def test_text_that_is_no_utf8(self):
        outcome = self.run_faulty("bytes")
        self.assertEqual(outcome.lines[0]["result"], "good")
        self.assertIn("UTF-8", outcome.lines[2]["error"])

    def test_failure_in_words_that_are_no_utf8(self):
        outcome = self.run_faulty("words")
        self.assertIn(" bad ", outcome.lines[2]["error"])

    def test_results_that_are_no_json(self):
        outcome = self.run_faulty("json")
        self.assertEqual(outcome.lines[0]["result"], [1, 2])
        self.assertIn("JSON", outcome.lines[2]["error"])
        self.assertTrue(outcome.lines[5]["error"])

    def test_impossible_fractions(self):
        """The estimate is made from them while the jobs run."""
        outcome = self.run_faulty(
            "fractions", "--set=msec=10", "--progress=json", "--progress-interval=0",
            states=("done", "done", "done"),
        )
        objects = [json.loads(line) for line in outcome.stderr.splitlines() if line[0] == "{"]
        self.assertEqual(objects[-1]["done"], 9)
        for one in objects:
            self.assertNotIn("NaN", str(one))
            self.assertGreaterEqual(one["remaining"] or 0, 0)

    def test_large_result(self):
        outcome = self.run_faulty("bulk", states=("done", "done", "done"), n=3)
        self.assertEqual(len(outcome.lines[2]["result"]), 50 * 1024 * 1024 - 2)

    def test_result_that_is_too_large(self):
        outcome = self.run_faulty("bulk", "--set=megabytes=65", n=4)
        self.assertIn("68157440 bytes", outcome.lines[2]["error"])

    @unittest.skipIf(SANITIZED, "the sanitizer ends a process that is refused memory")
    def test_allocating_until_refused(self):
        outcome = self.run_faulty("exhaust", n=4)
        self.assertIn("memory", outcome.lines[2]["error"])

    @unittest.skipIf(TSAN, "ThreadSanitizer's notes on memory count as the job's own")
    def test_memory_never_given_back(self):
        """Each job alone stays below the limit; two of them in one process would not."""
        self.use_fixtures("memory-eater")
        outcome = self.cli(
            "run", "memory_eater.keep", "--list=megabytes=60,60,60,60,60", "--n-jobs=1",
            "--memory-limit=100MB", "--results=-",
        )
        self.assertEqual([line["state"] for line in outcome.lines], ["done"] * 5, outcome)
        log = self.cli("history", "log", "1", "--job=3").stdout.decode()
        self.assertIn("MB of memory are still in use: its process is replaced", log)

    def test_writing_to_all_descriptors(self):
        self.use_fixtures("faulty")
        outcome = self.cli(
            "run", "faulty.spray", "--range=n=0:9", "--n-jobs=2", "--results=-"
        )
        states = [line["state"] for line in outcome.lines]
        self.assertEqual(len(states), 9, outcome)
        self.assertLessEqual(set(states[2::3]), {"done", "crashed"}, outcome)
        self.assertEqual({states[i] for i in range(9) if i % 3 != 2}, {"done"}, outcome)

    def test_exit_of_all_kinds(self):
        self.use_fixtures("crasher")
        outcome = self.cli(
            "run", "crasher.crash", "--list=how=exit0,none,fast-exit,exit3,abort,none,segfault",
            "--n-jobs=2", "--results=-",
        )
        self.assertEqual(outcome.status, 1, outcome)
        states = [line["state"] for line in outcome.lines]
        self.assertEqual(
            states, ["crashed", "done", "crashed", "crashed", "crashed", "done", "crashed"]
        )
        for line, words in zip(outcome.lines, ["0", None, "0", "3", "SIGABRT", None, "SIGSEGV"]):
            self.assertIn(words or "", line["error"] or "")

    @unittest.skipUnless((Path(FIXTURES) / "thrower.so").exists(), "needs a C++ compiler")
    def test_exception(self):
        self.use_fixtures("thrower")
        outcome = self.cli("run", "thrower.run", "--range=n=0:6", "--n-jobs=2", "--results=-")
        states = [line["state"] for line in outcome.lines]
        self.assertEqual(states, ["done"] * 3 + ["crashed"] + ["done"] * 2, outcome)
        self.assertIn("SIGABRT", outcome.lines[3]["error"])

    def test_flood(self):
        self.use_fixtures("chatty")
        outcome = self.cli(
            "run", "chatty.flood", "--list=bytes=100,100000000,100", "--n-jobs=2", "--results=-"
        )
        self.assertEqual(outcome.status, 0, outcome)
        used = sum(path.stat().st_size for path in self.history.rglob("*") if path.is_file())
        self.assertLess(used, 64 << 20, "logs are capped at 16 MB a job")

    def test_stopped_and_stubborn_at_their_limit(self):
        self.use_fixtures("rude", "stubborn")
        for function in ("rude.stop", "stubborn.spin", "stubborn.stay"):
            outcome = self.cli("run", function, "--timeout=0.3", "--results=-", timeout=20)
            self.assertEqual(outcome.status, 1, outcome)
            self.assertEqual(outcome.lines[0]["state"], "timed-out", outcome)
            self.assertLess(outcome.lines[0]["seconds"], 3)

    def test_stopped_and_interrupted(self):
        """Without a limit, the person ends a job that has stopped itself."""
        self.use_fixtures("rude")
        process = self.popen(
            "run", "rude.stop", "--results=results", "--progress=json", "--progress-interval=0"
        )
        for line in process.stderr:
            if b'"running":1' in line:
                break
        process.send_signal(signal.SIGTERM)
        outcome = self.end(process, 10)
        self.assertEqual(outcome.status, 130, outcome)
        self.assertIn('"state":"cancelled"', (self.work / "results").read_text())

    def test_ten_thousand_failures(self):
        self.use_fixtures("faulty")
        args = ("run", "faulty.fail", "--range=n=0:10000", "--n-jobs=2", "--results=-")
        outcome = self.cli(*args)
        self.assertEqual(outcome.status, 1, outcome.stderr)
        self.assertEqual(len(outcome.lines), 10000)
        for i, line in enumerate(outcome.lines):
            self.assertEqual((line["state"], line["error"]), ("failed", f"number {i}"))
        self.assertIn("10000 failed of 10000 jobs", outcome.stderr)
        self.assertLess(len(outcome.stderr), 100_000)

    def test_ten_thousand_failures_tried_again(self):
        self.use_fixtures("faulty")
        outcome = self.cli(
            "run", "faulty.fail", "--range=n=0:10000", "--n-jobs=2", "--retries=1", "--results=-"
        )
        self.assertEqual(outcome.status, 1, outcome.stderr)
        self.assertEqual({line["attempts"] for line in outcome.lines}, {2})
        self.assertEqual(len(outcome.lines), 10000)


class Workers(scenario.Scenario):
    def start(self, *args):
        process = self.popen(
            "run", *args, "--n-jobs=2", "--results=results", "--progress=json",
            "--progress-interval=0",
        )
        for line in process.stderr:
            if b'"running":2' in line:
                return process
        self.fail("they never ran")

    def read_states(self):
        lines = (self.work / "results").read_text().splitlines()
        return [json.loads(line)["state"] for line in lines]

    def find(self, process, n=2):
        """Supervisors and runners below @process, @n each."""
        found = list_processes(self.env["FANFOLD_TEST_MARK"])
        try:
            parents = {pid: get_parent(pid) for pid in found}
        except OSError:
            return None
        supervisors = [pid for pid in found if parents[pid] == process.pid]
        runners = [pid for pid in found if parents[pid] in supervisors]
        return (supervisors, runners) if len(runners) == len(supervisors) == n else None

    def test_all_are_killed(self):
        for which in (0, 1):
            process = self.start("numbers.wait", "--list=seconds=60,60,0.1,0.1,0.1,0.1")
            for pid in wait_until(lambda: self.find(process))[which]:
                os.kill(pid, signal.SIGKILL)
            outcome = self.end(process)
            self.assertEqual(outcome.status, 1, outcome)
            states = self.read_states()
            self.assertEqual((states.count("crashed"), states.count("done")), (2, 4), states)

    def test_killed_again_and_again(self):
        process = self.start("numbers.wait", "--set=seconds=1", "--range=seed=0:12")
        for _ in range(5):
            for pid in wait_until(lambda: self.find(process))[1]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        outcome = self.end(process)
        states = self.read_states()
        self.assertEqual(outcome.status, 1, outcome)
        self.assertEqual(set(states), {"crashed", "done"})
        self.assertLessEqual(states.count("crashed"), 10)

    def test_jobs_that_leave_traces(self):
        """Short jobs travel together, but whatever dies, none of them is begun twice for it."""
        self.use_fixtures("tally")
        calls = self.folder / "calls"
        for which in (0, 1):
            process = self.start(
                "tally.add", f"--set=file={calls}", "--range=n=0:3000", "--set=msec=1"
            )
            for at_least in (200, 900, 1600):
                wait_until(lambda: calls.exists() and calls.read_bytes().count(b"\n") > at_least)
                for pid in wait_until(lambda: self.find(process))[which]:
                    os.kill(pid, signal.SIGKILL)
            outcome = self.end(process)
            states = self.read_states()
            traces = sorted(int(line) for line in calls.read_text().split())
            # None crashed where each was killed between two jobs.
            self.assertEqual(outcome.status, int("crashed" in states), outcome)
            self.assertLessEqual(set(states), {"crashed", "done"})
            self.assertLessEqual(states.count("crashed"), 6)
            self.assertEqual(len(traces), len(set(traces)), "some were begun twice")
            done = {n for n, state in enumerate(states) if state == "done"}
            self.assertEqual(done - set(traces), set())
            calls.unlink()

    def test_failures_keep_what_leaves_traces_from_beginning(self):
        self.use_fixtures("tally")
        calls = self.folder / "calls"
        bad = self.folder / "bad"
        bad.touch()
        words = [f"--set=file={calls}", "--range=n=1:2000", "--set=msec=0", f"--set=bad={bad}"]
        outcome = self.cli("run", "tally.add", *words, "--n-jobs=1", "--on-failure=drain")
        self.assertEqual(outcome.status, 1, outcome)
        self.assertEqual(calls.read_text().split(), ["1", "2", "3"])

    def test_plugin_that_is_replaced(self):
        """What was compiled anew in mid-run is another function: nothing of it gets into the run."""
        self.use_fixtures("crasher")
        plugin = self.folder / "plugins" / "crasher.so"
        process = self.popen(
            "run", "crasher.square", "--range=x=0:20000", "--set=bad=19999", "--n-jobs=1",
            "--delay=0.001", "--results=results", "--progress=json", "--progress-interval=0",
        )
        for line in process.stderr:
            if b'"done":0' not in line:
                break
        rebuilt = plugin.with_suffix(".new")
        shutil.copy(Path(FIXTURES) / "crasher-rebuilt.so", rebuilt)
        os.replace(rebuilt, plugin)
        for pid in wait_until(lambda: self.find(process, 1))[1]:
            os.kill(pid, signal.SIGKILL)
        outcome = self.end(process)
        states = self.read_states()
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn("crasher.so", outcome.stderr)
        self.assertIn("skipped", states)
        self.assertLessEqual(states.count("crashed"), 1)

    def check_no_worker(self, path):
        self.cli("list")
        self.env["FANFOLD_WORKER"] = str(path)
        outcome = self.cli("run", "numbers.square", "--range=x=0:10", "--n-jobs=2")
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn(str(path), outcome.stderr)

    def test_worker_that_cannot_be_executed(self):
        worker = self.folder / "fanfold-worker"
        shutil.copy(os.environ["FANFOLD_WORKER"], worker)
        worker.chmod(0o644)
        self.check_no_worker(worker)

    def test_worker_that_ends_at_once(self):
        self.check_no_worker("/bin/false")

    def test_worker_that_is_a_folder(self):
        self.check_no_worker(self.folder)

    def test_describer_that_is_killed(self):
        """For that no plugin is to blame, let alone for ever."""
        worker = self.folder / "worker"
        worker.write_text(
            f"""#!/bin/sh
            if [ "$1" = --describe ] && mkdir '{self.folder}/killed'; then kill -9 $$; fi
            exec '{os.environ["FANFOLD_WORKER"]}' "$@"
            """
        )
        worker.chmod(0o755)
        self.env["FANFOLD_WORKER"] = str(worker)
        self.use_fixtures("tally")
        self.assertEqual(self.run_ok("tally.add", "--set=file=/dev/null", "--set=n=3")[0]["result"], 9)
        self.assertTrue((self.folder / "killed").exists())
        self.assertNotIn("SIGKILL", self.cli("list").stdout.decode())

    def use_shim(self, name, **variables):
        self.env["LD_PRELOAD"] = str(SHIMS / f"shim-{name}.so")
        self.env.update(variables)

    @unittest.skipIf(SANITIZED, "the sanitizer must be loaded first")
    def test_out_of_processes(self):
        self.cli("list")
        for name in ("fanfold-cli", "fanfold-worker"):
            self.use_shim("no-processes", NO_PROCESSES=name)
            outcome = self.cli("run", "numbers.square", "--range=x=0:10", "--n-jobs=2")
            self.assertEqual(outcome.status, 3, outcome)
            self.assertIn("Resource temporarily unavailable", outcome.stderr)

    @unittest.skipIf(SANITIZED, "the sanitizer must be loaded first")
    def test_clock_that_jumps(self):
        self.use_shim("jumping-clock")
        outcome = self.cli(
            "run", "numbers.wait", "--set=seconds=0.1", "--range=seed=0:20", "--n-jobs=2",
            "--timeout=5", "--delay=0.01", "--verbose=50", "--results=-",
        )
        self.assertEqual(outcome.status, 0, outcome)
        self.assertLess(outcome.seconds, 10)
        for line in outcome.lines:
            self.assertEqual(line["state"], "done")
            self.assertGreaterEqual(line["seconds"], 0.09)
            self.assertLess(line["seconds"], 3)
        last = outcome.stderr.splitlines()[-1]
        self.assertRegex(last, r"Done  20 out of  20 \| elapsed: +[0-9]\.[0-9]s finished")
        del self.env["LD_PRELOAD"]
        run = json.loads(self.cli("history", "list", "--json").stdout)[0]
        self.assertEqual((run["state"], run["done"]), ("finished", 20))
        self.assertGreaterEqual(run["seconds"], 0.5)
        self.assertLess(run["seconds"], 10)


if __name__ == "__main__":
    scenario.main()
