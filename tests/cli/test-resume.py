#!/usr/bin/env python3
# test-resume.py: runs that were cut off, stopped or failed, and go on
#
# SPDX-License-Identifier: GPL-3.0-or-later

import collections
import contextlib
import json
import random
import signal
import subprocess
import threading
import time

import scenario
from scenario import list_processes, wait_until

N_JOBS = 60
KILLS = 6
KEYS = ("index", "arguments", "state", "result", "error")


class Resume(scenario.Scenario):
    def setUp(self):
        super().setUp()
        self.use_fixtures("tally")
        self.calls = self.work / "calls"
        self.inputs = (
            "tally.add", f"--set=file={self.calls}", f"--range=n=0:{N_JOBS}",
        )

    def history(self, *args, status=0, **options):
        outcome = self.cli("history", *args, **options)
        self.assertEqual(outcome.status, status, outcome)
        return outcome

    def list_runs(self):
        return json.loads(self.history("list", "--json").stdout)

    def count_calls(self):
        """How often each job was begun."""
        if not self.calls.exists():
            return collections.Counter()
        return collections.Counter(int(line) for line in self.calls.read_text().split())

    def read_recorded(self):
        return {
            line["index"] for line in self.history("export", "last").lines
            if line["state"] in ("done", "failed")
        }

    def keep(self, lines):
        return [{key: line[key] for key in KEYS} for line in lines]

    def check_whole(self, lines):
        self.assertEqual([line["index"] for line in lines], list(range(N_JOBS)))
        self.assertEqual([line["result"] for line in lines], [n * n for n in range(N_JOBS)])
        self.assertEqual({line["state"] for line in lines}, {"done"})

    def kill_during(self, process, seconds):
        """Nobody outlives the program by two seconds."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()
        outcome = self.end(process)
        self.assertIn(outcome.status, (0, -signal.SIGKILL), outcome)
        wait_until(lambda: not list_processes(self.env["FANFOLD_TEST_MARK"]), 2)

    def start_and_kill(self, *args, seconds):
        """So long after its fourth job has begun, when the first ones are recorded."""
        process = self.popen("run", *self.inputs, *args)
        wait_until(lambda: len(self.count_calls()) > 3)
        self.kill_during(process, seconds)

    def kill_and_resume(self, seconds):
        """Once more after each kill, each time for longer, until the run comes to its end."""
        self.kill_during(self.popen("run", *self.inputs, "--set=msec=20", "--n-jobs=3"), seconds)
        if not self.list_runs():
            return None

        for i in range(50):
            (run,) = self.list_runs()
            if run["state"] == "finished":
                break
            self.assertEqual(run["state"], "interrupted")
            recorded, calls = self.read_recorded(), self.count_calls()
            self.assertEqual(len(recorded), run["done"])
            process = self.popen("history", "resume", "last")
            self.kill_during(process, random.uniform(0.05, 0.5) * 1.2**i)
            for index in recorded:
                self.assertEqual(self.count_calls()[index], calls[index], f"job {index} ran again")
        return run

    def feed(self, pipe, data):
        with contextlib.suppress(BrokenPipeError):
            pipe.write(data)
            pipe.close()

    def test_kill_at_random(self):
        seed = random.randrange(10**6)
        print(f"seed {seed}")
        random.seed(seed)
        whole = self.keep(self.run_ok(*self.inputs, "--set=msec=20", "--n-jobs=3"))
        self.history("delete", "last")

        for _ in range(KILLS):
            self.calls.unlink(missing_ok=True)
            run = self.kill_and_resume(random.uniform(0.05, 0.6))
            if run is None:
                continue
            self.assertEqual((run["state"], run["done"], run["failed"]), ("finished", N_JOBS, 0))
            self.assertEqual(self.keep(self.history("export", "last").lines), whole)
            self.assertEqual(sorted(self.count_calls()), list(range(N_JOBS)))
            self.history("delete", "last")

    def test_stream_that_is_killed(self):
        """The list knew of fewer jobs than were read by then."""
        feed = "".join(f"{n}\n" for n in range(3000)).encode()
        process = self.popen(
            "run", "tally.count", f"--set=file={self.calls}", "--lines=n=-", "--pre-dispatch=20",
            "--set=msec=2", "--no-cache", stdin=subprocess.PIPE,
        )
        threading.Thread(target=self.feed, args=(process.stdin, feed), daemon=True).start()
        wait_until(lambda: len(self.count_calls()) > 60)
        process.kill()
        process.stdout.close()
        process.stderr.close()
        process.wait()
        wait_until(lambda: not list_processes(self.env["FANFOLD_TEST_MARK"]), 2)
        (run,) = self.list_runs()
        recorded = self.read_recorded()
        self.assertGreater(len(recorded), 40)
        self.assertEqual((run["state"], run["done"]), ("interrupted", len(recorded)))
        self.assertGreaterEqual(run["total"], len(recorded))

        outcome = self.cli("history", "resume", "last", "--results=-")
        self.assertIn(outcome.status, (0, 1), outcome)
        states = collections.Counter(line["state"] for line in outcome.lines)
        self.assertEqual([line["result"] for line in outcome.lines], [n * n for n in range(len(outcome.lines))])
        calls = self.count_calls()
        self.assertEqual({calls[index] for index in recorded}, {1})

    def test_record_is_there_soon(self):
        """What ended 20 ms (on a busy machine: a little) before the kill is not run again."""
        process = self.popen("run", *self.inputs, "--set=msec=50", "--n-jobs=1")
        wait_until(lambda: len(self.count_calls()) >= 6)
        process.kill()
        self.end(process)
        begun = len(self.count_calls())
        self.assertGreaterEqual(len(self.read_recorded()), begun - 2)

    def test_results_of_all_jobs(self):
        self.start_and_kill("--set=msec=20", "--n-jobs=2", "--results=results", seconds=0.1)
        recorded = self.read_recorded()
        outcome = self.history("resume", "last", "--results=-")
        self.check_whole(outcome.lines)
        self.assertEqual(outcome.stderr, "")
        again = {index for index, n in self.count_calls().items() if n > 1}
        self.assertEqual(again & recorded, set())
        self.assertLess(len(again), 12)

    def test_stopped_by_the_person(self):
        process = self.popen(
            "run", *self.inputs, "--set=msec=300", "--n-jobs=2", "--progress=json",
            "--progress-interval=0",
        )
        wait_until(lambda: len(self.count_calls()) >= 4)
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end(process).status, 130)
        (run,) = self.list_runs()
        self.assertEqual(run["state"], "stopped")
        self.assertEqual(json.loads(self.history("show", "1", "--json").stdout)["reason"], "Interrupted")

        recorded = self.read_recorded()
        outcome = self.history("resume", "1", "--n-jobs=20", "--results=-", "--verbose=1")
        self.check_whole(outcome.lines)
        self.assertIn("[Parallel(n_jobs=20)]", outcome.stderr)
        self.assertEqual([self.count_calls()[index] for index in recorded], [1] * len(recorded))
        (run,) = self.list_runs()
        self.assertEqual((run["state"], run["done"]), ("finished", N_JOBS))

    def fail_some(self):
        bad = self.work / "bad"
        bad.touch()
        outcome = self.cli(
            "run", *self.inputs, "--set=msec=0", f"--set=bad={bad}", "--n-jobs=2"
        )
        self.assertEqual(outcome.status, 1, outcome)
        return bad

    def test_failed_jobs(self):
        bad = self.fail_some()
        (run,) = self.list_runs()
        self.assertEqual((run["done"], run["failed"]), (N_JOBS, N_JOBS // 3))
        self.history("resume", "1", status=2)

        bad.unlink()
        self.check_whole(self.history("resume", "1", "--failed", "--results=-").lines)
        calls = self.count_calls()
        self.assertEqual([calls[n] for n in range(N_JOBS)], [1 + (n % 3 == 0) for n in range(N_JOBS)])
        (run,) = self.list_runs()
        self.assertEqual((run["done"], run["failed"]), (N_JOBS, 0))

        job = json.loads(self.history("show", "1", "--job=3", "--json").stdout)
        self.assertEqual(job["state"], "done")
        self.assertEqual([attempt["state"] for attempt in job["attempts"]], ["failed", "done"])
        self.assertEqual([attempt["attempt"] for attempt in job["attempts"]], [1, 2])
        outcome = self.history("resume", "1", "--failed", status=2)
        self.assertIn("No job of run 1 has failed", outcome.stderr)

    def test_from_another_folder(self):
        first, second = self.work / "first", self.work / "second"
        first.mkdir()
        second.mkdir()
        self.assertEqual(self.cli("run", "--", "test", "-e", ":::", "key", cwd=first).status, 1)
        (first / "key").touch()
        self.history("resume", "1", "--failed", cwd=second)

    def test_failed_again(self):
        self.fail_some()
        outcome = self.history("resume", "1", "--failed", status=1)
        self.assertIn("20 failed of 60 jobs", outcome.stderr)
        self.assertIn("and 19 more like it: 3, 6, 9", outcome.stderr)
        outcome = self.history("resume", "1", "--failed", "--on-failure=stop", status=1)
        self.assertLess(sum(self.count_calls().values()), N_JOBS + 2 * N_JOBS // 3)

    def test_chosen_jobs(self):
        self.run_ok(*self.inputs, "--set=msec=0")
        outcome = self.history("resume", "last", "--jobs=3,7,10-12", "--results=-")
        self.check_whole(outcome.lines)
        again = {index for index, n in self.count_calls().items() if n > 1}
        self.assertEqual(again, {3, 7, 10, 11, 12})
        self.assertEqual(
            {line["index"] for line in outcome.lines if line["attempts"] == 2}, again
        )

    def test_refused(self):
        self.run_ok(*self.inputs, "--set=msec=0")
        for args, name in (
            (["2"], "There is no run 2"),
            (["none"], "none"),
            (["1"], "as all are finished: --failed or --jobs"),
            (["1", "--jobs=60"], "job 60"),
            (["1", "--jobs=5-3"], "5-3"),
            (["1", "--jobs=-1"], "-1"),
            (["1", "--jobs=1,,2"], "3,7,10-20"),
            (["1", "--jobs=x"], "x"),
            (["1", "--jobs=1", "--n-jobs=0"], "n-jobs"),
            (["1", "--jobs=1", "--backend=threads"], "threads"),
            (["1", "--jobs=1", "--format=csv"], "--results"),
            (["1", "--jobs=1", "--results=/missing/file"], "/missing/file"),
            ([], "RUN"),
            (["1", "2"], "2"),
        ):
            outcome = self.history("resume", *args, status=2)
            self.assertIn(name, outcome.stderr)
            self.assertEqual(sum(self.count_calls().values()), N_JOBS, args)

    def test_refused_while_it_goes_on(self):
        process = self.popen("run", *self.inputs, "--set=msec=500", "--n-jobs=1")
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        wait_until(self.list_runs)
        outcome = self.history("resume", "last", status=2)
        self.assertIn("goes on", outcome.stderr)
        outcome = self.history("delete", "last", status=2)
        self.assertIn("goes on", outcome.stderr)
        (run,) = self.list_runs()
        self.assertEqual(run["state"], "running")
        process.kill()
        process.wait()

    def test_refused_when_resumed_twice(self):
        self.start_and_kill("--set=msec=100", "--n-jobs=1", seconds=0.1)
        first = self.popen("history", "resume", "last", "--n-jobs=4")
        n_calls = len(self.count_calls())
        wait_until(lambda: len(self.count_calls()) > n_calls)
        outcome = self.history("resume", "last", status=2)
        self.assertIn("goes on", outcome.stderr)
        self.assertEqual(self.end(first).status, 0)
        self.assertLessEqual(max(self.count_calls().values()), 2)

    def test_function_that_is_gone(self):
        self.start_and_kill("--set=msec=100", seconds=0)
        (self.folder / "plugins" / "tally.so").unlink()
        outcome = self.history("resume", "last", status=2)
        self.assertIn("tally.add", outcome.stderr)
        (run,) = self.list_runs()
        self.assertEqual(run["state"], "interrupted")


if __name__ == "__main__":
    scenario.main()
