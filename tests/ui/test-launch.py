#!/usr/bin/python3
# test-launch.py: what bad input gets in the window: a message that says where, and nothing started
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import shutil
import tempfile
import unittest

from fanfold_ui import Program, wait_for


class Launch(unittest.TestCase):
    def start(self, *arguments, environment=None):
        self.program = Program(*arguments, environment=environment)
        self.addCleanup(self.program.end)
        self.launch = self.program.view("Launch")

    def choose(self, function):
        self.program.click(self.launch.find("label", function))
        self.launch.find("heading", function)

    def button(self):
        return self.launch.find("push button", "Launch")

    def type_into(self, role, name, text):
        self.program.type_over(self.launch.find(role, name), text)

    def test_required(self):
        self.start()
        self.choose("Checksum")
        self.launch.find("status bar", contains="File")
        self.assertFalse(self.button().sensitive)

    def test_no_match(self):
        self.start()
        self.choose("Checksum")
        self.type_into("text", "File", "/nowhere/**")
        self.launch.find(contains="/nowhere")
        wait_for("Launch to be impossible", lambda: not self.button().sensitive)

    def test_range(self):
        self.start()
        self.choose("Square")
        self.type_into("text", "Start", "zero")
        self.type_into("text", "Stop", "10")
        self.launch.find(contains="zero")
        wait_for("Launch to be impossible", lambda: not self.button().sensitive)
        self.program.screenshot("bad-range")

        self.type_into("text", "Start", "0")
        self.launch.find("status bar", contains="10 jobs")
        wait_for("Launch to be possible", lambda: self.button().sensitive)

    def test_command(self):
        folder = tempfile.mkdtemp(prefix="fanfold-ui-files-")
        self.addCleanup(shutil.rmtree, folder)
        for name in ("a b.txt", "c.txt"):
            with open(os.path.join(folder, name), "w") as file:
                file.write("x")
        self.start()
        self.choose("Run a command")
        self.type_into("text", "Input", folder + "/*.txt")
        self.launch.find("status bar", "2 values")
        self.type_into("text", "Command", "cat '{}")
        self.launch.find(contains="is not closed")
        wait_for("Launch to be impossible", lambda: not self.button().sensitive)
        self.type_into("text", "Command", "cat {}")
        wait_for("Launch to be possible", lambda: self.button().sensitive)
        self.program.keys("Return")
        self.assertTrue(self.button().showing, "Return in an entry launches nothing")
        self.program.keys("ctrl+Return")
        self.program.view("Watch").find(contains="cat {}")

    def test_weight(self):
        """An input that nothing else uses may say how many slots a job takes, and says it rightly."""
        folder = tempfile.mkdtemp(prefix="fanfold-ui-batch-")
        self.addCleanup(shutil.rmtree, folder)
        batch = {
            "fanfold": 1, "function": "command.run",
            "inputs": [
                {"name": "threads", "list": ["1", "2", "many"]},
                {"name": "command", "template": "echo {#}"},
            ],
            "settings": {"n_jobs": 2, "weight": "threads"},
        }
        path = os.path.join(folder, "weights.fanfold")
        with open(path, "w") as file:
            json.dump(batch, file)
        self.start(path)
        self.launch.find(contains="weight “threads”: its value “many” is not a whole number")
        wait_for("Launch to be impossible", lambda: not self.button().sensitive)
        batch["inputs"][0]["list"][2] = "9"
        with open(path, "w") as file:
            json.dump(batch, file)
        self.program.drop(path)
        wait_for("Launch to be possible", lambda: self.button().sensitive)
        self.program.keys("ctrl+Return")
        self.program.view("Watch").find("label", contains="Done 3 of 3")

    def test_cached(self):
        """What the cache holds is counted again when a run has ended."""
        folder = tempfile.mkdtemp(prefix="fanfold-ui-batch-")
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, "sums.fanfold")
        with open(path, "w") as file:
            json.dump(
                {
                    "fanfold": 1,
                    "function": "numbers.pi",
                    "inputs": [
                        {"name": "samples", "value": 100000000},
                        {"name": "seed", "range": [0, 6]},
                    ],
                    "settings": {"n_jobs": 2},
                },
                file,
            )
        self.start(path)
        wait_for("Launch to be possible", lambda: self.button().sensitive)
        self.program.keys("ctrl+Return")
        watch = self.program.view("Watch")
        watch.find("label", contains="Done 6 of 6")
        self.program.tab("Launch")
        self.launch.find("status bar", contains="6 in the cache")
        self.program.screenshot("cached")
        self.assertTrue(self.button().sensitive)

    def test_new_plugin(self):
        """A batch whose plugin was built since the start is opened; one without is not shown."""
        folder = tempfile.mkdtemp(prefix="fanfold-ui-batch-")
        self.addCleanup(shutil.rmtree, folder)
        plugins = os.path.join(folder, "plugins")
        os.mkdir(plugins)
        path = os.path.join(folder, "hello.fanfold")
        with open(path, "w") as file:
            json.dump(
                {
                    "fanfold": 1,
                    "function": "hello.greet",
                    "inputs": [{"name": "name", "list": ["Ada", "Alan"]}],
                },
                file,
            )
        everywhere = os.environ["FANFOLD_PLUGIN_PATH"] + ":" + plugins
        self.start(environment={"FANFOLD_PLUGIN_PATH": everywhere})
        self.choose("Square")
        self.type_into("text", "Start", "0")
        self.type_into("text", "Stop", "10")
        wait_for("Launch to be possible", lambda: self.button().sensitive)
        self.program.drop(path)
        self.launch.find("label", contains="Plugins were looked for again")
        buttons = self.launch.find_all
        wait_for(
            "Launch to be impossible",
            lambda: not any(button.sensitive for button in buttons("push button", "Launch")),
        )
        self.assertFalse(any("fanfold-cli" in text for text in self.launch.texts()))
        self.program.screenshot("no-plugin")

        shutil.copy(os.path.join(os.environ["FANFOLD_FIXTURES"], "hello.so"), plugins)
        self.program.drop(path)
        self.launch.find("status bar", contains="2 jobs")
        wait_for("Launch to be possible", lambda: self.button().sensitive)
        self.program.screenshot("new-plugin")

    def test_json_table(self):
        """The members of a file of JSON are columns; JSON that is no table is a file like others."""
        folder = tempfile.mkdtemp(prefix="fanfold-ui-files-")
        self.addCleanup(shutil.rmtree, folder)
        table = os.path.join(folder, "t.jsonl")
        with open(table, "w") as file:
            file.write('{"name": "a b", "size": 3}\n{"name": "c", "size": 4.50}\n')
        other = os.path.join(folder, "settings.json")
        with open(other, "w") as file:
            file.write("{}")
        self.start()
        self.program.drop(table)
        self.launch.find("heading", "Run a command")
        self.type_into("text", "Command", "echo {name} {size}")
        self.launch.find("status bar", contains="2 jobs")
        self.launch.find("push button", "Show the jobs").press()
        self.launch.find("label", "echo 'a b' 3")
        self.launch.find("label", "echo c 4.50")
        self.program.screenshot("json-table")
        self.choose("Checksum")
        self.program.drop(other)
        self.launch.find("status bar", contains="1 job ")
        self.program.screenshot("json-file")

    def test_findings(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "b.fanfold")
            names = [f"{folder}/gone-{n}" for n in range(300)]
            with open(path, "w") as file:
                json.dump(
                    {
                        "fanfold": 1,
                        "function": "files.checksum",
                        "inputs": [{"name": "file", "list": ["/etc/passwd"] * 200 + names}],
                    },
                    file,
                )
            self.start(path)
            self.launch.find("status bar", contains="500 jobs")
            finding = self.launch.find("label", contains="300 jobs have missing inputs")
            self.launch.find("label", contains="199 jobs are the same")
            self.assertTrue(self.button().sensitive)

            self.program.click(finding)
            self.launch.find("label", contains="gone-0")
            self.program.screenshot("findings")

    def test_bad_batch(self):
        with tempfile.NamedTemporaryFile("w", suffix=".fanfold", delete=False) as file:
            file.write('{"fanfold": 1,\n "function": "numbers.square",\n "imputs": []}')
        self.addCleanup(os.unlink, file.name)
        self.start(file.name)
        dialog = wait_for("the message", self.program.dialog)
        message = wait_for(
            "line and column",
            lambda: next((text for text in dialog.texts() if "Line 3, column 2" in text), None),
        )
        self.assertIn("imputs", message)
        self.program.screenshot("bad-batch")

    def test_broken_plugins(self):
        fixtures = os.environ["FANFOLD_FIXTURES"]
        paths = os.environ["FANFOLD_PLUGIN_PATH"] + ":" + fixtures
        self.start(environment={"FANFOLD_PLUGIN_PATH": paths})
        self.launch.find("label", "Checksum")
        self.launch.find(contains="old-major")
        self.program.screenshot("broken")


if __name__ == "__main__":
    unittest.main()
