#!/usr/bin/env python3
# bench.py: speed and memory of Fanfold, beside the peers in the same minutes
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: bench.py BUILD [--jobs=N] [ROW…]

A row is measured several times in turn with its peer, and the least of each counts, as others use
the machine, too. Rows: noop threads memory stream instructions start process progress control
efficiency.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict, namedtuple
from pathlib import Path

HERE = Path(__file__).parent
PEERS = ["/usr/bin/python3", str(HERE / "peers.py")]
MB = 1024 * 1024


class Bench:
    def __init__(self, build, n_jobs, folder):
        self.tools = build / "tests/bench"
        self.cli = str(build / "src/cli/fanfold-cli")
        self.n_jobs = n_jobs
        self.folder = folder
        self.env = dict(
            os.environ,
            FANFOLD_WORKER=str(build / "src/worker/fanfold-worker"),
            FANFOLD_PLUGIN_PATH=f"{build / 'src/plugins'}:{self.tools}",
            XDG_DATA_HOME=str(folder / "data"),
            XDG_CACHE_HOME=str(folder / "cache"),
            LC_ALL="C.UTF-8",
        )

    def run(self, command, **options):
        """Seconds, processor seconds and peak memory of a command that must succeed."""
        options.setdefault("stdout", subprocess.DEVNULL)
        done = subprocess.run(
            [str(self.tools / "bench-spawn"), *command],
            env=self.env,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **options,
        )
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
        wall, cpu, peak = done.stderr.splitlines()[-1].split()
        return float(wall), float(cpu), int(peak)

    def fanfold(self, *words, **options):
        return self.run([self.cli, "run", *words, "--progress=none"], **options)

    def joblib(self, *words):
        done = subprocess.run([*PEERS, *words], capture_output=True, text=True, check=True)
        return float(done.stdout)

    def results(self, *words):
        command = [self.cli, "run", *words, "--results=-", "--progress=none"]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]


Goal = namedtuple("Goal", "words reached")


def say(name, figure, peer="", ratio="", goal=None):
    if ratio != "":
        ratio = f"{ratio:.2f}"
    words, verdict = "", ""
    if goal is not None:
        words, verdict = goal.words, "reached" if goal.reached else "NOT REACHED"
    print(f"{name:<36}{figure:<27}{peer:<46}{ratio:>8}  {words:<10}{verdict}", flush=True)


def rate(n, seconds):
    return f"{n / seconds / 1000:,.0f} thousand jobs/s"


def squares(bench, n, *words):
    return bench.fanfold("numbers.square", f"--range=x=0:{n}", "--n-jobs=2", *words)[0]


