"""Holds each translation to the texts that there are now: all of them, none in doubt, formats right.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

root = pathlib.Path(sys.argv[1])
environment = dict(os.environ, LC_ALL="C")
# What i18n.gettext (preset: 'glib') looks for.
KEYWORDS = [
    "_",
    "N_",
    "C_:1c,2",
    "NC_:1c,2",
    "g_dcgettext:2",
    "g_dngettext:2,3",
    "g_dpgettext2:2c,3",
]


def run(*command):
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def texts(po):
    """The texts of a catalog, with their context."""
    lines = run("msgcat", "--no-location", "--no-wrap", po).stdout
    blocks = re.split(r"\n\n+", lines)
    found = set()
    for block in blocks:
        parts = re.findall(r'^(?:msgctxt|msgid|msgid_plural) "(.*)"$', block, re.M)
        if parts and any(parts):
            found.add(tuple(parts))
    return found


def check(language, template):
    po = str(root / "po" / f"{language}.po")
    mistakes = []

    form = run("msgfmt", "--check", "--check-accelerators=_", "--output-file=/dev/null", po)
    # A mnemonic is a matter of the word: a translation may well have none.
    wrong = [line for line in form.stderr.splitlines() if "keyboard accelerator" not in line]
    wrong = [line for line in wrong if "translated message" not in line and "fatal error" not in line]
    mistakes += wrong

    for text in sorted(texts(template) - texts(po)):
        mistakes.append(f"not there: {text[-1]!r}")
    for option in ("--untranslated", "--only-fuzzy"):
        rest = run("msgattrib", option, "--no-obsolete", "--no-wrap", po).stdout
        for text in re.findall(r'^msgid "(.+)"$', rest, re.M):
            mistakes.append(f"{option[2:]}: {text!r}")
    if "\n#~ " in pathlib.Path(po).read_text(encoding="utf-8"):
        mistakes.append("it has texts that there are no more (#~)")

    return mistakes


n_mistakes = 0
with tempfile.TemporaryDirectory() as folder:
    template = os.path.join(folder, "fanfold.pot")
    made = run(
        "xgettext",
        "--from-code=UTF-8",
        "--files-from=po/POTFILES.in",
        f"--output={template}",
        *[f"--keyword={word}" for word in KEYWORDS],
    )
    if made.returncode != 0:
        sys.exit(made.stderr)
    for line in made.stderr.splitlines():
        if "without plural and with plural" in line or "not a valid C format" in line:
            print(line)
            n_mistakes += 1
    languages = (root / "po" / "LINGUAS").read_text().split()
    if not languages:
        sys.exit("po/LINGUAS names no language")
    for language in languages:
        for mistake in check(language, template):
            print(f"po/{language}.po:", mistake)
            n_mistakes += 1
sys.exit(1 if n_mistakes else 0)
