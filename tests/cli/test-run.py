#!/usr/bin/env python3
# test-run.py: batches that are right
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import json
import math
import os
import time
import unittest

import scenario


MANY = 20_000 if scenario.SANITIZED else 1_000_000


class Run(scenario.Scenario):
    def test_default_streams_are_empty(self):
        outcome = self.cli("run", "numbers.square", "--range", "x=0:10")
        self.assertEqual((outcome.status, outcome.stdout, outcome.stderr), (0, b"", ""))

    def test_results_line(self):
        outcome = self.cli("run", "numbers.square", "--set=x=3", "--results=-")
        self.assertEqual(outcome.status, 0, outcome)
        text = outcome.stdout.decode()
        self.assertTrue(text.startswith('{"index":0,"arguments":{"x":3.0},"state":"done",'), text)
        (line,) = outcome.lines
        self.assertEqual(line["result"], 9.0)
        self.assertIsNone(line["error"])
        self.assertGreaterEqual(line["seconds"], 0)
        self.assertEqual(line["attempts"], 1)
        self.assertEqual(line["slot"], 0)
        self.assertEqual(
            list(line),
            ["index", "arguments", "state", "result", "error", "seconds", "attempts", "slot",
             "cpu_seconds", "peak_bytes", "started"],
        )

    def test_decimal_range(self):
        lines = self.run_ok("numbers.square", "--range", "x=0:1:0.1")
        self.assertEqual(
            [line["arguments"]["x"] for line in lines],
            [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
        )
        self.assertEqual([line["result"] for line in lines], [(i / 10) ** 2 for i in range(10)])

    def test_negative_range(self):
        lines = self.run_ok("numbers.square", "--range", "x=3:0:-1.5")
        self.assertEqual([line["arguments"]["x"] for line in lines], [3.0, 1.5])

    def test_last_input_varies_fastest(self):
        lines = self.run_ok("numbers.pi", "--list", "seed=7,8", "--list", "samples=10,20,30")
        pairs = [(line["arguments"]["seed"], line["arguments"]["samples"]) for line in lines]
        self.assertEqual(pairs, [(7, 10), (7, 20), (7, 30), (8, 10), (8, 20), (8, 30)])
        lines = self.run_ok("numbers.pi", "--list", "samples=10,20", "--list", "seed=7,8")
        pairs = [(line["arguments"]["seed"], line["arguments"]["samples"]) for line in lines]
        self.assertEqual(pairs, [(7, 10), (8, 10), (7, 20), (8, 20)])

    def test_zip(self):
        lines = self.run_ok(
            "numbers.pi", "--list", "seed=7,8", "--range", "samples=10:30:10", "--zip"
        )
        pairs = [(line["arguments"]["seed"], line["arguments"]["samples"]) for line in lines]
        self.assertEqual(pairs, [(7, 10), (8, 20)])

    def test_results_are_the_same_whatever_runs_them(self):
        inputs = ("numbers.pi", "--set=samples=1000", "--range", "seed=0:40", "--no-cache")
        one = [line["result"] for line in self.run_ok(*inputs)]
        self.assertEqual(one, [line["result"] for line in self.run_ok(*inputs, "--n-jobs=4")])
        square = ("numbers.square", "--range", "x=0:500")
        one = [line["result"] for line in self.run_ok(*square, "--n-jobs=3")]
        self.assertEqual(
            one, [line["result"] for line in self.run_ok(*square, "--backend=threads")]
        )

    def test_order_of_results_is_that_of_the_inputs(self):
        lines = self.run_ok(
            "numbers.wait", "--list", "seconds=0.3,0,0.2,0,0.1", "--n-jobs=5"
        )
        self.assertEqual([line["index"] for line in lines], list(range(5)))
        self.assertEqual(
            [line["arguments"]["seconds"] for line in lines], [0.3, 0.0, 0.2, 0.0, 0.1]
        )
        self.assertGreater(len({line["slot"] for line in lines}), 1)

    def test_slots_work_side_by_side(self):
        started = time.monotonic()
        self.run_ok("numbers.wait", "--set=seconds=1.5", "--range", "seed=0:4", "--n-jobs=4")
        self.assertLess(time.monotonic() - started, 5.9)

    def test_failed_jobs(self):
        outcome = self.cli(
            "run", "numbers.wait", "--set=seconds=0", "--set=fail_chance=1", "--range",
            "seed=0:20", "--results=-",
        )
        self.assertEqual(outcome.status, 1, outcome)
        self.assertEqual({line["state"] for line in outcome.lines}, {"failed"})
        self.assertTrue(all(line["error"] for line in outcome.lines))
        self.assertTrue(all(line["result"] is None for line in outcome.lines))
        self.assertIn("20 failed of 20 jobs", outcome.stderr)
        self.assertIn("job 0 failed: {", outcome.stderr)
        self.assertIn("and 19 more like it: 1-19", outcome.stderr)
        self.assertIn("history show 1", outcome.stderr)

    def test_failure_that_would_steer_the_terminal(self):
        self.use_fixtures("hello")
        outcome = self.cli("run", "hello.fail", "--set=message=a\x1b[2Jb\nc\u009bd")
        self.assertEqual(outcome.status, 1, outcome)
        self.assertIn(" a [2Jb c d\n", outcome.stderr)
        self.assertNotIn("\u009b", outcome.stderr)

    def test_batch_file(self):
        self.write_files({"deep/a.txt": b"a", "deep/b.txt": b"b"})
        batch = {
            "fanfold": 1,
            "function": "files.checksum",
            "inputs": [{"name": "file", "files": ["*.txt"]}],
            "settings": {"n_jobs": 2, "verbose": 1},
        }
        (self.work / "deep/batch.fanfold").write_text(json.dumps(batch))
        outcome = self.cli("run", "deep/batch.fanfold", "--results=-")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(
            [line["result"]["digest"] for line in outcome.lines],
            [hashlib.sha256(text).hexdigest() for text in (b"a", b"b")],
        )
        self.assertIn("[Parallel(n_jobs=2)]", outcome.stderr)

        outcome = self.cli("run", "deep/batch.fanfold", "--n-jobs=3", "--verbose=0")
        self.assertEqual((outcome.status, outcome.stderr), (0, ""))
        outcome = self.cli("run", "deep/batch.fanfold", "--n-jobs=3", "--verbose=5")
        self.assertIn("[Parallel(n_jobs=3)]", outcome.stderr)

    def test_dry_run(self):
        outcome = self.cli("run", "numbers.square", "--range", "x=0:3", "--dry-run")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(
            outcome.stdout.decode(),
            '{"index":0,"arguments":{"x":0.0}}\n'
            '{"index":1,"arguments":{"x":1.0}}\n'
            '{"index":2,"arguments":{"x":2.0}}\n',
        )
        self.assertFalse(self.history.exists(), "a dry run changed something")

    def test_dry_run_says_what_it_would_take(self):
        plain = ("run", "numbers.square", "--list", "x=1,2,3,2", "--n-jobs=2")
        outcome = self.cli(*plain, "--dry-run")
        self.assertEqual(outcome.status, 0)
        self.assertTrue(outcome.stderr.endswith("4 jobs on 2 slots\n"), outcome.stderr)
        self.assertIn("Job 3 has the same arguments as one before it", outcome.stderr)

        self.assertEqual(self.cli(*plain).status, 0)
        line = self.cli(*plain, "--dry-run").stderr.splitlines()[-1]
        self.assertRegex(line, r"^4 jobs, under a second on 2 slots$")

    def test_dry_run_of_commands_says_it_too(self):
        sleep = ("run", "--n-jobs=2", "--dry-run", "--", "sleep", ":::", "0.1", "0.2")
        outcome = self.cli(*sleep)
        self.assertEqual(outcome.stdout, b"sleep 0.1\nsleep 0.2\n", outcome)
        self.assertEqual(outcome.stderr, "2 jobs on 2 slots\n")

    def test_dry_run_goes_by_size(self):
        wait = ("run", "numbers.wait", "--n-jobs=2")
        self.assertEqual(self.cli(*wait, "--list=seed=1,2", "--set=seconds=0.2").status, 0)
        larger = self.cli(*wait, "--range=seed=0:1000", "--set=seconds=5", "--dry-run")
        line = larger.stderr.splitlines()[-1]
        self.assertRegex(line, r"^1000 jobs, (under )?[\d.–]+ h on 2 slots$")

    def test_dry_run_knows_the_cache(self):
        pi = ("run", "numbers.pi", "--list", "seed=1,2,3", "--set", "samples=1000")
        self.assertEqual(self.cli(*pi).status, 0)
        more = ("run", "numbers.pi", "--list", "seed=1,2,3,4", "--set", "samples=1000")
        line = self.cli(*more, "--dry-run").stderr.splitlines()[-1]
        self.assertRegex(line, r"^4 jobs, 3 in the cache, under a second on 1 slot$")

    def test_dry_run_of_another_command(self):
        """How long it takes, others do not say."""
        self.run_ok("command.run", "--list=command=sleep 0.3,sleep 0.31")
        known = self.cli("run", "command.run", "--list=command=sleep 0.32,sleep 0.33", "--dry-run")
        self.assertRegex(known.stderr.splitlines()[-1], "about|under")
        other = self.cli("run", "command.run", "--list=command=true a,true b", "--dry-run")
        self.assertEqual(other.stderr.splitlines()[-1], "2 jobs on 1 slot")

    def test_dry_run_names_what_is_missing(self):
        outcome = self.cli("run", "files.checksum", "--set", "file=/no/such\nfile", "--dry-run")
        self.assertEqual(outcome.status, 0)
        self.assertIn("Job 0 has an input that is not there: “/no/such", outcome.stderr)
        self.assertTrue(all(line.isprintable() for line in outcome.stderr.splitlines()))

    def test_dry_run_of_many(self):
        outcome = self.cli("run", "numbers.square", "--range", f"x=0:{MANY}", "--dry-run", timeout=60)
        self.assertEqual(outcome.status, 0)
        self.assertEqual(outcome.stdout.count(b"\n"), MANY)
        last = f'{{"index":{MANY - 1},"arguments":{{"x":{MANY - 1}.0}}}}\n'
        self.assertTrue(outcome.stdout.endswith(last.encode()))

    def test_dry_run_with_a_reader_that_leaves(self):
        process = self.popen("run", "numbers.square", "--range", "x=0:1e8", "--dry-run")
        process.stdout.read(100)
        process.stdout.close()
        process.stdout = None
        outcome = self.end(process, 20)
        self.assertEqual((outcome.status, outcome.stderr), (0, ""))

    def test_million(self):
        results = self.work / "squares.jsonl"
        started = time.monotonic()
        outcome = self.cli(
            "run", "numbers.square", "--range", f"x=0:{MANY}", "--n-jobs=2",
            f"--results={results}",
        )
        seconds = time.monotonic() - started
        self.assertEqual(outcome.status, 0, outcome)
        self.assertLess(seconds, 100)
        with open(results, encoding="utf-8") as lines:
            n_lines = 0
            for index, text in enumerate(lines):
                line = json.loads(text)
                if (line["index"], line["result"]) != (index, float(index * index)):
                    self.fail(f"line {index}: {text}")
                n_lines += 1
        self.assertEqual(n_lines, MANY)
        print(f"{MANY} jobs took {seconds:.1f} s")


class Checksum(scenario.Scenario):
    def check_against_hashlib(self, lines, root, algorithm="sha256"):
        paths = sorted(
            os.path.join(folder, name)
            for folder, _, names in os.walk(root)
            for name in names
            if os.path.isfile(os.path.join(folder, name))
            and not os.path.islink(os.path.join(folder, name))
        )
        found = {line["arguments"]["file"]: line["result"] for line in lines}
        self.assertEqual(sorted(found), paths)
        for path in paths:
            with open(path, "rb") as file:
                content = file.read()
            self.assertEqual(found[path]["digest"], hashlib.new(algorithm, content).hexdigest())
            self.assertEqual(found[path]["size"], len(content))

    def test_source_tree(self):
        root = scenario.SOURCE / "src"
        args = ("files.checksum", "--files", f"file={root}/**", "--n-jobs=2")
        lines = self.run_ok(*args)
        self.check_against_hashlib(lines, root)
        self.assertEqual({line["state"] for line in lines}, {"done"})

        again = self.run_ok(*args)
        self.assertEqual({line["state"] for line in again}, {"cached"})
        self.assertEqual({line["seconds"] for line in again}, {0})
        self.assertEqual({line["slot"] for line in again}, {None})
        for key in ("index", "arguments", "result"):
            self.assertEqual([line[key] for line in again], [line[key] for line in lines])

        computed = self.run_ok(*args, "--no-cache")
        self.assertEqual({line["state"] for line in computed}, {"done"})

    def test_algorithms(self):
        self.write_files({"one": b"1" * 3000000})
        lines = self.run_ok(
            "files.checksum", "--files", "file=one", "--list",
            "algorithm=md5,sha1,sha256,sha384,sha512",
        )
        for line in lines:
            digest = hashlib.new(line["arguments"]["algorithm"], b"1" * 3000000).hexdigest()
            self.assertEqual(line["result"]["digest"], digest)
        self.assertEqual(len(lines), 5)

    def test_odd_names(self):
        names = [b"empty", b"with space", "ümläut".encode(), b"new\nline", b"-dash", b"a\xff\xfeb"]
        self.write_files({name: name for name in names})
        lines = self.run_ok("files.checksum", "--files", "file=*")
        digests = {line["result"]["digest"] for line in lines}
        self.assertEqual(digests, {hashlib.sha256(name).hexdigest() for name in names})
        odd = [line for line in lines if line["arguments"]["file"].startswith("file:")]
        self.assertEqual(len(odd), 1)
        self.assertTrue(odd[0]["arguments"]["file"].endswith("a%FF%FEb"))

    def test_changed_file_is_computed_again(self):
        self.write_files({"a": b"old", "b": b"same"})
        args = ("files.checksum", "--files", "file=?")
        self.run_ok(*args)
        self.write_files({"a": b"new"}, age=1800)
        lines = self.run_ok(*args)
        self.assertEqual([line["state"] for line in lines], ["done", "cached"])
        self.assertEqual(lines[0]["result"]["digest"], hashlib.sha256(b"new").hexdigest())

    def test_missing_file_fails_its_job_alone(self):
        self.write_files({"there": b"x"})
        outcome = self.cli(
            "run", "files.checksum", "--list", "file=there,gone", "--results=-"
        )
        self.assertEqual(outcome.status, 1, outcome)
        self.assertEqual([line["state"] for line in outcome.lines], ["done", "failed"])
        self.assertIn("gone", outcome.lines[1]["error"])
        self.assertIn("job 1 failed", outcome.stderr)

    def test_compress(self):
        self.write_files({"text": b"fanfold " * 10000})
        args = ("files.compress", "--files", "file=text")
        lines = self.run_ok(*args)
        output = lines[0]["result"]["output"]
        self.assertTrue(output.endswith("text.gz"))
        self.assertLess(lines[0]["result"]["ratio"], 1)
        import gzip

        self.assertEqual(
            gzip.decompress((self.work / "text.gz").read_bytes()), b"fanfold " * 10000
        )


class Pi(scenario.Scenario):
    def test_pi(self):
        lines = self.run_ok("numbers.pi", "--set=samples=1e6", "--set=seed=1")
        self.assertAlmostEqual(lines[0]["result"], math.pi, places=1)


if __name__ == "__main__":
    scenario.main()
