#!/usr/bin/env python3
# test-history.py: runs that are over: list, show, log, export, keep, prune, delete
#
# SPDX-License-Identifier: GPL-3.0-or-later

import csv
import io
import json
import re
import shutil
import subprocess
import time
import unittest

import scenario

N_LOG_LINES = 20_000 if scenario.SANITIZED else 400_000
JOB_LOG = ["Seq", "Host", "Starttime", "JobRuntime", "Send", "Receive", "Exitval", "Signal",
           "Command"]


class History(scenario.Scenario):
    def history(self, *args, status=0, **options):
        outcome = self.cli("history", *args, **options)
        self.assertEqual(outcome.status, status, outcome)
        if status != 0:
            self.assertEqual(outcome.stdout, b"", outcome)
            self.assertTrue(outcome.stderr.startswith("fanfold-cli: "), outcome)
        return outcome

    def read(self, *args):
        return json.loads(self.history(*args, "--json").stdout)

    def run_squares(self, n_jobs=5):
        self.run_ok("numbers.square", f"--range=x=0:{n_jobs}")

    def run_crashes(self):
        self.use_fixtures("crasher")
        outcome = self.cli("run", "crasher.crash", "--list=how=segfault,none,exit3,abort,segfault")
        self.assertEqual(outcome.status, 1, outcome)
        return outcome


