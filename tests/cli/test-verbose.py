#!/usr/bin/env python3
# test-verbose.py: joblib's lines, the bar, JSON progress
#
# SPDX-License-Identifier: GPL-3.0-or-later

import fcntl
import json
import os
import pty
import re
import socket
import struct
import subprocess
import termios
import threading
import time

import scenario

LINE = re.compile(
    r"^\[Parallel\(n_jobs=(-?\d+)\)\]: Done +(\d+) out of +(\d+) \| elapsed: +[\d.]+(s|min)"
    r"( finished| remaining: +[\d.]+(s|min))$"
)


class Lines(scenario.Scenario):
    def read_lines(self, text):
        found = []
        for line in text.splitlines():
            match = LINE.match(line)
            self.assertTrue(match, line)
            found.append((int(match[2]), match[5] == " finished"))
        return found

    def test_oracle(self):
        outcome = self.cli("run", "numbers.square", "--range=x=0:1000", "--verbose=5")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(outcome.stdout, b"")
        self.assertEqual(
            self.read_lines(outcome.stderr),
            [(1, False), (198, False), (399, False), (600, False), (801, False), (1000, True)],
        )

    def test_every_completion(self):
        outcome = self.cli("run", "numbers.square", "--range=x=0:300", "--verbose=11", "--n-jobs=2")
        self.assertEqual(
            self.read_lines(outcome.stderr), [(i, i == 300) for i in range(1, 301)]
        )
        self.assertIn("[Parallel(n_jobs=2)]", outcome.stderr)

    def test_to_the_byte(self):
        outcome = self.cli("run", "numbers.square", "--range=x=0:30", "--verbose=1")
        first, last = outcome.stderr.splitlines(keepends=True)
        self.assertRegex(
            first,
            r"^\[Parallel\(n_jobs=1\)\]: Done   1 out of  30 \| elapsed:    \d\.\ds "
            r"remaining:    \d\.\ds\n$",
        )
        self.assertRegex(
            last,
            r"^\[Parallel\(n_jobs=1\)\]: Done  30 out of  30 \| elapsed:    \d\.\ds finished\n$",
        )

    def test_stderr_up_to_50(self):
        outcome = self.cli("run", "numbers.square", "--range=x=0:5", "--verbose=50")
        self.assertEqual(outcome.stdout, b"")
        self.assertEqual(len(self.read_lines(outcome.stderr)), 5)

    def test_stream_without_a_total(self):
        reader, writer = os.pipe()
        process = self.popen(
            "run", "numbers.square", "--lines=x=-", "--pre-dispatch=2", "--verbose=11",
            stdin=reader,
        )
        os.close(reader)
        os.write(writer, b"1\n2\n")
        line = process.stderr.readline().decode()
        self.assertRegex(
            line, r"^\[Parallel\(n_jobs=1\)\]: Done   1 tasks      \| elapsed:    \d\.\ds\n$"
        )
        os.close(writer)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 0)
        self.assertRegex(outcome.stderr, r"Done   2 out of   2 \| elapsed: +\d\.\ds finished\n$")

    def test_n_jobs_as_asked(self):
        outcome = self.cli("run", "numbers.square", "--set=x=1", "--verbose=1", "--n-jobs=-1")
        self.assertIn("[Parallel(n_jobs=-1)]", outcome.stderr)

    def test_above_50_to_standard_output(self):
        outcome = self.cli("run", "numbers.square", "--range=x=0:5", "--verbose=51")
        self.assertEqual(outcome.stderr, "")
        self.assertEqual(len(self.read_lines(outcome.stdout.decode())), 5)
        outcome = self.cli(
            "run", "numbers.square", "--range=x=0:5", "--verbose=51", "--results=-"
        )
        self.assertEqual(len(outcome.lines), 5)
        self.assertEqual(len(self.read_lines(outcome.stderr)), 5)

    def test_lines_without_verbose(self):
        outcome = self.cli("run", "numbers.square", "--range=x=0:5", "--progress=lines")
        self.assertIn("5 out of", outcome.stderr)

    def test_none(self):
        outcome = self.cli(
            "run", "numbers.square", "--range=x=0:5", "--verbose=5", "--progress=none"
        )
        self.assertEqual((outcome.status, outcome.stderr), (0, ""))