def compare_noop(bench, backend, peer, sizes):
    """With joblib's own choice of a batch size, on fewer calls, and with the best of @sizes."""
    n = bench.n_jobs
    n_auto = max(n // 100, 1)
    ours, theirs = [], {}
    for size in sizes:
        ours.append(squares(bench, n, f"--backend={backend}"))
        theirs[size] = bench.joblib(peer, str(n), str(size))
    ours.append(squares(bench, n, f"--backend={backend}"))
    auto = bench.joblib(peer, str(n_auto), "auto") * n / n_auto
    size = min(theirs, key=theirs.get)
    return min(ours), auto, theirs[size], size


def bench_noop(bench):
    ours, auto, best, size = compare_noop(bench, "processes", "loky", [1000, 10000, 100000])
    n = bench.n_jobs
    say("no-op jobs, processes", rate(n, ours), f"loky, auto: {rate(n, auto)}", auto / ours)
    goal = Goal("≥ 3", best / ours >= 3)
    say("", "", f"in batches of {size}: {rate(n, best)}", best / ours, goal)


def bench_threads(bench):
    ours, auto, best, size = compare_noop(bench, "threads", "threading", [100, 1000, 10000])
    n = bench.n_jobs
    goal = Goal("≥ 30", auto / ours >= 30)
    say("no-op jobs, threads", rate(n, ours), f"threading: {rate(n, auto)}", auto / ours, goal)
    say("", "", f"in batches of {size}: {rate(n, best)}", best / ours)


def bench_memory(bench):
    n = bench.n_jobs
    empty = min(bench.fanfold("numbers.square", "--list=x=3", "--n-jobs=2")[2] for _ in range(3))
    for backend in ["processes", "threads"]:
        words = [f"--range=x=0:{n}", "--n-jobs=2", f"--backend={backend}"]
        more = (bench.fanfold("numbers.square", *words)[2] - empty) / MB
        goal = Goal("≤ 64 MB", more <= 64)
        peer = f"above {empty / MB:.1f} MB of an empty run"
        say(f"memory of {n:,} jobs, {backend}", f"{more:.1f} MB", peer, goal=goal)


def bench_stream(bench):
    n = bench.n_jobs
    program = f"for i in range({n}): print(f'{{i:01000d}}')"
    empty = bench.fanfold("numbers.square", "--list=x=3", "--n-jobs=2")[2]
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as source:
        words = ["--lines=text=-", "--pre-dispatch=1000", "--n-jobs=2"]
        wall, _, full = bench.fanfold("bench.length", *words, stdin=source.stdout)
        source.stdout.close()
    more = (full - empty) / MB
    say(
        f"stream of {n:,} lines of 1 KB",
        f"{more:.1f} MB",
        f"above {empty / MB:.1f} MB of an empty run; {rate(n, wall)}",
        goal=Goal("≤ 64 MB", more <= 64),
    )


# What is done for jobs. The rest of fanfold-cli goes by time: what tells how far the run is, and
# when it will end; and a run takes a hundred times longer under callgrind.
HOT = ["fanfold_slot_run", "fanfold_recorder_work"]


def count_hot(path):
    """Of fanfold-cli what is hot; of the worker all."""
    words = ["callgrind_annotate", "--inclusive=yes", "--threshold=100", str(path)]
    text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    counts = {}
    for digits, name in re.findall(r"^\s*([\d,]+) .*:(\w+)(?: \[|$)", text, re.MULTILINE):
        counts[name] = max(int(digits.replace(",", "")), counts.get(name, 0))
    total = re.search(r"^\s*([\d,]+) .*PROGRAM TOTALS", text, re.MULTILINE)
    if total is None:
        return 0
    if HOT[0] not in counts:
        return int(total[1].replace(",", ""))
    return sum(counts.get(name, 0) for name in HOT)


def count_instructions(bench, n, backend):
    """Of all programs that took part, for their jobs: ours and the worker."""
    folder = Path(tempfile.mkdtemp(dir=bench.folder))
    words = ["valgrind", "--tool=callgrind", "--trace-children=yes", "-q"]
    words += [f"--callgrind-out-file={folder}/%p", bench.cli, "run", "numbers.square"]
    words += [f"--range=x=0:{n}", "--n-jobs=1", f"--backend={backend}", "--progress=none"]
    words += ["--batch-size=1000"]  # under callgrind all takes long, and bundles would be small
    subprocess.run(words, env=bench.env, stderr=subprocess.DEVNULL, check=True)
    return sum(count_hot(path) for path in folder.iterdir())


def bench_instructions(bench):
    few, many = 50_000, 150_000
    for backend in ["threads", "processes"]:
        more = count_instructions(bench, many, backend) - count_instructions(bench, few, backend)
        say(f"instructions a job, {backend}", f"{more / (many - few):.0f}", "by callgrind")


def bench_inputs(bench):
    """From the start of the program to the end of one job, drawn from as many inputs."""
    n = 100_000
    tree = bench.folder / "tree"
    tree.mkdir()
    for i in range(n):
        (tree / f"{i:06d}.txt").touch()
    lines = bench.folder / "lines"
    lines.write_text("".join(f"{i}\n" for i in range(n)))
    table = bench.folder / "table.csv"
    table.write_text("seed,note,samples\n" + "".join(f'{i},"n{i}",1\n' for i in range(n)))
    batch = bench.folder / "list.fanfold"
    inputs = [{"name": "x", "list": list(range(n))}]
    batch.write_text(json.dumps({"fanfold": 1, "function": "numbers.square", "inputs": inputs}))
    for name, words in {
        "files": ["files.checksum", f"--files=file={tree}/*"],
        "list": [str(batch)],
        "lines": ["numbers.square", f"--lines=x={lines}"],
        "CSV": ["numbers.pi", f"--csv={table}"],
    }.items():
        wall = min(bench.fanfold(*words, "--sample=1", "--no-cache")[0] for _ in range(3))
        say(f"{n:,} inputs, {name}", f"{wall:.3f} s", goal=Goal("≤ 0.5 s", wall <= 0.5))


def bench_start(bench):
    ours, theirs = [], []
    for _ in range(7):
        ours.append(bench.fanfold("numbers.square", "--list=x=3")[0])
        theirs.append(bench.run([*PEERS, "start"])[0])
    ratio = min(ours) / min(theirs)
    say(
        "start to exit, one job",
        f"{min(ours) * 1000:.1f} ms",
        f"joblib's loky: {min(theirs) * 1000:.0f} ms",
        ratio,
        Goal("≤ 0.33", ratio <= 1 / 3),
    )


def bench_process(bench):
    """Each round's ratios by themselves: what one has of the machine the others have, too. So many
    jobs that the programs' own start does not count, which is measured by itself."""
    n = 10_000
    path = bench.folder / "numbers"
    path.write_text("".join(f"{i}\n" for i in range(n)))
    commands = bench.folder / "commands"
    commands.write_text("true\n" * n)
    true = ["-a", str(path), "true"]
    peers = {
        "a bare loop": ([str(bench.tools / "bench-capture"), "2", str(n), "/bin/true"], 0.85),
        "xargs -P2 -n1": (["xargs", "-P2", "-n1", *true], 1.05),
        "parallel -j2": (["parallel", "-j2", *true], 5),
    }
    ours, ratios = [], defaultdict(list)
    for _ in range(5):
        words = [f"--lines=command={commands}", "--n-jobs=2", "--nice=0"]
        ours.append(bench.fanfold("command.run", *words)[0])
        for name, (command, _) in peers.items():
            ratios[name].append(bench.run(command)[0] / ours[-1])
    figure = f"{n / min(ours):,.0f} jobs/s"
    for name, (_, least) in peers.items():
        ratio = statistics.median(ratios[name])
        goal = Goal(f"≥ {least}", ratio >= least)
        say(f"{n:,} × true, output recorded", figure, name, ratio, goal)
        figure = ""


def bench_progress(bench):
    calls = "--list=calls=" + ",".join(["5000000"] * 5)
    for backend in ["processes", "threads"]:
        lines = bench.results("bench.progress", calls, f"--backend={backend}", "--n-jobs=1")
        least = min(line["result"] for line in lines)
        goal = Goal("≤ 50 ns", least <= 50)
        say(f"progress call, {backend}", f"{least:.1f} ns", goal=goal)


def bench_control(bench):
    command = [str(bench.tools / "bench-control")]
    done = subprocess.run(command, env=bench.env, capture_output=True, text=True, check=True)
    effects = defaultdict(list)
    for line in done.stdout.splitlines():
        order, backend, seconds = line.split()
        effects[f"{order}, {backend}"].append(float(seconds))
    for name, found in effects.items():
        middle = statistics.median(found)
        goal = Goal("≤ 100 ms", middle <= 0.1)
        say(name, f"{middle * 1000:.1f} ms", f"{max(found) * 1000:.1f} ms at most", goal=goal)


def bench_efficiency(bench):
    n = 2000
    bare = str(bench.tools / "bench-bare")
    steps = subprocess.run([bare], capture_output=True, text=True, check=True).stdout.strip()
    both = f"{bare} {n // 2} {steps} & {bare} {n // 2} {steps}; wait"
    words = [f"--range=n=0:{n}", f"--set=steps={steps}", "--n-jobs=2", "--nice=0", "--no-cache"]
    ours, theirs = [], []
    for _ in range(5):
        theirs.append(bench.run(["sh", "-c", both])[0])
        ours.append(bench.fanfold("bench.burn", *words)[0])
    ratio = min(theirs) / min(ours)
    say(
        f"{n:,} jobs of 5 ms, 2 slots",
        f"{min(ours):.3f} s",
        f"two bare processes: {min(theirs):.3f} s",
        ratio,
        Goal("≥ 0.97", ratio >= 0.97),
    )


def make_window_inputs(folder):
    for i in range(100_000):
        place = folder / "tree" / f"{i // 1000:02d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{i:06d}.txt").touch()
    rows = "".join(f'{i},"n{i}",1\n' for i in range(1_000_000))
    (folder / "table.csv").write_text("seed,note,samples\n" + rows)
    inputs = [
        {"name": "file", "list": [f"f{i}" for i in range(100_000)]},
        {"name": "command", "template": "echo {file}"},
    ]
    batch = {"fanfold": 1, "function": "command.run", "inputs": inputs}
    (folder / "list.fanfold").write_text(json.dumps(batch))


