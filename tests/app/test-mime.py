#!/usr/bin/env python3
# test-mime.py: the desktop knows a batch by its name and by what it begins with
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: test-mime.py SOURCE-ROOT"""

import os
import shutil
import subprocess
import sys
import tempfile
import xml.dom.minidom

MIME_TYPE = "application/x-fanfold"
CASES = (
    ("a.fanfold", '{"fanfold":1,"function":"numbers.pi","inputs":[]}', MIME_TYPE),
    ("batch", '{\n  "fanfold": 1,\n  "function": "numbers.pi"\n}\n', MIME_TYPE),
    ("other.json", '{"fanfol":1}', "application/json"),
    ("words", "fanfold", "text/plain"),
)


def main():
    root = sys.argv[1]
    data = tempfile.mkdtemp(prefix="fanfold-mime-")
    try:
        source = os.path.join(root, "data", "org.fanfold.Fanfold.xml")
        icon = xml.dom.minidom.parse(source).getElementsByTagName("icon")[0].getAttribute("name")
        icons = os.path.join(root, "data/icons/hicolor/scalable/mimetypes", icon + ".svg")
        assert os.path.exists(icons), f"there is no {icons}"

        os.makedirs(os.path.join(data, "mime", "packages"))
        shutil.copy(source, os.path.join(data, "mime", "packages"))
        subprocess.run(["update-mime-database", os.path.join(data, "mime")], check=True)
        for name, text, expected in CASES:
            path = os.path.join(data, name)
            with open(path, "w") as file:
                file.write(text)
            said = subprocess.run(
                ["gio", "info", "-a", "standard::content-type", path],
                env={**os.environ, "XDG_DATA_HOME": data, "LC_ALL": "C.UTF-8"},
                check=True, capture_output=True, text=True,
            ).stdout
            assert f"content-type: {expected}\n" in said, f"{name}: {said}"
    finally:
        shutil.rmtree(data)


main()
