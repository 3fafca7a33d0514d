#!/usr/bin/python3
# drag-files.py: stands in for a file manager: a small window from which the files that are named can be dragged
#
# SPDX-License-Identifier: GPL-3.0-or-later
import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GObject, Gtk  # noqa: E402


def painted_cb(clock):
    clock.disconnect_by_func(painted_cb)
    print("painted", flush=True)


def activate_cb(application, paths):
    files = Gdk.FileList.new_from_list([Gio.File.new_for_path(path) for path in paths])
    source = Gtk.DragSource(
        actions=Gdk.DragAction.COPY,
        content=Gdk.ContentProvider.new_for_value(GObject.Value(Gdk.FileList, files)),
    )
    source.connect("drag-cancel", lambda *_: setattr(application, "refused", True))
    source.connect("drag-end", lambda *_: application.quit())
    label = Gtk.Label(label="files", width_request=100, height_request=60)
    label.add_controller(source)
    window = Gtk.ApplicationWindow(
        application=application, title="drag-files", child=label, decorated=False
    )
    window.present()
    window.get_frame_clock().connect("after-paint", painted_cb)


if __name__ == "__main__":
    program = Gtk.Application(flags=Gio.ApplicationFlags.NON_UNIQUE)
    program.connect("activate", activate_cb, sys.argv[1:])
    program.refused = False
    program.run(None)
    sys.exit(program.refused)