def bench_window(bench):
    """The longest that the main loop answers to nobody, in processor time of its thread."""
    folder = bench.folder / "window"
    folder.mkdir()
    make_window_inputs(folder)
    env = dict(
        bench.env,
        DBUS_SESSION_BUS_ADDRESS="disabled:",
        GDK_BACKEND="x11",
        GDK_DEBUG="gl-disable",
        GSK_RENDERER="cairo",
        GSETTINGS_BACKEND="memory",
        GSETTINGS_SCHEMA_DIR=str(bench.tools.parent.parent / "data"),
    )
    command = ["xvfb-run", "-a", str(bench.tools / "bench-window"), str(folder)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        step, figure, *clock = line.split("\t")
        if clock and step.endswith("(no goal)"):
            say(step, f"held {figure} ms", f"{clock[0]} ms by the clock")
        elif clock:
            goal = Goal("≤ 16 ms", float(figure) <= 16)
            say(step, f"held {figure} ms", f"{clock[0]} ms by the clock", goal=goal)
        elif step.startswith("cancel"):
            say(step, f"after {figure} ms", goal=Goal("≤ 50 ms", float(figure) <= 50))
        else:
            say(step, figure, goal=Goal("≥ 2", int(figure) >= 2))


ROWS = {
    "noop": bench_noop,
    "threads": bench_threads,
    "memory": bench_memory,
    "stream": bench_stream,
    "instructions": bench_instructions,
    "start": bench_start,
    "inputs": bench_inputs,
    "process": bench_process,
    "progress": bench_progress,
    "control": bench_control,
    "efficiency": bench_efficiency,
    "window": bench_window,
}


def main():
    parser = argparse.ArgumentParser(usage="sh tests/bench/run [--jobs=N] [ROW…]")
    parser.add_argument("build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("rows", nargs="*", choices=[[], *ROWS], metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--jobs", type=int, default=1_000_000, help="of the large runs")
    options = parser.parse_args()
    print(f"{'':<36}{'Fanfold':<27}{'beside it':<46}{'ratio':>8}  at least")
    with tempfile.TemporaryDirectory(prefix="fanfold-bench-") as folder:
        bench = Bench(options.build.resolve(), options.jobs, Path(folder))
        for row in options.rows or ROWS:
            ROWS[row](bench)


main()
