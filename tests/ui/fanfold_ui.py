# fanfold_ui.py: drives the real program from outside, as a person with a keyboard and a screen reader would
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import shutil
import signal
import subprocess
import tempfile
import time

from gi.repository import GLib

from accessible import CHILDREN, Bus, Node, State
from waiting import SECONDS, wait_for, within

# Holds its standard input on the clipboard.
HOLDER = """
import sys, gi
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk
Gtk.init()
text = GLib.Bytes.new(sys.stdin.buffer.read())
content = Gdk.ContentProvider.new_for_bytes("text/plain;charset=utf-8", text)
Gdk.Display.get_default().get_clipboard().set_content(content)
print("held", flush=True)
GLib.MainLoop().run()
"""


def locale(test, name):
    """The environment for a locale that this machine may not have."""
    folder = tempfile.mkdtemp(prefix="fanfold-locale-")
    test.addCleanup(shutil.rmtree, folder)
    made = shutil.which("localedef") and subprocess.run(
        ["localedef", "-i", name, "-f", "UTF-8", os.path.join(folder, f"{name}.UTF-8")],
        capture_output=True,
    )
    if not made or not os.path.isdir(os.path.join(folder, f"{name}.UTF-8")):
        test.skipTest(f"localedef cannot make {name}")
    return {"LOCPATH": folder, "LC_ALL": f"{name}.UTF-8", "LANGUAGE": name[:2]}


