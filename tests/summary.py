#!/usr/bin/env python3
# summary.py: what meson's testlog.json says, for people
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: summary.py TESTLOG.JSON…

Prints what each failed test wrote, then "N passed, N failed, N skipped".
"""

import json
import re
import sys
from pathlib import Path

PASSED = {"OK", "EXPECTEDFAIL"}
SKIPPED = {"SKIP"}
MAX_LINES = 60
NOISE = re.compile(r"# GLib\S*-DEBUG:")


def read(path):
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(errors="replace").splitlines() if line]


def print_failure(test):
    print(f"\n---- {test['name']}: {test['result']}, exit status {test.get('returncode')}")
    for name in ("stdout", "stderr"):
        lines = [line for line in (test.get(name) or "").splitlines() if not NOISE.match(line)]
        if len(lines) > MAX_LINES:
            print(f"({len(lines) - MAX_LINES} lines of {name} above these)")
        for line in lines[-MAX_LINES:]:
            print(f"  {line}")


def main():
    tests = [test for path in sys.argv[1:] for test in read(Path(path))]
    failed = [test for test in tests if test["result"] not in PASSED | SKIPPED]
    n_passed = sum(test["result"] in PASSED for test in tests)
    n_skipped = sum(test["result"] in SKIPPED for test in tests)
    for test in failed:
        print_failure(test)
    if not tests:
        print("No test was run.")
    print(f"\n{n_passed} passed, {len(failed) or int(not tests)} failed, {n_skipped} skipped")
    return 1 if failed or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
