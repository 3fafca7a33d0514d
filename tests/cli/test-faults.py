#!/usr/bin/env python3
# test-faults.py: broken plugins, stores that are damaged, read-only or full
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import resource
import shutil
import subprocess
import time
import unittest

import scenario


class Results(scenario.Scenario):
    def test_full_disk(self):
        outcome = self.cli(
            "run", "numbers.square", "--range=x=0:1000", "--results=/dev/full"
        )
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn("/dev/full", outcome.stderr)

    def test_file_size_limit(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

        args = ["run", "numbers.square", "--range=x=0:8000", "--results=results"]
        outcome = self.cli(*args, preexec_fn=limit)
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn("File too large", outcome.stderr)

    def test_closed_pipe(self):
        process = self.popen("run", "numbers.square", "--range=x=0:200000", "--results=-")
        process.stdout.read(100)
        process.stdout.close()
        process.stdout = None
        outcome = self.end(process)
        self.assertEqual(outcome.status, 3, outcome)

    def test_plugin_that_prints(self):
        self.use_fixtures("printer", "chatty")
        outcome = self.cli("run", "chatty.print", "--range=n=0:5", "--results=-")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual([line["index"] for line in outcome.lines], list(range(5)))
        for backend in ("processes", "threads"):
            outcome = self.cli("run", "printer.run", "--results=-", f"--backend={backend}")
            self.assertEqual(outcome.status, 0, outcome)
            self.assertEqual([line["index"] for line in outcome.lines], [0])

    def test_plugin_that_prints_without_results(self):
        self.use_fixtures("printer")
        for backend in ("processes", "threads"):
            outcome = self.cli("run", "printer.run", f"--backend={backend}")
            self.assertEqual((outcome.status, outcome.stdout), (0, b""), outcome)


class Plugins(scenario.Scenario):
    def test_broken_ones_are_listed(self):
        self.use_fixtures()
        outcome = self.cli("list", timeout=90)
        self.assertEqual(outcome.status, 0, outcome)
        text = outcome.stdout.decode()
        self.assertIn("These plugins cannot be used:", text)
        self.assertIn("numbers.square", text)
        again = self.cli("list", timeout=5)
        self.assertEqual(again.stdout, outcome.stdout)

    def test_no_plugin(self):
        folder = self.folder / "plugins"
        folder.mkdir()
        (folder / "text.so").write_text("This is no plugin.\n")
        self.env["FANFOLD_PLUGIN_PATH"] += f":{folder}"
        outcome = self.cli("list")
        self.assertIn(str(folder / "text.so"), outcome.stdout.decode())
        lines = self.run_ok("numbers.square", "--set=x=2")
        self.assertEqual(lines[0]["result"], 4.0)

    def test_plugin_for_everybody_to_write(self):
        folder = self.folder / "plugins"
        folder.mkdir()
        plugins = os.environ["FANFOLD_PLUGIN_PATH"].split(":")[0]
        shutil.copy(os.path.join(plugins, "numbers.so"), folder / "numbers.so")
        os.chmod(folder / "numbers.so", 0o777)
        self.env["FANFOLD_PLUGIN_PATH"] = str(folder)
        self.run_refused("numbers.square", "--set=x=2", names=["numbers.square"])
        self.assertIn(str(folder / "numbers.so"), self.cli("list").stdout.decode())

    def test_no_worker(self):
        self.cli("list")
        self.env["FANFOLD_WORKER"] = "/nowhere/fanfold-worker"
        outcome = self.cli("run", "numbers.square", "--range=x=0:10")
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn("/nowhere/fanfold-worker", outcome.stderr)

    def test_crash_costs_one_job(self):
        self.use_fixtures("crasher")
        outcome = self.cli(
            "run", "crasher.square", "--range=x=0:12", "--set=bad=5", "--n-jobs=2", "--results=-"
        )
        self.assertEqual(outcome.status, 1, outcome)
        states = [line["state"] for line in outcome.lines]
        self.assertEqual(states, ["done"] * 5 + ["crashed"] + ["done"] * 6)
        self.assertIn("SIG", outcome.lines[5]["error"])
        self.assertIn("1 crashed of 12 jobs", outcome.stderr)


class Memo(scenario.Scenario):
    ARGS = ("files.checksum", "--files=file=*")

    def setUp(self):
        super().setUp()
        self.write_files({f"file-{i}": b"%d" % i for i in range(4)})
        self.lines = self.run_ok(*self.ARGS)

    def check_again(self, n_done):
        lines = self.run_ok(*self.ARGS)
        self.assertEqual(
            [line["result"] for line in lines], [line["result"] for line in self.lines]
        )
        states = [line["state"] for line in lines]
        self.assertEqual((states.count("done"), states.count("cached")), (n_done, 4 - n_done))

    def list_entries(self):
        entries = sorted(self.memo.rglob("*.memo"))
        self.assertEqual(len(entries), 4)
        return entries

    def test_corrupt_entries(self):
        empty, cut, garbage, _ = self.list_entries()
        empty.write_bytes(b"")
        cut.write_bytes(cut.read_bytes()[:-20])
        garbage.write_bytes(os.urandom(500))
        outcome = self.cli("run", *self.ARGS, "--results=-")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(
            [line["result"] for line in outcome.lines], [line["result"] for line in self.lines]
        )
        self.assertEqual([line["state"] for line in outcome.lines].count("cached"), 1)
        self.assertIn("fanfold-cli: ", outcome.stderr)
        self.check_again(0)

    def test_changed_result(self):
        entry = self.list_entries()[0]
        text = entry.read_text()
        position = text.index("digest") if "digest" in text else len(text) // 2
        entry.write_text(text[:position] + "X" + text[position + 1:])
        self.check_again(1)

    def test_read_only_cache(self):
        shutil.rmtree(self.memo)
        self.memo.mkdir()
        self.shut(self.memo, 0o500)
        outcome = self.cli("run", *self.ARGS)
        self.assertEqual(outcome.status, 0, outcome)
        self.assertIn(str(self.memo), outcome.stderr)

    def test_cache_that_is_a_file(self):
        shutil.rmtree(self.memo)
        self.memo.write_text("in the way")
        outcome = self.cli("run", *self.ARGS, "--results=-")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual({line["state"] for line in outcome.lines}, {"done"})
        self.assertIn(str(self.memo), outcome.stderr)
        self.assertEqual(outcome.stderr.count("\n"), 1, "told once")

    def test_other_cache(self):
        other = self.folder / "other"
        args = (*self.ARGS, f"--cache-dir={other}")
        self.assertEqual({line["state"] for line in self.run_ok(*args)}, {"done"})
        self.assertEqual({line["state"] for line in self.run_ok(*args)}, {"cached"})
        self.assertEqual(len(list(other.rglob("*.memo"))), 4)


class History(scenario.Scenario):
    def test_damaged(self):
        self.run_ok("numbers.square", "--set=x=1")
        database = self.history / "history.db"
        for name in ("history.db-wal", "history.db-shm"):
            (self.history / name).unlink(missing_ok=True)
        database.write_bytes(b"This is no database. " * 500)
        outcome = self.cli("run", "numbers.square", "--set=x=2", "--results=-")
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(outcome.lines[0]["result"], 4.0)
        self.assertIn("history.db.damaged", outcome.stderr)
        self.assertTrue(list(self.history.glob("history.db.damaged*")))
        again = self.cli("run", "numbers.square", "--set=x=2")
        self.assertEqual((again.status, again.stderr), (0, ""))

    def check_unusable(self):
        outcome = self.cli("run", "numbers.square", "--set=x=2", "--results=results")
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn(str(self.history), outcome.stderr)
        self.assertFalse((self.work / "results").exists(), "the run was started")
        self.assertEqual(self.cli("list").status, 0)
        self.assertEqual(self.cli("run", "numbers.square", "--set=x=2", "--dry-run").status, 0)

    def test_folder_in_the_way(self):
        self.history.parent.mkdir(parents=True)
        self.history.write_text("a file")
        self.check_unusable()

    def test_read_only(self):
        self.history.mkdir(parents=True)
        self.shut(self.history, 0o500)
        self.check_unusable()


class RemovedHistory(scenario.Scenario):
    def test_removed_while_a_run_goes_on(self):
        """SQLite would go on writing to a file that nobody can ever open."""
        process = self.popen("run", "numbers.wait", "--set=seconds=0.02", "--range=seed=0:3000")
        scenario.wait_until(lambda: list((self.history / "runs").glob("*.db")))
        time.sleep(1)
        shutil.rmtree(self.history)
        outcome = self.end(process, 30)
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn("was removed while the run went on", outcome.stderr)


@unittest.skipUnless(scenario.unshare_works(), "needs user namespaces for a small disk")
class SmallDisk(scenario.Scenario):
    def run_on_small_disk(self, folder, size, *args, **options):
        folder.mkdir(parents=True)
        return self.cli_on_small_disk(folder, size, "run", *args, **options)

    def test_full_cache(self):
        self.write_files({f"file-{i:03}": b"%d" % i for i in range(100)})
        outcome = self.run_on_small_disk(
            self.memo, "64k", "files.checksum", "--files=file=*", "--results=-"
        )
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(len(outcome.lines), 100)
        self.assertEqual({line["state"] for line in outcome.lines}, {"done"})
        self.assertIn(str(self.memo), outcome.stderr)
        self.assertEqual(outcome.stderr.count("\n"), 1, "told once")

    def test_full_results(self):
        """The jobs go on, and what could not be written is had from the history."""
        small = self.folder / "small"
        outcome = self.run_on_small_disk(
            small, "64k", "numbers.square", "--range=x=0:20000", f"--results={small / 'results'}"
        )
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn(str(small / "results"), outcome.stderr)
        self.assertIn("No space left on device", outcome.stderr)
        self.assertIn("fanfold-cli history export 1\n", outcome.stderr)
        again = self.cli("history", "export", "1")
        self.assertEqual(again.status, 0, again)
        self.assertEqual([line["index"] for line in again.lines], list(range(20000)))
        self.assertEqual({line["state"] for line in again.lines}, {"done"})

    def test_room_in_time(self):
        """A history without room holds the run back, and it goes on when there is some."""
        script = (
            'dd if=/dev/zero of="$0/filler" bs=1k count=7700 status=none; (sleep 3; rm "$0/filler") & '
            '"$@"; status=$?; wait; exit $status'
        )
        outcome = self.run_on_small_disk(
            self.history, "8m", "numbers.square", "--range=x=0:20000", "--n-jobs=2",
            "--results=-", "--batch-size=1", "--progress=json", "--progress-interval=0.1",
            script=script,
        )
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual({line["state"] for line in outcome.lines}, {"done"})
        self.assertEqual(len(outcome.lines), 20000)
        said = outcome.stderr.splitlines()
        halts = [json.loads(line)["halt"] for line in said if line[0] == "{"]
        self.assertIn("history", halts, "it stands still, and says so")
        self.assertIsNone(halts[-1])
        words = [line for line in said if line[0] != "{"]
        self.assertIn(str(self.history), words[0])
        self.assertEqual(words[-1], "fanfold-cli: The history can be written again.")

    def test_min_free_disk(self):
        """No job begins where the jobs work and there is less room; they do once there is more."""
        small = self.folder / "small"
        script = (
            'cd "$0"; dd if=/dev/zero of=filler bs=1k count=7000 status=none; '
            '(sleep 2; ls; rm filler) & "$@"; status=$?; wait; exit $status'
        )
        outcome = self.run_on_small_disk(
            small, "8m", "--n-jobs=2", "--min-free-disk=4M", "--", "touch", "made-{}", ":::", "a", "b",
            script=script,
        )
        self.assertEqual(outcome.status, 0, outcome)
        self.assertEqual(outcome.stdout.split(), [b"filler"])
        self.assertIn(f"Room on {small} is short: no more jobs are started until 4.0", outcome.stderr)
        self.assertIn("There is room on the disk again", outcome.stderr)

    def test_room_is_known_before(self):
        """By what the same command wrote before; another one tells nothing of it."""
        self.write_files({f"in-{i:02}": bytes(1_000_000) for i in range(20)})
        small = self.folder / "small"
        script = (
            'cd "$0"; "$1" run command.run --list=f=../work/in-00,../work/in-01 "$3" || exit; '
            'for template in "$3" "$4"; do '
            '"$1" run command.run "--files=f=../work/in-*" "$template" --dry-run >list || exit; done'
        )
        outcome = self.run_on_small_disk(
            small, "8m", "--template=command=cp {f} {f/}", "--template=command=cp -a {f} {f/}",
            script=script,
        )
        self.assertEqual(outcome.status, 0, outcome)
        self.assertIn("needs about 18.0\u00a0MB, going by earlier runs; there are 6.", outcome.stderr)
        self.assertIn(f"free on {small}.\n", outcome.stderr)
        self.assertEqual(outcome.stderr.count("going by"), 1)

    @unittest.skipUnless(os.environ.get("FANFOLD_TEST_SLOW"), "waits a minute for room")
    def test_full_data_folder(self):
        outcome = self.run_on_small_disk(
            self.history, "200k", "numbers.square", "--range=x=0:200000", "--results=results"
        )
        self.assertEqual(outcome.status, 3, outcome)
        self.assertIn(str(self.history), outcome.stderr)


if __name__ == "__main__":
    scenario.main()
