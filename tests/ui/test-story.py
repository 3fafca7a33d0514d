#!/usr/bin/python3
# test-story.py: a newcomer's first five minutes, in the real window
#
# SPDX-License-Identifier: GPL-3.0-or-later
import hashlib
import os
import unittest

from fanfold_ui import Program, wait_for

N_FILES = 40


def make_files(folder):
    """Files of several sizes, and what each one's digest is."""
    digests = {}
    os.makedirs(os.path.join(folder, "below"))
    for i in range(N_FILES):
        path = os.path.join(folder, "below" if i % 2 else "", f"file-{i:02}.bin")
        with open(path, "wb") as file:
            file.write(os.urandom(1000 + 997 * i))
        # A file that has just been written is too fresh for the memo cache.
        os.utime(path, (1_600_000_000, 1_600_000_000))
        with open(path, "rb") as file:
            digests[os.path.basename(path)] = hashlib.sha256(file.read()).hexdigest()
    return digests


class Story(unittest.TestCase):
    def setUp(self):
        self.program = Program()
        self.addCleanup(self.program.end)
        self.folder = os.path.join(self.program.home, "Things")
        self.digests = make_files(self.folder)

    def choose_function(self):
        launch = self.program.view("Launch")
        launch.find("list item", "Checksum")
        self.program.click(launch.find("label", "Checksum"))
        launch.find("heading", "Checksum")

    def choose_folder(self):
        launch = self.program.view("Launch")
        launch.find("push button", "Add Folder…").press()
        chooser = wait_for("the file chooser", lambda: self.program.dialog())
        self.program.type(self.folder + "/")
        self.program.keys("Return")
        wait_for("the file chooser to close", lambda: self.program.dialog() is None)
        self.assertIsNotNone(chooser)
        launch.find("status bar", contains=f"{N_FILES} jobs")

    def set_n_jobs(self):
        spin = self.program.view("Launch").find("spin button", contains="n_jobs")
        self.assertEqual(spin.value, -1)
        self.program.click(spin, across=0.15)
        self.program.keys("ctrl+a")
        self.program.type("2")
        self.program.keys("Tab")
        wait_for("n_jobs to be 2", lambda: spin.value == 2)

    def launch(self):
        button = self.program.view("Launch").find("push button", "Launch")
        wait_for("Launch to be possible", lambda: button.sensitive)
        button.press()

    def look_at_a_job(self):
        watch = self.program.view("Watch")
        name = "file-07.bin"
        row = watch.find("label", contains=name)
        self.program.click(row)
        watch.find("page tab", "Result").press()
        wait_for(
            "the digest of the chosen job",
            lambda: any(self.digests[name] in node.text for node in watch.find_all("text", "Result")),
        )
        watch.find("page tab", "Log").press()
        wait_for(
            "the log of the chosen job",
            lambda: any(
                f"Read {1000 + 997 * 7} bytes" in node.text for node in watch.find_all("text", "Log")
            ),
        )

    def clear_cache(self):
        cache = self.program.view("Cache")
        cache.find("label", contains=f"{N_FILES} results")
        cache.find("push button", "Clear All…").press()
        dialog = wait_for("the question", lambda: self.program.dialog())
        dialog.find("push button", contains="Clear").press()
        cache.find("label", "Nothing Is Cached Yet")

    def test_story(self):
        self.choose_function()
        self.choose_folder()
        self.set_n_jobs()
        self.program.screenshot("launch")
        self.launch()

        watch = self.program.view("Watch")
        watch.find("label", contains=f"Done {N_FILES} of {N_FILES}")
        bar = watch.find("progress bar")
        wait_for("the bar to reach the end", lambda: bar.value == 1)
        self.look_at_a_job()
        self.program.screenshot("watch")

        self.program.tab("Launch")
        self.launch()
        watch.find("label", contains=f"{N_FILES} cached")
        self.program.screenshot("cached")

        self.program.tab("Cache")
        self.program.screenshot("cache")
        self.clear_cache()


if __name__ == "__main__":
    unittest.main()
