#!/usr/bin/env python3
# test-commands.py: list, show, cache, help
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import shutil
import subprocess
import tempfile

import scenario


class Commands(scenario.Scenario):
    def print_ok(self, *args):
        outcome = self.cli(*args)
        self.assertEqual((outcome.status, outcome.stderr), (0, ""), outcome)
        return outcome.stdout.decode()

    def test_version(self):
        self.assertRegex(self.print_ok("--version"), r"^fanfold-cli \d+\.\d+\.\d+\n$")

    def test_help(self):
        for args in (["--help"], ["-h"]):
            self.assertIn("Commands:", self.print_ok(*args))
        for command in ("run", "list", "show", "cache"):
            text = self.print_ok(command, "--help")
            self.assertIn(f"fanfold-cli {command}", text)
            self.assertIn("Examples:", text)
        self.assertIn("--progress-interval", self.print_ok("run", "-h"))

    def test_english(self):
        """Whatever the language of the others: what it says is for scripts, too. Numbers for people
        are written as they are used to."""
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        made = shutil.which("localedef") and subprocess.run(
            ["localedef", "-i", "de_DE", "-f", "UTF-8", f"{folder}/de_DE.UTF-8"], capture_output=True
        )
        if not made or not os.path.isdir(f"{folder}/de_DE.UTF-8"):
            self.skipTest("localedef cannot make de_DE")
        self.env.update(LOCPATH=folder, LC_ALL="de_DE.UTF-8", LANGUAGE="de")
        outcome = self.cli("run", "numbers.square", "--csv=/no/such")
        self.assertIn("No such file or directory", outcome.stderr)
        outcome = self.cli("run", "numbers.square", "--set=x=1", "--verbose=11")
        self.assertRegex(outcome.stderr, r"Done +1 out of +1 \| elapsed: +\d+\.\d+s finished")
        self.assertIn("finished", self.print_ok("history", "list"))
        kept = json.loads(self.print_ok("history", "list", "--json"))
        self.assertEqual([run["state"] for run in kept], ["finished"])

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            for args in (["list"], ["--help"], ["run", "numbers.square", "--set=x=1", "--dry-run"]):
                outcome = self.cli(*args, stdout=full)
                self.assertEqual(outcome.status, 3, outcome)
                self.assertIn("Standard output cannot be written", outcome.stderr)

    def test_list(self):
        text = self.print_ok("list")
        for name in ("files.checksum", "files.compress", "numbers.square", "numbers.pi",
                     "numbers.wait"):
            self.assertIn(name, text)
        plugins = {plugin["id"]: plugin for plugin in json.loads(self.print_ok("list", "--json"))["plugins"]}
        self.assertEqual(sorted(plugins), ["command", "files", "images", "numbers"])
        self.assertIsNone(plugins["numbers"]["error"])
        self.assertEqual(
            [function["id"] for function in plugins["numbers"]["functions"]],
            ["numbers.square", "numbers.pi", "numbers.wait"],
        )

    def test_show(self):
        text = self.print_ok("show", "files.checksum")
        for word in ("file", "algorithm", "sha256", "digest", "Example:", "Cache:"):
            self.assertIn(word, text)
        shown = json.loads(self.print_ok("show", "files.checksum", "--json"))
        self.assertEqual(shown["id"], "files.checksum")
        self.assertTrue(shown["pure"])
        params = {param["id"]: param for param in shown["params"]}
        self.assertEqual(params["algorithm"]["choices"],
                         ["md5", "sha1", "sha256", "sha384", "sha512"])
        self.assertEqual(params["algorithm"]["default"], "sha256")
        self.assertEqual([output["id"] for output in shown["outputs"]], ["digest", "size"])
        square = json.loads(self.print_ok("show", "--json", "numbers.square"))
        self.assertTrue(square["cheap"] and square["thread_safe"])

    def test_show_example_can_be_run(self):
        self.write_files({"a": b"a"})
        for function in ("numbers.square", "numbers.pi", "files.checksum"):
            text = self.print_ok("show", function)
            example = text.partition("Example:\n")[2].strip()
            args = [word.strip("'") for word in example.split()[1:]]
            self.assertEqual(self.cli(*args).status, 0, example)


class Cache(scenario.Scenario):
    def stats(self, *args):
        outcome = self.cli("cache", "stats", "--json", *args)
        self.assertEqual((outcome.status, outcome.stderr), (0, ""), outcome)
        return {entry["function"]: entry for entry in json.loads(outcome.stdout)["functions"]}

    def test_from_start_to_end(self):
        self.assertEqual(self.stats(), {})
        self.assertIn(b"is empty", self.cli("cache", "stats").stdout)

        self.write_files({name: name.encode() for name in ("a", "b", "c")})
        self.run_ok("files.checksum", "--files=file=*")
        entry = self.stats()["files.checksum"]
        self.assertEqual((entry["entries"], entry["hits"]), (3, 0))
        self.assertGreaterEqual(entry["bytes"], 3 * 512)

        self.run_ok("files.checksum", "--files=file=*")
        entry = self.stats()["files.checksum"]
        self.assertEqual((entry["entries"], entry["hits"]), (3, 3))
        self.assertGreaterEqual(entry["seconds_saved"], 0)
        self.run_ok("numbers.pi", "--set=samples=10", "--range=seed=0:2")
        self.assertEqual(list(self.stats("--function=numbers.pi")), ["numbers.pi"])
        self.assertIn(b"files.checksum", self.cli("cache", "stats").stdout)

        outcome = self.cli("cache", "clear", "--function=files.checksum")
        self.assertEqual((outcome.status, outcome.stdout), (0, b"Removed 3 results.\n"))
        self.assertEqual(self.stats().get("files.checksum", {"entries": 0})["entries"], 0)
        self.assertEqual(self.stats()["numbers.pi"]["entries"], 2)

        outcome = self.cli("cache", "clear", "--json")
        self.assertEqual(json.loads(outcome.stdout), {"removed": 2})
        lines = self.run_ok("files.checksum", "--files=file=*")
        self.assertEqual({line["state"] for line in lines}, {"done"})

    def test_what_is_not_cached(self):
        self.run_ok("numbers.square", "--range=x=0:5")
        self.run_ok("numbers.wait", "--set=seconds=0")
        self.write_files({"a": b"a"})
        self.run_ok("files.checksum", "--files=file=a", "--no-cache")
        self.assertEqual(self.stats(), {})

    def test_clear_leaves_other_files(self):
        self.write_files({"a": b"a"})
        self.run_ok("files.checksum", "--files=file=a")
        mine = self.memo / "mine.txt"
        mine.write_text("mine")
        self.assertEqual(self.cli("cache", "clear").status, 0)
        self.assertEqual(mine.read_text(), "mine")


if __name__ == "__main__":
    scenario.main()
