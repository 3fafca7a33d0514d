#!/usr/bin/env python3
# test-signals.py: Ctrl-C, SIGTERM, workers that are killed
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import pty
import select
import signal
import subprocess
import time
from pathlib import Path

import scenario
from scenario import get_parent, list_processes, wait_until


class SignalScenario(scenario.Scenario):
    def start(self, seconds, n_jobs_total, n_jobs=2):
        process = self.popen(
            "run", "numbers.wait", f"--set=seconds={seconds}", f"--range=seed=0:{n_jobs_total}",
            f"--n-jobs={n_jobs}", "--results=results", "--progress=json",
            "--progress-interval=0",
        )
        self.read_until(process, f'"running":{n_jobs}')
        return process

    def read_until(self, process, text):
        for line in process.stderr:
            if text in line.decode():
                return line.decode()
        self.fail(f"{text} was never said")

    def read_states(self):
        path = self.work / "results"
        outcome = scenario.Outcome(0, path.read_bytes(), b"", 0)
        return [line["state"] for line in outcome.lines]

    def find_workers(self, process):
        """Supervisors and runners below @process."""
        found = list_processes(self.env["FANFOLD_TEST_MARK"])
        parents = {pid: get_parent(pid) for pid in found}
        supervisors = [pid for pid in found if parents[pid] == process.pid]
        runners = [pid for pid in found if parents[pid] in supervisors]
        return supervisors, runners


class Signals(SignalScenario):
    def test_first_interrupt_lets_running_jobs_end(self):
        process = self.start(1, 20)
        process.send_signal(signal.SIGINT)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 130, outcome)
        self.assertIn("Ctrl-C again", outcome.stderr)
        states = self.read_states()
        self.assertEqual(len(states), 20)
        self.assertEqual(states.count("done"), 2)
        self.assertEqual(states.count("skipped"), 18)
        self.assertIn("18 of 20 jobs are left: Interrupted", outcome.stderr)
        self.assertIn("fanfold-cli history resume 1\n", outcome.stderr)

    def test_remaining_time_after_an_interrupt(self):
        """It is that of the jobs that run, to the end; all of them would take a minute."""
        after = self.interrupt_waits(self.wait("--range=seed=0:40"))
        self.assertTrue(all(sample["total"] == 40 for sample in after), after)

    def test_remaining_time_of_an_interrupted_stream(self):
        """The same of one that would go on: how many jobs it makes stays unknown."""
        process = self.wait("--lines=seed=-", stdin=subprocess.PIPE)
        process.stdin.write(b"".join(b"%d\n" % i for i in range(40)))
        process.stdin.flush()
        after = self.interrupt_waits(process)
        self.assertTrue(all(sample["total"] is None for sample in after[:-1]), after)

    def wait(self, *args, **options):
        return self.popen(
            "run", "numbers.wait", "--set=seconds=3", *args, "--n-jobs=2",
            "--progress=json", "--progress-interval=0.1", **options
        )

    def interrupt_waits(self, process):
        self.read_until(process, '"done":2')
        process.send_signal(signal.SIGINT)
        first = self.read_until(process, '"halt":"drain"')
        outcome = self.end(process)
        self.assertEqual(outcome.status, 130, outcome)
        lines = [first, *outcome.stderr.splitlines()]
        samples = [json.loads(line) for line in lines if line[0] == "{"]
        after = [sample for sample in samples if sample["halt"] == "drain"]
        self.assertGreaterEqual(len(after), 3, outcome)
        self.assertLess(max(sample["remaining"] for sample in after), 12, outcome)
        self.assertLess(max(sample["remaining_high"] for sample in after), 30, outcome)
        return after

    def test_second_interrupt_ends_them(self):
        process = self.start(60, 20)
        process.send_signal(signal.SIGINT)
        self.read_until(process, "Ctrl-C again")
        process.send_signal(signal.SIGINT)
        outcome = self.end(process, 20)
        self.assertEqual(outcome.status, 130, outcome)
        states = self.read_states()
        self.assertEqual(states.count("cancelled"), 2)
        self.assertEqual(states.count("skipped"), 18)

    def test_terminate_ends_them(self):
        process = self.start(60, 20)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        outcome = self.end(process, 20)
        self.assertEqual(outcome.status, 130, outcome)
        self.assertLess(time.monotonic() - started, 15)
        self.assertEqual(self.read_states().count("cancelled"), 2)

    def test_interrupt_of_the_whole_group(self):
        """As a terminal does it: workers get the signal too."""
        process = self.popen(
            "run", "numbers.wait", "--set=seconds=1", "--range=seed=0:20", "--n-jobs=2",
            "--results=results", "--progress=json", "--progress-interval=0",
            start_new_session=True,
        )
        self.read_until(process, '"running":2')
        os.killpg(process.pid, signal.SIGINT)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 130, outcome)
        self.assertEqual(self.read_states().count("done"), 2)

    def kill_one(self, which):
        process = self.start(0.5, 12)
        victims = wait_until(lambda: self.find_workers(process)[which])
        os.kill(victims[0], signal.SIGKILL)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 1, outcome)
        states = self.read_states()
        self.assertEqual(states.count("crashed"), 1, states)
        self.assertEqual(states.count("done"), 11, states)
        self.assertIn("1 crashed of 12 jobs", outcome.stderr)

    def test_killed_worker_costs_one_job(self):
        self.kill_one(0)

    def test_killed_runner_costs_one_job(self):
        self.kill_one(1)

    def test_nobody_stays_when_the_program_is_killed(self):
        process = self.start(60, 4)
        self.assertGreaterEqual(len(list_processes(self.env["FANFOLD_TEST_MARK"])), 5)
        process.kill()
        process.communicate()
        wait_until(lambda: not list_processes(self.env["FANFOLD_TEST_MARK"]), 20)

    def test_interrupted_run_does_not_spoil_the_next(self):
        process = self.start(60, 4)
        process.kill()
        process.communicate()
        wait_until(lambda: not list_processes(self.env["FANFOLD_TEST_MARK"]), 20)
        lines = self.run_ok("numbers.square", "--range=x=0:3")
        self.assertEqual([line["result"] for line in lines], [0.0, 1.0, 4.0])

    def test_what_was_ignored_stays_ignored(self):
        """As nohup does it."""
        def ignore():
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

        process = self.popen(
            "run", "numbers.wait", "--set=seconds=0.3", "--range=seed=0:4", "--results=results",
            "--progress=json", "--progress-interval=0", preexec_fn=ignore,
        )
        self.read_until(process, '"running":1')
        process.send_signal(signal.SIGHUP)
        self.assertEqual(self.end(process).status, 0)
        self.assertEqual(self.read_states(), ["done"] * 4)

    def test_running_jobs(self):
        process = self.start(2, 20)
        time.sleep(0.5)
        process.send_signal(signal.SIGUSR1)
        self.read_until(process, "2 jobs are running, 0 of 20 done")
        lines = [process.stderr.readline().decode() for _ in range(2)]
        for line in lines:
            self.assertRegex(line, r'^  job [01]: 0:0\d, \d+% \{"seconds":2\.0,.*"seed":[01]\}$')
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end(process).status, 130)

    def test_interrupt_from_a_shell(self):
        command = (
            f"'{scenario.CLI}' run numbers.wait --set=seconds=60 --progress=json "
            "--progress-interval=0 2> progress & "
            "until grep -q '\"running\":1' progress; do sleep 0.1; done; "
            "kill -TERM $!; wait $!; echo $?"
        )
        outcome = subprocess.run(
            ["sh", "-c", command], env=self.env, cwd=self.work, timeout=30, check=True,
            stdout=subprocess.PIPE,
        )
        self.assertEqual(outcome.stdout.strip(), b"130")


