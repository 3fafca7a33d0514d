"""Holds po/POTFILES.in to the files that have something to translate.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
listed = [line.strip() for line in (root / "po" / "POTFILES.in").read_text().splitlines()]
listed = [line for line in listed if line and not line.startswith("#")]

call = re.compile(r"\b(?:_|N_|C_|NC_|Q_|ngettext|dngettext|g_dngettext)\s*\(\s*\"")
wanted = set()
sources = [path for name in ("app", "engine", "plugins") for path in (root / "src" / name).rglob("*.c")]
for path in sources:
    if call.search(path.read_text()):
        wanted.add(str(path.relative_to(root)))
for path in sorted((root / "ui").rglob("*.ui")):
    if 'translatable="yes"' in path.read_text():
        wanted.add(str(path.relative_to(root)))
for path in (root / "data").glob("*.in"):
    if path.suffixes[-2:] in ([".desktop", ".in"], [".xml", ".in"]):
        wanted.add(str(path.relative_to(root)))
for path in (root / "data").glob("*.gschema.xml"):
    wanted.add(str(path.relative_to(root)))

mistakes = [f"{name} is missing" for name in sorted(wanted - set(listed))]
mistakes += [f"{name} has nothing to translate, or is not there" for name in sorted(set(listed) - wanted)]
mistakes += [f"{name} is listed twice" for name in sorted({n for n in listed if listed.count(n) > 1})]
if listed != sorted(listed):
    mistakes.append("the files are not in order: " + next(b for a, b in zip(listed, listed[1:]) if a > b))
for mistake in mistakes:
    print("po/POTFILES.in:", mistake)

linguas = [w for w in (root / "po" / "LINGUAS").read_text().split() if w]
for language in linguas:
    if not (root / "po" / f"{language}.po").exists():
        mistakes.append(language)
        print(f"po/LINGUAS: there is no po/{language}.po")
sys.exit(1 if mistakes else 0)
