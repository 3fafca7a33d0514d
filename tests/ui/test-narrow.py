#!/usr/bin/python3
# test-narrow.py: every view fits into 360 pixels, in other languages and with large text, too
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import re
import shutil
import subprocess
import unittest

from fanfold_ui import Program, locale, wait_for

WIDTH = 360
# Without a compositor the window has a border of this width on each side.
BORDER = 5


class Narrow(unittest.TestCase):
    def start(self, environment=None):
        self.program = Program(environment=environment)
        self.addCleanup(self.program.end)
        self.x_window = wait_for("the window", self.program.x_windows)[0]
        self.resize(WIDTH)

    def resize(self, width):
        subprocess.run(
            ["xdotool", "windowsize", self.x_window, str(width + 2 * BORDER), "760"], check=True
        )

    def min_width(self):
        """What GTK tells the window manager."""
        hints = subprocess.run(
            ["xprop", "-id", self.x_window, "WM_NORMAL_HINTS"],
            check=True, capture_output=True, text=True,
        ).stdout
        return int(re.search(r"minimum size: (\d+) by", hints)[1]) - 2 * BORDER

    def width(self):
        """It grows where something in it did, if only for a moment, and nobody makes it smaller."""
        geometry = subprocess.run(
            ["xdotool", "getwindowgeometry", "--shell", self.x_window],
            check=True, capture_output=True, text=True,
        ).stdout
        return int(re.search(r"^WIDTH=(\d+)$", geometry, re.M)[1]) - 2 * BORDER

    def check(self, where):
        self.program.screenshot(f"narrow-{self.id().split('.')[-1]}-{where}")
        wait_for(f"{where} to fit, not {self.min_width()}", lambda: self.min_width() <= WIDTH, 10)
        self.assertEqual(self.width(), WIDTH, where)

    def open(self, name, wanted):
        path = os.path.join(self.program.home, name)
        with open(path, "w") as file:
            json.dump({"fanfold": 1, "settings": {"n_jobs": 2}, **wanted}, file)
        subprocess.run(
            [
                "gdbus", "call", "--session", "--dest", "org.fanfold.Fanfold",
                "--object-path", "/org/fanfold/Fanfold",
                "--method", "org.freedesktop.Application.Open", f"['file://{path}']", "{}",
            ],
            check=True, capture_output=True,
        )

    def launch(self, name):
        """By keyboard, once that is possible."""
        button = self.program.view("Launch").find("push button", name)
        wait_for("Launch to be possible", lambda: button.sensitive)
        self.program.keys("ctrl+Return")

    def go_round(self, launch="Launch"):
        self.check("start")
        files = [{"name": "file", "list": ["gone"] * 3 + [os.environ["FANFOLD"]] * 2}]
        self.open("sums.fanfold", {"function": "files.checksum", "inputs": files})
        self.program.view("Launch").find("status bar", contains="5")
        self.check("checksum")

        self.launch(launch)
        watch = self.program.view("Watch")
        table = watch.find("tree table")
        # “5 of 5” in any language.
        wait_for("the end", lambda: any(re.search(r"\b5 \w+ 5\b", text) for text in watch.texts()))
        self.check("failed")
        self.program.click(table.find("label", contains="gone"))
        self.check("job")

        inputs = [
            {"name": "l", "list": ["a", "b"]},
            {"name": "r", "range": [0, 2]},
            {"name": "f", "files": ["*.fanfold"]},
            {"name": "stdin", "blocks": "kinds.fanfold"},
            {"name": "command", "template": "echo {l} {r} {f} and more {l} and more {r}"},
        ]
        self.open("kinds.fanfold", {"function": "command.run", "inputs": inputs})
        self.program.view("Launch").find("status bar", contains="8")
        self.check("kinds")

        for name in ("slow", "waiting"):
            wait = [{"name": "seconds", "value": 600}, {"name": "seed", "range": [0, 3]}]
            self.open(f"{name}.fanfold", {"name": name, "function": "numbers.wait", "inputs": wait})
            self.program.view("Launch").find("status bar", contains="3")
            self.launch(launch)
            self.program.view("Watch").find("label", name)
            self.check(name)

        self.program.keys("alt+3")
        cache = self.program.view("Cache")
        self.program.click(cache.find("list item"))
        cache.find("tree table")
        self.check("cache")

    def test_english(self):
        self.start()
        self.go_round()

    def test_german(self):
        self.start(locale(self, "de_DE"))
        self.go_round("Starten")

    def test_right_to_left(self):
        """GLib has GTK speak only languages of the program, so there has to be a catalog."""
        environment = locale(self, "ar_EG")
        folder = os.path.join(environment["LOCPATH"], "ar", "LC_MESSAGES")
        os.makedirs(folder)
        subprocess.run(
            ["msgfmt", "-", "-o", os.path.join(folder, "fanfold.mo")],
            input='msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n',
            check=True, text=True,
        )
        self.start({**environment, "FANFOLD_LOCALE_DIR": environment["LOCPATH"]})
        self.assertLess(self.left_of("Main menu"), self.left_of("Open a batch"))
        self.go_round()

    def left_of(self, name):
        return self.program.window.find("push button", contains=name).place.x

    def count_colours(self, place):
        """In the picture of the window."""
        area = f"{place.width}x{place.height}+{place.x + BORDER}+{place.y + BORDER}"
        picture = subprocess.run(
            ["import", "-silent", "-window", self.x_window, "png:-"], check=True, capture_output=True
        ).stdout
        return int(
            subprocess.run(
                ["convert", "-", "-crop", area, "-format", "%k", "info:"],
                check=True, capture_output=True, input=picture,
            ).stdout
        )

    @unittest.skipUnless(shutil.which("import") and shutil.which("convert"), "needs ImageMagick")
    def test_wide_again(self):
        """All of the header bar is drawn after it was narrow."""
        self.start()
        inputs = [{"name": "x", "range": [0, 3]}]
        self.open("squares.fanfold", {"function": "numbers.square", "inputs": inputs})
        self.launch("Launch")
        self.program.view("Watch").find("label", contains="Done 3 of 3")
        for _ in range(3):
            self.resize(1100)
            button = self.program.window.find("push button", "Open…")
            wait_for("the word", lambda: button.place.width > 50)
            self.program.screenshot("wide-again")
            wait_for("Open to be drawn", lambda: self.count_colours(button.place) > 5, 5)
            self.resize(WIDTH)
            self.program.window.find("push button", contains="Open a batch")

    def enlarge(self, percent):
        """As the desktop's accessibility settings have it."""
        subprocess.run(
            ["xprop", "-root", "-f", "RESOURCE_MANAGER", "8s"]
            + ["-set", "RESOURCE_MANAGER", f"Xft.dpi:\t{96 * percent // 100}\n"],
            check=True,
        )
        self.addCleanup(subprocess.run, ["xprop", "-root", "-remove", "RESOURCE_MANAGER"])

    def test_large_text(self):
        self.enlarge(200)
        self.start()
        self.go_round()

    def test_large_german(self):
        self.enlarge(200)
        self.start(locale(self, "de_DE"))
        self.go_round("Starten")


if __name__ == "__main__":
    unittest.main()
