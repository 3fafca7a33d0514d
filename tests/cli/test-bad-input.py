#!/usr/bin/env python3
# test-bad-input.py: what is wrong is said, with its place, and nothing is started
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os

import scenario


class Usage(scenario.Scenario):
    def check(self, *args, names=()):
        outcome = self.cli(*args)
        self.assertEqual(outcome.status, 2, outcome)
        self.assertEqual(outcome.stdout, b"")
        for name in (*names, "fanfold-cli: ", "--help"):
            self.assertIn(name, outcome.stderr)
        self.assertFalse(self.history.exists())

    def test_commands(self):
        self.check(names=["command is missing"])
        self.check("walk", names=["walk", "run, import, list, show, cache and history"])
        self.check("--walk", names=["--walk"])

    def test_options(self):
        self.check("run", "numbers.square", "--sett=x=1", names=["--sett"])
        self.check("run", "numbers.square", "--set", names=["--set"])
        self.check("run", "numbers.square", "-x", names=["-x"])
        self.check("list", "--set=x=1", names=["--set"])
        self.check("list", "numbers", names=["numbers"])

    def test_operands(self):
        self.check("run", names=["FUNCTION"])
        self.check("run", "numbers.square", "7", names=["7"])
        self.check("show", names=["FUNCTION"])
        self.check("cache", names=["stats|clear"])
        self.check("cache", "burn", names=["stats", "clear"])
        self.check("cache", "clear", "--function=../..", names=["--function"])

    def test_numbers(self):
        for option, values in {
            "--n-jobs": ["0", "1.5", "two", "", "99999999999", "1e3", "0x2", " "],
            "--verbose": ["-1", "1.5", "much", ""],
            "--progress-interval": ["-1", "nan", "soon", "", "1e99"],
            "--progress": ["lots", ""],
            "--backend": ["threds", ""],
            "--pre-dispatch": ["0", "", "ALL", "2*", "n_jobs n_jobs", "import os", "1/0", "-1"],
            "--batch-size": ["0", "-1", "1.5", "", "big", "4097"],
            "--timeout": ["-1", "", "soon", "0%", "-5%", "nan", "1e99"],
            "--retries": ["-1", "251", "1.5", "", "some"],
            "--delay": ["-1", "", "nan", "1s"],
            "--max-failures": ["-1", "10%", "", "1.5"],
            "--on-failure": ["abort", "", "Stop"],
            "--memory-limit": ["-1", "", "500", "1X", "much"],
            "--min-free-memory": ["-1", "", "1X", "much"],
            "--min-free-disk": ["-1", "", "1X", "much"],
            "--io-priority": ["high", "", "7", "Low"],
            "--pin": ["1", "", "yes"],
            "--weight": ["0", "-1", "1.5", ""],
            "--nice": ["-1", "20", "", "high"],
            "--results": [""],
            "--cache-dir": [""],
        }.items():
            for value in values:
                with self.subTest(option=option, value=value):
                    self.check(
                        "run", "numbers.square", "--set=x=1", f"{option}={value}", names=[option]
                    )

    def test_place_in_an_expression(self):
        self.check(
            "run", "numbers.square", "--set=x=1", "--pre-dispatch=2*cores",
            names=["--pre-dispatch “2*cores”, column 3: “cores” is not known; give all, a number"],
        )

    def test_inputs(self):
        for text in ("x", "=1", ""):
            for option in ("--set", "--list", "--range", "--files"):
                with self.subTest(option=option, text=text):
                    self.check("run", "numbers.square", f"{option}={text}", names=[option])
        for text in ("x=1", "x=1:2:3:4", "x=:", "x=", "x=1:", "x=a:b"):
            with self.subTest(range=text):
                outcome = self.cli("run", "numbers.square", f"--range={text}")
                self.assertEqual(outcome.status, 2, outcome)
                self.assertIn("x", outcome.stderr)
                self.assertFalse(self.history.exists())