class Json(scenario.Scenario):
    def read(self, outcome):
        self.assertEqual(outcome.status, 0, outcome)
        return [json.loads(line) for line in outcome.stderr.splitlines()]

    def test_lines(self):
        lines = self.read(
            self.cli(
                "run", "numbers.wait", "--set=seconds=0.2", "--range=seed=0:6", "--n-jobs=2",
                "--progress=json", "--progress-interval=0.1",
            )
        )
        for line in lines:
            self.assertEqual(
                list(line),
                ["done", "total", "cached", "failed", "running", "elapsed", "remaining",
                 "remaining_low", "remaining_high", "halt"],
            )
            self.assertEqual(line["total"], 6)
            self.assertLessEqual(line["running"], 2)
        self.assertGreater(len(lines), 2)
        self.assertEqual([line["done"] for line in lines], sorted(line["done"] for line in lines))
        self.assertEqual(lines[-1]["done"], 6)
        self.assertEqual(lines[-1]["running"], 0)

    def test_last_long_job(self):
        """The remaining time goes on; once a second is enough for that."""
        lines = self.read(
            self.cli(
                "run", "numbers.wait", "--list=seconds=0.2,0.2,0.2,0.2,0.2,0.2,5", "--n-jobs=2",
                "--progress=json", "--progress-interval=0.1",
            )
        )
        alone = [line for line in lines if line["done"] == 6]
        self.assertGreaterEqual(len(alone), 3, lines)
        self.assertLessEqual(len(alone), 7, lines)
        times = [line["elapsed"] for line in alone[1:]]
        self.assertGreater(min(b - a for a, b in zip(times, times[1:])), 0.5)

    def test_interval(self):
        lines = self.read(
            self.cli(
                "run", "numbers.square", "--range=x=0:1000", "--progress=json",
                "--progress-interval=60",
            )
        )
        self.assertLessEqual(len(lines), 2)
        self.assertEqual(lines[-1]["done"], 1000)


class Bar(scenario.Scenario):
    def run_on_terminal(self, *args, columns=70, seconds=None):
        """Ended after @seconds, where they are given."""
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.env["TERM"] = "xterm"
        process = self.popen("run", *args, stderr=follower)
        os.close(follower)
        if seconds is not None:
            ended = threading.Timer(seconds, process.terminate)
            ended.start()
            self.addCleanup(ended.cancel)
        text = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            text += piece
        os.close(leader)
        outcome = self.end(process)
        return outcome, text.decode()

    def test_bar(self):
        for columns in (70, 24, 200):
            outcome, text = self.run_on_terminal(
                "numbers.wait", "--set=seconds=0.2", "--range=seed=0:5", columns=columns
            )
            self.assertEqual(outcome.status, 0, text)
            *drawn, last = text.replace("\r\n", "\n").split("\r\x1b[K")
            self.assertGreater(len(drawn), 3)
            for line in drawn:
                self.assertLess(len(line), columns)
                self.assertNotIn("\n", line)
            self.assertRegex(last, r"^Done 5/5 in 1\.\d s\n$")
            self.assertIn("%", drawn[1])

    def test_narrow(self):
        """Whole parts are left out; none is cut."""
        drawn = {}
        for columns in (40, 30, 20):
            _, text = self.run_on_terminal(
                "numbers.wait", "--set=seconds=0.4", "--range=seed=0:12", "--n-jobs=2",
                columns=columns,
            )
            *lines, _ = text.replace("\r\n", "\n").split("\r\x1b[K")
            drawn[columns] = [line for line in lines if line]
            for line in drawn[columns]:
                self.assertLess(len(line), columns)
                self.assertRegex(
                    line, r"^[█░]* +\d+%  \d+/12(  \d+:\d\d(, [^,]* left)?|  [^,]* left)?$"
                )
        self.assertTrue(any(":" in line and "left" in line for line in drawn[40]), drawn)
        self.assertTrue(any(":" not in line and "left" in line for line in drawn[30]), drawn)
        self.assertFalse(any("left" in line for line in drawn[20]), drawn)

    def test_ending(self):
        """Job 3 fails: no more are begun, and what is left is the rest of those that run."""
        outcome, text = self.run_on_terminal(
            "--shell", "--on-failure=drain", "--n-jobs=2", "--",
            "test {} != 3 && sleep 1.5", ":::", *map(str, range(40)),
        )
        self.assertEqual(outcome.status, 1, text)
        drawn = text.replace("\r\n", "\n").split("\r\x1b[K")
        ending = [line for line in drawn if "ending" in line]
        self.assertGreater(len(ending), 3, text)
        self.assertRegex(ending[-1],
                         r"  [3-5]/40, 1 failed  0:\d\d, ending, (under|about) (\d+ s|a second) left$")

    def test_held_up(self):
        """No machine has that much memory: it says so instead of a time."""
        outcome, text = self.run_on_terminal(
            "numbers.wait", "--set=seconds=1", "--range=seed=0:4",
            "--min-free-memory=1000T", columns=100, seconds=2,
        )
        self.assertEqual(outcome.status, 130, text)
        drawn = text.replace("\r\n", "\n").split("\r\x1b[K")
        self.assertTrue(any(line.endswith("held up: too little is free") for line in drawn), text)

    def test_no_bar_off_a_terminal(self):
        outcome = self.cli("run", "numbers.wait", "--set=seconds=0.3")
        self.assertEqual(outcome.stderr, "")

    def test_stopped_terminal(self):
        """A terminal that takes nothing, as after Ctrl-S, does not hold the run."""
        leader, follower = pty.openpty()
        termios.tcflow(follower, termios.TCOOFF)
        results = self.work / "results"
        process = self.popen(
            "run", "numbers.square", "--range=x=0:2000", "--verbose=50",
            f"--results={results}", stderr=follower,
        )
        try:
            outcome = self.end(process, 30)
            self.assertEqual(outcome.status, 0)
            self.assertEqual(len(results.read_text().splitlines()), 2000)
        finally:
            termios.tcflow(follower, termios.TCOON)
            os.close(follower)
            os.close(leader)


