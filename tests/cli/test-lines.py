# test-lines.py: lines of files and streams as inputs
#
# SPDX-License-Identifier: GPL-3.0-or-later
import fcntl
import json
import os
import signal
import struct
import subprocess
import sys
import termios
import time

from scenario import SANITIZED, Scenario, list_processes, main, wait_until

MANY = 2000 if SANITIZED else 200000
MOST_KIB = 64 * 1024

# As many lines of 1,000 bytes as its argument says.
PRODUCER = r"""
import sys
for i in range(int(sys.argv[1])):
    sys.stdout.buffer.write(b"%08d %s\n" % (i, b"x" * 990))
"""


def count_unread(pipe):
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]


class Lines(Scenario):
    def start(self, *args, **options):
        return self.popen("run", *args, stdin=subprocess.PIPE, **options)

    def feed(self, text, *args, **options):
        process = self.start(*args, **options)
        process.stdin.write(text)
        return self.end(process)

    def produce(self, n):
        producer = subprocess.Popen(
            [sys.executable, "-c", PRODUCER, str(n)], stdout=subprocess.PIPE
        )
        self.addCleanup(producer.wait)
        self.addCleanup(producer.stdout.close)
        self.addCleanup(producer.kill)
        return producer.stdout

    def put(self, process, text):
        process.stdin.write(text)
        process.stdin.flush()

    # --- files

    def test_file(self):
        self.write_files({"in.txt": b"3\r\n1\n2"})
        lines = self.run_ok("numbers.square", "--lines", "x=in.txt")
        self.assertEqual([line["result"] for line in lines], [9, 1, 4])

    def test_file_in_step_and_combined(self):
        self.write_files({"a.txt": b"1\n2\n", "b.txt": b"20\n30\n"})
        args = ["numbers.pi", "--lines", "seed=a.txt", "--lines", "samples=b.txt", "--no-cache"]
        lines = self.run_ok(*args, "--zip")
        self.assertEqual([list(line["arguments"].values()) for line in lines], [[20, 1], [30, 2]])
        self.assertEqual(len(self.run_ok(*args)), 4)

    def test_batch_file(self):
        self.write_files({
            "sub/in.txt": b"5\n6\n",
            "sub/file.fanfold": b'{"fanfold": 1, "function": "numbers.square", "inputs": '
            b'[{"name": "x", "lines": "in.txt"}]}',
            "sub/stdin.fanfold": b'{"fanfold": 1, "function": "numbers.square", "inputs": '
            b'[{"name": "x", "lines": "-"}]}',
        })
        lines = self.run_ok("sub/file.fanfold")
        self.assertEqual([line["result"] for line in lines], [25, 36])
        outcome = self.feed(b"7\n", "sub/stdin.fanfold", "--results=-")
        self.assertEqual([line["result"] for line in outcome.lines], [49], outcome)

    def test_files_refused(self):
        self.write_files({"bad.txt": b"1\n2\nthree\n", "empty.txt": b""})
        for path, names in [
            ("bad.txt", ["bad.txt", "line 3", "three"]),
            ("empty.txt", ["empty.txt", "has none"]),
            ("none.txt", ["none.txt", "no such file"]),
            (".", ["is a directory"]),
        ]:
            self.run_refused("numbers.square", "--lines", f"x={path}", names=names)

    # --- streams

    def test_stream(self):
        outcome = self.feed(b"1\n2\r\n3", "numbers.square", "--lines", "x=-", "--results=-")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual([line["result"] for line in outcome.lines], [1, 4, 9])
        [run] = json.loads(self.cli("history", "list", "--json").stdout)
        self.assertEqual((run["state"], run["total"], run["done"]), ("finished", 3, 3))

    def test_stream_without_lines(self):
        outcome = self.feed(b"", "numbers.square", "--lines", "x=-", "--results=-")
        self.assertEqual((outcome.status, outcome.stdout), (0, b""), outcome)

    def test_stream_is_slowest(self):
        outcome = self.feed(
            b"1\n2\n", "numbers.pi", "--lines", "seed=-", "--list", "samples=10,20", "--results=-"
        )
        self.assertEqual(
            [list(line["arguments"].values()) for line in outcome.lines],
            [[10, 1], [20, 1], [10, 2], [20, 2]],
            outcome,
        )

    def test_streams_refused(self):
        for args, names in [
            (["--list", "samples=1,2", "--lines", "seed=-"], ["“samples”", "give the stream first"]),
            (["--list", "samples=1,2", "--lines", "seed=-", "--zip"], ["go in step", "to a file"]),
            (["--lines", "samples=-", "--lines", "seed=-"], ["both streams"]),
        ]:
            self.run_refused("numbers.pi", *args, names=names)

    def test_jobs_start_as_lines_come(self):
        process = self.start("numbers.square", "--lines", "x=-", "--results=-")
        for number in (3, 4):
            self.put(process, b"%d\n" % number)
            self.assertEqual(json.loads(process.stdout.readline())["result"], number**2)
        self.assertEqual(self.end(process).status, 0)

    def test_fifo(self):
        os.mkfifo(self.work / "fifo")
        process = self.popen("run", "numbers.square", "--lines", "x=fifo", "--results=-")
        with open(self.work / "fifo", "wb") as fifo:
            fifo.write(b"1\n2\n")
        outcome = self.end(process)
        self.assertEqual([line["result"] for line in outcome.lines], [1, 4], outcome)

    def test_dry_run_prints_jobs_as_they_come(self):
        process = self.start("numbers.square", "--lines", "x=-", "--dry-run")
        self.put(process, b"1\n")
        self.assertEqual(json.loads(process.stdout.readline())["arguments"], {"x": 1})
        self.put(process, b"2\nx\n")
        outcome = self.end(process)
        self.assertEqual(outcome.status, 2, outcome)
        self.assertEqual(outcome.lines, [{"index": 1, "arguments": {"x": 2}}])
        self.assertIn("Line 3 of standard input", outcome.stderr)
        self.assertEqual(list(self.history.rglob("*.db")), [])

    def test_bad_line_ends_the_run_behind_the_good_ones(self):
        outcome = self.feed(b"1\n2\nx\n4\n", "numbers.square", "--lines", "x=-", "--results=-")
        self.assertEqual(outcome.status, 3, outcome)
        self.assertEqual([line["result"] for line in outcome.lines], [1, 4])
        self.assertIn('Line 3 of standard input: x: "x" is not a number', outcome.stderr)

    def test_bad_line_is_not_forgotten(self):
        """What came behind it is lost: nothing makes the run a whole one."""
        self.feed(b"1\n2\nx\n4\n", "numbers.square", "--lines", "x=-")
        outcome = self.cli("history", "resume", "1")
        self.assertEqual(outcome.status, 2, outcome)
        self.assertIn("no jobs left", outcome.stderr)
        outcome = self.cli("history", "resume", "1", "--jobs=1", "--results=-")
        self.assertEqual(outcome.status, 1, outcome)
        self.assertEqual([line["attempts"] for line in outcome.lines], [1, 2])
        self.assertIn("Line 3 of standard input", outcome.stderr)
        [run] = json.loads(self.cli("history", "list", "--json").stdout)
        self.assertEqual((run["state"], run["total"]), ("stopped", 2))

    def test_interrupt_while_nothing_comes(self):
        process = self.start("numbers.square", "--lines", "x=-", "--results=-")
        self.put(process, b"1\n")
        process.stdout.readline()
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(20), 130)
        self.assertLess(time.monotonic() - begin, 5)
        self.end(process)
        [run] = json.loads(self.cli("history", "list", "--json").stdout)
        self.assertEqual((run["state"], run["total"]), ("stopped", 1))

    def test_reads_no_further_ahead_than_asked_for(self):
        process = self.start(
            "numbers.wait", "--lines", "seconds=-", "--pre-dispatch=4", "--results=-"
        )
        self.put(process, b"30\n")
        wait_until(lambda: count_unread(process.stdin) == 0)
        os.set_blocking(process.stdin.fileno(), False)
        n_written = 0
        end = time.monotonic() + 1
        while time.monotonic() < end:
            try:
                n_written += os.write(process.stdin.fileno(), b"0" * 999 + b"\n") // 1000
            except BlockingIOError:
                time.sleep(0.01)
        # What the pipe and one read hold, and not all of what could be had.
        self.assertLess(n_written, 400)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(20), 130)
        os.set_blocking(process.stdin.fileno(), True)
        self.end(process)

    def test_resume_of_a_killed_stream(self):
        process = self.start(
            "numbers.wait", "--lines", "seconds=-", "--list", "seed=1,2", "--results=-"
        )
        self.put(process, b"0\n0\n")
        for _ in range(4):
            process.stdout.readline()
        self.put(process, b"0.01\n30\n0.02\n")
        for _ in range(2):
            process.stdout.readline()
        time.sleep(0.1)
        process.kill()
        self.end(process)
        wait_until(lambda: not list_processes(self.env["FANFOLD_TEST_MARK"]), 5)

        [run] = json.loads(self.cli("history", "list", "--json").stdout)
        self.assertEqual(run["state"], "interrupted")
        resumed = self.popen("history", "resume", "last", "--timeout=1", "--results=-", "--n-jobs=2")
        outcome = self.end(resumed)
        self.assertEqual(outcome.status, 1, outcome)
        self.assertEqual(
            [(line["arguments"]["seconds"], line["arguments"]["seed"]) for line in outcome.lines],
            [(s, seed) for s in (0, 0, 0.01, 30, 0.02) for seed in (1, 2)],
        )
        self.assertEqual(
            [line["state"] for line in outcome.lines],
            6 * ["done"] + 2 * ["timed-out"] + 2 * ["done"],
        )
        self.assertIn("Not all of its stream had come when its program died", outcome.stderr)
        [run] = json.loads(self.cli("history", "list", "--json").stdout)
        self.assertEqual(run["state"], "stopped")

    def test_resume_of_a_run_whose_stream_was_whole(self):
        process = self.start("numbers.wait", "--lines", "seconds=-", "--results=-")
        self.put(process, b"0\n0\n30\n")
        process.stdin.close()
        process.stdin = None
        for _ in range(2):
            process.stdout.readline()
        time.sleep(1.5)
        process.kill()
        self.end(process)
        wait_until(lambda: not list_processes(self.env["FANFOLD_TEST_MARK"]), 5)

        outcome = self.cli("history", "resume", "last", "--timeout=0.2")
        self.assertEqual(outcome.status, 1, outcome)
        [run] = json.loads(self.cli("history", "list", "--json").stdout)
        self.assertEqual((run["state"], run["total"]), ("finished", 3))

    # --- progress

    def test_verbose_lines(self):
        process = self.start("numbers.square", "--lines", "x=-", "--verbose=11", "--results=-")
        for number in range(3):
            self.put(process, b"%d\n" % number)
            process.stdout.readline()
        time.sleep(0.3)
        outcome = self.end(process)
        lines = outcome.stderr.splitlines()
        for number in range(3):
            self.assertRegex(
                lines[number],
                rf"^\[Parallel\(n_jobs=1\)\]: Done   {number + 1} tasks      \| elapsed: +\d\.\ds$",
            )
        self.assertRegex(lines[3], r"Done   3 out of   3 \| elapsed: +\d\.\ds finished$")
        self.assertEqual(len(lines), 4, outcome)

    def test_json_progress(self):
        process = self.start(
            "numbers.square", "--lines", "x=-", "--progress=json", "--progress-interval=0",
            "--results=-",
        )
        self.put(process, b"1\n")
        process.stdout.readline()
        time.sleep(0.3)
        outcome = self.end(process)
        shown = [json.loads(line) for line in outcome.stderr.splitlines()]
        self.assertIn((1, None), [(line["done"], line["total"]) for line in shown])
        self.assertIsNone(shown[0]["remaining"])
        self.assertEqual((shown[-1]["done"], shown[-1]["total"]), (1, 1))

    # --- memory

    def check_memory(self, *args):
        """Lines of 1 KB, hundreds of megabytes, of which a few are in memory at a time."""
        process = self.popen(
            "run", "words.length", "--lines", "text=-", "--n-jobs=2", *args,
            stdin=self.produce(MANY), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        [run] = json.loads(self.cli("history", "list", "--json").stdout)
        self.assertEqual((run["total"], run["done"], run["failed"]), (MANY, MANY, 0))
        if not SANITIZED:
            self.assertLess(usage.ru_maxrss, MOST_KIB)

    def test_memory_with_a_number_ahead(self):
        self.use_fixtures("words")
        self.check_memory("--pre-dispatch=1000")

    def test_memory_with_all_ahead(self):
        self.use_fixtures("words")
        self.check_memory("--pre-dispatch=all")


if __name__ == "__main__":
    main()
