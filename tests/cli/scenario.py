# scenario.py: what the tests of fanfold-cli share
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each test drives the real program as a person would, with folders of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

CLI = os.environ["FANFOLD_CLI"]
SOURCE = Path(os.environ["FANFOLD_SOURCE"])
FIXTURES = os.environ["FANFOLD_FIXTURES"]
SANITIZED = bool(os.environ.get("FANFOLD_TEST_SANITIZED"))
TSAN = SANITIZED and "TSAN_OPTIONS" in os.environ


# For root, who would read and write everything otherwise.
AS_OTHERS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


class Outcome:
    def __init__(self, status, stdout, stderr, seconds):
        self.status = status
        self.stdout = stdout
        self.stderr = stderr.decode(errors="replace")
        self.seconds = seconds

    @property
    def lines(self):
        return [json.loads(line) for line in self.stdout.splitlines()]

    def __str__(self):
        return f"status {self.status}, stdout {self.stdout[-2000:]!r}, stderr:\n{self.stderr[-4000:]}"


def list_processes(mark):
    """Processes that carry @mark in their environment: what a test has started."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found[int(folder.name)] = (folder / "comm").read_text().strip()
        except OSError:
            continue
    return found


def get_parent(pid):
    text = Path(f"/proc/{pid}/stat").read_text()
    return int(text.rpartition(")")[2].split()[1])


def get_state(pid):
    """Its letter and where in the kernel it waits."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
        return f"{text.rpartition(')')[2].split()[0]} {Path(f'/proc/{pid}/wchan').read_text()}"
    except OSError:
        return "gone"


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def unshare_works():
    try:
        return (
            subprocess.run(
                ["unshare", "--map-root-user", "--mount", "true"],
                stderr=subprocess.DEVNULL,
                check=False,
            ).returncode
            == 0
        )
    except OSError:
        return False


class Scenario(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="fanfold-cli-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.work = self.folder / "work"
        self.work.mkdir()
        self.env = dict(os.environ, FANFOLD_TEST_MARK=folder.name, HOME=folder.name)
        for name in ("CACHE", "DATA", "CONFIG", "STATE"):
            self.env[f"XDG_{name}_HOME"] = str(self.folder / name.lower())
        self.env["XDG_RUNTIME_DIR"] = folder.name
        self.prefix = []

    def tearDown(self):
        mark = self.env["FANFOLD_TEST_MARK"]
        try:
            wait_until(lambda: not list_processes(mark))
        except AssertionError:
            left = [f"{pid} {name} {get_state(pid)}" for pid, name in list_processes(mark).items()]
            raise AssertionError(f"processes were left behind: {left}") from None

    @property
    def memo(self):
        return self.folder / "cache" / "fanfold" / "memo"

    @property
    def history(self):
        return self.folder / "data" / "fanfold"

    def use_fixtures(self, *names):
        """Adds the fixture plugins of these names, or all."""
        folder = Path(FIXTURES)
        if names:
            folder = self.folder / "plugins"
            folder.mkdir()
            for name in names:
                shutil.copy(Path(FIXTURES) / f"{name}.so", folder)
        self.env["FANFOLD_PLUGIN_PATH"] += f":{folder}"

    def shut(self, path, mode):
        """Takes rights on @path away until the test is over."""
        if os.getuid() == 0:
            self.prefix = AS_OTHERS
        os.chmod(path, mode)
        self.addCleanup(os.chmod, path, 0o700)

    def popen(self, *args, **options):
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("cwd", self.work)
        return subprocess.Popen([*self.prefix, CLI, *args], env=self.env, **options)

    def end(self, process, timeout=120):
        started = time.monotonic()
        try:
            stdout, stderr = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            stdout, stderr = process.communicate()
            self.fail(f"did not end: {stderr.decode(errors='replace')}")
        seconds = time.monotonic() - started
        return Outcome(process.returncode, stdout or b"", stderr or b"", seconds)

    def cli(self, *args, timeout=120, **options):
        return self.end(self.popen(*args, **options), timeout)

    def cli_on_small_disk(self, folder, size, *args, script='exec "$@"'):
        """With a disk of its own at @folder, gone afterwards; see unshare_works()."""
        script = f'mount -t tmpfs -o size={size} none "$0" || exit 9; {script}'
        process = subprocess.Popen(
            ["unshare", "--map-root-user", "--mount", "sh", "-c", script, str(folder), CLI, *args],
            env=self.env, cwd=self.work, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        return self.end(process, 100)

    def run_ok(self, *args, **options):
        outcome = self.cli("run", *args, "--results=-", **options)
        self.assertEqual(outcome.status, 0, outcome)
        return outcome.lines

    def run_refused(self, *args, names, status=2, **options):
        """Nothing is started, and the message holds each of @names."""
        before = list(self.history.rglob("*.db"))
        outcome = self.cli("run", *args, **options)
        self.assertEqual(outcome.status, status, outcome)
        self.assertEqual(outcome.stdout, b"", outcome)
        self.assertTrue(outcome.stderr.startswith("fanfold-cli: "), outcome)
        for name in names:
            self.assertIn(name.lower(), outcome.stderr.lower())
        self.assertEqual(list(self.history.rglob("*.db")), before, "a run was recorded")
        return outcome

    def write_files(self, contents, age=3600):
        """Files in the work folder, old enough to be remembered by."""
        for name, content in contents.items():
            path = os.path.join(os.fsencode(self.work), os.fsencode(name))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
            then = time.time() - age
            os.utime(path, (then, then))


def main():
    signal.signal(signal.SIGINT, signal.default_int_handler)
    program = unittest.main(argv=[sys.argv[0], *sys.argv[1:]], exit=False, verbosity=2)
    sys.exit(not program.result.wasSuccessful())
