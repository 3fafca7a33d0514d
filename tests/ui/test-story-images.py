#!/usr/bin/python3
# test-story-images.py: a folder of pictures, a command, the failed ones mended, in the real window
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import shutil
import subprocess
import unittest

from fanfold_ui import Program, wait_for

COMMAND = "convert {} -resize 16 {.}-small.jpg"
# The cameras' raw pixels have to be told apart from pictures that say their own size.
MENDED = "convert -size 24x16 -depth 8 rgb:{} -resize 16 {.}-small.jpg"

NAMES = ["-dash.jpg", "a b.jpg", "it's me.jpg", 'my "holiday" über.jpg', "$HOME;`id`.jpg"]
RAW = ["raw-1.jpg", "raw 2.jpg", "raw-3'.jpg"]


def make_pictures(folder):
    os.makedirs(folder)
    first = os.path.join(folder, "IMG_00.jpg")
    subprocess.run(["convert", "-size", "24x16", "gradient:red-blue", first], check=True)
    for name in NAMES + [f"IMG_{i:02}.jpg" for i in range(1, 20)]:
        shutil.copy(first, os.path.join(folder, name))
    for name in RAW:
        with open(os.path.join(folder, name), "wb") as file:
            file.write(bytes(range(256)) * 4 + bytes(128))
    with open(os.path.join(folder, "README.txt"), "w") as file:
        file.write("Not a picture.\n")
    return len(NAMES) + 20


