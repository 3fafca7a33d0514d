# accessible.py: what assistive technology sees of programs, asked for in bulk
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""AT-SPI by its D-Bus interfaces: libatspi asks one question at a time and waits for each answer,
five a widget, which is most of what a test of the window would take."""
import itertools
import time
from collections import namedtuple

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

from waiting import SECONDS, wait_for  # noqa: E402

State = Atspi.StateType
Place = namedtuple("Place", "x y width height")

ACCESSIBLE = "org.a11y.atspi.Accessible"
ACTION = "org.a11y.atspi.Action"
COMPONENT = "org.a11y.atspi.Component"
EDITABLE_TEXT = "org.a11y.atspi.EditableText"
PROPERTIES = "org.freedesktop.DBus.Properties"
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
TEXT = "org.a11y.atspi.Text"
VALUE = "org.a11y.atspi.Value"
WITHIN_WINDOW = 1  # ATSPI_COORD_TYPE_WINDOW
TIMEOUT = 10_000  # ms

Question = namedtuple("Question", "interface method arguments")

CHILDREN = Question(ACCESSIBLE, "GetChildren", None)
EXTENTS = Question(COMPONENT, "GetExtents", GLib.Variant("(u)", (WITHIN_WINDOW,)))
ROLE = Question(ACCESSIBLE, "GetRole", None)
STATES = Question(ACCESSIBLE, "GetState", None)


def property_of(interface, name):
    return Question(PROPERTIES, "Get", GLib.Variant("(ss)", (interface, name)))


NAME = property_of(ACCESSIBLE, "Name")


def name_of_role(role):
    """By libatspi: GTK's own differ from version to version."""
    return Atspi.role_get_name(Atspi.Role(role))


