#!/usr/bin/env python3
# test-command.py: the function command.run with real commands
#
# SPDX-License-Identifier: GPL-3.0-or-later

import csv
import hashlib
import io
import json
import os
import shutil
import signal
import time
import unittest

from scenario import SANITIZED, Scenario, list_processes, main, wait_until

SIMULATION = """
import json, os, sys
n = int(sys.argv[1])
print(f"{n}/4", flush=True)
if n == 0:
    sys.exit("there is no zero")
with open(os.environ["FANFOLD_RESULT"], "w") as file:
    json.dump({"energy": n / 2, "name": "a,b"} if n < 3 else {"energy": 1, "other": [1, 2]}, file)
"""


class Command(Scenario):
    def run_one(self, command, *args, **options):
        return self.run_ok("command.run", f"--set=command={command}", *args, **options)[0]["result"]

    def run_failed(self, command, *args, **options):
        outcome = self.cli(
            "run", "command.run", f"--set=command={command}", *args, "--results=-", **options
        )
        self.assertEqual(outcome.status, 1, outcome)
        (line,) = outcome.lines
        self.assertIsNone(line["result"])
        return line

    def get_log(self, job=0):
        runs = json.loads(self.cli("history", "list", "--json").stdout)
        if not runs:
            return b""
        return self.cli("history", "log", str(runs[0]["id"]), f"--job={job}").stdout

    def script(self, name, text):
        self.write_files({name: text.encode()})
        os.chmod(self.work / name, 0o755)

    def interrupt_twice(self, process):
        process.send_signal(signal.SIGINT)
        wait_until(lambda: b"Ctrl-C again" in process.stderr.readline())
        process.send_signal(signal.SIGINT)

    # Words

    def test_words_are_those_of_a_shell(self):
        result = self.run_one(r"""printf '<%s>' a\ b 'c  d' "e'f" '' "\$x" 'ü*'""")
        self.assertEqual(result["stdout"], "<a b><c  d><e'f><><$x><ü*>")
        self.assertEqual((result["status"], result["stderr"]), (0, ""))
        self.assertEqual((result["files"], result["read"], result["result"]), ([], [], None))

    def test_what_needs_a_shell_is_refused(self):
        for command in ("ls | wc", "echo a > b", "a; b", "a & b", "echo $HOME", 'echo "$HOME"',
                        "echo `a`", "ls *", "ls a?", "a\nb", "(a)", "ls ~", "a # b", "A=1 b"):
            line = self.run_failed(command)
            self.assertIn("turn on “Shell” (--shell)", line["error"], command)
        for command in ("echo 'a | b > *'", 'echo "a|b"', r"echo a\|b", "echo a$", "echo a~b#c"):
            self.run_one(command)
        self.assertIn("not closed", self.run_failed("echo 'a")["error"])

    def test_shell(self):
        result = self.run_one("for i in 1 2; do echo $i; done | tac > out; cat out",
                              "--set=shell=true")
        self.assertEqual(result["stdout"], "2\n1\n")
        self.assertEqual(result["files"], ["out"])

    # How it ends

    def test_not_found(self):
        line = self.run_failed("no-such-program a")
        self.assertIn("command not found: “no-such-program”", line["error"])
        self.assertEqual(line["exit"], 127)
        self.assertIn("command of the shell", self.run_failed("cd /")["error"])
        self.assertEqual(self.run_failed("./nothing")["exit"], 127)

    def test_not_executable(self):
        self.write_files({"text": b"hello"})
        line = self.run_failed("./text")
        self.assertIn("“./text” cannot be run", line["error"])
        self.assertEqual(line["exit"], 126)

    def test_script_without_interpreter(self):
        self.script("script", "echo $# $1\n")
        self.assertEqual(self.run_one("./script a b")["stdout"], "2 a\n")

    def test_status(self):
        line = self.run_failed("sh -c 'echo first >&2; echo last >&2; echo; exit 3'")
        self.assertEqual(line["error"], "exited with status 3: last")
        self.assertEqual(line["exit"], 3)
        result = self.run_one("sh -c 'exit 3'", "--set=success=0, 3")
        self.assertEqual(result["status"], 3)

    def test_signals(self):
        line = self.run_failed("sh -c 'kill -9 $$'")
        self.assertEqual((line["error"], line["signal"]), ("killed: SIGKILL, status 137", 9))
        line = self.run_failed("sh -c 'kill -SEGV $$'")
        self.assertIn("crashed: segmentation fault (SIGSEGV)", line["error"])

    def test_causes_fold_by_status(self):
        outcome = self.cli("run", "command.run", "--set=shell=true", "--list=command=" + ",".join(
            ["gzip -d no1", "gzip -d no2", "gzip -d other", "exit 7", "exit 7"]))
        self.assertEqual(outcome.status, 1, outcome)
        self.assertEqual(outcome.stderr.count("gzip: "), 1, outcome)
        self.assertEqual(outcome.stderr.count("status 7"), 1, outcome)

    def test_job_log(self):
        outcome = self.cli("run", "command.run", "--list=command=true,sh -c 'exit 5'",
                           "--results=-", "--format=joblog")
        rows = [line.split("\t") for line in outcome.stdout.decode().splitlines()]
        self.assertEqual([row[6] for row in rows], ["Exitval", "0", "5"])
        self.assertEqual([row[8] for row in rows], ["Command", "true", "sh -c 'exit 5'"])

    # What it gets

    def test_surroundings(self):
        (self.work / "below").mkdir()
        self.write_files({"in": b"text"})
        result = self.run_one("sh -c 'pwd; cat; echo; echo $A $B $FANFOLD_INDEX $FANFOLD_SLOT "
                              "$FANFOLD_ATTEMPT ${FANFOLD_SPOOL-none}'",
                              "--set=folder=below", "--set=stdin=in",
                              "--set=environment=A=1 B='two words'")
        self.assertEqual(result["stdout"], f"{self.work}/below\ntext\n1 two words 0 0 1 none\n")
        self.assertEqual(self.run_one("cat")["stdout"], "")
        self.assertIn("is not there", self.run_failed("true", "--set=folder=gone")["error"])
        self.assertIn("“gone”", self.run_failed("true", "--set=stdin=gone")["error"])
        self.assertIn("NAME=VALUE", self.run_failed("true", "--set=environment=x")["error"])

    def test_descriptors_and_signals(self):
        def ignore():
            for number in [signal.SIGQUIT, signal.SIGUSR2, signal.SIGTTOU, signal.SIGRTMAX]:
                signal.signal(number, signal.SIG_IGN)

        result = self.run_one("ls /proc/self/fd")
        self.assertEqual(result["stdout"].split(), ["0", "1", "2", "3"])  # its own folder
        status = self.run_one("grep -E 'Sig(Blk|Ign)' /proc/self/status", preexec_fn=ignore)
        status = status["stdout"]
        _, blocked, _, ignored = status.split()
        self.assertEqual(int(blocked, 16), 0)
        self.assertEqual(int(ignored, 16) & ~0x180000000, 0)  # but for the C library's own

    def test_path(self):
        """A program is taken from where it was last, unless it is gone or PATH is another one."""
        folders = [self.work / "a", self.work / "b"]
        for folder in folders:
            folder.mkdir()
            self.script(f"{folder.name}/prog", f"#!/bin/sh\necho {folder.name}\nrm -f a/prog\n")
        path = f"{folders[0]}:{folders[1]}:{os.environ['PATH']}"
        lines = self.run_ok("command.run", "--list=command=prog,prog,true,prog",
                            f"--set=environment=PATH={path}")
        self.assertEqual([line["result"]["stdout"] for line in lines], ["a\n", "b\n", "", "b\n"])
        paths = ",".join(f"PATH={folder}:{os.environ['PATH']}" for folder in reversed(folders))
        for folder in folders:
            self.script(f"{folder.name}/prog", f"#!/bin/sh\necho {folder.name}\n")
        lines = self.run_ok("command.run", "--set=command=prog", f"--list=environment={paths}")
        self.assertEqual([line["result"]["stdout"] for line in lines], ["b\n", "a\n"])

    # What it prints

    def test_streams(self):
        result = self.run_one(r"sh -c 'printf \"a\\0b\\377\"; printf ü >&2'".replace('\\"', '"'))
        self.assertEqual(result["stdout"], "a\ufffdb\ufffd")
        self.assertEqual(result["stderr"], "ü")

    def test_keeps_the_beginning(self):
        result = self.run_one("sh -c 'printf üüüüü'", "--set=keep=5")
        self.assertEqual(result["stdout"], "üü")
        self.assertIn("first 5 of 10 bytes", self.get_log().decode())
        self.assertIn("üüüüü".encode(), self.get_log())

    def test_much_output(self):
        result = self.run_one("sh -c 'yes | head -c 100M; yes err | head -c 1M >&2'")
        self.assertEqual(len(result["stdout"]), 65536)
        self.assertEqual(len(result["stderr"]), 65536)

    def test_redrawn_line(self):
        self.script("bar", "i=0; printf 'start '; while [ $i -lt 5000 ]; do i=$((i+1));"
                           " printf '\\r\\033[32m%d\\033[0m of 5000' $i; done; echo; echo end\n")
        self.run_one("sh bar")
        log = self.get_log()
        self.assertIn(b"\x1b[32m5000\x1b[0m of 5000\nend\n", log)
        self.assertLess(len(log), 2000)

    def test_log_is_live(self):
        process = self.popen("run", "command.run", "--set=command=sh -c 'echo early; sleep 30'")
        wait_until(lambda: b"early" in self.get_log())
        self.interrupt_twice(process)
        self.end(process)

    def test_progress(self):
        process = self.popen(
            "run", "command.run", "--progress=json", "--progress-interval=0.05",
            "--set=command=sh -c 'echo 1/4; sleep 0.4; printf \"\\r 50%%\"; sleep 0.6'")
        outcome = self.end(process)
        self.assertEqual(outcome.status, 0, outcome)

    def test_spool(self):
        spool = self.folder / "spool"
        spool.mkdir()
        self.env["FANFOLD_SPOOL"] = str(spool)
        self.run_ok("command.run",
                    "--list=command=head -c 3000000 /dev/zero,true,sh -c 'echo e >&2'")
        self.assertEqual(sorted(os.listdir(spool)), ["0.out", "2.err"])
        self.assertEqual((spool / "0.out").read_bytes(), bytes(3000000))

    def test_spool_is_full(self):
        self.env["FANFOLD_SPOOL"] = str(self.folder / "gone")
        self.assertIn("could not be kept", self.run_failed("echo a")["error"])
        self.run_one("true")

    # Files

    def test_files(self):
        self.write_files({"a": b"a" * 1000, "b": b"b", "same": b"s"})
        result = self.run_one("gzip -k a")
        self.assertEqual((result["files"], result["read"]), ([], ["a"]))
        result = self.run_one("dd if=a of=c status=none")
        self.assertEqual((result["files"], result["read"]), (["c"], ["a"]))
        result = self.run_one("touch b c 'd e' same --reference=a")
        self.assertEqual(result["files"], ["b", "c", "d e", "same"])
        result = self.run_one("sha256sum a")
        self.assertTrue(result["stdout"].startswith(hashlib.sha256(b"a" * 1000).hexdigest()))

    def test_files_below_a_folder(self):
        (self.work / "below").mkdir()
        self.assertEqual(self.run_one("touch x", "--set=folder=below")["files"], ["below/x"])

    def test_file_of_no_encoding(self):
        result = self.run_one(b"touch f\xff".decode(errors="surrogateescape"))
        self.assertEqual(result["files"], ["file:f%FF"])
        self.assertTrue(os.path.exists(os.fsencode(self.work) + b"/f\xff"))

    @unittest.skipUnless(shutil.which("convert"), "ImageMagick is not here")
    def test_convert(self):
        self.run_one("convert -size 60x40 xc:red a.png")
        result = self.run_one("convert a.png -resize 30 small.png")
        self.assertEqual((result["files"], result["read"]), (["small.png"], ["a.png"]))

    def test_cache(self):
        self.write_files({"a": b"a", "b": b"b"})
        args = ("command.run", "--set=command=cp a c", "--cache")
        self.assertEqual(self.run_ok("command.run", "--set=command=cp a c")[0]["state"], "done")
        for state, change in (("done", None), ("cached", None), ("done", "c"), ("cached", None),
                              ("done", "a"), ("cached", None)):
            if change == "c":
                os.unlink(self.work / "c")
            elif change == "a":
                os.utime(self.work / "a", (1, 1))
            self.assertEqual(self.run_ok(*args)[0]["state"], state, change)
        self.assertEqual(self.cli("run", *args, "--no-cache").status, 2)
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "a").write_bytes(b"other")
        self.assertEqual(self.run_ok(*args, cwd=elsewhere)[0]["state"], "done")

    # Results

    def test_sweep(self):
        self.script("sim.py", SIMULATION)
        args = ("command.run", "--list=command=" + ",".join(
            f"python3 sim.py {n}" for n in range(4)))
        outcome = self.cli("run", *args, "--results=-")
        self.assertEqual([line["state"] for line in outcome.lines], ["failed"] + 3 * ["done"])
        self.assertEqual([line["result"] and line["result"]["result"] for line in outcome.lines],
                         [None, {"energy": 0.5, "name": "a,b"}, {"energy": 1.0, "name": "a,b"},
                          {"energy": 1, "other": [1, 2]}])
        outcome = self.cli("run", *args, "--results=-", "--format=csv")
        rows = list(csv.DictReader(io.StringIO(outcome.stdout.decode(), newline="")))
        self.assertEqual([row["result.energy"] for row in rows], ["", "0.5", "1.0", "1"])
        self.assertEqual([row["result.name"] for row in rows], ["", "a,b", "a,b", ""])
        self.assertEqual([row["result"] for row in rows], ["", "", "", '{"other":[1,2]}'])
        self.assertEqual([row["exit"] for row in rows], ["1", "", "", ""])

    def test_csv_without_results(self):
        outcome = self.cli("run", "command.run", "--list=command=false,true", "--results=-",
                           "--format=csv")
        rows = list(csv.DictReader(io.StringIO(outcome.stdout.decode(), newline="")))
        self.assertEqual([row["state"] for row in rows], ["failed", "done"])

    def test_bad_results(self):
        for text, place in (("{1}", "line 1, column 2"), ("[1]", "line 1, column 1: an object"),
                            ("{\"a\":1,\n \"b\": NaN}", "line 2, column 7: NaN"),
                            ("{\"a\":1,\"a\":2}", "line 1, column 8: this key is here twice"),
                            ("{\"a\":1", "line 1, column 7"), ("{} {}", "line 1, column 4"),
                            ("{\"a\":1e999}", "line 1, column 6: this number is too large")):
            self.write_files({"json": text.encode()})
            line = self.run_failed("sh -c 'cat json > $FANFOLD_RESULT'")
            self.assertIn(place, line["error"])
        self.assertIsNone(self.run_one("sh -c ': > $FANFOLD_RESULT'")["result"])
        self.run_failed("sh -c 'mkdir $FANFOLD_RESULT'")
        self.assertEqual(os.listdir(self.folder / "fanfold"), [])

    def test_abandoned_results(self):
        """What a killed program left goes at the next start, and nothing else does."""
        self.script("slow", "echo '{}' > $FANFOLD_RESULT\nsleep 100\n")
        process = self.popen("run", "command.run", "--set=command=sh slow")
        wait_until(lambda: "sleep" in list_processes(self.env["FANFOLD_TEST_MARK"]).values())
        folder = self.folder / "fanfold"
        (left,) = folder.iterdir()
        for pid in [process.pid, *list_processes(self.env["FANFOLD_TEST_MARK"])]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass  # went with the others
        process.communicate()
        wait_until(lambda: not list_processes(self.env["FANFOLD_TEST_MARK"]))
        ours = folder / f"result-0123abcd-{os.getpid()}-0.json"
        ours.touch()
        self.run_one("true")
        self.assertTrue(left.exists(), "one so young may be in use")
        for path in (left, ours):
            os.utime(path, (1, 1))
        self.run_one("true")
        self.assertEqual(list(folder.iterdir()), [ours])

    # Being stopped

    def test_cancelled(self):
        self.script("slow", "trap 'echo ended > ended; exit 0' TERM\nsleep 100 & wait\n")
        process = self.popen("run", "command.run", "--set=command=sh slow", "--results=-")
        wait_until(lambda: "sleep" in list_processes(self.env["FANFOLD_TEST_MARK"]).values())
        self.interrupt_twice(process)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 130, outcome)
        self.assertEqual((self.work / "ended").read_text(), "ended\n")

    def test_timed_out(self):
        self.script("deaf", "trap '' TERM\nsleep 100 &\nsetsid sleep 100 &\nwait\n")
        started = time.monotonic()
        line = self.run_failed("sh deaf", "--timeout=0.3")
        self.assertEqual(line["state"], "timed-out")
        if not SANITIZED:
            self.assertLess(time.monotonic() - started, 4)

    def test_takes_its_time_to_end(self):
        self.script("tidy", "trap 'sleep 0.8; echo tidy > done; exit 1' TERM\n"
                            "echo up\nwhile :; do sleep 0.05; done\n")
        line = self.run_failed("sh tidy", "--timeout=0.3", "--set=wait=20")
        self.assertEqual(line["state"], "timed-out")
        self.assertEqual((self.work / "done").read_text(), "tidy\n")

    def test_background_child(self):
        started = time.monotonic()
        result = self.run_one("sh -c 'sleep 100 & echo x'")
        self.assertEqual(result["stdout"], "x\n")
        self.assertLess(time.monotonic() - started, 20)
        self.assertIn("left processes behind", self.get_log().decode())

    def test_double_fork(self):
        self.run_one("sh -c '(setsid sleep 100 > /dev/null 2>&1 &)'")

    def test_closes_its_streams(self):
        self.run_one("sh -c 'exec > /dev/null 2>&1; sleep 0.3; touch late'")
        self.assertTrue((self.work / "late").exists())


if __name__ == "__main__":
    main()