class Streams(scenario.Scenario):
    def test_closed_error_stream(self):
        command = f"exec '{scenario.CLI}' run numbers.square --range=x=0:200 --verbose=50 2>&-"
        outcome = subprocess.run(
            ["sh", "-c", command], env=self.env, cwd=self.work, timeout=30, check=False
        )
        self.assertEqual(outcome.returncode, 0)

    def test_closed_streams(self):
        command = (
            f"exec '{scenario.CLI}' run numbers.square --range=x=0:200 --results=r <&- >&- 2>&-"
        )
        outcome = subprocess.run(
            ["sh", "-c", command], env=self.env, cwd=self.work, timeout=30, check=False
        )
        self.assertEqual(outcome.returncode, 0)
        self.assertEqual(len((self.work / "r").read_text().splitlines()), 200)

    def test_full_error_stream(self):
        with open("/dev/full", "wb") as full:
            outcome = self.cli(
                "run", "numbers.square", "--range=x=0:200", "--verbose=50", stderr=full
            )
        self.assertEqual(outcome.status, 0)

    def test_reader_that_leaves(self):
        process = self.popen(
            "run", "numbers.wait", "--set=seconds=0.1", "--range=seed=0:8", "--verbose=50"
        )
        process.stderr.close()
        process.stderr = None
        self.assertEqual(self.end(process).status, 0)

    def test_reader_that_does_not_read(self):
        results = self.work / "results"
        reader, writer = os.pipe()
        started = time.monotonic()
        process = self.popen(
            "run", "numbers.square", "--range=x=0:5000", "--verbose=50",
            f"--results={results}", stderr=writer,
        )
        os.close(writer)
        outcome = self.end(process, 30)
        self.assertEqual(outcome.status, 0)
        self.assertLess(time.monotonic() - started, 20)
        self.assertEqual(len(results.read_text().splitlines()), 5000)
        os.close(reader)

    def run_with_output(self, output, **options):
        """joblib's lines go to standard output; how long it took."""
        results = self.work / "results"
        started = time.monotonic()
        process = self.popen(
            "run", "numbers.square", "--range=x=0:5000", "--verbose=51", f"--results={results}",
            stdout=output, **options,
        )
        outcome = self.end(process, 30)
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(len(results.read_text().splitlines()), 5000)
        self.assertLess(time.monotonic() - started, 20)
        return outcome

    def test_closed_output(self):
        self.run_with_output(subprocess.DEVNULL, preexec_fn=lambda: os.close(1))

    def test_full_output(self):
        with open("/dev/full", "wb") as full:
            self.run_with_output(full)

    def test_output_whose_reader_left(self):
        reader, writer = os.pipe()
        os.close(reader)
        self.run_with_output(writer)
        os.close(writer)

    def fill(self, fd):
        os.set_blocking(fd, False)
        try:
            while True:
                os.write(fd, b"x" * 4096)
        except BlockingIOError:
            os.set_blocking(fd, True)

    def test_output_that_is_full_from_the_start(self):
        reader, writer = os.pipe()
        self.fill(writer)
        self.run_with_output(writer)
        os.close(writer)
        os.close(reader)

    def test_blocked_socket(self):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self.run_with_output(theirs)
            self.fill(theirs.fileno())
            self.run_with_output(theirs)

    def test_both_are_blocked(self):
        reader, writer = os.pipe()
        self.fill(writer)
        outcome = self.run_with_output(writer, stderr=writer)
        self.assertEqual(outcome.stderr, "")
        os.close(writer)
        os.close(reader)

    def test_complaints_do_not_wait(self):
        reader, writer = os.pipe()
        self.fill(writer)
        started = time.monotonic()
        self.assertEqual(self.cli("run", "numbers.none", stderr=writer).status, 2)
        self.assertLess(time.monotonic() - started, 10)
        os.close(writer)
        os.close(reader)

    def test_complaints_do_not_command_terminals(self):
        outcome = self.cli("run", "numbers.square", "--n-jobs=\x1b[2J\x07")
        self.assertEqual(outcome.status, 2)
        self.assertNotIn("\x1b", outcome.stderr)
        self.assertNotIn("\x07", outcome.stderr)

    def test_slow_reader_gets_every_line(self):
        reader, writer = os.pipe()
        process = self.popen(
            "run", "numbers.square", "--range=x=0:5000", "--verbose=50", stderr=writer
        )
        os.close(writer)
        time.sleep(1)
        with open(reader, "rb") as stream:
            text = stream.read().decode()
        self.assertEqual(self.end(process).status, 0)
        self.assertEqual(len(text.splitlines()), 5000)


if __name__ == "__main__":
    scenario.main()