class List(History):
    def test_empty(self):
        self.assertEqual(self.read("list"), [])
        self.assertIn(b"no runs", self.history("list").stdout)

    def test_json(self):
        self.run_squares()
        outcome = self.cli(
            "run", "numbers.wait", "--set=seconds=0", "--set=fail_chance=1", "--range=seed=0:10"
        )
        self.assertEqual(outcome.status, 1)
        newest, oldest = self.read("list")
        self.assertEqual(
            list(newest),
            ["id", "name", "function", "state", "total", "done", "cached", "failed", "started",
             "seconds"],
        )
        self.assertEqual(
            [newest[key] for key in ("id", "function", "state", "total", "done", "cached", "failed")],
            [2, "numbers.wait", "finished", 10, 10, 0, 10],
        )
        self.assertEqual((oldest["id"], oldest["done"], oldest["failed"]), (1, 5, 0))
        self.assertRegex(newest["started"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertLess(newest["seconds"], 30)

    def test_table(self):
        self.run_squares()
        self.run_squares(7)
        lines = self.history("list").stdout.decode().splitlines()
        self.assertEqual(lines[0].split()[:5], ["run", "state", "done", "cached", "failed"])
        self.assertEqual(lines[1].split()[:3], ["2", "finished", "7"])
        self.assertEqual(lines[2].split()[:3], ["1", "finished", "5"])

    def test_search(self):
        self.run_squares()
        self.run_ok("numbers.square", "--set=x=2", "--name=Night shift", "--note=Ask again.\n#May")
        self.assertEqual(self.cli("run", "--name=Third", "--", "printf %s", ":::", "a").stdout, b"a")
        for text, ids in (
            ("square", [2, 1]),
            ("SHIFT night", [2]),
            ("#may", [2]),
            ("again third", []),
            ("printf", [3]),
            ("", [3, 2, 1]),
        ):
            with self.subTest(text=text):
                self.assertEqual([run["id"] for run in self.read("list", "--search", text)], ids)
        self.assertIn(b"Third", self.history("list", "--search=printf").stdout)
        self.assertIn(b"matches", self.history("list", "--search=nowhere").stdout)

    def test_usage(self):
        for args, name in (
            ([], "command is missing"),
            (["walk"], "walk"),
            (["list", "more"], "more"),
            (["list", "--jsonl"], "--jsonl"),
            (["show"], "RUN is missing"),
            (["show", "1"], "no run 1"),
            (["show", "last"], "no runs"),
            (["show", "-1"], "-1"),
            (["show", "x"], "history list"),
            (["log", "3"], "no run 3"),
            (["export", "3"], "no run 3"),
            (["keep", "3"], "no run 3"),
            (["prune", "--max-bytes=much"], "much"),
            (["prune", "--max-runs=0"], "max-runs"),
            (["prune", "--older-than=3y"], "3y"),
        ):
            self.assertIn(name, self.history(*args, status=2).stderr)

    def test_help(self):
        for command in ("list", "show", "log", "export", "resume", "delete", "keep", "unkeep",
                        "prune"):
            self.assertIn(command.encode(), self.history("--help").stdout)
            text = self.history(command, "--help").stdout.decode()
            self.assertIn("Examples:", text)
            self.assertLessEqual(max(map(len, text.splitlines())), 100)


class Show(History):
    def test_labels(self):
        self.run_ok("numbers.square", "--set=x=2", "--name=Night", "--note=Ask.\n#May")
        shown = self.read("show", "1")
        self.assertEqual((shown["name"], shown["batch"]["note"]), ("Night", "Ask.\n#May"))
        text = self.history("show", "1").stdout.decode()
        self.assertTrue(text.startswith("Run 1: Night\n  Ask.\n  #May\n\n"), text)
        self.history("rerun", "1", "--jobs=0")
        self.history("rerun", "1", "--jobs=0", "--name=Day", "--note=")
        self.assertEqual(self.read("show", "2")["batch"]["note"], "Ask.\n#May")
        last = self.read("show", "3")
        self.assertEqual((last["name"], last["batch"].get("note")), ("Day", None))

    def test_labels_refused(self):
        for option, word in (
            (f"--note={'x' * 4097}", "4096"),
            (b"--note=\xff", "UTF-8"),
            (b"--name=\xff", "UTF-8"),
        ):
            outcome = self.cli("run", "numbers.square", "--set=x=2", option)
            self.assertEqual(outcome.status, 2, outcome)
            self.assertIn(word, outcome.stderr)
        self.assertEqual(self.read("list"), [])

    def test_run(self):
        outcome = self.run_crashes()
        self.assertIn("job 0 crashed", outcome.stderr)
        self.assertIn("and 1 more like it: 4", outcome.stderr)
        run = self.read("show", "1")
        self.assertEqual(run["counts"]["crashed"], 4)
        self.assertEqual(run["counts"]["done"], 1)
        self.assertEqual((run["kept"], run["reason"]), (False, None))
        self.assertEqual(run["folder"], str(self.work))
        self.assertGreater(run["bytes"], 0)
        self.assertEqual(run["batch"]["function"], "crasher.crash")
        causes = [
            (cause["count"], cause["state"], cause["exit"], cause["signal"], cause["jobs"])
            for cause in run["causes"]
        ]
        self.assertEqual(
            causes,
            [(2, "crashed", None, 11, [[0, 0], [4, 4]]), (1, "crashed", 3, None, [[2, 2]]),
             (1, "crashed", None, 6, [[3, 3]])],
        )
        text = self.history("show", "last").stdout.decode()
        for words in ("crasher.crash", "finished", "1 done, 4 crashed", '"function"', "--failed"):
            self.assertIn(words, text)

    def test_reason(self):
        self.cli(
            "run", "numbers.wait", "--set=seconds=0", "--set=fail_chance=1", "--range=seed=0:10",
            "--on-failure=stop",
        )
        run = self.read("show", "1")
        self.assertEqual(run["state"], "stopped")
        self.assertTrue(run["reason"])
        self.assertGreater(run["counts"]["skipped"], 0)
        self.assertIn("history resume 1", self.history("show", "1").stdout.decode())

    def test_job(self):
        self.run_crashes()
        job = self.read("show", "1", "--job=2")
        self.assertEqual((job["run"], job["index"], job["state"]), (1, 2, "crashed"))
        self.assertEqual(job["arguments"], {"how": "exit3"})
        (attempt,) = job["attempts"]
        self.assertEqual((attempt["attempt"], attempt["exit"], attempt["signal"]), (1, 3, None))
        self.assertIn("status 3", attempt["error"])
        self.assertRegex(attempt["started"], r"^\d{4}-.*Z$")
        self.assertEqual("".join(piece["text"] for piece in job["log"]), "last words")
        text = self.history("show", "1", "--job=2").stdout.decode()
        for words in ("Attempt 1: crashed", "exit status 3", "last words", "exit3"):
            self.assertIn(words, text)
        self.assertIn("its jobs are 0 to 4", self.history("show", "1", "--job=5", status=2).stderr)
        self.history("show", "1", "--job=", status=2)
        self.history("show", "1", "--job=-1", status=2)

    def test_attempts(self):
        self.cli(
            "run", "numbers.wait", "--set=seconds=0", "--set=fail_chance=1", "--retries=1"
        )
        job = self.read("show", "last", "--job=0")
        self.assertEqual([attempt["state"] for attempt in job["attempts"]], ["failed"] * 2)
        self.assertEqual({piece["attempt"] for piece in job["log"]}, {1, 2})
        text = self.history("show", "last", "--job=0").stdout.decode()
        for n in (1, 2):
            self.assertIn(f"\nLog of attempt {n}:\n  Waiting for 0 s\n", text)

    def test_attempt_to_come(self):
        """A job that was to be tried again when its run was stopped is left, and said to be so."""
        self.cli(
            "run", "numbers.wait", "--list=seconds=0,0.2,0.2", "--set=fail_chance=1", "--zip",
            "--list=seed=1,2,3", "--retries=1", "--max-failures=1", "--timeout=60",
        )
        job = self.read("show", "last", "--job=1")
        self.assertEqual(job["state"], "skipped")
        self.assertEqual([attempt["state"] for attempt in job["attempts"]], ["failed"])
        line = self.cli("history", "export", "last").lines[1]
        self.assertEqual(line["state"], "skipped")

    def test_nothing_steers_the_terminal(self):
        self.use_fixtures("hello")
        self.cli("run", "hello.fail", "--set=message=a\x1b[2Jb\nc\u009bd")
        for args in (["show", "1"], ["show", "1", "--job=0"]):
            text = self.history(*args).stdout.decode()
            self.assertNotIn("\x1b", text)
            self.assertNotIn("\u009b", text)


class Log(History):
    def test_whole(self):
        self.use_fixtures("chatty")
        self.cli("run", "chatty.print", "--set=lines=2", "--range=n=0:3")
        text = self.history("log", "1", "--job=2").stdout.decode()
        for words in ("stdout 2 0\n", "stderr 2 1\n", "no end 2"):
            self.assertIn(words, text)
        lines = self.history("log", "1").stdout.decode().splitlines()
        self.assertEqual(len(lines), 3 * 7)
        self.assertEqual(lines[0], "0: stdout 0 0")

    def test_search(self):
        self.use_fixtures("chatty")
        self.cli("run", "chatty.print", "--set=lines=2", "--range=n=0:3")
        lines = self.history("log", "1", "--search=stderr 1").stdout.decode().splitlines()
        self.assertEqual(lines, ["1: stderr 1 0", "1: stderr 1 1"])
        self.assertEqual(self.history("log", "1", "--search=STDERR 1").stdout, b"")
        found = self.history("log", "1", "--search=STDERR 1", "--ignore-case", "--json").lines
        self.assertEqual([line["line"] for line in found], ["stderr 1 0", "stderr 1 1"])
        self.assertEqual({line["index"] for line in found}, {1})
        found = self.history("log", "1", "--search=no end", "--job=2").stdout
        self.assertEqual(found, b"2: no end 2\n")
        self.history("log", "1", "--search=", status=2)
        self.history("log", "1", "--ignore-case", status=2)
        self.history("log", "1", "--job=3", status=2)

    def test_search_in_much(self):
        """Tens of megabytes over several jobs, found in a moment."""
        self.use_fixtures("chatty")
        outcome = self.cli(
            "run", "chatty.print", f"--set=lines={N_LOG_LINES // 4}", "--range=n=0:4", "--n-jobs=2"
        )
        self.assertEqual(outcome.status, 0, outcome)
        started = time.monotonic()
        found = self.history("log", "1", "--search=stdout 3 777").stdout.decode().splitlines()
        seconds = time.monotonic() - started
        self.assertIn("3: stdout 3 777", found)
        self.assertTrue(all(line.startswith("3: stdout 3 777") for line in found))
        self.assertLess(seconds, 5)

    def test_reader_that_leaves(self):
        self.use_fixtures("chatty")
        self.cli("run", "chatty.print", "--set=lines=20000")
        process = self.popen("history", "log", "1")
        process.stdout.read(100)
        process.stdout.close()
        process.stdout = None
        outcome = self.end(process, 20)
        self.assertEqual((outcome.status, outcome.stderr), (0, ""))


class Export(History):
    def test_same_as_while_it_ran(self):
        self.use_fixtures("crasher")
        for form in ("jsonl", "json", "csv", "joblog"):
            before = self.cli(
                "run", "crasher.crash", "--list=how=segfault,none,exit3", f"--format={form}",
                "--results=-", "--n-jobs=2",
            ).stdout
            self.assertEqual(self.history("export", "last", f"--format={form}").stdout, before)
            self.history("export", "last", f"--format={form}", "--results=file")
            self.assertEqual((self.work / "file").read_bytes(), before)

    def test_csv(self):
        self.write_files({'a "b", c': b"x", "plain": b"yy"})
        lines = self.run_ok("files.checksum", "--list=file=plain,a \"b\"\\, c")
        outcome = self.history("export", "last", "--format=csv")
        self.assertEqual(outcome.stdout.count(b"\r\n"), 3)
        rows = list(csv.DictReader(io.StringIO(outcome.stdout.decode(), newline="")))
        self.assertEqual([row["file"] for row in rows], ["plain", 'a "b", c'])
        self.assertEqual([row["digest"] for row in rows], [line["result"]["digest"] for line in lines])
        self.assertEqual([int(row["size"]) for row in rows], [2, 1])
        self.assertEqual([row["state"] for row in rows], ["done", "done"])

    def test_refused(self):
        self.run_squares()
        self.assertIn("xml", self.history("export", "1", "--format=xml", status=2).stderr)
        self.assertIn("/missing", self.history("export", "1", "--results=/missing/x", status=2).stderr)
        self.history("export", "1", "--results=/dev/full", status=3)
        outcome = self.cli("run", "numbers.square", "--set=x=1", "--format=csv")
        self.assertEqual(outcome.status, 2)
        self.assertIn("--results", outcome.stderr)

    @unittest.skipUnless(shutil.which("parallel"), "GNU parallel is not installed")
    def test_job_log_is_parallels(self):
        """The head is the same, and each column of the same shape and meaning."""
        theirs = self.work / "theirs"
        subprocess.run(
            ["parallel", "--will-cite", "--joblog", theirs, "-j1", "exec sh -c {}", ":::",
             "true", "exit 3", "kill -9 $$"],
            env=self.env, cwd=self.work, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, timeout=60,
        )
        self.use_fixtures("crasher")
        self.cli("run", "crasher.crash", "--list=how=none,exit3,kill")
        ours = self.history("export", "last", "--format=joblog").stdout.decode().splitlines()
        theirs = theirs.read_text().splitlines()
        self.assertEqual(ours[0], theirs[0])
        self.assertEqual(ours[0].split("\t"), JOB_LOG)
        self.assertEqual(len(ours), len(theirs))
        for mine, other in zip(ours[1:], theirs[1:]):
            mine, other = mine.split("\t"), other.split("\t")
            self.assertEqual(len(mine), len(other))
            for column in (0, 1, 4, 6, 7):
                self.assertEqual(mine[column], other[column], JOB_LOG[column])
            for column, shape in ((2, r"^\d{10}\.\d{3}$"), (3, r"^ {5}\d\.\d{3}$"), (5, r"^\d+$")):
                self.assertRegex(mine[column], shape)
                self.assertRegex(other[column], shape)
        self.assertTrue(ours[2].endswith("\tcrasher.crash how=exit3"))

    def test_job_log_of_a_crash_with_status_0(self):
        """Whoever reads the job log takes 0 and 0 for success."""
        self.use_fixtures("crasher")
        self.cli("run", "crasher.crash", "--list=how=exit0,none")
        lines = self.history("export", "last", "--format=joblog").stdout.decode().splitlines()
        self.assertEqual([line.split("\t")[6:8] for line in lines[1:]], [["1", "0"], ["0", "0"]])


class Tidy(History):
    def test_delete(self):
        for _ in range(3):
            self.run_squares()
        runs = self.folder / "data" / "fanfold" / "runs"
        self.history("delete", "2", "9", status=2)
        self.assertEqual(len(self.read("list")), 3)
        self.history("delete", "1", "last", "3", "1")
        self.assertEqual([run["id"] for run in self.read("list")], [2])
        self.assertEqual([path.name for path in runs.iterdir()], ["2.db"])
        self.history("delete", status=2)

    def test_keep_and_prune(self):
        for _ in range(5):
            self.run_squares()
        self.history("keep", "1", "2")
        self.assertTrue(self.read("show", "1")["kept"])
        self.assertIn("never pruned", self.history("list").stdout.decode())
        answer = self.read("prune", "--max-runs=3")
        self.assertEqual(answer["removed"], 2)
        self.assertGreater(answer["bytes"], 0)
        self.assertEqual([run["id"] for run in self.read("list")], [5, 2, 1])
        self.history("unkeep", "1")
        self.assertFalse(self.read("show", "1")["kept"])
        self.assertIn(b"Removed 1 run,", self.history("prune", "--max-runs=2").stdout)
        self.assertEqual([run["id"] for run in self.read("list")], [5, 2])

    def test_prune_by_age_and_size(self):
        seconds = 5 if scenario.SANITIZED else 1
        self.run_squares()
        time.sleep(seconds + 0.1)
        self.run_squares()
        self.assertEqual(self.read("prune")["removed"], 0)
        self.assertEqual(self.read("prune", "--older-than=30d")["removed"], 0)
        self.assertEqual(self.read("prune", f"--older-than={seconds}s")["removed"], 1)
        self.assertEqual([run["id"] for run in self.read("list")], [2])
        self.assertEqual(self.read("prune", "--max-bytes=1G")["removed"], 0)
        self.assertEqual(self.read("prune", "--max-bytes=1K")["removed"], 1)

    def test_unreadable_folder(self):
        self.run_squares()
        self.shut(self.folder / "data", 0)
        for args in (["list"], ["show", "1"], ["delete", "1"], ["prune"], ["resume", "1"]):
            outcome = self.history(*args, status=3)
            self.assertTrue(re.search("cannot be", outcome.stderr), outcome)


if __name__ == "__main__":
    scenario.main()
