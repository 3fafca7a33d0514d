# test-parallel.py: commands behind --, held against GNU parallel
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import parallel_examples
import scenario

PARALLEL = shutil.which("parallel", path="/usr/bin:/usr/local/bin")
OPTIONS = ["run", "--output=order"]


class Parallel(scenario.Scenario):
    def setUp(self):
        super().setUp()
        self.write_files(parallel_examples.FILES)

    def feed(self, args, text):
        """What a program prints that is given @text."""
        return subprocess.run(
            args,
            input=text or b"",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.work,
            env=dict(self.env, TMPDIR=str(self.folder), PARALLEL_SHELL="/bin/bash"),
            timeout=60,
            check=False,
        )

    def run_words(self, shell, words, text=None):
        shells = ["--shell"] if shell else []
        return self.feed([scenario.CLI, *OPTIONS, *shells, "--", *words], text)

    def assert_all(self, rows, run):
        """What @run prints for each of @rows is the last of the row."""
        with ThreadPoolExecutor(2) as pool:
            for row, outcome in zip(rows, pool.map(run, rows)):
                with self.subTest(words=row[1][:8]):
                    self.assertEqual(outcome.stdout, row[-1], outcome.stderr)
                    self.assertEqual(outcome.returncode, 0, outcome.stderr)

    def test_examples(self):
        self.assertGreater(len(parallel_examples.EXAMPLES), 40)
        self.assert_all(parallel_examples.EXAMPLES, lambda row: self.run_words(*row[:3]))

    def test_parallel_itself(self):
        if PARALLEL is None:
            self.skipTest("GNU parallel is not installed")
        self.assert_all(
            parallel_examples.EXAMPLES,
            lambda row: self.feed([PARALLEL, "-k", *row[1]], row[2]),
        )

    def test_columns(self):
        for theirs, ours in parallel_examples.COLUMNS:
            outcome = self.feed([scenario.CLI, *OPTIONS, *ours], None)
            self.assertEqual(outcome.returncode, 0, outcome)
            self.assertEqual(len(outcome.stdout.splitlines()), 2)
            if PARALLEL is not None:
                self.assertEqual(self.feed([PARALLEL, "-k", *theirs], None).stdout, outcome.stdout)

    def test_quotes_around_values(self):
        self.assert_all(parallel_examples.QUOTED, lambda row: self.run_words(*row[:2]))

    def test_line_ends_of_windows_are_no_part_of_values(self):
        outcome = self.run_words(False, ["echo", "x{}x"], b"a\r\nb\n")
        self.assertEqual(outcome.stdout, b"xax\nxbx\n")

    def test_slot(self):
        outcome = self.cli(*OPTIONS, "--n-jobs=1", "--", "echo", "{%}", ":::", "a", "b")
        self.assertEqual(outcome.stdout, b"1\n1\n", outcome)

    def test_refusals(self):
        for words, names in [
            (["echo", ":::"], [":::", "no value"]),
            (["echo", "::::"], ["::::", "no file"]),
            (["echo", ":::+", "a"], [":::+", "before it"]),
            (["echo", "::::", "gone"], ["gone"]),
            (["echo", "{3}", ":::", "a", ":::", "b"], ["{3}"]),
            ([":::", "a", ":::", "b"], ["command is missing"]),
            (["echo", "{= s/a/b/ =}", ":::", "a"], ["{="]),
            (["echo {} | cat", ":::", "a"], ["--shell", "|"]),
            (["echo", "::::", "abc-file", ":::+", "a", "b"], ["unequal lengths: 3 and 2"]),
        ]:
            with self.subTest(words=words):
                self.run_refused("--", *words, names=names)
        self.run_refused("echo", ":::", "a", names=["behind --"])
        self.run_refused("--list", "1=a,b", "numbers.square", names=["no parameter “1”"])

    def test_status_of_a_shell(self):
        outcome = self.run_words(True, ["echo {} | cat; exit 3", ":::", "a b"])
        self.assertEqual(outcome.returncode, 1, outcome)
        self.assertEqual(outcome.stdout, b"a b\n")

    def test_a_dry_run_can_be_pasted(self):
        values = [b"a b", b"it's", b"$HOME", b"*", b'"', b"\\", b"\xff", b"", b"x\ny", b"-n", b"~"]
        for shell, command in [(False, b"printf %s/ {}"), (True, b"printf %s/ {} | cat")]:
            words = [*(["--shell"] if shell else []), "--", command, ":::", *values]
            lines = self.feed([scenario.CLI, "run", "--dry-run", *words], None)
            self.assertEqual(lines.returncode, 0, lines)
            pasted = self.feed(["sh"], lines.stdout)
            self.assertEqual(pasted.stdout, b"".join(value + b"/" for value in values))
            self.assertEqual(
                self.feed([scenario.CLI, *OPTIONS, *words], None).stdout, pasted.stdout
            )

    def test_import(self):
        outcome = self.cli("import", "parallel -k -j2 echo ::: a b")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(json.loads(outcome.stdout)["settings"]["n_jobs"], 2)
        self.assertIn("-k", outcome.stderr)

    def test_import_is_run_as_parallel_runs_it(self):
        for line in [
            "parallel -k echo {2}{1} ::: a b ::: c d",
            "parallel -k echo ::: a b c :::+ d e",
            "parallel -k --link echo ::: A B C D E ::: F G",
            "parallel -k echo {/.} {#} :::: abc-file",
            "cat abc-file | parallel -k 'echo {} | tr A-Z a-z'",
            "parallel -k --header : --colsep , echo {n}:{name} :::: t.csv",
            "parallel -k -I,, echo ,,-,, ::: 'x y'",
        ]:
            with self.subTest(line=line):
                batch = self.cli("import", line)
                self.assertEqual(batch.status, 0, batch)
                (self.work / "line.fanfold").write_bytes(batch.stdout)
                outcome = self.cli(*OPTIONS, "line.fanfold")
                self.assertEqual(outcome.status, 0, outcome)
                self.assertNotEqual(outcome.stdout, b"")
                if PARALLEL is not None:
                    theirs = self.feed(["sh", "-c", line], None)
                    self.assertEqual(outcome.stdout, theirs.stdout)


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    scenario.main()
