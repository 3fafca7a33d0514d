# fanfold_ui.py: drives the real program from outside, as a person with a keyboard and a screen reader would
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import shutil
import signal
import subprocess
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

SECONDS = 30  # what anything may take at most

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


class Waited(AssertionError):
    pass


def wait_for(what, look, seconds=SECONDS):
    """Waits until look() gives something true and returns that."""
    end = time.monotonic() + seconds
    while True:
        try:
            found = look()
        except GLib.Error:
            found = None  # a widget that went away meanwhile
        if found:
            return found
        if time.monotonic() > end:
            raise Waited(f"waited {seconds} s for: {what}")
        time.sleep(0.05)


class Node:
    """A widget as assistive technology sees it."""

    def __init__(self, accessible):
        self.accessible = accessible

    @property
    def name(self):
        return self.accessible.get_name() or ""

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def description(self):
        return self.accessible.get_description() or ""

    @property
    def children(self):
        """None of a widget that has just gone: it is no reason to look no further."""
        try:
            found = [
                self.accessible.get_child_at_index(i)
                for i in range(self.accessible.get_child_count())
            ]
        except GLib.Error:
            found = []
        return [Node(child) for child in found if child is not None]

    def has(self, state):
        return self.accessible.get_state_set().contains(state)

    @property
    def showing(self):
        """On the screen: what is not mapped has no size."""
        try:
            component = self.accessible.get_component_iface()
            if component is None:
                return self.has(Atspi.StateType.VISIBLE)
            extents = Atspi.Component.get_extents(component, Atspi.CoordType.WINDOW)
        except GLib.Error:
            return False
        return extents.width > 0 and extents.height > 0

    @property
    def sensitive(self):
        return self.has(Atspi.StateType.SENSITIVE) or self.has(Atspi.StateType.ENABLED)

    @property
    def text(self):
        iface = self.accessible.get_text_iface()
        if iface is None:
            return self.name
        return Atspi.Text.get_text(iface, 0, Atspi.Text.get_character_count(iface))

    @property
    def value(self):
        return Atspi.Value.get_current_value(self.accessible.get_value_iface())

    @value.setter
    def value(self, number):
        Atspi.Value.set_current_value(self.accessible.get_value_iface(), number)

    def walk(self, all_of_them=False):
        """Everything below that is shown, depth first."""
        for child in self.children:
            if all_of_them or child.showing:
                yield child
                yield from child.walk(all_of_them)

    def matches(self, role, name, contains):
        try:
            return (
                (role is None or self.role == role)
                and (name is None or self.name == name)
                and (contains is None or contains in self.name)
            )
        except GLib.Error:
            return False

    def find_all(self, role=None, name=None, contains=None):
        for node in self.walk():
            if node.matches(role, name, contains):
                yield node

    def find(self, role=None, name=None, contains=None, seconds=SECONDS):
        return wait_for(
            f"{role or 'widget'} {name or contains or ''}",
            lambda: next(self.find_all(role, name, contains), None),
            seconds,
        )

    def gone(self, role=None, name=None, contains=None, seconds=SECONDS):
        wait_for(
            f"no {role or 'widget'} {name or contains or ''}",
            lambda: next(self.find_all(role, name, contains), None) is None,
            seconds,
        )

    def texts(self):
        """All words on the screen below this node."""
        return [n.name for n in self.walk() if n.name]

    def press(self):
        """What a click does."""
        action = self.accessible.get_action_iface()
        assert action is not None, f"{self} cannot be pressed"
        Atspi.Action.do_action(action, 0)

    @property
    def focused(self):
        return self.has(Atspi.StateType.FOCUSED)

    def __repr__(self):
        return f"<{self.role} “{self.name}”>"

    def dump(self, depth=0):
        print("  " * depth + repr(self), flush=True)
        for child in self.children:
            if child.showing:
                child.dump(depth + 1)


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
        self.process = None
        self.window = None
        self.holder = None
        self.start(*arguments)

    def start(self, *arguments):
        self.process = subprocess.Popen(
            [os.environ["FANFOLD"], *arguments], env=self.environment, stdin=subprocess.DEVNULL
        )
        self.window = wait_for("the window", self._look_for_window)

    def _look_for_window(self):
        assert self.process.poll() is None, f"fanfold ended with {self.process.returncode}"
        desktop = Node(Atspi.get_desktop(0))
        for application in desktop.children:
            if application.accessible.get_process_id() != self.process.pid:
                continue
            for window in application.children:
                if window.role in ("frame", "window", "dialog"):
                    return window
        return None

    def windows(self):
        for application in Node(Atspi.get_desktop(0)).children:
            if application.accessible.get_process_id() == self.process.pid:
                return list(application.children)
        return []

    def view(self, name):
        """One of the three views: Launch, Watch, Cache."""
        return self.window.find(name=f"Fanfold{name}View")

    def tab(self, name):
        """Goes to a view by its tab. GTK shows a button pressed for a quarter of a second before it
        acts, and until then what is clicked and typed goes to the view before."""
        tab = self.window.find("page tab", name)
        tab.press()
        wait_for(f"{name} to be shown", lambda: tab.has(Atspi.StateType.SELECTED))

    def dialog(self):
        """The topmost window beside the main one, if there is one."""
        windows = self.windows()
        return windows[-1] if len(windows) > 1 else None

    def click(self, node, across=0.5):
        """A real click on a widget, so far across."""
        place = Atspi.Component.get_extents(
            node.accessible.get_component_iface(), Atspi.CoordType.WINDOW
        )
        window = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid), "--name", "."],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()[0]
        # Without a compositor the window's frame is a border of this width around its content.
        border = 5
        subprocess.run(
            [
                "xdotool",
                "mousemove",
                "--window",
                window,
                str(place.x + int(place.width * across) + border),
                str(place.y + place.height // 2 + border),
                "click",
                "1",
            ],
            check=True,
        )

    def follow_focus(self):
        """From now on focus() knows what has the focus."""
        self.focus_event = None

        def focused(event, program):
            if event.detail1:
                program.focus_event = event.source

        self.listener = Atspi.EventListener.new(focused, self)
        self.listener.register("object:state-changed:focused")

    def focus(self):
        """What has got the focus last, or None."""
        while GLib.MainContext.default().iteration(False):
            pass
        return Node(self.focus_event) if self.focus_event else None

    def keys(self, *keys):
        """Real keys, as xdotool spells them."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)

    def type(self, text):
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
        """Drags files from a file manager's window onto the middle of ours."""
        helper = os.path.join(os.path.dirname(os.path.abspath(__file__)), "drag-files.py")
        manager = subprocess.Popen(
            ["/usr/bin/python3", helper, *paths],
            env=dict(self.environment, GTK_A11Y="none"),
            stdin=subprocess.DEVNULL,
        )
        try:
            window = wait_for("the file manager", lambda: self._find_windows("drag-files", manager))
            time.sleep(0.5)  # it is mapped, and has to be drawn
            pointer = ["xdotool", "mousemove", "--window", window[0], "40", "30", "mousedown", "1"]
            for x, y in ((50, 34), (60, 40), (80, 44)):
                pointer += ["mousemove", "--window", window[0], str(x), str(y), "sleep", "0.1"]
            for x, y in ((500, 300), (520, 320), (530, 330), (531, 330)):
                pointer += ["mousemove", str(x), str(y), "sleep", "0.3"]
            subprocess.run(pointer, check=True)
            self.screenshot("drop")
            subprocess.run(["xdotool", "mouseup", "1"], check=True)
            manager.wait(SECONDS)
        finally:
            if manager.poll() is None:
                manager.kill()
                manager.wait()

    @staticmethod
    def _find_windows(name, process):
        assert process.poll() is None, f"{name} ended with {process.returncode}"
        return subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", name], capture_output=True, text=True
        ).stdout.split()

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
