#!/usr/bin/python3
# mock-session.py: stands for the desktop's session manager on the session bus, which programs ask not to suspend;
# it goes when its input ends
#
# SPDX-License-Identifier: GPL-3.0-or-later
import sys

from gi.repository import Gio, GLib

NAME, PATH = "org.gnome.SessionManager", "/org/gnome/SessionManager"
INTERFACE = Gio.DBusNodeInfo.new_for_xml(
    f"""<node><interface name='{NAME}'>
    <method name='RegisterClient'>
      <arg type='s' direction='in'/><arg type='s' direction='in'/>
      <arg type='o' direction='out'/>
    </method>
    <method name='Inhibit'>
      <arg type='s' direction='in'/><arg type='u' direction='in'/>
      <arg type='s' direction='in'/><arg type='u' direction='in'/>
      <arg type='u' direction='out'/>
    </method>
    <method name='Uninhibit'><arg type='u' direction='in'/></method>
    <method name='IsInhibited'>
      <arg type='u' direction='in'/><arg type='b' direction='out'/>
    </method>
    </interface></node>"""
).interfaces[0]


def main():
    inhibitors = {}  # flags by cookie
    n_asked = 0

    def call(_bus, _sender, _path, _interface, method, arguments, invocation):
        nonlocal n_asked
        answer = None
        if method == "RegisterClient":
            answer = GLib.Variant("(o)", (PATH + "/Client1",))
        elif method == "Inhibit":
            n_asked += 1
            inhibitors[n_asked] = arguments.unpack()[3]
            answer = GLib.Variant("(u)", (n_asked,))
        elif method == "Uninhibit":
            del inhibitors[arguments.unpack()[0]]
        else:
            wanted = arguments.unpack()[0]
            inhibited = any(flags & wanted for flags in inhibitors.values())
            answer = GLib.Variant("(b)", (inhibited,))
        invocation.return_value(answer)

    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    loop = GLib.MainLoop()
    bus.register_object(PATH, INTERFACE, call, None, None)
    Gio.bus_own_name_on_connection(
        bus, NAME, Gio.BusNameOwnerFlags.NONE, lambda *_: print("there", flush=True), None
    )
    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_HUP, lambda *_: loop.quit())
    loop.run()


if __name__ == "__main__":
    main()
