#!/usr/bin/env python3
# test-layers.py: holds every #include below src and tests/plugins against the plan of the rooms
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: test-layers.py SOURCE-ROOT

The rungs of the engine are those that src/engine/meson.build lists: a file there includes headers
of lower rungs and of its own.
"""

import re
import sys
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)
RUNG = re.compile(r"^\s*# (\d+) ")
SOURCE = re.compile(r"^\s*'([\w-]+)\.c',")

# What each folder may include of ours, beside its own headers.
MAY_USE = {
    "src/abi": set(),
    "src/engine": {"src/abi"},
    "src/worker": {"src/engine"},
    "src/cli": {"src/engine"},
    "src/app": {"src/engine"},
    "src/plugins": {"src/abi"},
    "tests/plugins": {"src/abi"},
}

# Folders of system headers that only the named rooms may include.
ONLY_IN = {
    "gtk": {"src/app"},
    "gdk": {"src/app"},
    "adwaita.h": {"src/app"},
    "gdk-pixbuf": {"src/app", "src/plugins"},
    "sqlite3.h": {"src/engine"},
    "gmodule.h": {"src/engine"},
}
C_LIBRARY = {"stdbool.h", "stddef.h", "stdint.h"}

# What the window's precompiled header would hide: names, and the headers that they need, be it by
# way of our own.
PRECOMPILED = ("src/app", "tests/app")
DECLARED_BY = [
    (re.compile(r"\b(?:Adw[A-Z]|adw_|ADW_)"), {"adwaita.h"}),
    (re.compile(r"\b(?:(?:Gtk|Gdk|Gsk|Pango)[A-Z]|(?:gtk|gdk|gsk|pango)_|GTK_|GDK_|PANGO_)"),
     {"adwaita.h", "gtk/gtk.h"}),
    (re.compile(r"\b(?:G(?:File|ListModel|ListStore|Menu|Action|SimpleAction|Application|Settings|Task"
                r"|Cancellable|InputStream)\b|g_(?:file|list_model|list_store|menu|action|simple_action"
                r"|application|settings|task|cancellable|input_stream)_[a-z]|G_IO_ERROR)"),
     {"adwaita.h", "gtk/gtk.h", "gio/gio.h", "json-glib/json-glib.h"}),
]
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

# Headers without a source of their own.
HEADER_RUNGS = {
    "fanfold-lock": 1,
    "fanfold-start": 1,
    "fanfold-task": 1,
    "fanfold-job-events": 6,
}


def read_rungs(root):
    rungs = dict(HEADER_RUNGS)
    rung = 0
    for line in (root / "src/engine/meson.build").read_text().splitlines():
        if match := RUNG.match(line):
            rung = int(match[1])
        elif (match := SOURCE.match(line)) and rung:
            rungs[match[1]] = rung
    return rungs


def list_files(root, folder):
    return sorted(path for path in (root / folder).rglob("*.[ch]"))


def find_owners(root):
    """The room that each of our headers belongs to, by its name."""
    return {
        path.name: folder
        for folder in MAY_USE
        for path in list_files(root, folder)
        if path.suffix == ".h"
    }


def check_system(folder, header):
    if folder == "src/abi" and header not in C_LIBRARY:
        return f"includes <{header}>: the ABI needs the C library alone"
    rooms = ONLY_IN.get(header.split("/")[0])
    if rooms is not None and folder not in rooms:
        return f"includes <{header}>, which is for {', '.join(sorted(rooms))} alone"
    return None


def check_own(folder, owners, header):
    owner = owners.get(header)
    if owner is None or owner == folder or owner in MAY_USE[folder]:
        return None
    return f"includes {header} of {owner}"


def find_rung(rungs, stem):
    """Its own, or that of the source it belongs to: param-private goes with param."""
    while stem and stem not in rungs:
        stem = stem.rpartition("-")[0]
    return rungs.get(stem)


def check_rung(rungs, path, header):
    own = find_rung(rungs, path.stem)
    other = find_rung(rungs, header.removesuffix(".h"))
    if own is None:
        return "has no rung in src/engine/meson.build"
    if other is not None and other > own:
        return f"is of rung {own} and includes {header} of rung {other}"
    return None


def check_file(root, path, folder, owners, rungs):
    wrong = []
    for bracket, header in INCLUDE.findall(path.read_text()):
        name = header.split("/")[-1]
        wrong.append(check_system(folder, header))
        wrong.append(check_own(folder, owners, name))
        if folder == "src/engine":
            wrong.append(check_rung(rungs, path, name))
    return [f"{path.relative_to(root)} {text}" for text in dict.fromkeys(wrong) if text]


def reach(path, paths, seen):
    """All that the file includes, of ours and of others, be it by way of ours."""
    for _, header in INCLUDE.findall(path.read_text()):
        if header not in seen:
            seen.add(header)
            if own := paths.get(header.split("/")[-1]):
                reach(own, paths, seen)
    return seen


def check_precompiled(root):
    """Each file of the window compiles without a precompiled header, too."""
    paths = {
        path.name: path
        for folder in (*MAY_USE, *PRECOMPILED)
        for path in list_files(root, folder)
        if path.suffix == ".h"
    }
    wrong = []
    for path in (path for folder in PRECOMPILED for path in list_files(root, folder)):
        text = COMMENT.sub("", path.read_text())
        headers = reach(path, paths, set())
        wrong += [
            f"{path.relative_to(root)} has {match[0]}… but none of {', '.join(sorted(needed))}"
            for names, needed in DECLARED_BY
            if (match := names.search(text)) and not headers & needed
        ]
    return wrong


def main():
    root = Path(sys.argv[1]).resolve()
    owners = find_owners(root)
    rungs = read_rungs(root)
    n_files = 0
    wrong = []
    for folder in MAY_USE:
        for path in list_files(root, folder):
            n_files += 1
            wrong += check_file(root, path, folder, owners, rungs)
    wrong += check_precompiled(root)
    for text in wrong:
        print(text)
    print(f"{n_files} files, {len(wrong)} wrong includes")
    return 1 if wrong or n_files == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