class BadInput(scenario.Scenario):
    def test_unknown_function(self):
        self.run_refused("numbers.sqare", "--set=x=1", names=["numbers.sqare", "numbers.square"])
        self.run_refused("numbers", "--set=x=1", names=["numbers"])
        outcome = self.cli("show", "numbers.sqare")
        self.assertEqual(outcome.status, 2, outcome)
        self.assertIn("numbers.square", outcome.stderr)

    def test_unknown_parameter(self):
        self.run_refused("numbers.square", "--set=y=1", names=["y", "x"])

    def test_parameter_twice(self):
        self.run_refused("numbers.square", "--set=x=1", "--list=x=2,3", names=["x"])

    def test_missing_value(self):
        self.run_refused("files.checksum", names=["file"])
        self.run_refused("files.checksum", "--set=algorithm=md5", names=["file"])
        self.run_refused("files.checksum", "--set=file=", names=["file"])

    def test_wrong_type(self):
        self.run_refused("numbers.square", "--set=x=one", names=["x", "one"])
        self.run_refused("numbers.square", "--list=x=1,2,drei", names=["x", "drei", "3"])
        self.run_refused("numbers.pi", "--set=samples=1.5", names=["samples", "1.5"])
        self.run_refused("numbers.pi", "--range=samples=1:2:0.5", names=["samples"])
        self.run_refused("files.checksum", "--range=file=1:3", names=["file"])
        self.run_refused("files.compress", "--set=file=a", "--set=overwrite=perhaps",
                         names=["overwrite", "perhaps"])

    def test_out_of_range(self):
        self.run_refused("numbers.wait", "--set=fail_chance=1.5", names=["fail_chance", "1.5"])
        self.run_refused("numbers.wait", "--range=fail_chance=0:3", names=["fail_chance"])
        self.run_refused("files.checksum", "--set=file=a", "--set=algorithm=crc",
                         names=["algorithm", "crc", "sha256"])

    def test_ranges(self):
        for text in ("0:0", "1:0", "0:1:-1", "0:1:0", "0:inf", "nan:1", "0:1e99:1"):
            with self.subTest(range=text):
                self.run_refused("numbers.square", f"--range=x={text}", names=["x"])

    def test_too_many_jobs(self):
        self.run_refused(
            "numbers.pi", "--range=samples=1:1000000", "--range=seed=1:1000000", names=["jobs"]
        )

    def test_glob_that_matches_nothing(self):
        self.run_refused("files.checksum", "--files=file=nothing/*.txt", names=["nothing/*.txt"])
        (self.work / "empty").mkdir()
        self.run_refused("files.checksum", "--files=file=empty/**", names=["empty/**"])

    def test_unreadable_folder(self):
        self.write_files({"shut/file": b""})
        self.shut(self.work / "shut", 0)
        self.run_refused("files.checksum", "--files=file=shut/*", names=["shut"])
        self.run_refused("files.checksum", "--files=file=**", names=["shut"])

    def test_zip_of_unequal_lengths(self):
        self.run_refused(
            "numbers.pi", "--list=samples=1,2,3", "--list=seed=1,2", "--zip",
            names=["samples", "seed", "3", "2"],
        )

    def test_threads_for_what_is_not_thread_safe(self):
        self.use_fixtures("stubborn")
        self.run_refused("stubborn.stay", "--backend=threads", names=["stubborn.stay", "threads"])

    def test_settings_that_do_not_go_together(self):
        self.run_refused(
            "numbers.square", "--set=x=1", "--n-jobs=2", "--pre-dispatch=0.4*n_jobs",
            names=["pre_dispatch", "column 1", "0.8", "n_jobs 2"],
        )
        self.run_refused(
            "numbers.square", "--set=x=1", "--backend=threads", "--memory-limit=1G",
            names=["memory_limit", "threads"],
        )

    def test_results_that_cannot_be_written(self):
        self.write_files({"file": b""})
        for path in ("missing/results", ".", "file/results"):
            with self.subTest(path=path):
                outcome = self.cli("run", "numbers.square", "--set=x=1", f"--results={path}")
                self.assertEqual(outcome.status, 2, outcome)
                self.assertIn(path, outcome.stderr)
                self.assertEqual(list(self.history.rglob("runs/*")), [])

    def test_closed_output(self):
        def close():
            os.close(1)

        outcome = self.cli("run", "numbers.square", "--set=x=1", "--results=-", preexec_fn=close)
        self.assertEqual(outcome.status, 2, outcome)
        self.assertIn("standard output", outcome.stderr)
        self.assertEqual(list(self.history.rglob("runs/*")), [])
        self.assertEqual(self.cli("list", preexec_fn=close).status, 3)
        self.assertEqual(self.cli("run", "numbers.square", "--set=x=1", preexec_fn=close).status, 0)

    def test_bad_input_leaves_results_alone(self):
        self.write_files({"results": b"precious\n"})
        self.run_refused("numbers.square", "--set=x=one", "--results=results", names=["one"])
        self.run_refused("numbers.sqare", "--set=x=1", "--results=results", names=["sqare"])
        self.assertEqual((self.work / "results").read_bytes(), b"precious\n")


