#!/usr/bin/env python3
# test-rerun.py: jobs of a run once more, in a new run with other values
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json

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
