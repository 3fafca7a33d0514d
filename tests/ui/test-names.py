#!/usr/bin/python3
# test-names.py: every control has a name for those who cannot see it, in every state of the window
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import re
import subprocess
import time
import unittest

from fanfold_ui import GLib, Program, State, wait_for

# What can be worked with, whether or not the focus gets there by itself.
CONTROLS = {
    "check box", "check menu item", "combo box", "entry", "link", "menu", "menu item", "page tab",
    "page tab list", "password text", "push button", "radio button", "radio menu item", "slider",
    "spin button", "switch", "text", "toggle button", "tree table",
}
# GTK makes these focusable without being anything to work with: what scrolls, what is shown.
FRAMES = {"scroll pane", "panel", "filler", "label", "frame", "dialog"}
# GTK's name for what has none: that of its type.
TYPE_NAME = re.compile(r"(Gtk|Adw|Fanfold)[A-Z]\w+")


def is_named(node):
    name = node.name.strip()
    return name != "" and not TYPE_NAME.fullmatch(name)


def unnamed(node, path=(), in_table=False, in_button=False):
    """The controls without a name below a node, each with its way there."""
    for child in node.children:
        if not child.showing:
            continue
        role = child.role
        # What is chosen, as the button of a list of choices shows it.
        shown = in_button and role not in CONTROLS
        focusable = child.has(State.FOCUSABLE) and role not in FRAMES and not shown
        # Rows and cells of a GtkColumnView cannot be named before GTK 4.12.
        cell = in_table and role not in CONTROLS
        way = path + (f"{role} “{child.name}”",) if child.name else path
        if (role in CONTROLS or focusable) and not cell and not is_named(child):
            yield " › ".join(path + (f"{role} “{child.name}”",))
        yield from unnamed(
            child,
            way,
            in_table or role == "tree table",
            (in_button or role in ("push button", "combo box")) and role != "list box",
        )


def batch(function, inputs, **settings):
    return {"fanfold": 1, "function": function, "inputs": inputs, "settings": settings}