@unittest.skipUnless(shutil.which("convert"), "ImageMagick is not installed")
class StoryImages(unittest.TestCase):
    def setUp(self):
        self.program = Program()
        self.addCleanup(self.program.end)
        self.launch = self.program.view("Launch")
        self.folder = os.path.join(self.program.home, "My Pictures")
        self.n_pictures = make_pictures(self.folder)

    @property
    def watch(self):
        return self.program.view("Watch")

    def n_small(self):
        """Pictures that were made: convert leaves an empty file where it fails."""
        with os.scandir(self.folder) as entries:
            return sum(e.name.endswith("-small.jpg") and e.stat().st_size > 0 for e in entries)

    def press_launch(self):
        button = self.launch.find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        button.press()

    def save(self):
        """By the keyboard, and what its file says."""
        path = os.path.join(self.program.home, "saved.fanfold")
        self.program.keys("ctrl+s")
        wait_for("the file chooser", self.program.dialog)
        self.program.keys("ctrl+a")
        self.program.type(path)
        self.program.keys("Return")
        self.program.toast("Saved as")
        wait_for("the file chooser to close", lambda: self.program.dialog() is None)
        return path

    def dry_run(self, path):
        lines = subprocess.run(
            [os.environ["FANFOLD_CLI"], "run", path, "--dry-run"],
            env=self.program.environment, check=True, capture_output=True, text=True,
        ).stdout.splitlines()
        return [json.loads(line)["arguments"]["command"] for line in lines]

    def take_line(self):
        """What Copy as Command Line copies, pasted into an entry."""
        search = self.launch.find("entry")
        self.program.keys("ctrl+shift+c")
        self.program.toast("opied")
        self.program.keys("ctrl+f")
        wait_for("the search to have the focus", lambda: search.focused or search.text == "")
        self.program.keys("ctrl+a", "BackSpace", "ctrl+v")
        wait_for("the line", lambda: search.text != "")
        line = search.text
        self.program.keys("ctrl+a", "BackSpace")
        return line

    def run_line(self, line):
        """Its jobs, as a shell gives them."""
        folder = os.path.dirname(os.environ["FANFOLD_CLI"])
        environment = dict(self.program.environment)
        environment["PATH"] = f"{folder}:{environment['PATH']}"
        self.assertIn("fanfold-cli run --files ", line)
        self.assertNotIn("--set", line, "what is not changed goes without saying")
        return subprocess.run(
            ["sh", "-c", line.replace("fanfold-cli run ", "fanfold-cli run --dry-run ", 1)],
            env=environment, cwd="/", check=True, capture_output=True, text=True,
        ).stdout.splitlines()

    def drop_and_type(self, narrow=None):
        """Gives how many jobs there are."""
        n = self.n_pictures + len(RAW)
        self.program.drop(self.folder)
        self.launch.find("heading", "Run a command")
        self.launch.find("status bar", f"{n + 1} values")
        command = self.launch.find("text", "Command")
        wait_for("the command to have the focus", lambda: command.focused)
        self.program.type(COMMAND)
        (narrow or self.leave_out_text)(n)
        self.launch.find("status bar", contains=f"{n} jobs")
        return n

    def leave_out_text(self, n):
        self.program.type_over(self.launch.find("text", "Files to leave out"), "*.txt")

    def take_pictures_alone(self, n):
        self.launch.find("push button", f"Only .jpg ({n})").press()
        self.launch.find("status bar", f"{n} values")
        self.launch.gone("push button", contains="Only .")
        self.launch.find("push button", "All Kinds").press()
        self.launch.find("status bar", f"{n + 1} values")
        self.launch.gone("push button", "All Kinds")
        self.launch.find("push button", "Only .txt (1)")
        self.program.screenshot("images-kinds")
        self.launch.find("push button", f"Only .jpg ({n})").press()
        self.launch.find("status bar", f"{n} values")
        self.launch.find("label", "1 chosen · only .jpg")
        self.program.screenshot("images-only")

    def look_at_preview(self, commands):
        """The jobs as the window shows them are those of the saved batch."""
        self.launch.find("push button", "Show the jobs").press()
        for command in commands[:3]:
            self.launch.find("label", command)
        self.program.screenshot("images-launch")
        self.launch.find("push button", "Show the jobs").press()

    def look_at_failed(self):
        self.watch.find("push button", contains="Failed Only").press()
        self.watch.gone("label", "IMG_00.jpg")
        for name in RAW:
            self.watch.find("label", name)
        self.program.click(self.watch.find("label", RAW[0]))
        wait_for(
            "the log of the failed job",
            lambda: any("Not a JPEG file" in node.text for node in self.watch.find_all("text", "Log")),
        )
        self.program.screenshot("images-failed")

    def mend(self):
        self.watch.find("push button", contains="Edit and Re-run Failed").press()
        self.launch.find("label", contains=f"Only {len(RAW)} of the")
        command = self.launch.find("text", "Command")
        self.program.type_over(command, MENDED)
        self.launch.find("status bar", contains=f"{len(RAW)} jobs")
        self.program.screenshot("images-mended")

    def test_story(self):
        n = self.drop_and_type()
        commands = self.dry_run(self.save())
        self.assertEqual(len(commands), n)
        self.assertEqual(self.run_line(self.take_line()), commands)
        self.look_at_preview(commands)

        self.press_launch()
        self.watch.find("label", contains=f"Done {n} of {n} · {len(RAW)} failed")
        self.assertEqual(self.n_small(), self.n_pictures)
        self.look_at_failed()

        self.mend()
        self.press_launch()
        self.watch.find("label", f"Done {len(RAW)} of {len(RAW)}")
        self.assertEqual(self.n_small(), n)
        self.program.screenshot("images-done")

    def test_again(self):
        """What an earlier run made is no picture to make smaller."""
        n = self.drop_and_type(self.take_pictures_alone)
        self.press_launch()
        self.watch.find("label", contains=f"Done {n} of {n}")
        self.program.tab("Launch")
        leave_out = self.launch.find("text", "Files to leave out")
        self.program.type_over(leave_out, "IMG_1*")
        self.program.screenshot("images-second")
        self.launch.find("label", contains="an earlier run produced")
        self.launch.find("push button", "Leave Them Out").press()
        wait_for("them left out", lambda: leave_out.text == "IMG_1*, *-small.jpg")
        self.launch.gone("label", contains="an earlier run produced")
        self.launch.find("status bar", contains=f"{n - 10} jobs")
        self.program.screenshot("images-left-out")


if __name__ == "__main__":
    unittest.main()
