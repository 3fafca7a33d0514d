#!/usr/bin/env python3
# test-rerun.py: jobs of a run once more, in a new run with other values
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os

import scenario


class Rerun(scenario.Scenario):
    def setUp(self):
        super().setUp()
        self.use_fixtures("flaky")
        self.cli("run", "flaky.try", "--range=n=0:5", "--set=times=9")

    def rerun(self, *args, status=0):
        outcome = self.cli("history", "rerun", *args, "--results=-")
        self.assertEqual(outcome.status, status, outcome)
        return outcome

    def show(self, run):
        return json.loads(self.cli("history", "show", str(run), "--json").stdout)

    def values(self, outcome):
        return [(line["index"], line["arguments"]["n"], line["state"]) for line in outcome.lines]

    def test_failed(self):
        outcome = self.rerun("1", "--failed", "--set=times=0")
        self.assertEqual(self.values(outcome), [(i, i, "done") for i in range(5)])
        self.assertEqual(self.show(2)["parent"], 1)
        self.assertIsNone(self.show(1)["parent"])
        text = self.cli("history", "show", "2").stdout
        self.assertIn(b"jobs of run 1", text)
        self.assertIn(b"history rerun 1", self.cli("history", "show", "1").stdout)

    def test_chosen(self):
        outcome = self.rerun("last", "--jobs=3,1", "--set", "times=0", "--n-jobs=2")
        self.assertEqual(self.values(outcome), [(0, 1, "done"), (1, 3, "done")])
        self.assertEqual(self.show(2)["batch"]["settings"]["n_jobs"], 2)

    def test_of_a_rerun(self):
        self.rerun("1", "--jobs=1-4", status=1)
        outcome = self.rerun("2", "--jobs=3", "--set=times=0")
        self.assertEqual(self.values(outcome), [(0, 4, "done")])
        self.assertEqual(self.show(3)["parent"], 2)

    def test_files_as_they_were(self):
        self.write_files({"a.txt": b"1", "b.txt": b"2"})
        first = self.cli("run", "files.checksum", "--files=file=*.txt", "--results=-")
        self.assertEqual(len(first.lines), 2)
        self.write_files({"0.txt": b"0"})
        outcome = self.rerun("last", "--jobs=0", "--set=algorithm=md5")
        self.assertEqual(outcome.lines[0]["arguments"]["file"], "a.txt")
        self.assertEqual(outcome.lines[0]["arguments"]["algorithm"], "md5")

    def photos(self):
        """Six inputs that feed no parameter; every second one fails."""
        self.write_files({f"{i}.jpg": b"x" if i % 2 else b"" for i in range(1, 7)})
        outcome = self.cli(
            "run", "command.run", "--files=file=?.jpg", "--template=command=test -s {file}",
            "--results=-",
        )
        self.assertEqual([line["state"] for line in outcome.lines], ["done", "failed"] * 3)

    def commands(self, outcome):
        return [line["arguments"]["command"] for line in outcome.lines]

    def test_template(self):
        self.photos()
        self.write_files({"7.jpg": b""})
        outcome = self.rerun("last", "--failed", "--template=command=cp {file} {.}-{#}-small.jpg")
        self.assertEqual(self.commands(outcome), [f"cp {i}.jpg {i}-{i}-small.jpg" for i in (2, 4, 6)])
        self.assertEqual([line["inputs"]["file"] for line in outcome.lines], ["2.jpg", "4.jpg", "6.jpg"])
        self.assertTrue(os.path.exists(os.path.join(self.work, "4-4-small.jpg")))

        job = json.loads(self.cli("history", "show", "last", "--job=1", "--json").stdout)
        self.assertEqual(job["inputs"], {"file": "4.jpg"})
        text = self.cli("history", "show", "last", "--job=1").stdout
        self.assertIn(b'inputs    {"file":"4.jpg"}', text)

        # The number is that of the first run, however often jobs are run again.
        outcome = self.rerun("last", "--jobs=2,1", "--template=command=echo {#} {}")
        self.assertEqual(self.commands(outcome), ["echo 4 4.jpg", "echo 6 6.jpg"])
        outcome = self.rerun("last", "--jobs=1", "--order=shuffled", "--template=command=echo {#}")
        self.assertEqual(self.commands(outcome), ["echo 6"])

    def test_template_without_inputs(self):
        self.photos()
        outcome = self.rerun("last", "--failed", "--template=command=echo no", "--n-jobs=2")
        self.assertEqual(self.commands(outcome), ["echo no"] * 3)
        outcome = self.rerun("last", "--jobs=2", "--template=command=echo {file}")
        self.assertEqual(self.commands(outcome), ["echo 6.jpg"])

    def test_csv(self):
        self.write_files({"t.csv": b"name,size\na,1\nb,2\nc,3\n"})
        self.cli("run", "command.run", "--csv=t.csv", "--template=command=false {name} {size}")
        self.write_files({"t.csv": b"gone\n"})
        outcome = self.rerun("last", "--failed", "--template=command=echo {size}")
        self.assertEqual(self.commands(outcome), ["echo 1", "echo 2", "echo 3"])
        outcome = self.rerun("last", "--jobs=1", "--template=command=echo {name}")
        self.assertEqual(self.commands(outcome), ["echo b"])

    def test_sample(self):
        first = self.cli(
            "run", "command.run", "--range=i=0:50", "--template=command=false {i} {#}",
            "--sample=5", "--order=shuffled", "--results=-",
        )
        again = self.rerun("last", "--jobs=1,3", "--template=command=echo {i} {#}")
        self.assertEqual(
            [c.split()[1:] for c in self.commands(again)],
            [c.split()[1:] for c in (self.commands(first)[1], self.commands(first)[3])],
        )

    def test_refused(self):
        for args, words in (
            (("1", "--jobs=5"), "no job 5"),
            (("1", "--jobs=x"), "--jobs takes numbers"),
            (("1", "--set=nmae=1"), "no parameter"),
            (("1", "--set=n=1"), "Nothing is left"),
            (("1", "--set=times"), "--set"),
            (("9",), "no run 9"),
        ):
            outcome = self.cli("history", "rerun", *args)
            self.assertEqual(outcome.status, 2, outcome)
            self.assertIn(words, outcome.stderr)
        self.assertEqual(len(json.loads(self.cli("history", "list", "--json").stdout)), 1)
        self.rerun("1", "--set=times=0")
        outcome = self.cli("history", "rerun", "2")
        self.assertEqual(outcome.status, 2)
        self.assertIn("nothing to run again", outcome.stderr)


if __name__ == "__main__":
    scenario.main()
