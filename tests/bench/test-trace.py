#!/usr/bin/env python3
# test-trace.py: recorded runs as events, and what the remaining time says to them
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import signal
import sqlite3
import subprocess
import time
import unittest

import scenario

REPLAY = os.environ["FANFOLD_REPLAY"]

# How many jobs of how many seconds.
N_JOBS, SECONDS = 12, 0.4
WAITS = ("numbers.wait", f"--set=seconds={SECONDS}", f"--range=seed=0:{N_JOBS}")


def select(events, *names):
    return [event for event in events if event["event"] in names]


class Trace(scenario.Scenario):
    def trace(self):
        return self.cli("history", "export", "last", "--trace").lines

    def show(self):
        return json.loads(self.cli("history", "show", "last", "--json").stdout)["events"]

    def ask(self, events, *times):
        """What the remaining time says then."""
        events = sorted([*events, *({"t": t, "event": "ask"} for t in times)],
                        key=lambda event: event["t"])
        done = subprocess.run([REPLAY], input="".join(json.dumps(e) + "\n" for e in events),
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), events)
        return [json.loads(line)["remaining"] for line in done.stdout.splitlines()]

    def launch(self, n_jobs, n_done):
        """A run that has done so many of its jobs, in a group of its own, as a shell does it."""
        results = self.folder / "results"
        process = self.popen("run", *WAITS, f"--n-jobs={n_jobs}", f"--results={results}",
                             preexec_fn=os.setpgrp)
        scenario.wait_until(lambda: results.exists() and
                            results.read_bytes().count(b"\n") >= n_done)
        return process

    def check_pause(self, events, pause, resume):
        """The answer stands still; what is left then are the jobs that are not over, as many at
        once as until then: how many there are afterwards, and how fast a program is there again,
        it does not know."""
        over = [event for event in select(events, "end")
                if event["t"] <= pause["t"] and not event.get("retried")]
        left = (N_JOBS - len(over)) * SECONDS / events[0]["n_jobs"]
        first, last, after = self.ask(events, pause["t"] + 0.001, resume["t"] - 0.001,
                                      events[-1]["t"])
        self.assertAlmostEqual(first, last, delta=0.01)
        self.assertGreater(first, left / 3)
        self.assertLess(first, left * 3)
        self.assertLess(after, 0.1)

    def test_events_of_every_attempt(self):
        self.cli("run", "numbers.wait", "--list=seconds=0.02,0.01", "--list=fail_chance=0,1",
                 "--retries=1", "--n-jobs=2")
        begin, *events = self.cli("history", "export", "last", "--trace").lines

        self.assertEqual((begin["event"], begin["t"], begin["total"]), ("begin", 0, 4))
        self.assertNotIn("delay", begin)
        self.assertLessEqual(begin["n_jobs"], 2)
        self.assertEqual([job["size"] for job in begin["jobs"]], [0.02, 0.02, 0.01, 0.01])
        ends = [event for event in events if event["event"] == "end"]
        self.assertEqual(len(ends), 6)
        self.assertEqual(len(events), 12)
        self.assertEqual(sorted(end["job"] for end in ends if end.get("retried")), [1, 3])
        self.assertEqual([end.get("delay") for end in ends if end.get("retried")], [0.5, 0.5])
        self.assertTrue(all("delay" not in end for end in ends if not end.get("retried")))
        self.assertEqual([event["t"] for event in events], sorted(event["t"] for event in events))
        self.assertAlmostEqual(next(e["seconds"] for e in ends if e["job"] == 0), 0.02, delta=0.5)

    def test_waits_for_retries(self):
        """No end is told that is before the job in question may begin again. The others end while
        it waits for its last attempt."""
        outcome = self.cli(
            "run", "numbers.wait", "--set=seconds=0.2", "--list=fail_chance=1" + 50 * ",0",
            "--retries=4", "--n-jobs=2", "--progress=json", "--progress-interval=0.1")
        samples = [json.loads(line) for line in outcome.stderr.splitlines()
                   if line.startswith("{")]
        ends = [event for event in select(self.trace(), "end") if event["job"] == 0]
        self.assertEqual([end.get("delay") for end in ends], [0.5, 1, 2, 4, None])

        n_seen = 0
        for end in ends[:-1]:
            for sample in samples:
                left = end["t"] + end["delay"] - sample["elapsed"]
                # Between the end of an attempt and what is said of it much else may go on.
                if 1 < left < end["delay"] - 0.5:
                    self.assertGreater(sample["remaining"], left - 1, (sample, end))
                    n_seen += 1
        self.assertGreater(n_seen, 3)

    def test_retries(self):
        """A job that failed will be tried again as often as it may, and so will others."""
        outcome = self.cli(
            "run", "numbers.wait", "--set=seconds=0.1", "--set=fail_chance=1", "--range=seed=0:12",
            "--n-jobs=2", "--retries=2")
        self.assertEqual(outcome.status, 1)
        begin, *events = self.trace()
        self.assertEqual(begin["retries"], 2)
        total = events[-1]["t"]
        [answer] = self.ask([begin, *events], 0.6 * total)
        self.assertGreater(answer, 0.1 * total)

    def test_waits_for_starts(self):
        """Of the jobs that wait each begins so long after the one before it."""
        outcome = self.cli(
            "run", "numbers.wait", "--set=seconds=0.1", "--range=seed=0:7", "--delay=0.8",
            "--n-jobs=2", "--progress=json", "--progress-interval=0.1")
        n_seen = 0
        for line in outcome.stderr.splitlines():
            sample = json.loads(line) if line.startswith("{") else {}
            n_waiting = sample.get("total", 0) - sample.get("done", 0) - sample.get("running", 0)
            if n_waiting > 1 and sample["remaining"] is not None:
                self.assertGreater(sample["remaining"], 0.8 * (n_waiting - 1) - 0.1, sample)
                self.assertLess(sample["remaining"], 0.8 * n_waiting + 2, sample)
                n_seen += 1
        self.assertGreater(n_seen, 5)

        begin, *events = self.trace()
        self.assertEqual(begin["delay"], 0.8)
        [answer] = self.ask([begin, *events], select(events, "start")[2]["t"] + 0.5)
        self.assertGreater(answer, 4 * 0.8 - 0.5)
        self.assertLess(answer, 4 * 0.8 + 2)

    def test_what_was_known_before(self):
        for _ in range(2):
            self.cli("run", "numbers.pi", "--set=samples=1000", "--range=seed=0:3")
        first = self.cli("history", "export", "1", "--trace").lines
        second = self.cli("history", "export", "2", "--trace").lines

        self.assertTrue(all("prior" not in job for job in first[0]["jobs"]))
        self.assertTrue(all(job["prior"] > 0 for job in second[0]["jobs"]))
        self.assertTrue(all(event.get("cached") for event in second[1:]))

    def test_frozen(self):
        process = self.launch(2, 4)
        process.send_signal(signal.SIGTSTP)
        scenario.wait_until(lambda: scenario.get_state(process.pid).startswith("T"))
        time.sleep(2)
        process.send_signal(signal.SIGCONT)
        self.assertEqual(self.end(process).status, 0)

        kinds = [event["event"] for event in self.show()]
        self.assertEqual(kinds, ["begin", "freeze", "resume", "end"])
        begin, *events = self.trace()
        self.assertEqual(begin["n_jobs"], 2)
        self.assertEqual(len(select(events, "end")), N_JOBS)
        [pause, resume] = select(events, "pause", "resume")
        self.assertGreater(resume["t"] - pause["t"], 1.5)
        between = [event for event in events if pause["t"] < event["t"] < resume["t"]]
        self.assertEqual(between, [], "jobs that stood still came to an end")
        self.check_pause([begin, *events], pause, resume)

    def test_drained(self):
        """What is left from then on are the jobs that run."""
        process = self.launch(2, 4)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end(process).status, 130)

        self.assertEqual([event["event"] for event in self.show()], ["begin", "drain", "end"])
        begin, *events = self.trace()
        drops, ends = select(events, "drop"), select(events, "end")
        self.assertEqual(len({event["job"] for event in [*drops, *ends]}), N_JOBS)
        self.assertGreater(len(drops), 1)
        last = events[-1]["t"]
        before, after = self.ask([begin, *events], drops[0]["t"] - 0.001, drops[0]["t"] + 0.001)
        self.assertLess(after, before)
        self.assertLess(abs(drops[0]["t"] + after - last), SECONDS)

    def test_resumed_with_another_n_jobs(self):
        process = self.launch(1, 3)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end(process).status, 130)
        time.sleep(1)
        self.assertEqual(self.cli("history", "resume", "last", "--n-jobs=3").status, 0)

        shown = [(event["event"], event.get("n_jobs")) for event in self.show()]
        self.assertEqual(shown, [("begin", 1), ("drain", None), ("end", None),
                                 ("begin", 3), ("end", None)])
        text = self.cli("history", "show", "last").stdout.decode()
        self.assertRegex(text, r"Course:\n  \S+ \S+  begun: 1 at once\n.* no more jobs started\n"
                               r".* session ended\n.* resumed: 3 at once\n")
        begin, *events = self.trace()
        self.assertEqual(begin["n_jobs"], 1)
        acts = select(events, "pause", "n_jobs", "resume")
        self.assertEqual([act["event"] for act in acts], ["pause", "n_jobs", "resume"])
        self.assertEqual(acts[1]["n_jobs"], 3)
        over = [event["job"] for event in select(events, "end") if not event.get("retried")]
        self.assertEqual(sorted(over), list(range(N_JOBS)))
        before, after = self.ask([begin, *events], acts[0]["t"], acts[2]["t"])
        # 3 times as long, but for a last round that is not full.
        self.assertGreater(before, 1.5 * after, "three at once take as long as one")
        self.check_pause([begin, *events], acts[0], acts[2])

    def test_run_of_a_version_that_recorded_no_events(self):
        self.run_ok("numbers.square", "--range=x=0:5", "--n-jobs=1")
        with sqlite3.connect(self.history / "runs" / "1.db") as db:
            db.execute("DROP TABLE events")
        self.assertEqual(self.show(), [])
        self.assertNotIn(b"Course", self.cli("history", "show", "last").stdout)
        self.assertEqual(self.trace()[0]["n_jobs"], 1)
        self.assertEqual(self.cli("history", "resume", "last", "--jobs=0-4").status, 0)
        self.assertEqual([event["event"] for event in self.show()], ["begin", "end"])


if __name__ == "__main__":
    scenario.main()
