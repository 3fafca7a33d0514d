# waiting.py: for what has to come about
#
# SPDX-License-Identifier: GPL-3.0-or-later
import time

from gi.repository import GLib

SECONDS = 60  # what anything may take at most


class Waited(AssertionError):
    pass


def wait_for(what, look, seconds=SECONDS, eager=False):
    """Waits until look() gives something true and returns that. @eager: as it may soon be gone."""
    end = time.monotonic() + seconds
    while True:
        began = time.monotonic()
        try:
            found = look()
        except GLib.Error:
            found = None  # a widget that went away meanwhile
        if found:
            return found
        if time.monotonic() > end:
            raise Waited(f"waited {seconds} s for: {what}")
        # Most of the time is for what is waited for.
        time.sleep(0.1 if eager else max(0.1, time.monotonic() - began))


def within(seconds, look):
    """What look() gives by then, or None: for what is tried again."""
    try:
        return wait_for("it", look, seconds)
    except Waited:
        return None
