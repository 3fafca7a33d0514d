#!/usr/bin/python3
# test-keyboard.py: from the start to a run and on to its log, by keys alone
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import unittest

from fanfold_ui import Program, wait_for

N_FILES = 6


class Keyboard(unittest.TestCase):
    def setUp(self):
        self.program = Program()
        self.addCleanup(self.program.end)
        self.folder = os.path.join(self.program.home, "Things")
        os.mkdir(self.folder)
        for i in range(N_FILES):
            with open(os.path.join(self.folder, f"file-{i}.bin"), "wb") as file:
                file.write(os.urandom(1000 + i))
        self.program.follow_focus()
        self.launch = self.program.view("Launch")
        self.watch = None
        self.launch.find("label", "Checksum")

    def wait_for_focus(self, role, name):
        def look():
            focus = self.program.focus()
            return focus if focus and focus.role == role and name in focus.name else None

        return wait_for(f"the focus on {role} {name}", look)

    def tab(self, key="Tab"):
        """One stop on: something else has the focus, it has a name, and it can be seen."""
        before = self.program.focus()
        self.program.keys(key)

        def look():
            focus = self.program.focus()
            return focus if focus and focus != before else None

        focus = wait_for(f"{key} to leave {before}", look, 5)
        self.assertTrue(focus.name, f"after {before}")

        def is_seen():
            frame, place = self.program.window.place, focus.place
            return place.y + place.height > 0 and place.y < frame.height

        wait_for(f"{focus} to be seen", is_seen, 5)
        return focus

    def tab_to(self, role, name, key="Tab"):
        visited = []
        while len(visited) < 60:
            focus = self.tab(key)
            if focus.role == role and name in focus.name:
                return visited
            visited.append(focus.name)
        self.fail(f"no {role} {name} among {visited}")

    def find_function(self, text, role, first):
        """The first input of what is found has the focus."""
        self.program.keys("ctrl+f")
        self.wait_for_focus("entry", "Search functions")
        self.program.keys("ctrl+a")
        self.program.type(text)
        self.program.keys("Return")
        self.wait_for_focus(role, first)

    def type_over(self, text):
        self.program.keys("ctrl+a")
        self.program.type(text)

    def launched(self, words):
        self.watch = self.program.view("Watch")
        self.watch.find("label", contains=words)

    def test_files(self):
        self.find_function("checks", "text", "File")
        self.program.type(self.folder + "/*.bin")
        self.launch.find("status bar", f"{N_FILES} values")
        visited = self.tab_to("spin button", "n_jobs")
        self.assertLess(visited.index("Files to leave out"), visited.index("Algorithm"))
        self.type_over("2")
        self.tab_to("list item", "More settings")
        self.program.keys("Return")
        self.launch.find("text", "Timeout")
        self.tab_to("text", "Timeout")
        self.program.type("60")
        self.program.screenshot("keyboard-launch")
        button = self.launch.find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        self.program.keys("ctrl+Return")
        self.launched(f"Done {N_FILES} of {N_FILES}")
        self.read_log()

        self.program.keys("alt+1")
        button = self.launch.find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        self.program.keys("ctrl+Return")
        self.watch.find("label", contains=f"{N_FILES} cached")
        self.program.keys("alt+3")
        self.program.view("Cache").find("label", contains=f"{N_FILES} results")
        self.program.keys("alt+2")
        self.program.view("Watch").find("label", contains=f"{N_FILES} cached")

    def read_log(self):
        """The focus has come to the jobs by itself."""
        self.wait_for_focus("table row", "file-0.bin")
        self.program.keys("Down", "Down")
        self.wait_for_focus("table row", "file-2.bin")
        self.tab("ctrl+Tab")
        self.tab_to("text", "Log")
        self.assertIn("1002 bytes", self.program.focus().text)
        self.program.screenshot("keyboard-log")
        self.tab()

    def test_kinds(self):
        self.find_function("squ", "text", "Start")
        self.program.type("0")
        self.tab()
        self.program.type("5")
        self.launch.find("status bar", contains="5 jobs")

        # By the keys of a drop-down, from the range to a list.
        self.tab_to("push button", "Kind of input for X", key="shift+Tab")
        self.program.keys("space")
        self.program.type("L")
        self.program.keys("Up", "Up", "Up", "Up", "Up", "Down", "Return")
        self.tab_to("text", "X")
        self.type_over("3")
        self.program.keys("Return")
        self.program.type("4")
        self.program.screenshot("keyboard-kinds")
        self.launch.find("status bar", contains="2 jobs")
        visited = self.tab_to("push button", "Launch")
        self.assertIn("Presets", visited)
        self.program.keys("Return")
        self.launched("Done 2 of 2")

    def test_round(self):
        """Tab goes through the whole window and comes back."""
        self.find_function("squ", "text", "Start")
        self.program.type("0")
        self.tab()
        self.program.type("5")
        self.launch.find("status bar", contains="5 jobs")
        visited = self.tab_to("text", "Stop")
        self.assertEqual(visited.count("Launch"), 2, "the button and the tab")
        self.assertEqual(len(visited), len(set(visited)) + 1, visited)
        for before, after in (
            ("Step", "How the numbers follow each other"),
            ("How the numbers follow each other", "Presets"),
            ("Presets", "n_jobs"),
            ("n_jobs", "Order"),
            ("Order", "Sample"),
            ("Sample", "More settings"),
            ("More settings", "Show the jobs"),
            ("Show the jobs", "Try 5"),
            ("Try 5", "Launch"),
            ("Launch", "Main menu"),
            ("Main menu", "Search functions"),
            ("Search functions", "Square"),
            ("Square", "Kind of input for X"),
            ("Kind of input for X", "Start"),
        ):
            self.assertLess(visited.index(before), visited.index(after), visited)


if __name__ == "__main__":
    unittest.main()
