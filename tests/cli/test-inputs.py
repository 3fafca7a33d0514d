#!/usr/bin/env python3
# test-inputs.py: inputs that are evenly spaced, from CSV files, excluded and linked
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import unittest

import scenario


class Inputs(scenario.Scenario):
    def arguments(self, *words, **more):
        outcome = self.cli("run", *words, "--dry-run", **more)
        self.assertEqual(outcome.status, 0, outcome)
        return [json.loads(line)["arguments"] for line in outcome.stdout.splitlines()]

    def refused(self, *words):
        outcome = self.cli("run", *words)
        self.assertEqual((outcome.status, outcome.stdout), (2, b""), outcome)
        return outcome.stderr

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def test_linspace(self):
        jobs = self.arguments("numbers.square", "--linspace=x=0:1:11")
        same = self.arguments("numbers.square", "--range=x=0:1.1:0.1")
        self.assertEqual(jobs, same)
        self.assertEqual(self.arguments("numbers.square", "--linspace=x=5:9:1"), [{"x": 5.0}])

    def test_geomspace(self):
        jobs = self.arguments("numbers.pi", "--set=seed=1", "--geomspace=samples=1:1000:4")
        self.assertEqual([job["samples"] for job in jobs], [1, 10, 100, 1000])
        jobs = self.arguments("numbers.square", "--geomspace=x=0.001:10:5")
        self.assertEqual([job["x"] for job in jobs], [0.001, 0.01, 0.1, 1.0, 10.0])

    def test_spaced_badly(self):
        for option, words in (
            ("--linspace=x=0:1", "write FIRST:LAST:COUNT, as in 0:1:11"),
            ("--geomspace=x=1:10:2:3", "write FIRST:LAST:COUNT, as in 1:1000:4"),
            ("--linspace=x=0:1:0", "has a count “0”"),
            ("--geomspace=x=0:1:5", "an end that is 0"),
            ("--linspace=0:1:5", "names no parameter: write NAME=FIRST:LAST:COUNT"),
        ):
            self.assertIn(words, self.refused("numbers.square", option), option)

    def test_csv(self):
        path = self.write("t.csv", "note;samples;seed\nx;10;1\n\"y;z\";20;2\n")
        jobs = self.arguments("numbers.pi", "--csv", path)
        self.assertEqual([(job["samples"], job["seed"]) for job in jobs], [(10, 1), (20, 2)])

    def test_csv_beside_others(self):
        path = self.write("t.csv", "samples\n10\n20\n")
        jobs = self.arguments("numbers.pi", "--csv", path, "--list=seed=7,8")
        pairs = [(job["samples"], job["seed"]) for job in jobs]
        self.assertEqual(pairs, [(10, 7), (10, 8), (20, 7), (20, 8)])
        jobs = self.arguments("numbers.pi", "--csv", path, "--list=seed=7,8", "--link=seed,samples")
        self.assertEqual([(job["samples"], job["seed"]) for job in jobs], [(10, 7), (20, 8)])
        jobs = self.arguments("numbers.pi", "--csv", path, "--list=seed=7,8", "--zip")
        self.assertEqual([(job["samples"], job["seed"]) for job in jobs], [(10, 7), (20, 8)])

    def test_csv_badly(self):
        path = self.write("t.csv", "a,b\n1,2\n")
        self.assertIn("No column of the CSV file", self.refused("numbers.square", "--csv", path))
        self.assertIn("“a” and “b”", self.refused("numbers.square", "--csv", path))
        path = self.write("t.csv", "x\n1\ntwo\n")
        self.assertIn("Line 3, column 1", self.refused("numbers.square", "--csv", path))
        self.assertIn("No such file", self.refused("numbers.square", "--csv=/nowhere.csv"))

    def test_json(self):
        jobs = [{"seed": 1, "samples": 10}, {"seed": 2, "samples": 2e1, "note": None}]
        expected = [(10, 1), (20, 2)]
        for name, text in (
            ("t.json", json.dumps(jobs, indent=2)),
            ("t.jsonl", "".join(json.dumps(job) + "\n" for job in jobs)),
            ("t", json.dumps(jobs)),
        ):
            found = self.arguments("numbers.pi", "--csv", self.write(name, text))
            self.assertEqual([(job["samples"], job["seed"]) for job in found], expected, name)
        path = self.write("v.json", "[1, 2.5]")
        self.assertEqual(
            self.arguments("numbers.square", f"--column=x={path}:value"), [{"x": 1.0}, {"x": 2.5}]
        )

    def test_json_in_a_command(self):
        """What JSON is made of comes as it is: nothing is a number by the way."""
        path = self.write("t.json", '[{"n": 1.50, "t": "a  b"}, {"n": 1e3, "t": "\\u00e4"}]')
        outcome = self.cli("run", "--output=order", "--csv", path, "--", "printf %s_ {n} {t}")
        self.assertEqual(outcome.stdout.decode(), "1.50_a  b_1e3_ä_", outcome)

    def test_json_badly(self):
        path = self.write("t.json", '[{"x": 1},\n {"x": [1]}]')
        message = self.refused("numbers.square", "--csv", path)
        self.assertIn("Line 2, column 8 of the JSON file", message)
        self.assertIn("“x”: a list or an object", message)
        path = self.write("t.json", '[{"a": 1, "b": 2}]')
        self.assertIn("No column of the JSON file", self.refused("numbers.square", "--csv", path))
        self.assertIn("has no column “c”", self.refused("numbers.square", f"--column=x={path}:c"))

    def test_tsv(self):
        path = self.write("t.tsv", "samples\tseed\n10\t1\n")
        (job,) = self.arguments("numbers.pi", "--csv", path)
        self.assertEqual((job["samples"], job["seed"]), (10, 1))

    def test_exclude(self):
        for name in ("a.txt", "b.txt", "old/c.txt"):
            self.write("tree/" + name, name)
        glob = os.path.join(self.folder, "tree", "**")
        words = ("files.checksum", "--exclude=file=b*", "--files=file=" + glob)
        files = [os.path.basename(job["file"]) for job in self.arguments(*words)]
        self.assertEqual(files, ["a.txt", "c.txt"])
        files = [os.path.basename(job["file"])
                 for job in self.arguments(*words, "--exclude=file=old")]
        self.assertEqual(files, ["a.txt"])
        self.assertIn("is excluded", self.refused(*words, "--exclude=file=*"))
        self.assertIn("there is no --files", self.refused(*words, "--exclude=other=*"))
        self.assertIn("write NAME=GLOB", self.refused(*words, "--exclude=*"))

    def test_order(self):
        words = ("numbers.square", "--range=x=0:100")
        given = self.arguments(*words)
        shuffled = self.arguments(*words, "--order=shuffled", "--seed=5")
        self.assertNotEqual(given, shuffled)
        self.assertEqual(given, sorted(shuffled, key=lambda job: job["x"]))
        self.assertEqual(shuffled, self.arguments(*words, "--order=shuffled", "--seed=5"))
        sample = self.arguments(*words, "--sample=7", "--seed=5")
        self.assertEqual(sample, sorted(shuffled[:7], key=lambda job: job["x"]))
        lines = self.run_ok(*words, "--order=shuffled", "--seed=5", "--n-jobs=2")
        self.assertEqual([line["arguments"] for line in lines], shuffled)
        self.assertEqual([line["result"] for line in lines], [job["x"] ** 2 for job in shuffled])
        self.assertIn("order “random” is not known", self.refused(*words, "--order=random"))
        self.assertIn("no job has one", self.refused(*words, "--order=largest-first"))

    def test_longest_first(self):
        words = ("numbers.wait", "--list=seconds=0.01,0.2,0.05")
        self.run_ok(*words)
        jobs = self.arguments(*words, "--order=longest-first")
        self.assertEqual([job["seconds"] for job in jobs][0], 0.2)

    def test_link(self):
        words = ("numbers.pi", "--list=seed=1,2", "--list=samples=10,20")
        jobs = self.arguments(*words, "--link=seed,samples")
        self.assertEqual([(job["seed"], job["samples"]) for job in jobs], [(1, 10), (2, 20)])
        self.assertIn("write NAME,NAME", self.refused(*words, "--link=seed"))
        self.assertIn("no input has one", self.refused(*words, "--link=seed,nothing"))
        self.assertIn("without --zip", self.refused(*words, "--link=seed,samples", "--zip"))
        self.assertIn("unequal lengths",
                      self.refused(*words[:2], "--list=samples=1,2,3", "--link=seed,samples"))


if __name__ == "__main__":
    unittest.main()