class Names(unittest.TestCase):
    def setUp(self):
        self.program = Program()
        self.addCleanup(self.program.end)
        self.launch = self.program.view("Launch")
        self.launch.find("label", "Checksum")
        self.found = []

    def tearDown(self):
        # One line a control, at the first place where it was seen.
        first = {}
        for where, way in self.found:
            first.setdefault(way, where)
        lines = [f"{where}: {way}" for way, where in first.items()]
        self.assertEqual(lines, [], "controls without a name:\n" + "\n".join(lines))

    def check(self, where, root=None):
        """Looks at all that is shown; again, when something went away meanwhile."""
        time.sleep(0.3)

        def look():
            roots = [root] if root else self.program.windows()
            # In a list, or None, which is not through yet.
            return [[way for node in roots for way in unnamed(node)]]

        self.found += [(where, way) for way in wait_for(where, look)[0]]

    def open(self, wanted):
        path = os.path.join(self.program.home, "b.fanfold")
        with open(path, "w") as file:
            json.dump(wanted, file)
        subprocess.run(
            [
                "gdbus", "call", "--session", "--dest", "org.fanfold.Fanfold",
                "--object-path", "/org/fanfold/Fanfold",
                "--method", "org.freedesktop.Application.Open", f"['file://{path}']", "{}",
            ],
            check=True, capture_output=True,
        )
        self.launch.find("label", contains="opened for review")

    def write(self, name, text):
        path = os.path.join(self.program.home, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def run_batch(self, wanted, until):
        self.open(wanted)
        button = self.launch.find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        button.press()
        watch = self.program.view("Watch")
        watch.find("label", contains=until)
        return watch

    def test_frame(self):
        self.check("start")
        self.program.keys("F10")
        self.program.window.find("menu item", contains="Save As")
        self.check("main menu")
        self.program.keys("Escape")
        self.program.keys("ctrl+f")
        self.program.type("no such function")
        self.launch.find("label", "No function matches")
        self.check("nothing found", self.launch)
        self.program.tab("Watch")
        self.program.window.find("label", "Nothing Has Run Yet")
        self.check("no run")
        self.program.tab("Cache")
        self.program.window.find("label", "Nothing Is Cached Yet")
        self.check("empty cache")

    def dialogs(self, keys, where):
        self.program.keys(keys)
        wait_for(where, self.program.dialog)
        self.check(where, self.program.dialog())
        self.program.keys("Escape")
        wait_for(f"{where} to close", lambda: self.program.dialog() is None)

    def test_windows(self):
        self.dialogs("ctrl+question", "shortcuts")
        self.program.keys("F10")
        self.program.window.find("menu item", contains="About").press()
        wait_for("about", self.program.dialog)
        self.check("about", self.program.dialog())
        # The lists of libadwaita's own window stand below headings, their rows have names.
        self.found = [(where, way) for where, way in self.found if "GtkListBox" not in way]
        self.program.keys("Escape")
        wait_for("about to close", lambda: self.program.dialog() is None)

        path = self.write("half.fanfold", '{"fanfold": 1,')
        subprocess.run([os.environ["FANFOLD"], path], env=self.program.environment, check=True)
        dialog = wait_for("the error", self.program.dialog)
        self.check("error", dialog)
        self.program.keys("Escape")
        wait_for("the error to close", lambda: self.program.dialog() is None)

        self.open(batch("numbers.square", [{"name": "x", "range": [0, 10]}]))
        self.type_into("Stop", "20")
        self.dialogs("ctrl+w", "question to save")

    def type_into(self, name, text):
        self.program.type_over(self.launch.find("text", name), text)

    def choose(self, function):
        self.program.click(self.launch.find("label", function))
        self.launch.find("heading", function)

    def test_functions(self):
        for function in ("Run a command", "Resize"):
            self.choose(function)
            self.check(function, self.launch)
        self.choose("Square")
        self.program.keys("alt+e")
        self.launch.find("text", "Timeout")
        self.check("more settings", self.launch)

    def all_kinds(self):
        lines = self.write("names.txt", "a\nb\n")
        table = self.write("table.csv", "first,second\n1,2\n3,4\n")
        return batch(
            "command.run",
            [
                {"name": "v", "value": "1"},
                {"name": "l", "list": ["a", "b"]},
                {"name": "r", "range": [0, 2]},
                {"name": "f", "files": ["*.csv", "*.txt"]},
                {"name": "n", "lines": lines},
                {"name": "c", "csv": table, "column": "first"},
                {"name": "stdin", "blocks": table, "records": 1},
                {"name": "command", "template": "echo {v} {l} {r} {f} {n} {c} {gone}"},
            ],
        )

    def test_kinds(self):
        self.open(self.all_kinds())
        self.check("a stranger's file", self.launch)

    def test_popovers(self):
        self.choose("Run a command")
        for name in ("Insert a replacement string", "Presets"):
            found = self.launch.find_all("push button", contains=name)
            button = next(node for node in found if node.has(State.FOCUSABLE))
            button.press()
            self.check(name, self.launch)
            self.program.keys("Escape")

    def test_many_values(self):
        values = [str(i) for i in range(5000)]
        self.open(batch("numbers.square", [{"name": "x", "list": values}]))
        self.launch.find("push button", contains="Show").press()
        dialog = wait_for("the values", self.program.dialog)
        self.check("values", dialog)

    def test_findings(self):
        names = ["gone", "gone"] + [f"gone-{n}" for n in range(30)]
        self.open(batch("files.checksum", [{"name": "file", "list": names}]))
        self.launch.find("label", contains="missing inputs")
        self.launch.find("push button", "Show the jobs").press()
        self.launch.find("tree table")
        self.check("findings and jobs", self.launch)

    def test_watch(self):
        seconds = [{"name": "seconds", "value": 60}, {"name": "seed", "range": [0, 10]}]
        watch = self.run_batch(batch("numbers.wait", seconds, n_jobs=2), "Done 0 of 10")
        self.check("running")
        watch.find("push button", "Stop").press()
        watch.find("label", contains="Stopped")

        inputs = [{"name": "i", "range": [0, 4]}, {"name": "command", "template": "ls /nowhere-{i}"}]
        self.program.tab("Launch")
        watch = self.run_batch(batch("command.run", inputs), "4 failed")
        self.program.click(watch.find("tree table").find("label", "Failed"))
        watch.find("page tab", "Log")
        self.check("failed")
        for part in ("Result", "Arguments", "Run Log"):
            watch.find("page tab", part).press()
            self.check(part, watch)

    def test_cache(self):
        inputs = [{"name": "samples", "value": 2000}, {"name": "seed", "range": [0, 20]}]
        self.run_batch(batch("numbers.pi", inputs, cache=True), "Done 20 of 20")
        self.program.tab("Cache")
        cache = self.program.view("Cache")
        self.program.click(cache.find("label", "Pi"))
        self.program.click(cache.find("tree table").find("label", contains="2000"))
        cache.find("page tab", "Arguments")
        self.check("entries")
        cache.find("push button", "Clear All…").press()
        self.check("clear", wait_for("the question", self.program.dialog))


if __name__ == "__main__":
    unittest.main()