def get_state(pid):
    text = Path(f"/proc/{pid}/stat").read_text()
    return text.rpartition(")")[2].split()[0]


class Suspended(SignalScenario):
    def start_group(self, *args):
        """In a process group of its own, which is the parent's to continue: as a shell does it."""
        process = self.popen(
            "run", "numbers.wait", *args, "--n-jobs=2", "--results=results", "--progress=json",
            "--progress-interval=0", preexec_fn=os.setpgrp,
        )
        self.read_until(process, '"running":2')
        return process

    def stop(self, process):
        os.killpg(process.pid, signal.SIGTSTP)
        wait_until(lambda: get_state(process.pid) == "T", 5)

    def test_stops_workers_and_program(self):
        process = self.start_group("--set=seconds=1.5", "--range=seed=0:4")
        _, runners = self.find_workers(process)
        self.assertEqual(len(runners), 2)
        self.stop(process)
        self.assertEqual([get_state(pid) for pid in runners], ["T", "T"])
        time.sleep(2)
        self.assertEqual((self.work / "results").read_text(), "")
        os.killpg(process.pid, signal.SIGCONT)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(self.read_states(), ["done"] * 4)

    def test_stops_commands(self):
        """With all that they have started, in groups of their own."""
        script = "sh -c 'while :; do echo >> {}; sleep 0.02; done' & sleep 4; kill $!"
        process = self.popen(
            "run", "--n-jobs=2", "--shell", "--", script, ":::", "a", "b",
            preexec_fn=os.setpgrp,
        )

        def measure():
            return [path.stat().st_size for path in map(self.work.joinpath, "ab") if path.exists()]

        def are_stopped():
            """Those that have just ended, or wait for a child to begin, are as good."""
            found = list_processes(self.env["FANFOLD_TEST_MARK"])
            commands = [pid for pid, name in found.items() if name in ("sh", "sleep")]
            states = [scenario.get_state(pid)[0] for pid in commands]
            return len(states) >= 4 and set(states) - set("ZDg") == {"T"}

        wait_until(lambda: len(measure()) == 2)
        self.stop(process)
        wait_until(are_stopped, 10)
        before = measure()
        time.sleep(1.5)
        self.assertEqual(measure(), before)
        os.killpg(process.pid, signal.SIGCONT)
        outcome = self.end(process)
        self.assertEqual((outcome.status, outcome.stderr), (0, ""), outcome)
        self.assertTrue(all(now > then for now, then in zip(measure(), before)))

    def test_time_limits_wait_too(self):
        process = self.start_group("--set=seconds=1", "--range=seed=0:2", "--timeout=1.6")
        self.stop(process)
        time.sleep(2)
        os.killpg(process.pid, signal.SIGCONT)
        self.assertEqual(self.end(process).status, 0)
        self.assertEqual(self.read_states(), ["done"] * 2)

    def test_remaining_time_waits_too(self):
        """A run of four seconds, half of which is over: the jobs that stood still are no older for
        that. Machines that are busy take longer, not for hours."""
        process = self.start_group("--set=seconds=0.5", "--range=seed=0:16")
        self.read_until(process, '"done":8')
        self.stop(process)
        time.sleep(4)
        os.killpg(process.pid, signal.SIGCONT)
        outcome = self.end(process)
        self.assertEqual(outcome.status, 0, outcome)
        samples = [json.loads(line) for line in outcome.stderr.splitlines()]
        known = [sample["remaining_high"] for sample in samples if sample["remaining"] is not None]
        self.assertGreater(len(known), 2)
        self.assertLess(max(known), 30, samples)

    def test_again_and_again(self):
        process = self.start_group("--set=seconds=1", "--range=seed=0:4")
        for _ in range(4):
            self.stop(process)
            os.killpg(process.pid, signal.SIGCONT)
            time.sleep(0.05)
        self.assertEqual(self.end(process).status, 0)
        self.assertEqual(self.read_states(), ["done"] * 4)

    def test_ended_while_stopped(self):
        process = self.start_group("--set=seconds=60", "--range=seed=0:4")
        self.stop(process)
        process.send_signal(signal.SIGTERM)
        os.killpg(process.pid, signal.SIGCONT)
        self.assertEqual(self.end(process, 20).status, 130)
        self.assertEqual(self.read_states().count("cancelled"), 2)

    def test_killed_while_stopped(self):
        process = self.start_group("--set=seconds=60", "--range=seed=0:4")
        self.stop(process)
        process.kill()
        process.communicate()
        wait_until(lambda: not list_processes(self.env["FANFOLD_TEST_MARK"]), 5)


