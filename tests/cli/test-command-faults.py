#!/usr/bin/env python3
# test-command-faults.py: commands behind --, whatever is killed, closed, full or printed
#
# SPDX-License-Identifier: GPL-3.0-or-later

import collections
import hashlib
import json
import os
import random
import signal
import subprocess

import scenario
from scenario import get_parent, list_processes, wait_until

N_JOBS = 200
SLOTS = 4


class CommandScenario(scenario.Scenario):
    def setUp(self):
        super().setUp()
        self.spools = self.folder / "spools"
        self.spools.mkdir()
        self.env["TMPDIR"] = str(self.spools)

    def check_no_spool(self):
        self.assertEqual(os.listdir(self.spools), [])


class Killed(CommandScenario):
    def start(self):
        process = self.popen(
            "run", "--shell", f"--n-jobs={SLOTS}", "--output=none", "--",
            "sleep 0.05; echo {} >> log", ":::", *map(str, range(N_JOBS)),
        )
        wait_until(lambda: sum(self.count().values()) > 20)
        return process

    def count(self):
        """How often each job has left its trace."""
        try:
            return collections.Counter(map(int, (self.work / "log").read_text().split()))
        except FileNotFoundError:
            return collections.Counter()

    def find(self, process, generation):
        found = list_processes(self.env["FANFOLD_TEST_MARK"])
        parents = {pid: get_parent(pid) for pid, name in found.items() if "fanfold" in name}
        supervisors = [pid for pid, parent in parents.items() if parent == process.pid]
        runners = [pid for pid, parent in parents.items() if parent in supervisors]
        return (supervisors, runners)[generation]

    def check_all(self, n_again):
        times = self.count()
        self.assertEqual(sorted(times), list(range(N_JOBS)), "none is lost")
        self.assertLessEqual(max(times.values()), 2)
        self.assertLessEqual(sum(n > 1 for n in times.values()), n_again)

    def test_program(self):
        """What was running then may run again, and nothing else does."""
        process = self.start()
        process.kill()
        process.communicate()
        wait_until(lambda: not list_processes(self.env["FANFOLD_TEST_MARK"]))
        self.assertLess(sum(self.count().values()), N_JOBS)
        outcome = self.cli("history", "resume", "1")
        self.assertEqual(outcome.status, 0, outcome)
        self.check_all(SLOTS)

    def kill_one(self, generation):
        """The one job that was running is known, and all others run once."""
        process = self.start()
        os.kill(random.choice(wait_until(lambda: self.find(process, generation))), signal.SIGKILL)
        outcome = self.end(process)
        if outcome.status != 0:  # None: it was between two jobs
            self.assertIn(f"1 crashed of {N_JOBS} jobs", outcome.stderr)
        self.assertGreaterEqual(len(self.count()), N_JOBS - 1)
        self.assertEqual(set(self.count().values()), {1})
        outcome = self.cli("history", "resume", "1", "--failed")
        self.assertIn(outcome.status, (0, 2), outcome)
        self.check_all(1)

    def test_supervisor(self):
        self.kill_one(0)

    def test_runner(self):
        self.kill_one(1)


class Printed(CommandScenario):
    def test_much_of_all_bytes(self):
        content = os.urandom(1 << 20) + bytes(range(256))
        self.write_files({"content": content})
        process = self.popen("run", "--output=group", "--", "cat", "{}", *["content"] * 31,
                             ":::", "content")
        digest = hashlib.sha256()
        for block in iter(lambda: process.stdout.read(1 << 20), b""):
            digest.update(block)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(digest.digest(), hashlib.sha256(content * 32).digest())
        self.check_no_spool()

    def test_both_streams(self):
        content = bytes(range(256)) * 300
        self.write_files({"content": content})
        process = self.popen("run", "--shell", "--", "cat {} >&2; printf '\\0\\377'",
                             ":::", "content")
        stdout, stderr = process.communicate(timeout=60)
        self.assertEqual((process.returncode, stdout), (0, b"\0\xff"))
        self.assertTrue(stderr == content)

    def test_two_thousand_failures(self):
        n = 200 if scenario.SANITIZED else 2000
        outcome = self.cli("run", "--", "false", "{}", ":::", *map(str, range(n)), timeout=120)
        self.assertEqual((outcome.status, outcome.stdout), (1, b""), outcome)
        self.assertIn(f"{n} failed of {n} jobs", outcome.stderr)
        self.assertIn(f"and {n - 1} more like it", outcome.stderr)
        self.assertLess(outcome.stderr.count("\n"), 10)
        self.check_no_spool()

    def test_daemon(self):
        """It ends with its job, and does not hold the job up."""
        outcome = self.cli("run", "--shell", "--", "setsid sleep 600 & echo {}", ":::", "a", "b")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(sorted(outcome.stdout.split()), [b"a", b"b"])
        self.assertLess(outcome.seconds, 30)


class Ended(CommandScenario):
    def interrupt(self, *signals):
        process = self.popen("run", "--shell", "--n-jobs=2", "--", "echo {}; sleep 1", ":::",
                             *map(str, range(400)))
        wait_until(lambda: list(self.spools.glob("*/*.out")))
        process.send_signal(signals[0])
        for number in signals[1:]:
            wait_until(lambda: b"Ctrl-C again" in process.stderr.readline())
            process.send_signal(number)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 130, outcome)
        self.assertIn("history resume 1\n", outcome.stderr)
        self.check_no_spool()
        return outcome

    def test_once(self):
        outcome = self.interrupt(signal.SIGINT)
        self.assertLessEqual({b"0", b"1"}, set(outcome.stdout.split()), "what ran has ended")

    def test_twice(self):
        self.interrupt(signal.SIGINT, signal.SIGINT)

    def test_terminated(self):
        self.interrupt(signal.SIGTERM)


class NoRoom(CommandScenario):
    def check_not_printed(self, outcome):
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn("Standard output cannot be written", outcome.stderr)
        self.check_no_spool()

    def test_closed_output(self):
        process = subprocess.Popen(
            ["sh", "-c", 'exec "$@" >&-', "sh", scenario.CLI, "run", "--", "echo", ":::", "a", "b"],
            env=self.env, cwd=self.work, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        self.check_not_printed(self.end(process))

    def test_full_output(self):
        with open("/dev/full", "wb") as full:
            self.check_not_printed(self.cli("run", "--", "echo", ":::", "a", "b", stdout=full))

    def test_reader_that_goes_away(self):
        """As head does, and it ends the run: a job is over, not all of them."""
        process = self.popen("run", "--n-jobs=2", "--", "seq", "{}", ":::", *["100000"] * 200)
        self.assertEqual(process.stdout.readline(), b"1\n")
        process.stdout.close()
        process.stdout = None
        outcome = self.end(process)
        self.assertNotEqual(outcome.status, 0, outcome)
        self.check_no_spool()
        run = json.loads(self.cli("history", "list", "--json").stdout)[0]
        self.assertLess(run["done"], 200)


if __name__ == "__main__":
    scenario.main()
