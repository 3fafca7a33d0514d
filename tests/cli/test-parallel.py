# test-parallel.py: commands behind --, held against what GNU parallel prints
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import unittest

import scenario

# Arguments, and what parallel -k prints for them, by its manual and tutorial.
EXAMPLES = [
    (["echo", ":::", "A", "B", "C"], "A\nB\nC\n"),
    (["echo", "{.}", ":::", "A/B.C"], "A/B\n"),
    (["echo", "{/}", ":::", "A/B.C"], "B.C\n"),
    (["echo", "{//}", ":::", "A/B.C"], "A\n"),
    (["echo", "{/.}", ":::", "A/B.C"], "B\n"),
    (["echo", "{#}", "{}", ":::", "A", "B"], "1 A\n2 B\n"),
    (["echo", "{1}", "and", "{2}", ":::", "A", "B", ":::", "C", "D"],
     "A and C\nA and D\nB and C\nB and D\n"),
    (["echo", ":::", "A", "B", ":::+", "F", "G"], "A F\nB G\n"),
    (["echo", ":::", "a  b", "$x", "'", "*"], "a  b\n$x\n'\n*\n"),
]


class Parallel(scenario.Scenario):
    def test_examples(self):
        for args, expected in EXAMPLES:
            with self.subTest(args=args):
                outcome = self.cli("run", "--output=order", "--", *args)
                self.assertEqual(outcome.status, 0, outcome)
                self.assertEqual(outcome.stdout, expected.encode(), outcome)

    def test_output_is_exact(self):
        content = bytes(range(256)) * 8000
        self.write_files({"a": content, "b": content[::-1]})
        outcome = self.cli("run", "--output=order", "--", "cat", ":::", "a", "b")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertTrue(outcome.stdout == content + content[::-1])

    def test_shell(self):
        self.run_refused("--", "echo {} | cat", ":::", "a", names=["--shell", "|"])
        outcome = self.cli("run", "--shell", "--", "echo {} | cat; exit 3", ":::", "a b")
        self.assertEqual(outcome.status, 1, outcome)
        self.assertEqual(outcome.stdout, b"a b\n")

    def test_import(self):
        outcome = self.cli("import", "parallel -k -j2 echo ::: a b")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(json.loads(outcome.stdout)["settings"]["n_jobs"], 2)
        self.assertIn("-k", outcome.stderr)


if __name__ == "__main__":
    scenario.main()
