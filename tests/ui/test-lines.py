#!/usr/bin/python3
# test-lines.py: command lines that are copied and pasted, through the real clipboard
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import shlex
import subprocess
import unittest

from fanfold_ui import Program, wait_for


class Lines(unittest.TestCase):
    def start(self):
        self.program = Program()
        self.addCleanup(self.program.end)
        self.launch = self.program.view("Launch")
        self.search = self.launch.find("entry")

    def open(self, **batch):
        path = os.path.join(self.program.home, "batch.fanfold")
        with open(path, "w") as file:
            json.dump({"fanfold": 1, **batch}, file)
        subprocess.run(
            [
                "gdbus", "call", "--session", "--dest", "org.fanfold.Fanfold",
                "--object-path", "/org/fanfold/Fanfold",
                "--method", "org.freedesktop.Application.Open", f"['file://{path}']", "{}",
            ],
            check=True, capture_output=True,
        )
        self.launch.find("label", contains="opened for review")

    def empty_search(self):
        self.program.keys("ctrl+f")
        self.program.keys("ctrl+a", "BackSpace")

    def put(self, text):
        """Onto the clipboard, cut from an entry; then the focus goes where nothing is edited."""
        self.empty_search()
        self.program.type(text)
        wait_for("the text", lambda: self.search.text == text)
        self.program.keys("ctrl+a", "ctrl+x")
        wait_for("the text to be cut", lambda: self.search.text == "")
        self.program.click(self.launch.find("label", "Checksum"))

    def hold(self, text):
        """Onto the clipboard, where it is too long to be typed."""
        self.program.hold(text)
        self.program.click(self.launch.find("label", "Checksum"))

    def take(self):
        """From the clipboard, pasted into an entry."""
        self.empty_search()
        self.program.keys("ctrl+v")
        wait_for("the text", lambda: self.search.text != "")
        return self.search.text

    def test_copy(self):
        self.start()
        self.program.keys("ctrl+shift+c")
        self.program.toast("nothing to copy yet")
        inputs = [{"name": "file", "list": ["a b", "c"]}, {"name": "algorithm", "value": "md5"}]
        self.open(function="files.checksum", inputs=inputs)
        self.program.keys("ctrl+shift+c")
        self.program.toast("The command line was copied")
        words = shlex.split(self.take())
        self.assertEqual(words[:3], ["cd", self.program.home, "&&"])
        self.assertIn("files.checksum", words)
        self.assertTrue(any("a b,c" in word for word in words), words)

    def test_told_at_once(self):
        """What was done is told before what asks something, which then comes back."""
        self.start()
        for name in ("a.bin", "b.bin", "c.bin"):
            with open(os.path.join(self.program.home, name), "w"):
                pass
        for name in ("a.bin", "b.bin"):
            self.open(function="files.checksum", inputs=[{"name": "file", "files": [name]}])
            file = wait_for("its form", lambda: self.find_text(name))
            file.set_text("c.bin")
        self.program.toast("Not saved")
        self.program.keys("ctrl+shift+c")
        self.program.toast("The command line was copied")
        self.program.screenshot("lines-told")
        self.assertEqual(len(self.program.toasts()), 1)
        question = self.program.toast("Not saved")
        question.find("push button", contains="Restore").press()
        wait_for("the form from before", lambda: self.find_text("c.bin"))

    def find_text(self, text):
        return next((node for node in self.launch.find_all("text") if node.text == text), None)

    def test_opened(self):
        """What is too long for a line is in the file already that was opened."""
        self.start()
        names = [f"{i:05}" + "x" * 20 for i in range(2000)]
        self.open(function="files.checksum", inputs=[{"name": "file", "list": names}])
        self.program.keys("ctrl+shift+c")
        self.program.toast("saved as")
        path = os.path.join(self.program.home, "batch.fanfold")
        self.assertEqual(shlex.split(self.take())[-1], path)

    def test_long(self):
        self.start()
        names = [f"{i:05}" + "x" * 20 for i in range(2000)]
        self.hold(f"parallel echo {{}} ::: {' '.join(names)}")
        self.program.keys("ctrl+v")
        self.launch.find("label", contains="opened for review")
        self.program.keys("ctrl+shift+c")
        self.program.toast("saved as")
        self.program.screenshot("lines-long")
        path = shlex.split(self.take())[-1]
        self.assertTrue(path.endswith(".fanfold"))
        with open(path) as file:
            lists = [one["list"] for one in json.load(file)["inputs"] if "list" in one]
        self.assertEqual(lists, [names])

    def test_paste(self):
        self.start()
        self.put("parallel -j2 --eta convert {} {.}.png ::: a.jpg b.jpg")
        self.program.keys("ctrl+v")
        self.launch.find("label", contains="opened for review")
        wait_for(
            "the template",
            lambda: any("{.}.png" in node.text for node in self.launch.find_all("text")),
        )
        self.program.screenshot("lines-paste")

    def test_paste_other(self):
        self.start()
        self.put("echo hello")
        self.program.keys("ctrl+v")
        self.program.toast("no line for GNU parallel")

    def test_paste_refused(self):
        self.start()
        self.put("parallel --pipe wc ::: a")
        self.program.keys("ctrl+v")
        dialog = wait_for("the error", lambda: self.program.dialog())
        wait_for("what is meant", lambda: any("--pipe" in text for text in dialog.texts()))


if __name__ == "__main__":
    unittest.main()
