#!/usr/bin/python3
# test-add.py: inputs that are added to a run which goes on
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import subprocess
import unittest

from fanfold_ui import Program, wait_for


class Add(unittest.TestCase):
    def setUp(self):
        self.program = Program()
        self.addCleanup(self.program.end)

    def write(self, name, text="x"):
        path = os.path.join(self.program.home, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def launch(self, template):
        """Three files a command each, which waits until it may go on."""
        for name in ("a.txt", "b.txt", "c.txt"):
            self.write(name)
        batch = {
            "fanfold": 1,
            "name": "Letters",
            "function": "command.run",
            "inputs": [
                {"name": "file", "files": [os.path.join(self.program.home, "?.txt")]},
                {"name": "command", "template": template},
            ],
            "settings": {"n_jobs": 2},
        }
        path = self.write("letters.fanfold", json.dumps(batch))
        subprocess.run(
            [
                "gdbus", "call", "--session", "--dest", "org.fanfold.Fanfold",
                "--object-path", "/org/fanfold/Fanfold",
                "--method", "org.freedesktop.Application.Open",
                f"['file://{path}']", "{}",
            ],
            check=True, capture_output=True,
        )
        launch = self.program.view("Launch")
        launch.find("label", contains="opened for review")
        button = launch.find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        button.press()

    def wait_template(self):
        gate = os.path.join(self.program.home, "gate")
        return f"sh -c 'until test -e {gate}; do sleep 0.1; done; cp \"$0\" \"$0.copy\"' {{}}"

    def copies(self):
        return sorted(
            name for name in os.listdir(self.program.home) if name.endswith(".copy")
        )

    def test_story(self):
        """Dropped, pasted and given in the form; then killed, and gone on with."""
        self.launch(self.wait_template())
        watch = self.program.view("Watch")
        watch.find("label", contains="Done 0 of 3")
        self.program.drop(self.write("d.txt"), self.write("e.txt"))
        self.program.toast("2 jobs added")
        watch.find("label", contains="Done 0 of 5")
        watch.find("label", contains="e.txt")

        self.program.hold("\n".join(self.write(f"{i}.log") for i in range(4)) + "\n")
        self.program.keys("ctrl+v")
        watch.find("label", contains="Done 0 of 9")
        self.program.screenshot("add-pasted")

        button = watch.find("push button", "Add Inputs…")
        self.assertTrue(button.sensitive)
        button.press()
        launch = self.program.view("Launch")
        launch.find("label", contains="is added to “Letters”")
        self.assertEqual(list(launch.find_all("push button", "Launch")), [])
        add = launch.find("push button", "Add to Run")
        self.assertFalse(add.sensitive)
        self.program.screenshot("add-form")
        self.program.drop(self.write("f.txt"))
        wait_for("Add to Run to be possible", lambda: add.sensitive)
        self.program.screenshot("add-form-filled")
        self.program.keys("ctrl+Return")
        watch.find("label", contains="Done 0 of 10")

        self.program.process.kill()
        self.program.process.wait()
        self.program.start()
        self.program.tab("Watch")
        watch = self.program.view("Watch")
        self.program.click(watch.find("list item", contains="Letters"))
        watch.find("label", contains="of 10")
        add = watch.find("push button", "Add Inputs…")
        self.assertFalse(add.sensitive)
        self.write("gate")
        watch.find("push button", "Resume").press()
        watch.find("label", contains="Done 10 of 10")
        self.assertEqual(
            self.copies(),
            sorted([f"{i}.log.copy" for i in range(4)] + [f"{i}.txt.copy" for i in "abcdef"]),
        )

    def test_cancelled(self):
        """What was added by mistake is taken back by the toast that says so."""
        self.launch(self.wait_template())
        watch = self.program.view("Watch")
        watch.find("label", contains="Done 0 of 3")
        self.program.hold("x\ny\n")
        self.program.keys("ctrl+v")
        self.program.toast("2 jobs added").find("push button", "Cancel Them").press()
        watch.find("label", contains="2 cancelled")
        self.write("gate")
        watch.find("label", contains="Done 3 of 5")

    def test_refused(self):
        """What is the same in all jobs stays so; afterwards the form launches again."""
        self.launch(self.wait_template())
        watch = self.program.view("Watch")
        watch.find("label", contains="Done 0 of 3")
        watch.find("push button", "Add Inputs…").press()
        launch = self.program.view("Launch")
        launch.find("label", contains="is added to “Letters”")
        launch.find("push button", "Launch by Themselves Instead").press()
        launch.gone("label", contains="is added to “Letters”")
        launch.find("push button", "Launch")
        self.write("gate")
        self.program.tab("Watch")
        watch.find("label", contains="Done 3 of 3")
        button = watch.find("push button", "Add Inputs…")
        wait_for("it to be over", lambda: not button.sensitive)
        self.assertIn("the run is over", button.description)


if __name__ == "__main__":
    unittest.main()