class Bus:
    """The bus that assistive technology has to itself."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        (address,) = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
            Gio.DBusCallFlags.NONE, TIMEOUT,
        ).unpack()
        self.connection = Gio.DBusConnection.new_for_address_sync(
            address,
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
        )

    def ask(self, reference, question):
        """Raises GLib.Error where the widget has gone."""
        answer = self.connection.call_sync(
            *reference, *question, None, Gio.DBusCallFlags.NONE, TIMEOUT
        ).unpack()
        return answer[0] if answer else None

    def ask_all(self, questions):
        """Answers to pairs of a reference and a question; None where there is none."""
        answers = [None] * len(questions)
        left = len(questions)

        def answered(connection, result, i):
            nonlocal left
            left -= 1
            try:
                answers[i] = connection.call_finish(result).unpack()[0]
            except GLib.Error:
                pass

        for i, (reference, question) in enumerate(questions):
            self.connection.call(
                *reference, *question, None, Gio.DBusCallFlags.NONE, TIMEOUT, None, answered, i
            )
        while left:
            GLib.MainContext.default().iteration(True)
        return answers

    def are_shown(self, references):
        """On the screen: what is not mapped has no size. What never has one says whether it is."""
        extents = self.ask_all([(reference, EXTENTS) for reference in references])
        sizeless = [r for r, its in zip(references, extents) if its is None]
        states = dict(zip(sizeless, self.ask_all([(r, STATES) for r in sizeless])))
        return [
            its[2] > 0 and its[3] > 0 if its is not None
            else states[reference] is not None and bool(states[reference][0] >> State.VISIBLE & 1)
            for reference, its in zip(references, extents)
        ]

    def look_below(self, nodes, all_of_them):
        """The children of each, or those of them that are shown."""
        lists = [its or [] for its in self.ask_all([(node.reference, CHILDREN) for node in nodes])]
        children = [child for its in lists for child in its]
        showing = dict(zip(children, self.are_shown(children)))
        wanted = [child for child in children if all_of_them or showing[child]]
        names = dict(zip(wanted, self.ask_all([(child, NAME) for child in wanted])))
        return [
            [
                Node(self, child, Seen(names[child] or "", showing[child]))
                for child in its if child in names
            ]
            for its in lists
        ]

    def texts_below(self, reference):
        """All words there, in as few questions as can be."""
        texts = []
        level = [reference]
        while level:
            answers = self.ask_all([(r, CHILDREN) for r in level] + [(r, NAME) for r in level])
            lists, names = answers[:len(level)], answers[len(level):]
            texts += [name for name in names if name]
            level = [child for its in lists for child in its or []]
        return texts

    def find_parent(self, reference, name):
        """Of what has that name and is not far below: level by level."""
        level = [reference]
        while level:
            lists = [its or [] for its in self.ask_all([(r, CHILDREN) for r in level])]
            children = [child for its in lists for child in its]
            names = dict(zip(children, self.ask_all([(child, NAME) for child in children])))
            for parent, its in zip(level, lists):
                if any(names[child] == name for child in its):
                    return parent
            level = children
        return None

    def process_of(self, name):
        return self.connection.call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
            "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)), None,
            Gio.DBusCallFlags.NONE, TIMEOUT,
        ).unpack()[0]

    def windows_of(self, process):
        """The windows of a process, the one that was opened last at the end."""
        applications = self.ask((REGISTRY, ROOT), CHILDREN)
        return [
            window
            for name, path in applications
            if self.process_of(name) == process
            for window in Node(self, (name, path)).children
        ]

    def on_focus(self, focused):
        """From now on focused() is told what gets the focus."""
        def changed(connection, sender, path, interface, signal, parameters):
            _, has_it, *_ = parameters.unpack()
            if has_it:
                focused(Node(self, (sender, path)))

        self.connection.signal_subscribe(
            None, "org.a11y.atspi.Event.Object", "StateChanged", None, "focused",
            Gio.DBusSignalFlags.NONE, changed,
        )


Seen = namedtuple("Seen", "name showing")


class Node:
    """A widget. What a walk saw of it is kept for the walk; find() gives one that looks again."""

    def __init__(self, bus, reference, seen=None):
        self.bus = bus
        self.reference = reference
        self.seen = seen

    def __eq__(self, other):
        return isinstance(other, Node) and self.reference == other.reference

    def __hash__(self):
        return hash(self.reference)

    def __repr__(self):
        try:
            return f"<{self.role} “{self.name}”>"
        except GLib.Error:
            return "<a widget that has gone>"

    def ask(self, question):
        return self.bus.ask(self.reference, question)

    @property
    def name(self):
        return self.seen.name if self.seen else self.ask(NAME)

    @property
    def role(self):
        return name_of_role(self.ask(ROLE))

    @property
    def description(self):
        return self.ask(property_of(ACCESSIBLE, "Description"))

    @property
    def states(self):
        low, high = self.ask(STATES)
        return low | high << 32

    def has(self, state):
        return bool(self.states >> int(state) & 1)

    @property
    def place(self):
        """Within the window."""
        return Place(*self.ask(EXTENTS))

    @property
    def showing(self):
        if self.seen:
            return self.seen.showing
        return self.bus.are_shown([self.reference])[0]

    @property
    def sensitive(self):
        states = self.states
        return bool((states >> State.SENSITIVE | states >> State.ENABLED) & 1)

    @property
    def focused(self):
        return self.has(State.FOCUSED)

    @property
    def text(self):
        n_characters = self.ask(property_of(TEXT, "CharacterCount"))
        return self.ask(Question(TEXT, "GetText", GLib.Variant("(ii)", (0, n_characters))))

    def set_text(self, text):
        self.ask(Question(EDITABLE_TEXT, "SetTextContents", GLib.Variant("(s)", (text,))))

    @property
    def value(self):
        return self.ask(property_of(VALUE, "CurrentValue"))

    @value.setter
    def value(self, number):
        self.ask(Question(
            PROPERTIES, "Set",
            GLib.Variant("(ssv)", (VALUE, "CurrentValue", GLib.Variant("d", number))),
        ))

    def press(self):
        """What a click does. GTK shows a button pressed for a quarter of a second before it acts:
        where something else was chosen meanwhile it would act on that."""
        self.ask(Question(ACTION, "DoAction", GLib.Variant("(i)", (0,))))
        time.sleep(0.3)

    @property
    def children(self):
        """None of a widget that has just gone: it is no reason to look no further."""
        return self.bus.look_below([self], all_of_them=True)[0]

    def walk(self, all_of_them=False):
        """Everything below that is shown, depth first; asked for level by level, as each question
        that is waited for by itself takes long where the machine is busy."""
        children = {}
        level = [self]
        while level:
            found = self.bus.look_below(level, all_of_them)
            children.update(zip(level, found))
            level = [child for its in found for child in its]
        yield from self._walk(children)

    def _walk(self, children):
        for child in children[self]:
            yield child
            yield from child._walk(children)

    def find_all(self, role=None, name=None, contains=None):
        nodes = [
            node for node in self.walk()
            if (name is None or node.name == name) and (contains is None or contains in node.name)
        ]
        roles = self.bus.ask_all([(node.reference, ROLE) for node in nodes]) if role else []
        for node, its in itertools.zip_longest(nodes, roles):
            if role is None or (its is not None and name_of_role(its) == role):
                yield Node(self.bus, node.reference)

    def find(self, role=None, name=None, contains=None, seconds=SECONDS):
        return wait_for(
            f"{role or 'widget'} {name or contains or ''}",
            lambda: next(self.find_all(role, name, contains), None),
            seconds,
        )

    def find_last(self, role=None, name=None, contains=None, seconds=SECONDS):
        """The one furthest down, which is the topmost of those that lie upon each other."""
        return wait_for(
            f"{role or 'widget'} {name or contains or ''}",
            lambda: (list(self.find_all(role, name, contains)) or [None])[-1],
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
        return [node.name for node in self.walk() if node.name]

    def dump(self, depth=0):
        print("  " * depth + repr(self), flush=True)
        for child in self.children:
            if child.showing:
                child.dump(depth + 1)
