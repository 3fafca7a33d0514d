#!/usr/bin/python3
# mock-upower.py: stands for UPower on the bus of $DBUS_SYSTEM_BUS_ADDRESS: each line of its input is "ac" or
# "battery", and it answers when it has said so
#
# SPDX-License-Identifier: GPL-3.0-or-later
import sys

from gi.repository import Gio, GLib

NAME, PATH = "org.freedesktop.UPower", "/org/freedesktop/UPower"
INTERFACE = Gio.DBusNodeInfo.new_for_xml(
    f"<node><interface name='{NAME}'>"
    "<property name='OnBattery' type='b' access='read'/></interface></node>"
).interfaces[0]


def main():
    on_battery = sys.stdin.readline().strip() == "battery"
    bus = Gio.bus_get_sync(Gio.BusType.SYSTEM)
    loop = GLib.MainLoop()

    def get(*_):
        return GLib.Variant("b", on_battery)

    def read(channel, _condition):
        nonlocal on_battery
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        on_battery = line.strip() == "battery"
        changed = GLib.Variant("(sa{sv}as)", (NAME, {"OnBattery": get()}, []))
        bus.emit_signal(None, PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged", changed)
        bus.flush_sync()
        print("said", flush=True)
        return True

    bus.register_object(PATH, INTERFACE, None, get, None)
    Gio.bus_own_name_on_connection(
        bus, NAME, Gio.BusNameOwnerFlags.NONE, lambda *_: print("said", flush=True), None
    )
    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, read)
    loop.run()


if __name__ == "__main__":
    main()