class BatchFile(scenario.Scenario):
    def check(self, text, *names):
        self.write_files({"bad.fanfold": text if isinstance(text, bytes) else text.encode()})
        return self.run_refused("bad.fanfold", names=["bad.fanfold", *names])

    def test_missing(self):
        self.run_refused("gone.fanfold", names=["gone.fanfold"])
        self.run_refused("./gone", names=["gone"])
        (self.work / "folder.fanfold").mkdir()
        self.run_refused("folder.fanfold", names=["folder.fanfold"])

    def test_foreign(self):
        self.write_files({"foreign.json": b'{"a": 1}'})
        self.run_refused("foreign.json", names=["foreign.json", "“fanfold” is missing"])

    def test_not_strict(self):
        good = '"function":"numbers.square","inputs":[{"name":"x","value":1}]'
        for text in (
            "", "{", "nothing", '{"fanfold":1,' + good + ",}", "// no\n{\"fanfold\":1," + good + "}",
            '{"fanfold":1,' + good + "} {}", "{'fanfold':1}", '{"fanfold":01,' + good + "}",
            b'{"fanfold":1,"name":"\xff",' + good.encode() + b"}",
            '{"fanfold":1,"fanfold":1,' + good + "}",
        ):
            with self.subTest(text=text):
                self.check(text, "line 1" if not str(text).startswith("//") else "line")

    def test_deep(self):
        self.check("[" * 100000, "line 1")
        self.check('{"fanfold":' * 100000, "line")
        self.check("[" * 100000 + "]" * 100000, "line 1")

    def test_unknown_key(self):
        outcome = self.check(
            '{\n  "fanfold": 1,\n  "function": "numbers.square",\n'
            '  "inputs": [{"name": "x", "valu": 1}]\n}\n',
            "valu", "line 4",
        )
        self.assertIn("column 28", outcome.stderr)
        self.check('{"fanfold":1,"function":"numbers.square",\n"colour":1}', "colour", "line 2")
        self.check('{"fanfold":1,"function":"numbers.square","settings":{"njobs":1}}', "njobs")

    def test_wrong_values(self):
        self.check('{"function":"numbers.square"}', "fanfold")
        self.check('{"fanfold":2,"function":"numbers.square"}', "2")
        self.check('{"fanfold":1}', "function")
        self.check('{"fanfold":1,"function":7}', "function")
        self.check('{"fanfold":1,"function":"numbers.square","settings":{"n_jobs":0}}', "n_jobs")
        self.check('{"fanfold":1,"function":"numbers.square","settings":{"n_jobs":1.5}}', "n_jobs")
        self.check(
            '{"fanfold":1,"function":"numbers.square","inputs":'
            '[{"name":"x","value":1},{"name":"x","value":2}]}', "x",
        )

    def test_wrong_settings(self):
        for setting in (
            '"pre_dispatch": "2*"', '"pre_dispatch": 0', '"batch_size": 0', '"timeout": "x"',
            '"retries": 1.5', '"delay": -1', '"max_failures": true', '"on_failure": "abort"',
            '"memory_limit": "5Q"', '"min_free_memory": null', '"nice": 99', '"max-failures": 1',
        ):
            with self.subTest(setting=setting):
                self.check(
                    '{"fanfold": 1, "function": "numbers.square",\n"settings": {\n  '
                    + setting + "}}",
                    "line 3, column 3", setting.partition(":")[0].strip('"'),
                )

    def test_what_the_function_refuses(self):
        self.write_files(
            {"b.fanfold": b'{"fanfold":1,"function":"numbers.square",'
                          b'"inputs":[{"name":"y","value":1}]}'}
        )
        self.run_refused("b.fanfold", names=["y"])

    def test_inputs_beside_a_batch(self):
        self.write_files(
            {"b.fanfold": b'{"fanfold":1,"function":"numbers.square",'
                          b'"inputs":[{"name":"x","value":1}]}'}
        )
        self.run_refused("b.fanfold", "--set=x=2", names=["b.fanfold", "--set"])


if __name__ == "__main__":
    scenario.main()
