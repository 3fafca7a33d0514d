# test-command-line.py: a batch file and the command line that does the same
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import subprocess
import urllib.parse
from pathlib import Path

import scenario


def command(template, *inputs, settings=None, **params):
    fixed = [{"name": name, "value": value} for name, value in params.items()]
    return {
        "function": "command.run",
        "inputs": [{"name": "command", "template": template}, *inputs, *fixed],
        "settings": settings or {},
    }


def to_bytes(text):
    """As results say what is no UTF-8."""
    is_uri = text.startswith("file:")
    return urllib.parse.unquote_to_bytes(text[5:]) if is_uri else text.encode()


def function(name, *inputs, **settings):
    return {"function": name, "inputs": list(inputs), "settings": settings}


def values(name, *texts, **rest):
    return {"name": name, "list": list(texts), **rest}


ODD = ["a b", "it's", "$HOME", "*", '"', "\\", "a,b\\,c", "x\ny", "-n", "~", "", " ", "ä", "--"]

# What is behind -- in the line; None: nothing is.
BATCHES = [
    # Every kind of input.
    (function("numbers.square", {"name": "x", "value": 2.5}), None),
    (function("numbers.square", values("x", 1, -2, 1e300)), None),
    (function("numbers.square", {"name": "x", "range": [0, 1, 0.1]}), None),
    (function("numbers.square", {"name": "x", "range": [3, 0, -1]}), None),
    (function("numbers.square", {"name": "x", "linspace": [0, 1, 11]}), None),
    (function("numbers.square", {"name": "x", "geomspace": [1, 1e6, 7]}), None),
    (function("numbers.square", {"name": "x", "lines": "numbers.txt"}), None),
    (function("numbers.square", {"name": "x", "csv": "t.csv", "column": "n"}), None),
    (function("numbers.square", {"name": "x", "csv": "t.csv", "column": "a:b\\"}), None),
    (function("numbers.square", {"name": "x", "csv": "t:.csv", "column": "n"}), None),
    (function("files.checksum", {"name": "file", "files": ["d/*", "odd/**"]}), None),
    (
        function(
            "files.checksum", {"name": "file", "files": ["**"], "exclude": ["**/*.b", "t*.csv"]}
        ),
        None,
    ),
    (function("files.checksum", {"name": "file", "files": ["file://%HERE%/odd/*%FF*"]}), None),
    # Combined, in step, in groups.
    (function("numbers.pi", values("seed", 1, 2), values("samples", 3, 4)), None),
    (function("numbers.pi", values("samples", 3, 4), values("seed", 1, 2)), None),
    (function("numbers.pi", values("seed", 1, 2, group=1), values("samples", 3, 4, group=1)), None),
    (
        function(
            "numbers.pi",
            {"name": "samples", "csv": "t.csv", "column": "n"},
            {"name": "seed", "csv": "t.csv", "column": "m"},
        ),
        None,
    ),
    # Templates.
    (
        function(
            "images.resize",
            {"name": "file", "files": ["d/*"]},
            {"name": "output", "template": "{//}/{/.} it's-{#}.jpg"},
            {"name": "width", "value": 10},
        ),
        None,
    ),
    # Commands.
    (command("echo {}", values("1", *ODD)), "echo {}"),
    (command("echo {2} '{1}'", values("1", "a"), values("2", "b", "c")), "echo"),
    (command("echo {#}", values("1", "a", "b")), "echo {#}"),
    (command("echo  two  spaces {}", values("1", "a")), "'echo  two  spaces {}'"),
    (command("echo\t{}", values("1", "a")), "echo\t{}"),
    (command("echo {} {%}", values("1", "a")), "{%}"),
    (command("echo", values("1", "a")), None),
    (command("echo {} ::: {}", values("1", "a")), None),
    (command("echo {}", values("1", "a", ":::")), "echo {}"),
    (command("echo {}", values("1", "a", "b", group=1), values("2", "c", "d", group=1)), ":::+"),
    (
        command(
            "echo {}",
            values("1", "a", "b"),
            values("2", "c", "d", group=2),
            values("3", "e", "f", group=2),
        ),
        ":::+",
    ),
    (
        command(
            "echo {}",
            values("1", "a", "b", group=1),
            values("2", "c", "d"),
            values("3", "e", "f", group=1),
        ),
        "echo {}",
    ),
    (
        command(
            "echo {}", values("1", "a", "b", group=3), {"name": "n", "range": [0, 2], "group": 3}
        ),
        "echo {}",
    ),
    (command("echo {}", {"name": "1", "lines": "numbers.txt"}, values("2", "x")), ":::: numbers"),
    (command("echo {}", values("2", "a", "b")), "echo {}"),
    (command("echo {photo.} {n}", {"name": "photo", "files": ["odd/*"]}, values("n", 1, 2)), "--"),
    (command("echo {name}", {"name": "name", "csv": "t.csv", "column": "m"}), "echo {name}"),
    (command("echo {v}", {"name": "v", "csv": "t.csv", "column": "m"}), "echo {v}"),
    (command("echo {} | cat > {#}.x", values("1", *ODD), shell=True), "cat > {#}.x"),
    (command("echo {}", values("1", "a"), shell=False), "echo {}"),
    (command("sh -c 'echo $0' {}", values("1", "a b")), "echo $0"),
    (command("echo {}", values("1", "a"), folder="d", stdin="odd/a b", keep=100), "echo {}"),
    (command("cat {folder}", values("1", "a"), folder="d"), "cat {folder}"),
    (function("command.run", values("command", "echo a", "echo 'b  c'")), None),
    (function("command.run", {"name": "command", "value": "echo a"}), None),
    # Settings.
    (
        function(
            "numbers.square",
            {"name": "x", "range": [0, 50]},
            n_jobs=-2,
            timeout="200%",
            retries=2,
            order="shuffled",
            sample=7,
            seed=3,
            on_failure="drain",
            max_failures=4,
            pre_dispatch="2*n_jobs",
            batch_size=3,
            nice=7,
            memory_limit="1G",
            no_cache=True,
        ),
        None,
    ),
    (command("echo {}", values("1", *"abcdef"), settings={"order": "shuffled"}), "echo {}"),
    (command("echo {}", values("1", "a"), settings={"cache": True, "n_jobs": 3}), "echo {}"),
    (command("echo {}", values("1", "a"), settings={"n_jobs": -1, "sample": 1}), "echo {}"),
]


