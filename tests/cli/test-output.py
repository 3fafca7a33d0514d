# test-output.py: what commands print, printed whole
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import os
import pty
import signal
import subprocess
import time

import scenario


class Output(scenario.Scenario):
    def setUp(self):
        super().setUp()
        self.spools = self.folder / "tmp"
        self.spools.mkdir()
        self.env["TMPDIR"] = str(self.spools)

    def tearDown(self):
        super().tearDown()
        self.assertEqual(list(self.spools.iterdir()), [], "a spool folder was left")

    def start_waiting(self):
        """A run whose first two jobs have printed and wait."""
        process = self.popen(
            "run", "--n-jobs=2", "--shell", "--", "echo {}; touch {}.on; sleep {}", ":::",
            "1.5", "1.6", "9", "9.1",
        )
        scenario.wait_until(lambda: len(list(self.work.glob("*.on"))) == 2)
        return process

    def test_interrupt_once(self):
        process = self.start_waiting()
        process.send_signal(signal.SIGINT)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 130, outcome)
        self.assertEqual(sorted(outcome.stdout.split()), [b"1.5", b"1.6"], outcome)

    def test_interrupt_twice(self):
        process = self.start_waiting()
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end(process).status, 130)

    def test_terminate(self):
        process = self.start_waiting()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end(process).status, 130)

    def test_reader_goes_away(self):
        process = self.popen(
            "run", "--n-jobs=1", "--", "echo", "::::", "-",
            stdin=subprocess.PIPE,
        )
        process.stdin.write(b"".join(b"%d\n" % i for i in range(2000)))
        process.stdin.close()
        process.stdin = None
        self.assertEqual(process.stdout.readline(), b"0\n")
        process.stdout.close()
        stderr = process.stderr.read()
        self.assertEqual(process.wait(30), 141)
        self.assertEqual(stderr, b"")
        process.stderr.close()

    def test_jobs_that_do_not_end_well(self):
        outcome = self.cli(
            "run", "--output=order", "--shell", "--n-jobs=2", "--timeout=1", "--", "echo {}; {}",
            ":::", "exit 3", "kill -9 $$", "sleep 20", "true",
        )
        self.assertEqual(outcome.status, 1, outcome)
        words = [b"exit 3", b"kill -9 $$", b"sleep 20", b"true"]
        self.assertEqual(outcome.stdout, b"".join(word + b"\n" for word in words), outcome)

    def test_none(self):
        outcome = self.cli("run", "--output=none", "--", "echo", ":::", "a")
        self.assertEqual((outcome.status, outcome.stdout), (0, b""), outcome)

    def test_last_attempt(self):
        script = "echo try >> {}.n; wc -l < {}.n; test $(wc -l < {}.n) = 3"
        outcome = self.cli("run", "--retries=2", "--shell", "--", script, ":::", "a")
        self.assertEqual((outcome.status, outcome.stdout), (0, b"3\n"), outcome)

    def test_errors_of_commands(self):
        outcome = self.cli("run", "--shell", "--", "echo {}; echo {} >&2", ":::", "a b")
        self.assertEqual((outcome.stdout, outcome.stderr), (b"a b\n", "a b\n"), outcome)

    def test_exact(self):
        size = (2 if scenario.SANITIZED else 30) * 1000 * 1000
        content = os.urandom(1 << 16) * (size >> 16)
        self.write_files({"large": content, "all": bytes(range(256)) * 8000})
        outcome = self.cli("run", "--output=order", "--", "cat", ":::", "all", "large")
        self.assertEqual(outcome.status, 0, outcome)
        expected = hashlib.sha256(bytes(range(256)) * 8000 + content).hexdigest()
        self.assertEqual(hashlib.sha256(outcome.stdout).hexdigest(), expected)

    def test_with_a_bar(self):
        """Each line of a job stands alone between what the bar draws."""
        parent, child = pty.openpty()
        process = self.popen(
            "run", "--n-jobs=2", "--progress=bar", "--", "echo", "line", ":::", *"abcdefgh",
            stdout=child, stderr=child,
        )
        os.close(child)
        text = b""
        while True:
            try:
                piece = os.read(parent, 65536)
            except OSError:
                break
            if not piece:
                break
            text += piece
        self.assertEqual(process.wait(20), 0)
        os.close(parent)
        lines = [line for line in text.replace(b"\x1b[K", b"\r").replace(b"\n", b"\r").split(b"\r")]
        found = sorted(line for line in lines if line.startswith(b"line "))
        self.assertEqual(found, [b"line " + name.encode() for name in "abcdefgh"], text)

    def test_in_use(self):
        process = self.start_waiting()
        (folder,) = self.spools.iterdir()
        os.utime(folder, (1, 1))
        self.cli("run", "--", "echo", ":::", "a")
        self.assertTrue(folder.exists())
        process.send_signal(signal.SIGTERM)
        self.end(process)

    def test_abandoned(self):
        process = self.start_waiting()
        process.kill()
        self.end(process)
        (folder,) = self.spools.iterdir()
        self.cli("run", "--", "echo", ":::", "a")
        self.assertTrue(folder.exists(), "one so young may be in use")
        long_ago = time.time() - 3600
        os.utime(folder, (long_ago, long_ago))
        outcome = self.cli("run", "--", "echo", ":::", "a")
        self.assertEqual((outcome.status, outcome.stdout), (0, b"a\n"), outcome)


if __name__ == "__main__":
    scenario.main()