class JobControl(scenario.Scenario):
    """A real shell on a real terminal."""

    def setUp(self):
        super().setUp()
        self.env.update(TERM="xterm", PS1="ready> ", HISTFILE="")
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whatever nohup has the tests do
            os.chdir(self.work)
            os.execvpe("bash", ["bash", "--norc", "--noprofile", "-i"], self.env)
        self.text = ""
        self.expect("ready> ")

    def tearDown(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)
        super().tearDown()

    def type(self, text):
        os.write(self.terminal, text.encode())

    def expect(self, text, seconds=20):
        """Reads on until @text is there; gives what came before it."""
        end = time.monotonic() + seconds
        while text not in self.text:
            ready, _, _ = select.select([self.terminal], [], [], max(end - time.monotonic(), 0))
            if not ready:
                self.fail(f"{text!r} did not come: {self.text!r}")
            self.text += os.read(self.terminal, 65536).decode(errors="replace")
        before, _, self.text = self.text.partition(text)
        return before

    def run_and_stop(self):
        self.type(
            f"'{scenario.CLI}' run numbers.wait --set=seconds=1 --range=seed=0:4 --n-jobs=2"
            " --results=results; echo status $?\n"
        )
        self.expect("0/4")
        self.type("\x1a")
        self.expect("Stopped")
        self.expect("ready> ")

    def read_states(self):
        lines = (self.work / "results").read_text().splitlines()
        return [json.loads(line)["state"] for line in lines]

    def test_foreground(self):
        self.run_and_stop()
        self.type("jobs\n")
        self.expect("Stopped")
        self.expect("ready> ")
        time.sleep(1.5)
        self.assertEqual(self.read_states(), [])
        self.type("fg; echo $?\n")
        self.expect("Done 4/4")
        self.assertEqual(self.read_states(), ["done"] * 4)

    def test_background(self):
        self.run_and_stop()
        self.type("stty tostop; bg\n")
        self.expect("Done 4/4")
        self.type("wait; echo over\n")
        self.expect("over\r\n")
        self.assertEqual(self.read_states(), ["done"] * 4)

    def test_bar_gives_way(self):
        self.type(f"'{scenario.CLI}' run numbers.wait --set=seconds=60\n")
        self.expect("0/1")
        self.type("\x1a")
        drawn = self.expect("Stopped")
        self.assertIn("\r\x1b[K", drawn)
        self.assertNotIn("0/1", drawn.rpartition("\r\x1b[K")[2])
        self.type("kill %1; fg; echo 'al''l over'\n")
        self.expect("all over")


if __name__ == "__main__":
    scenario.main()
