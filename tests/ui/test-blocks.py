#!/usr/bin/python3
# test-blocks.py: a file that is cut into blocks, made in the window and launched
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import shutil
import tempfile
import unittest

from fanfold_ui import Program, wait_for


class Blocks(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="fanfold-ui-blocks-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.file = os.path.join(self.folder, "big.txt")
        with open(self.file, "w") as file:
            file.write("a line of twenty by\n" * 1000)

    def start(self, *arguments):
        self.program = Program(*arguments)
        self.addCleanup(self.program.end)
        self.launch = self.program.view("Launch")
        self.program.follow_focus()

    def open(self, **stdin):
        """A batch that reads the blocks of the file."""
        path = os.path.join(self.folder, "b.fanfold")
        inputs = [
            {"name": "command", "template": "wc -l"},
            {"name": "stdin", "blocks": "big.txt", **stdin},
        ]
        with open(path, "w") as file:
            json.dump({"fanfold": 1, "function": "command.run", "inputs": inputs}, file)
        self.start(path)

    def has_moved(self, before):
        focus = self.program.focus()
        return focus and (not before or focus != before)

    def tab_to(self, role, name, key="Tab"):
        """By keyboard: it may be further down than what is in view."""
        self.launch.find(role, name)
        for _ in range(60):
            focus = self.program.focus()
            if focus and focus.role == role and focus.name == name:
                break
            self.program.keys(key)
            wait_for("another focus", lambda: self.has_moved(focus))
        self.assertEqual(focus.name, name)

    def type_into(self, name, text, key="Tab"):
        self.tab_to("text", name, key)
        self.program.keys("ctrl+a")
        self.program.type(text)

    def button(self):
        return self.launch.find("push button", "Launch")

    def end(self, n):
        """Launches, and waits for the end of all jobs."""
        wait_for("Launch to be possible", lambda: self.button().sensitive)
        self.program.keys("ctrl+Return")
        watch = self.program.view("Watch")
        watch.find("label", contains=f"{n} of {n}")
        return watch

    def test_made_in_the_window(self):
        self.start()
        self.program.click(self.launch.find("label", "Run a command"))
        self.launch.find("heading", "Run a command")
        self.program.click(self.launch.find("text", "Command"), across=0.2)
        self.type_into("Command", "wc -l")
        self.program.keys("Tab", "Tab", "Tab", "Tab")
        wait_for("More", lambda: self.program.focus().name == "More")
        self.program.keys("Return")
        self.tab_to("push button", "Kind of input for Standard Input")
        self.program.keys("Return")
        self.program.windows()[0].find("list item", "Blocks")
        self.program.keys("Home", *["Down"] * 5, "Return")
        self.type_into("Standard Input", self.file)
        self.launch.find("status bar", "1 block")
        self.type_into("Size of a block", "4000")
        self.launch.find("status bar", "5 blocks")
        self.type_into("Header lines", "1")
        wait_for("the header", lambda: self.launch.find("text", "Header lines").text == "1")
        self.program.screenshot("blocks-made")
        self.launch.find("status bar", contains="5 jobs")
        watch = self.end(5)
        watch.find("label", contains="big.txt · 4.0–8.1")
        self.program.screenshot("blocks-run")

    def test_opened(self):
        self.open(records=300, record_end="\n", header=2)
        self.launch.find("status bar", contains="4 jobs")
        self.assertEqual(self.launch.find("text", "Records of a block").text, "300")
        self.assertEqual(self.launch.find("text", "Record end").text, "\\n")
        self.assertEqual(self.launch.find("text", "Header lines").text, "2")
        self.launch.find("push button", "Show the jobs").press()
        self.launch.find("label", contains="big.txt · 40 bytes–6.0")
        self.program.screenshot("blocks-preview")

    def test_wrong(self):
        self.open(size="4K")
        self.launch.find("status bar", contains="5 jobs")
        self.program.click(self.launch.find("text", "Command"), across=0.2)
        self.type_into("Size of a block", "much")
        self.launch.find(contains="size “much” is no size of a block")
        wait_for("Launch to be impossible", lambda: not self.button().sensitive)
        self.program.screenshot("blocks-wrong")
        self.type_into("Size of a block", "2K")
        self.launch.find("status bar", contains="10 jobs")
        self.type_into("Standard Input", "/nowhere/big.txt", key="shift+Tab")
        self.launch.find(contains="“/nowhere/big.txt” cannot be cut into blocks")
        wait_for("Launch to be impossible", lambda: not self.button().sensitive)


if __name__ == "__main__":
    unittest.main()
