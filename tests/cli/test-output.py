# test-output.py: what commands print, printed whole
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import json
import os
import pty
import signal
import subprocess
import time
import unittest

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


class Cached(scenario.Scenario):
    """Jobs that the memo cache answers print what they printed when they ran."""

    def run_script(self, *args, form="group"):
        outcome = self.cli(
            "run", "--cache", "--shell", f"--output={form}", "--n-jobs=2", "--results=results",
            *args,
        )
        self.assertEqual(outcome.status, 0, outcome)
        lines = (self.work / "results").read_text().splitlines()
        return outcome, [json.loads(line)["state"] for line in lines]

    def check_again(self, *args, states):
        first, ran = self.run_script(*args, form="order")
        self.assertEqual(set(ran), {"done"}, first)
        second, found = self.run_script(*args, form="order")
        self.assertEqual(found, states, second)
        self.assertEqual((second.stdout, second.stderr), (first.stdout, first.stderr))
        return first

    def test_both_streams(self):
        script = "printf '{} \\303\\244\\r\\n\\n'; printf 'to {}' >&2"
        first = self.check_again("--", script, ":::", "a", "b", "c", states=["cached"] * 3)
        self.assertEqual(first.stdout, "a ä\r\n\nb ä\r\n\nc ä\r\n\n".encode())
        self.assertEqual(first.stderr, "to ato bto c")

    def test_group(self):
        args = ("--", "echo {}", ":::", *"abcdefgh")
        self.run_script(*args)
        outcome, states = self.run_script(*args)
        self.assertEqual(states, ["cached"] * 8)
        self.assertEqual(sorted(outcome.stdout.split()), [n.encode() for n in "abcdefgh"])

    def test_nothing_printed(self):
        self.check_again("--", "true {}", ":::", "a", states=["cached"])

    def test_not_kept_whole(self):
        """What is longer than what is kept, or no text, is not half printed: the job runs again."""
        self.check_again(
            "--set=keep=1000", "--", "head -c {} /dev/zero | tr '\\0' x", ":::", "900", "1001",
            states=["cached", "done"],
        )

    def test_no_text(self):
        self.check_again(
            "--", "printf '{}'", ":::", "a", "\\377", "\\0", states=["cached", "done", "done"]
        )

    def test_without_output(self):
        """Nobody reads it: the cache answers."""
        args = ("--", "printf '{}'", ":::", "\\377")
        self.run_script(*args)
        self.assertEqual(self.run_script(*args, form="none")[1], ["cached"])

    def test_counted_as_run(self):
        args = ("--", "printf '{}'", ":::", "a", "\\377")
        self.run_script(*args)
        self.run_script(*args)
        (function,) = json.loads(self.cli("cache", "stats", "--json").stdout)["functions"]
        self.assertEqual(function["hits"], 1)


class Again(scenario.Scenario):
    def setUp(self):
        super().setUp()
        script = "echo {}; test -e ok || test {} = b"
        outcome = self.cli("run", "--shell", "--output=none", "--", script, ":::", "a", "b", "c")
        self.assertEqual(outcome.status, 1, outcome)
        (self.work / "ok").touch()

    def check(self, *args, stdout):
        outcome = self.cli("history", *args, "--output=order")
        self.assertEqual((outcome.status, outcome.stdout), (0, stdout), outcome)

    def test_resume(self):
        """What is run now, and nothing of what had ended before."""
        self.check("resume", "1", "--failed", stdout=b"a\nc\n")
        self.check("resume", "1", "--jobs=1", stdout=b"b\n")

    def test_rerun(self):
        self.check("rerun", "1", stdout=b"a\nc\n")
        self.check(
            "rerun", "1", "--jobs=0,1", "--template=command=echo again {1}",
            stdout=b"again a\nagain b\n",
        )


@unittest.skipUnless(scenario.unshare_works(), "needs user namespaces for a small disk")
class FullSpool(scenario.Scenario):
    def run_on_small_disk(self, *args):
        small = self.folder / "small"
        small.mkdir()
        self.env["TMPDIR"] = str(small)
        return self.cli_on_small_disk(small, "300k", "run", "--n-jobs=1", "--output=order", *args)

    def test_job(self):
        """It costs the jobs whose output has no room, and says so."""
        outcome = self.run_on_small_disk("--", "head", "-c", "{}", "/dev/zero", ":::",
                                         "1000", "400000", "2000")
        self.assertEqual(outcome.status, 1, outcome)
        self.assertIn("what the command printed could not be kept: No space left on device",
                      outcome.stderr)
        self.assertIn("1 failed of 3 jobs", outcome.stderr)
        jobs = self.cli("history", "export", "1").lines
        self.assertEqual([job["state"] for job in jobs], ["done", "failed", "done"])
        again = self.cli("history", "resume", "1", "--failed", "--output=order")
        self.assertEqual((again.status, len(again.stdout)), (0, 400000), again)


if __name__ == "__main__":
    scenario.main()