class CommandLine(scenario.Scenario):
    def setUp(self):
        super().setUp()
        self.write_files(
            {
                "numbers.txt": b"1\n2\n3",
                "t.csv": b"m,n,a:b\\\n1,2,3\n4,5,6\n",
                "t:.csv": b"n\n7\n8\n",
                "d/x.jpg": b"x",
                "d/y z.b": b"y",
                "odd/a b": b"1",
                "odd/$x'": b"2",
                b"odd/\xff\xfe": b"3",
                "odd/,=:\\": b"4",
            }
        )
        self.env["PATH"] = f"{Path(scenario.CLI).parent}:{self.env['PATH']}"

    def get_jobs(self, outcome):
        """Its jobs, which are the arguments or the commands."""
        self.assertEqual(outcome.status, 0, outcome)
        jobs = outcome.stdout.splitlines()
        self.assertNotEqual(jobs, [])
        return jobs

    def write_batch(self, batch, name="b.fanfold"):
        text = json.dumps({"fanfold": 1, **batch}).replace("%HERE%", str(self.work))
        (self.work / name).write_text(text)
        return name

    def run_line(self, line, *more, cwd="/"):
        """Pasted into a shell that stands elsewhere, with options of ours."""
        program = os.fsencode(scenario.CLI)
        head = b"fanfold-cli run"
        self.assertEqual(line.count(b"\n", 0, line.index(head)), 0)
        extra = b" ".join([os.fsencode(option) for option in more])
        text = line.replace(head, program + b" run " + extra, 1)
        process = subprocess.Popen(
            ["sh", "-c", text],
            env=self.env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        return self.end(process)

    def check(self, batch, behind):
        name = self.write_batch(batch)
        line = self.cli("show", name)
        self.assertEqual(line.status, 0, line)
        text = line.stdout.decode(errors="surrogateescape")
        form, _, rest = text.partition(" -- ")
        is_command = behind is not None
        self.assertEqual(form.startswith(f"cd {self.work} && fanfold-cli run"), True, text)
        if is_command:
            self.assertIn(behind, f"-- {rest}")
        else:
            self.assertIn(f"fanfold-cli run {batch['function']} ", text)

        pasted = self.run_line(line.stdout, "--dry-run")
        if is_command:
            self.assertEqual(pasted.stdout.splitlines(), self.list_commands(name), text)
        else:
            jobs = self.get_jobs(self.cli("run", name, "--dry-run"))
            self.assertEqual(self.get_jobs(pasted), jobs, text)

    def list_commands(self, name):
        jobs = self.get_jobs(self.cli("run", name, "--dry-run"))
        commands = [json.loads(job)["arguments"]["command"] for job in jobs]
        return b"\n".join(map(to_bytes, commands)).splitlines()

    def test_same_jobs(self):
        for batch, behind in BATCHES:
            with self.subTest(batch=batch):
                self.check(batch, behind)

    def test_settings_are_the_same(self):
        for batch, _ in BATCHES:
            settings = batch["settings"]
            if not settings:
                continue
            with self.subTest(settings=settings):
                line = self.cli("show", self.write_batch(batch)).stdout.decode()
                for name, value in settings.items():
                    option = f"--{name.replace('_', '-')}"
                    if value is True:
                        self.assertIn(f" {option} ", f"{line.strip()} ".replace("\n", " "))
                    elif name == "n_jobs" and value == -1:
                        self.assertNotIn(option, line)
                    else:
                        quoted = [f"{option}={value}", f"{option}='{value}'"]
                        self.assertTrue(any(form in line for form in quoted), line)

    def test_labels(self):
        labels = {"name": "It's", "note": "Two\nlines #tag"}
        for batch in (
            function("numbers.square", values("x", 1)),
            command("echo {}", values("1", "a")),
        ):
            line = self.cli("show", self.write_batch({**labels, **batch})).stdout
            self.assertEqual(self.run_line(line).status, 0, line)
            run = json.loads(self.cli("history", "show", "last", "--json").stdout)
            self.assertEqual({key: run["batch"][key] for key in labels}, labels)
        line = self.cli("show", self.write_batch({"name": "echo {}", **batch})).stdout
        self.assertNotIn(b"--name", line)

    def test_same_outputs(self):
        batch = command("printf '%s|' {1} {2} {#}", values("1", *ODD), values("2", "x", "y y"))
        name = self.write_batch(batch)
        expected = "".join(
            f"{first}|{second}|{2 * i + j + 1}|"
            for i, first in enumerate(ODD)
            for j, second in enumerate(["x", "y y"])
        ).encode()
        ours = self.cli("run", name, "--output=order")
        self.assertEqual(ours.stdout, expected, ours)
        line = self.cli("show", name).stdout
        self.assertEqual(self.run_line(line, "--output=order").stdout, expected)

    def test_too_long(self):
        name = self.write_batch(command("echo {}", values("1", *map(str, range(9000)))))
        line = self.cli("show", name)
        expected = f"fanfold-cli run {self.work}/{name}\n".encode()
        self.assertEqual(line.stdout, expected, line)
        self.assertEqual(len(self.get_jobs(self.run_line(line.stdout, "--dry-run"))), 9000)

    def test_name_that_options_cannot_hold(self):
        name = self.write_batch(command("echo {a=b}", values("a=b", "1", "2")))
        line = self.cli("show", name)
        self.assertEqual(line.stdout, f"fanfold-cli run {self.work}/{name}\n".encode(), line)

    def test_json(self):
        batch = function("numbers.square", values("x", 1, 2))
        shown = self.cli("show", self.write_batch(batch), "--json")
        self.assertEqual(json.loads(shown.stdout)["inputs"], batch["inputs"], shown)

    def test_refusals(self):
        (self.work / "bad.fanfold").write_text('{"fanfold":1,')
        for name, word in [("gone.fanfold", "gone"), ("bad.fanfold", "column 14"), ("./d", "d")]:
            outcome = self.cli("show", name)
            self.assertEqual(outcome.status, 2, outcome)
            self.assertEqual(outcome.stdout, b"")
            self.assertIn(word, outcome.stderr)

    def test_columns_by_name(self):
        lines = self.run_ok("numbers.square", "--column", "x=t.csv:n")
        self.assertEqual([line["result"] for line in lines], [4, 25])
        lines = self.run_ok("numbers.square", "--column", "x=t.csv:a\\:b\\\\")
        self.assertEqual([line["result"] for line in lines], [9, 36])
        for text in ["x=t.csv", "x=t.csv:", "x=:n", "x=t.csv\\:n", "x="]:
            self.run_refused("numbers.square", "--column", text, names=["FILE:HEADER"])
        self.run_refused("numbers.square", "--column", "x=t.csv:q", names=["q", "t.csv"])


if __name__ == "__main__":
    scenario.main()
