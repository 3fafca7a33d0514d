#!/usr/bin/env python3
# summary.py: what meson's testlog.json says, for people
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: summary.py [--again] TESTLOG.JSON…

Prints what each failed test wrote, then "N passed, N failed, N skipped". Of a test that is in the
logs more than once the last try counts, but what the earlier ones wrote is printed, too.

With --again, prints the names of the tests that are worth another try: those that failed by an
assertion, took too long or gave up for want of something, as they may on a busy machine, but none
that crashed or was found out by a sanitizer, and none at all where many failed.
"""

import json
import re
import signal
import sys
from pathlib import Path

PASSED = {"OK", "EXPECTEDFAIL"}
SKIPPED = {"SKIP"}
MAX_LINES = 30
MAX_AGAIN = 12
CRASHES = (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE)
CRASH = re.compile(r"(Address|Leak|Thread|UndefinedBehavior)Sanitizer|: runtime error:")
NOISE = re.compile(r"# GLib\S*-DEBUG:")


def read(path):
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(errors="replace").splitlines() if line]


def has_failed(test):
    return test["result"] not in PASSED | SKIPPED


def has_crashed(test):
    status = test.get("returncode") or 0
    written = (test.get("stdout") or "") + (test.get("stderr") or "")
    return -status in CRASHES or CRASH.search(written) is not None


def print_failure(test, then=""):
    print(f"\n---- {test['name']}: {test['result']}, exit status {test.get('returncode')}{then}")
    for name in ("stdout", "stderr"):
        lines = [line for line in (test.get(name) or "").splitlines() if not NOISE.match(line)]
        if len(lines) > MAX_LINES:
            print(f"({len(lines) - MAX_LINES} lines of {name} above these)")
        for line in lines[-MAX_LINES:]:
            print(f"  {line}")


def main():
    again = sys.argv[1:2] == ["--again"]
    tries = [test for path in sys.argv[1 + again:] for test in read(Path(path))]
    tests = {test["name"]: test for test in tries}
    failed = [test for test in tests.values() if has_failed(test)]
    if again:
        names = [test["name"].rpartition(" / ")[2] for test in failed if not has_crashed(test)]
        print("\n".join(names if len(failed) <= MAX_AGAIN else []))
        return 0

    n_passed = sum(test["result"] in PASSED for test in tests.values())
    n_skipped = sum(test["result"] in SKIPPED for test in tests.values())
    for test in tries:
        if has_failed(test) and not has_failed(tests[test["name"]]):
            print_failure(test, "; passed when it was run again, alone")
    for test in failed:
        print_failure(test)
    if not tests:
        print("No test was run.")
    print(f"\n{n_passed} passed, {len(failed) or int(not tests)} failed, {n_skipped} skipped")
    return 1 if failed or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