class Program:
    """The program in a home folder of its own."""

    def __init__(self, *arguments, environment=None):
        self.home = tempfile.mkdtemp(prefix="fanfold-ui-")
        self.environment = dict(os.environ)
        self.environment.update(
            HOME=self.home,
            XDG_CACHE_HOME=os.path.join(self.home, "cache"),
            XDG_CONFIG_HOME=os.path.join(self.home, "config"),
            XDG_DATA_HOME=os.path.join(self.home, "data"),
            GTK_A11Y="atspi",
        )
        self.environment.update(environment or {})
        self._still()
        self.bus = Bus()
        self.process = None
        self.window = None
        self.views = {}
        self.overlays = {}
        self.holder = None
        self.start(*arguments)

    def _still(self):
        """Without animations, as people may have it: they would be waited for."""
        folder = os.path.join(self.environment["XDG_CONFIG_HOME"], "gtk-4.0")
        os.makedirs(folder)
        with open(os.path.join(folder, "settings.ini"), "w") as file:
            file.write("[Settings]\ngtk-enable-animations=false\n")

    def start(self, *arguments):
        self.process = subprocess.Popen(
            [os.environ["FANFOLD"], *arguments], env=self.environment, stdin=subprocess.DEVNULL
        )
        self.window = wait_for("the window", self._look_for_window)

    def _look_for_window(self):
        assert self.process.poll() is None, f"fanfold ended with {self.process.returncode}"
        return next(
            (node for node in self.windows() if node.role in ("frame", "window", "dialog")), None
        )

    def windows(self):
        return self.bus.windows_of(self.process.pid)

    def view(self, name):
        """One of the three views: Launch, Watch, Cache."""
        self._overlay()  # before it is in a hurry
        place = (self.window, name)
        if place not in self.views:
            self.views[place] = self.window.find(name=f"Fanfold{name}View")
        return self.views[place]

    def toasts(self):
        """Those that stand there. They do so for seconds alone, and a walk through the window takes
        as long where the machine is busy: nothing else is looked at."""
        # The first is what they lie upon.
        return [Node(self.bus, child) for child in self.bus.ask(self._overlay(), CHILDREN)[1:]]

    def _overlay(self):
        if self.window not in self.overlays:
            self.overlays[self.window] = wait_for(
                "the place of toasts",
                lambda: self.bus.find_parent(self.window.reference, "FanfoldDropOverlay"),
            )
        return self.overlays[self.window]

    def toast(self, words):
        """One that says so."""
        def look():
            for toast in self.toasts():
                if any(words in text for text in self.bus.texts_below(toast.reference)):
                    return toast

        return wait_for(f"a toast: {words}", look, eager=True)

    def tab(self, name):
        tab = self.window.find("page tab", name)
        tab.press()
        wait_for(f"{name} to be shown", lambda: tab.has(State.SELECTED))

    def dialog(self):
        """The topmost window beside the main one, if there is one that can be seen: keys reach
        none before."""
        dialogs = self.windows()[1:]
        shown = self.bus.are_shown([dialog.reference for dialog in dialogs])
        return next((d for d, is_shown in zip(dialogs[::-1], shown[::-1]) if is_shown), None)

    def x_windows(self, process=None):
        """The X windows of the program that are to be seen, the topmost at the end."""
        pid = (process or self.process).pid
        return subprocess.run(
            ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(pid), "--name", ""],
            capture_output=True, text=True,
        ).stdout.split()

    def click(self, node, across=0.5):
        """A real click on a widget, so far across, once it has come to rest."""
        place = None
        while place != node.place:
            place = node.place
            time.sleep(0.05)
        # Without a compositor the window's frame is a border of this width around its content.
        border = 5
        x = place.x + int(place.width * across) + border
        y = place.y + place.height // 2 + border
        subprocess.run(
            ["xdotool", "mousemove", "--window", self.x_windows()[0], str(x), str(y), "click", "1"],
            check=True,
        )

    def choose(self, node):
        """By a click; again where another had come to its place by then."""
        def look():
            if node.has(State.SELECTED):
                return True
            self.click(node)
            return within(5, lambda: node.has(State.SELECTED))

        wait_for(f"{node} to be chosen", look)

    def type_over(self, entry, text):
        """Into an entry, in the place of what it holds."""
        def look():
            self._take_focus()
            self.click(entry, across=0.2)
            return within(5, lambda: entry.focused)

        wait_for(f"{entry} to have the focus", look)
        self.keys("ctrl+a")
        self.type(text)
        wait_for(f"{text} in {entry}", lambda: entry.text == text)

    def follow_focus(self):
        """From now on focus() knows what has the focus."""
        self.focused = None
        self.bus.on_focus(self._keep_focused)

    def _keep_focused(self, node):
        self.focused = node

    def focus(self):
        """What has got the focus last, or None."""
        while GLib.MainContext.default().iteration(False):
            pass
        return self.focused

    def _take_focus(self):
        """As a window manager sees to: where a dialog or another program's window goes the focus
        goes to the root window, and keys to what happens to be below the pointer, if anything."""
        top = wait_for("a window", self.x_windows)[-1]
        focused = subprocess.run(["xdotool", "getwindowfocus"], capture_output=True, text=True)
        if focused.stdout.strip() != top:
            subprocess.run(["xdotool", "windowfocus", "--sync", top], check=True)

    def keys(self, *keys):
        """Real keys, as xdotool spells them."""
        self._take_focus()
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)

    def type(self, text):
        self._take_focus()
        subprocess.run(["xdotool", "type", "--delay", "5", text], check=True)

    def hold(self, text):
        """Puts it onto the clipboard, as another program does."""
        self.let_go()
        self.holder = subprocess.Popen(
            ["/usr/bin/python3", "-c", HOLDER],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self.holder.stdin.write(text)
        self.holder.stdin.close()
        assert self.holder.stdout.readline() == "held\n"

    def let_go(self):
        if self.holder is not None:
            self.holder.kill()
            self.holder.stdout.close()
            self.holder.wait()
            self.holder = None

    def drop(self, *paths):
        """Drags files from a file manager's window onto the middle of ours; again, where they got
        there before the program had said that it takes them."""
        wait_for("the files to be taken", lambda: self._drag(*paths) == 0)

    def _drag(self, *paths):
        helper = os.path.join(os.path.dirname(os.path.abspath(__file__)), "drag-files.py")
        manager = subprocess.Popen(
            ["/usr/bin/python3", helper, *paths],
            env=dict(self.environment, GTK_A11Y="none"),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        )
        try:
            assert manager.stdout.readline() == "painted\n"
            window = self.x_windows(manager)[0]
            pointer = ["xdotool", "mousemove", "--window", window, "40", "30", "mousedown", "1"]
            for x, y in ((50, 34), (60, 40), (80, 44)):
                pointer += ["mousemove", "--window", window, str(x), str(y), "sleep", "0.1"]
            for x, y in ((500, 300), (520, 320), (530, 330), (531, 330)):
                pointer += ["mousemove", str(x), str(y), "sleep", "0.3"]
            subprocess.run(pointer, check=True)
            self.screenshot("drop")
            subprocess.run(["xdotool", "mouseup", "1"], check=True)
            return manager.wait(SECONDS)
        finally:
            manager.stdout.close()
            if manager.poll() is None:
                manager.kill()
                manager.wait()

    def screenshot(self, name):
        folder = os.environ.get("FANFOLD_SCREENSHOTS")
        if folder and shutil.which("import"):
            path = os.path.join(folder, name + ".png")
            subprocess.run(["import", "-window", "root", path], check=False)

    def end(self):
        self.let_go()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)
