# test-blocks.py: a file that is cut into blocks, a job a block
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import random
import shutil
import subprocess
import time

import scenario

PARALLEL = shutil.which("parallel", path="/usr/bin:/usr/local/bin")
OPTIONS = ["run", "--output=order"]


def cut(data, size, end=b"\n", start=b"", header=0):
    """What jobs are given, as GNU parallel reckons it."""
    first = 0
    for _ in range(header):
        first = data.index(b"\n", first) + 1
    blocks, at = [], first
    while at < len(data):
        found = data.find(end + start, at + size) if end + start else at + size
        stop = len(data) if found < 0 else min(found + len(end), len(data))
        blocks.append(data[:first] + data[at:stop])
        at = stop
    return blocks


def count(data, n, end=b"\n"):
    records = [record + end for record in data.split(end)]
    records[-1] = records[-1][: -len(end)]
    if not records[-1]:
        records.pop()
    return [b"".join(records[i : i + n]) for i in range(0, len(records), n)]


class Blocks(scenario.Scenario):
    def setUp(self):
        super().setUp()
        rng = random.Random(7)
        self.lines = b"".join(
            bytes(rng.choices(b"abcxyz", k=rng.randrange(120))) + b"\n" for _ in range(4000)
        )
        self.write("lines.txt", self.lines)
        self.write("cut.txt", self.lines[:-1] + b"x")

    def write(self, name, data):
        path = self.work / name
        path.write_bytes(data)
        os.utime(path, (1e9, 1e9))
        return path

    def sums(self, *options):
        """The sum and the length of what each job was given."""
        outcome = self.cli(*OPTIONS, *options, "--", "cksum")
        self.assertEqual(outcome.status, 0, outcome)
        return outcome.stdout

    def sum_all(self, blocks):
        return b"".join(
            subprocess.run(["cksum"], input=block, stdout=subprocess.PIPE, check=True).stdout
            for block in blocks
        )

    def test_as_gnu_parallel_cuts(self):
        self.write("mail.txt", b"From a\nx\n\nFrom b\n\nFrom\n\nFrom c\n" * 30)
        self.write("dots.txt", b"one.END" * 300 + b"two")
        for name, theirs, ours, size, model in [
            ("lines.txt", [], [], 10000, {}),
            ("cut.txt", [], [], 7777, {}),
            ("lines.txt", [], [], 10000000, {}),
            ("lines.txt", ["--header", ":"], ["--header=1"], 5000, {"header": 1}),
            ("lines.txt", ["--header", "3"], ["--header=3"], 5000, {"header": 3}),
            ("dots.txt", ["--recend", "END"], ["--record-end=END"], 100, {"end": b"END"}),
            (
                "mail.txt",
                ["--recend", "\\n", "--recstart", "From "],
                ["--recend=\\n", "--recstart=From "],
                100,
                {"start": b"From "},
            ),
            (
                "mail.txt",
                ["--recstart", "From "],
                ["--record-start=From "],
                50,
                {"start": b"From ", "end": b""},
            ),
            ("lines.txt", ["--recend", ""], ["--record-end="], 5001, {"end": b""}),
        ]:
            with self.subTest(name=name, options=ours, size=size):
                path = self.work / name
                expected = self.sum_all(cut(path.read_bytes(), size, **model))
                found = self.sums(f"--pipe-part={name}", f"--block-size={size}", *ours)
                self.assertEqual(found, expected)
                if PARALLEL is not None:
                    command = [PARALLEL, "--will-cite", "-k", "--pipepart", "-a", name]
                    command += ["--block", str(size), *theirs, "cksum"]
                    outcome = subprocess.run(
                        command,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.PIPE,
                        cwd=self.work,
                        env=self.env,
                        timeout=60,
                        check=False,
                    )
                    self.assertEqual(found, outcome.stdout, outcome.stderr)

    def test_in_the_words_of_gnu_parallel(self):
        expected = self.sums("--pipe-part=lines.txt", "--block-size=10K")
        for theirs in (["--pipepart", "-a", "lines.txt"], ["-a", "lines.txt", "--pipepart"]):
            self.assertEqual(self.sums(*theirs, "--block", "10K"), expected)
        for wrong, words in ((["--pipepart"], "-a FILE"), (["-a", "lines.txt"], ":::: FILE")):
            outcome = self.cli(*OPTIONS, *wrong, "--", "cksum")
            self.assertEqual(outcome.status, 2, outcome)
            self.assertIn(words, outcome.stderr)

    def test_standard_input_that_is_a_file(self):
        expected = self.sum_all(cut(self.lines, 102400))
        with open(self.work / "lines.txt", "rb") as file:
            outcome = self.cli(*OPTIONS, "--pipe-part=-", "--block=100K", "--", "cksum", stdin=file)
        self.assertEqual(outcome.stdout, expected, outcome)
        with open(self.work / "lines.txt", "rb") as file:
            file.seek(7)
            outcome = self.cli(*OPTIONS, "--pipe-part=-", "--", "cksum", stdin=file)
        self.assertEqual(outcome.status, 2, outcome)

    def test_records(self):
        for n in (1000, 4001):
            blocks = count(self.lines, n)
            self.assertEqual(
                self.sums("--pipe-part=lines.txt", f"--records={n}"), self.sum_all(blocks)
            )

    def test_dry_run_prints_what_reads_the_same(self):
        options = ["--pipe-part=lines.txt", "--block-size=50000", "--header=2"]
        outcome = self.cli("run", "--dry-run", *options, "--", "cksum")
        self.assertEqual(outcome.status, 0, outcome)
        shell = subprocess.run(
            ["sh"], input=outcome.stdout, stdout=subprocess.PIPE, cwd=self.work, check=True
        )
        self.assertEqual(shell.stdout, self.sums(*options))

    def test_numbers_and_further_values(self):
        outcome = self.cli(
            *OPTIONS, "--pipe-part=lines.txt", "--records=2000", "--shell", "--",
            "head -1 | wc -c; echo {#} {}", ":::", "a", "b",
        )
        self.assertEqual(outcome.status, 0, outcome)
        words = outcome.stdout.split()
        self.assertEqual(words[1::3], [b"1", b"2", b"3", b"4"])
        self.assertEqual(words[2::3], [b"a", b"a", b"b", b"b"])
        self.assertEqual(words[0], words[6])

    def test_a_block_is_no_value(self):
        """{} is what stands behind :::, and nothing where there is none."""
        outcome = self.cli("run", "--pipe-part=lines.txt", "--", "cat", "{}")
        self.assertEqual(outcome.status, 2, outcome)
        self.assertIn("no input to fill in for {}", outcome.stderr)

    def test_batch_and_the_line_that_does_the_same(self):
        batch = {
            "fanfold": 1,
            "function": "command.run",
            "inputs": [
                {"name": "command", "template": "cksum"},
                {"name": "stdin", "blocks": "lines.txt", "size": "40K", "record_end": "\n",
                 "header": 1},
            ],
            "settings": {"n_jobs": -1},
        }
        (self.work / "b.fanfold").write_text(json.dumps(batch))
        line = self.cli("show", "b.fanfold").stdout.decode()
        self.assertIn("--pipe-part=lines.txt", line)
        self.assertIn("--block-size=40K", line)
        words = line[line.index("fanfold-cli run") :].replace("fanfold-cli", scenario.CLI, 1)
        shell = subprocess.run(
            ["sh", "-c", words.replace(" run ", " run --output=order ", 1)],
            stdout=subprocess.PIPE,
            cwd=self.work,
            env=self.env,
            check=True,
        )
        expected = self.sum_all(cut(self.lines, 40960, header=1))
        self.assertEqual(shell.stdout, expected)
        outcome = self.cli("run", "b.fanfold", "--output=order")
        self.assertEqual(outcome.stdout, expected, outcome)

    def test_a_command_need_not_read(self):
        self.write("big.txt", self.lines * 20)
        for command in ("true", "head -c 1"):
            outcome = self.cli(*OPTIONS, "--pipe-part=big.txt", "--", *command.split())
            self.assertEqual(outcome.status, 0, outcome)

    def test_output_while_it_reads(self):
        self.write("big.txt", self.lines * 20)
        outcome = self.cli(*OPTIONS, "--pipe-part=big.txt", "--set", "keep=4194304", "--", "cat")
        self.assertEqual(outcome.stdout, self.lines * 20)

    def test_a_retry_reads_the_same(self):
        expected = self.sum_all(cut(self.lines, 102400))
        outcome = self.cli(
            *OPTIONS, "--pipe-part=lines.txt", "--block=100K", "--retries=1", "--shell",
            "--results=r.jsonl", "--", 'cksum; test "$FANFOLD_ATTEMPT" -gt 1',
        )
        self.assertEqual(outcome.status, 0, outcome)
        results = [json.loads(text) for text in (self.work / "r.jsonl").read_text().splitlines()]
        self.assertEqual("".join(r["result"]["stdout"] for r in results), expected.decode())

    def test_resume_reads_the_same(self):
        expected = self.sum_all(cut(self.lines, 102400))
        outcome = self.cli(
            *OPTIONS, "--pipe-part=lines.txt", "--block=100K", "--shell", "--",
            "cksum; test -e {}", ":::", "now",
        )
        self.assertEqual(outcome.status, 1, outcome)
        (self.work / "now").touch()
        outcome = self.cli("history", "resume", "last", "--failed", "--results=r.jsonl")
        self.assertEqual(outcome.status, 0, outcome)
        results = [json.loads(text) for text in (self.work / "r.jsonl").read_text().splitlines()]
        self.assertEqual("".join(r["result"]["stdout"] for r in results), expected.decode())

    def test_the_file_changes(self):
        outcome = self.cli(
            *OPTIONS, "--pipe-part=lines.txt", "--block-size=100K", "--n-jobs=1", "--shell",
            "--", "cat > {#}.txt; echo >> lines.txt",
        )
        self.assertEqual(outcome.status, 1, outcome)
        self.assertIn("“lines.txt” has changed since it was cut into blocks", outcome.stderr)
        self.assertEqual((self.work / "1.txt").read_bytes(), cut(self.lines, 102400)[0])
        self.assertFalse((self.work / "2.txt").exists())

    def test_stopped_in_the_middle(self):
        self.write("big.txt", self.lines * 20)
        begun = time.monotonic()
        outcome = self.cli(
            *OPTIONS, "--pipe-part=big.txt", "--block=4M", "--timeout=0.5", "--", "sleep", "60"
        )
        self.assertEqual(outcome.status, 1, outcome)
        self.assertLess(time.monotonic() - begun, 30)

    def test_the_largest_is_known(self):
        """Of a block, not of its file."""
        self.write("sizes.txt", b"a\nb\n" + b"c" * 900 + b"\nd\n" + b"e" * 300 + b"\n")
        outcome = self.cli(
            "run", "--output=group", "--pipe-part=sizes.txt", "--records=1", "--n-jobs=1",
            "--order=largest-first", "--shell", "--", "head -c 1; echo",
        )
        self.assertEqual(outcome.stdout.split()[:2], [b"c", b"e"], outcome)

    def test_cache(self):
        options = ["--cache", "--progress=json", "--pipe-part=lines.txt"]

        def count_cached(*more):
            outcome = self.cli("run", *options, *more, "--results=r.jsonl", "--", "cksum")
            self.assertEqual(outcome.status, 0, outcome)
            results = [json.loads(t) for t in (self.work / "r.jsonl").read_text().splitlines()]
            return [r["state"] for r in results].count("cached"), len(results)

        self.assertEqual(count_cached("--block=100K"), (0, 3))
        self.assertEqual(count_cached("--block=100K"), (3, 3))
        self.assertEqual(count_cached("--block=101K"), (0, 3))
        self.assertEqual(count_cached("--block=100K", "--header=1"), (0, 3))
        os.utime(self.work / "lines.txt", (1e9, 1e9 + 1))
        self.assertEqual(count_cached("--block=100K"), (0, 3))

    def test_refusals(self):
        self.write("empty.txt", b"")
        os.mkfifo(self.work / "pipe")
        for options, words in [
            (["--pipe-part=none.txt"], "“none.txt” cannot be cut into blocks: No such file"),
            (["--pipe-part=empty.txt"], "“empty.txt” cannot be cut into blocks: it is empty"),
            (["--pipe-part=pipe"], "it is a pipe or a device"),
            (["--pipe-part=-"], "standard input only where that is the whole of a file"),
            (["--pipe-part=lines.txt", "--block-size=much"], "--block-size: size “much”"),
            (["--pipe-part=lines.txt", "--records=0"], "--records: records “0”"),
            (["--pipe-part=lines.txt", "--records=1", "--block=1M"], "give one of them"),
            (["--block=1M"], "--block-size 1M: no file is cut into blocks"),
            (["--blocks", "x=lines.txt"], "“x” feed no parameter that takes a part of a file"),
        ]:
            with self.subTest(options=options):
                outcome = self.cli("run", *options, "--", "cat")
                self.assertEqual(outcome.status, 2, outcome)
                self.assertIn(words, outcome.stderr)


if __name__ == "__main__":
    scenario.main()
